"""What has to be said of how a table is read, before anything is written and by the import itself."""

from collections.abc import Iterator, Sequence
from itertools import islice

from venule.interchange.columns import NAMELESS, cells_of, mostly
from venule.interchange.mapping import TableMapping
from venule.interchange.places import unplaced_because
from venule.interchange.preview_columns import LEFT_OUT, roles_of
from venule.interchange.recognition_of_times import is_bare_day
from venule.interchange.table import SAMPLE_ROWS, Table
from venule.interchange.time_cells import HOUR, times_in

MOST_NAMED = 5


def remarks(table: Table, mapping: TableMapping) -> tuple[str, ...]:
    """The sentences that hold for a whole table."""
    lines = table.header_lines
    header = f"{table.name}: its first {lines} lines are read as its header." if lines > 1 else ""
    said = (header, unplaced_because(table, mapping), nameless(table, mapping), *of_times(table, mapping))
    return tuple(filter(None, said))


def of_times(table: Table, mapping: TableMapping) -> Iterator[str]:
    """How days without an hour, and hours that are counted from one, are understood."""
    if mapping.layout not in ("wide", "long") or mapping.time not in table.columns:
        return
    times = list(islice(times_in(table, mapping), SAMPLE_ROWS))
    if not mapping.time_of_day:
        if mostly(times, is_bare_day):
            yield f"{table.name}: its times are days without an hour, and each is read as the midnight it begins with."
    elif mapping.time_of_day in table.columns:
        hours = [HOUR.fullmatch(str(cell).strip()) for cell in cells_of(table, table.sample(), mapping.time_of_day)]
        numbers = {int(hour[1]) for hour in hours if hour}
        if 24 in numbers and 0 not in numbers:
            yield (
                f"{table.name}: its hours are numbered from 1 to 24, and are read as times of day: "
                "24 is the midnight that ends the day."
            )


def nameless(table: Table, mapping: TableMapping) -> str:
    """Which columns of a wide table are left out for want of a name of their own, in a sentence; else empty."""
    left = [name for name in unread(table, mapping) if name.startswith(NAMELESS[0])] if mapping.layout == "wide" else []
    if not left:
        return ""
    return (
        f"{table.name}: left out for want of a name of {'its' if len(left) == 1 else 'their'} own: "
        f"{', '.join(left[:MOST_NAMED])}{' …' if len(left) > MOST_NAMED else ''}; give each one in the file's header."
    )


def left_out(table: Table, mapping: TableMapping) -> str:
    """Which columns of a series that was recognised were left out though they hold something; else empty."""
    if mapping.layout not in ("wide", "long"):
        return ""
    names = [name for name in unread(table, mapping) if not name.startswith(NAMELESS)]
    return f"{table.name}: left out: {listed(names)}; --preview shows how each column is read." if names else ""


def unread(table: Table, mapping: TableMapping) -> list[str]:
    """The columns that hold something and are left out."""
    roles, sample = roles_of(table, mapping), table.sample()
    return [name for name in table.columns if roles.get(name, LEFT_OUT) == LEFT_OUT and cells_of(table, sample, name)]


def listed(names: Sequence[str]) -> str:
    """Some names, and that there are more where there are many."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
