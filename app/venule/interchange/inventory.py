"""Inventories: each row of a table becomes exactly one asset."""

from collections.abc import Iterator

from venule.domain.shape import NotAShape, Shape
from venule.interchange.mapping import MISSING
from venule.interchange.places import unplaced_because
from venule.interchange.rows import Context, Item, Refused, Rows, kind_of, network_of, shown, text_at
from venule.interchange.table import Row

MOST_PROPERTIES = 100
LONGEST_PROPERTY = 256


def inventory(context: Context) -> Rows:
    """Each row becomes exactly one asset; one without a name is called by its file and its place in it."""
    mapping, table = context.mapping, context.table
    network, kind, position, shape = network_of(context), kind_of(context), context.places(), context.shapes()
    name, label = context.place(mapping.asset), context.place(mapping.label)
    kept = property_columns(context)
    count = 0

    def read(row: Row) -> Iterator[Item]:
        nonlocal count
        count += 1
        try:
            found = shape(row)
        except NotAShape as problem:
            yield Refused(row.line, str(problem), shown(row))
            return
        yield context.message(
            row,
            network(row),
            text_at(row, name, f"{table.stem}-{count:06d}"),
            kind=kind(row),
            label=text_at(row, label),
            position=position(row.cells) or (None if isinstance(found, Shape) else found),
            shape=found if isinstance(found, Shape) else None,
            properties=properties_of(row, kept),
            received_at=context.now,
        )

    return read


def property_columns(context: Context) -> list[tuple[int, str]]:
    """The columns kept with an asset: those named, or all that mean nothing else."""
    mapping, table = context.mapping, context.table
    if mapping.properties is None:
        place = () if unplaced_because(table, mapping) else (mapping.longitude, mapping.latitude, *(table.place or ()))
        spoken_for = {mapping.asset, mapping.label, mapping.shape, *place, *mapping.skip}
        names = [column for column in table.columns if column not in spoken_for]
    else:
        names = list(mapping.properties)
    return [(table.columns.index(name), name[:LONGEST_PROPERTY]) for name in names[:MOST_PROPERTIES]]


def properties_of(row: Row, columns: list[tuple[int, str]]) -> dict[str, str]:
    """The properties that say something."""
    texts = ((name, text_at(row, place)) for place, name in columns)
    return {name: text[:LONGEST_PROPERTY] for name, text in texts if text.lower() not in MISSING}
