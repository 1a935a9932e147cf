"""Turns a table into messages by the layout of its mapping."""

from collections.abc import Iterator, Mapping

from venule.domain.asset import AssetKind
from venule.domain.instant import Instant
from venule.interchange.inventory import inventory
from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem
from venule.interchange.rows import Context, Item, Refused, shown
from venule.interchange.series import long, wide
from venule.interchange.table import Table


def items(table: Table, mapping: TableMapping, kinds: Mapping[str, AssetKind], now: Instant) -> Iterator[Item]:
    """Every row as messages or a refusal; raises :class:`InterchangeProblem` if the mapping does not fit the table."""
    if mapping.kind and mapping.kind not in kinds:
        raise InterchangeProblem(f"There is no kind of asset {mapping.kind!r}; `venule verticals` lists them.")
    context = Context(table, mapping, kinds, now)
    for column in mapping.named_columns():
        context.place(column)
    read = {"inventory": inventory, "wide": wide, "long": long}[mapping.layout](context)
    for row in table.rows():
        if row.problem:
            yield Refused(row.line, row.problem, shown(row))
        else:
            yield from read(row)
