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
from venule.interchange.times import zone_of


def check(table: Table, mapping: TableMapping, kinds: Mapping[str, AssetKind]) -> None:
    """Raise :class:`InterchangeProblem` if a mapping does not fit its table, before anything is written."""
    if mapping.kind and mapping.kind not in kinds:
        raise InterchangeProblem(f"There is no kind of asset {mapping.kind!r}; `venule verticals` lists them.")
    if mapping.zone:
        zone_of(mapping.zone)
    context = Context(table, mapping, kinds, 0)
    for column in mapping.named_columns():
        context.place(column)


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
    check(table, mapping, kinds)
    context = Context(table, mapping, kinds, now, local)
    own = exported_features if table.place else exported
    read = {"inventory": inventory, "wide": wide, "long": long, "exported": own}[mapping.layout](context)
    for row in table.rows():
        if row.problem:
            yield Refused(row.line, row.problem, shown(row))
        else:
            yield from read(row)
