"""Turns a table into messages by the layout of its mapping."""

from collections.abc import Iterator, Mapping

from venule.domain.asset import AssetKind
from venule.domain.instant import Instant
from venule.interchange.exported import exported
from venule.interchange.exported_features import exported_features
from venule.interchange.inventory import inventory
from venule.interchange.local_time import LocalTimes
from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem
from venule.interchange.rows import Context, Item, Refused, shown
from venule.interchange.series import long, wide
from venule.interchange.table import Table


def items(
    table: Table,
    mapping: TableMapping,
    kinds: Mapping[str, AssetKind],
    now: Instant,
    local: LocalTimes | None = None,
) -> Iterator[Item]:
    """Every row as messages or a refusal; raises :class:`InterchangeProblem` if the mapping does not fit the table.

    ``local`` reads the local times of the table, and counts what clocks did to them.
    """
    if mapping.kind and mapping.kind not in kinds:
        raise InterchangeProblem(f"There is no kind of asset {mapping.kind!r}; `venule verticals` lists them.")
    context = Context(table, mapping, kinds, now, local)
    for column in mapping.named_columns():
        context.place(column)
    own = exported_features if table.place else exported
    read = {"inventory": inventory, "wide": wide, "long": long, "exported": own}[mapping.layout](context)
    for row in table.rows():
        if row.problem:
            yield Refused(row.line, row.problem, shown(row))
        else:
            yield from read(row)
