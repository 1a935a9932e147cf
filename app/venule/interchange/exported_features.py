"""Assets that `venule export` wrote as GeoJSON come in again exactly as they were, without their latest values."""

from collections.abc import Iterator

from venule.domain.shape import NotAShape, Shape
from venule.interchange.rows import Context, Item, Refused, Rows, shown
from venule.interchange.table import Row

OWN = ("network", "asset", "kind", "label")


def exported_features(context: Context) -> Rows:
    """Each feature is one asset; a member that is not there, or null, is no property of it."""
    table, position, shape = context.table, context.places(), context.shapes()
    places = [context.place(column) for column in OWN]
    spoken_for = {*OWN, *context.mapping.skip, *(table.place or ())}
    kept = [(place, name) for place, name in enumerate(table.columns) if name not in spoken_for]

    def read(row: Row) -> Iterator[Item]:
        network, asset, kind, label = ("" if row.cells[place] is None else str(row.cells[place]) for place in places)
        if not asset:
            yield Refused(row.line, "names no asset", shown(row))
            return
        try:
            found = shape(row)
        except NotAShape as problem:
            yield Refused(row.line, str(problem), shown(row))
            return
        texts = ((name, row.cells[place]) for place, name in kept)
        yield context.message(
            row, network, asset, kind=kind, label=label, received_at=context.now,
            position=position(row.cells) or (None if isinstance(found, Shape) else found),
            shape=found if isinstance(found, Shape) else None,
            properties={name: str(text) for name, text in texts if text is not None},
        )  # fmt: skip

    return read
