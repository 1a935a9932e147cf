"""What is let go of leaves what its numbers came to: nothing lost, nothing counted twice, by age and by room."""

import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import pairwise
from math import isnan
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.rows import T0
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.observation import Recorded
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.domain.retention import Keep, Retention
from venule.store import rollup, stretches
from venule.store.ages import Outlook
from venule.store.answers import Series
from venule.store.batch import Batch, Declaration
from venule.store.problem import DiskFull
from venule.store.reader import Reader
from venule.store.rollup import Rollup, rolled, rolled_windows
from venule.store.room import Way, choice
from venule.store.rows import Rows, joined, settled
from venule.store.sizes import Sizes
from venule.store.stretches import Stretch
from venule.store.verification import verify
from venule.store.writer import Writer

TINY = Sizes(seal_rows=8, seal_pieces=4, fan=3, full_rows=18, chunk_rows=4, full_buckets=40)
DAY_S = DAY // SECOND
NOON = T0 - T0 % DAY + DAY // 2

DECLARED = [
    Declaration("net", asset, Quantity(name, kind=kind))
    for asset in "ab"
    for name, kind in (
        ("level", ValueKind.MEASURE),
        ("pressure", ValueKind.MEASURE),
        ("open", ValueKind.FLAG),
        ("mode", ValueKind.STATE),
    )
]
IDS = {(one.asset, one.quantity.name): number for number, one in enumerate(DECLARED, 1)}

Sum = tuple[int, float, float, float]
"""Count, least, greatest and sum."""


def said(
    asset: str, name: str, observed_at: Instant, value: Value | None = 1.0, recorded_at: Instant | None = None
) -> Recorded:
    return Recorded("net", asset, name, observed_at, observed_at if recorded_at is None else recorded_at, value)


def writer_of(path: Path, sizes: Sizes = TINY) -> Writer:
    return Writer(path, durable=False, sizes=sizes)


def settle(writer: Writer, retention: Retention, now: Instant) -> None:
    """Do all there is to do, as a recorder would in some minutes."""
    for _ in range(10_000):
        if not writer.tend() and not writer.retain(retention, now):
            return
    raise AssertionError("retention does not come to an end")


def packed(connection: sqlite3.Connection) -> list[Rows]:
    return [stretches.unpacked_stretch(connection, one.id) for one in stretches.stretches(connection)]


def raw(path: Path) -> Rows:
    """The rows that are there as they came, settled."""
    with closing(sqlite3.connect(path)) as connection:
        log = [stretches.log_rows(connection, piece.first) for piece in stretches.log_pieces(connection)]
        return settled(joined([*packed(connection), *log]).sorted())


def words(rows: Rows) -> list[tuple[int, int, Value | None]]:
    """What rows say that has no mean."""
    return [
        (int(rows.stream[at]), int(rows.observed_at[at]), rows.value(at))
        for at in range(len(rows))
        if rows.stream[at] in (IDS["a", "mode"], IDS["b", "mode"]) or isinstance(rows.value(at), str)
    ]


def sums(numbers: Iterable[tuple[int, int, Sum]], width: int) -> dict[tuple[int, int], Sum]:
    """By datastream and bucket, what parts come to together."""
    found: dict[tuple[int, int], Sum] = {}
    for stream, at, (count, least, greatest, total) in numbers:
        key = (stream, at - at % width)
        n, low, high, all = found.get(key, (0, least, greatest, 0.0))
        found[key] = (n + count, min(low, least), max(high, greatest), all + total)
    return found


def numbers_of(rows: Rows) -> list[tuple[int, int, Sum]]:
    told = {(stream, at, repr(value)) for stream, at, value in words(rows)}
    return [
        (int(rows.stream[at]), int(rows.observed_at[at]), (1, number, number, number))
        for at in range(len(rows))
        if not isnan(number := float(rows.number[at]))
        and (int(rows.stream[at]), int(rows.observed_at[at]), repr(rows.value(at))) not in told
    ]


def buckets_of(path: Path, since: Instant = 0, until: Instant = 2**60) -> list[tuple[int, int, int, Sum]]:
    """Datastream, width and beginning of every bucket, and what it comes to."""
    found = []
    with closing(sqlite3.connect(path)) as connection:
        for stream in IDS.values():
            some = rolled(connection, stream, since, until)
            columns = (some.width, some.start, some.count, some.least, some.greatest, some.total)
            for width, start, *figures in zip(*(column.tolist() for column in columns), strict=True):
                found.append((stream, width, start, tuple(figures)))
    return found


def come_to(path: Path, width: int = HOUR) -> dict[tuple[int, int], Sum]:
    """By datastream and hour, what raw observations and roll-ups come to together."""
    buckets = [(stream, start, figures) for stream, _, start, figures in buckets_of(path)]
    return sums([*numbers_of(raw(path)), *buckets], width)


def check(path: Path) -> None:
    """What must hold of any file at any time."""
    with closing(sqlite3.connect(path)) as connection:
        found = stretches.stretches(connection)
        assert all(before.last < after.first for before, after in pairwise(found))
        assert [one.is_full for one in found] == sorted((one.is_full for one in found), reverse=True)
        whole = packed(connection)
        assert [len(rows) for rows in whole] == [one.n for one in found]
        expired, frames = (
            zip(*connection.execute("SELECT expired, frame NOT NULL FROM stretch ORDER BY first"), strict=True)
            if found
            else ((), ())
        )
        assert list(frames) == [one.is_full for one in found]
        assert not any(gone and not one.is_full for gone, one in zip(expired, found, strict=True))
        tally = connection.execute("SELECT observations, expired FROM tally").fetchone()
        assert tally[0] == sum(one.n for one in found)
        assert tally[1] >= sum(expired)  # empty stretches are forgotten at last
        together = joined(whole).sorted()
        assert len(settled(together)) == len(together)
        for one, rows in zip(found, whole, strict=True):
            if len(rows):
                assert (one.observed_from, one.observed_to) == (rows.observed_at.min(), rows.observed_at.max())
                assert one.recorded_from <= rows.recorded_at.min()
                assert one.recorded_to >= rows.recorded_at.max()
        for one in rollup.rollups(connection):
            pieces = rollup.pieces(connection, one.id)
            parts = [rollup.unpacked(connection, piece.id) for piece in pieces]
            assert one.n == sum(map(len, parts)) == sum(piece.n for piece in pieces) > 0
            assert one.start_from == min(part.observed_at.min() for part in parts)
            assert one.start_to == max(part.observed_at.max() for part in parts)
            for piece, part in zip(pieces, parts, strict=True):
                assert (piece.first_stream, piece.last_stream) == (part.stream[0], part.stream[-1])
                assert (piece.first_at, piece.last_at) == (part.observed_at[0], part.observed_at[-1])
                assert not (part.observed_at % one.width).any()


def latest(path: Path, as_of: Instant) -> dict[int, set[str]]:
    """By datastream what stands."""
    with Reader(path) as reader:
        found = reader.latest(as_of)
    numbers = [None if isnan(number) else number for number in found.number.tolist()]
    said = [found.text.get(row, number) for row, number in enumerate(numbers)]
    return {stream: {repr(value)} for stream, value in zip(found.datastream.tolist(), said, strict=True)}


class Told:
    """Everything that was ever written, each observation once."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int, str], Recorded] = {}

    def note(self, rows: Sequence[Recorded]) -> None:
        for one in rows:
            value = float(one.value) if isinstance(one.value, int | float) else one.value
            self._rows.setdefault((IDS[one.asset, one.datastream], one.observed_at, repr(value)), one)

    def numbers(self) -> dict[tuple[int, int], Sum]:
        told = [
            (stream, at, (1, float(one.value), float(one.value), float(one.value)))
            for (stream, at, _), one in self._rows.items()
            if isinstance(one.value, int | float) and one.datastream != "mode"
        ]
        return sums(told, HOUR)

    def latest(self) -> dict[int, set[str]]:
        """By datastream what may stand: of one moment any."""
        last: dict[int, tuple[int, set[str]]] = {}
        for (stream, at, value), _ in self._rows.items():
            before, values = last.get(stream, (at, set()))
            if at >= before:
                last[stream] = (at, {value} | (values if at == before else set()))
        return {stream: values for stream, (_, values) in last.items()}

    def words(self) -> int:
        return sum(one.datastream == "mode" or isinstance(one.value, str) for one in self._rows.values())


KEEP = Retention(
    Keep(raw_s=3 * DAY_S, minute_s=9 * DAY_S),
    {"pressure": Keep(raw_s=DAY_S, minute_s=20 * DAY_S), "open": Keep(raw_s=DAY_S, minute_s=DAY_S)},
)


@st.composite
def work(draw: st.DrawFn) -> list[list[tuple[str, str, int, Value | None]] | str | int]:
    """Batches of rows so many seconds old, slices of everything, kills, and hours that pass."""
    name = st.sampled_from(["level", "level", "pressure", "open", "mode"])
    ago = st.one_of(
        st.integers(0, 200), st.integers(0, 200), st.integers(0, 20).map(lambda day: day * DAY_S), st.just(-DAY_S)
    )
    value = st.sampled_from([1.0, 2, 0.25, True, None, "on"])
    batch = st.lists(st.tuples(st.sampled_from("ab"), name, ago, value), max_size=12)
    steps = st.one_of(
        batch,
        batch,
        st.sampled_from(["tend", "retain", "retain", "retain", "settle", "kill", "compact"]),
        st.integers(1, 60),
    )
    return draw(st.lists(steps, max_size=40))


@settings(max_examples=80, deadline=None)
@given(work())
def test_that_raw_and_rolled_up_come_to_what_was_ever_written(
    steps: Sequence[list[tuple[str, str, int, Value | None]] | str | int],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, now, told = Path(folder, "city.venule"), NOON, Told()
        writer = writer_of(path)
        writer.write(Batch(declarations=DECLARED))
        for step in steps:
            if step == "tend":
                writer.tend()
            elif step == "retain":
                writer.retain(KEEP, now)
            elif step == "settle":
                settle(writer, KEEP, now)
            elif step == "compact":
                writer.compact()
            elif step == "kill":
                writer._connection.close()  # as a killed process leaves it
                writer._lock.release()
                writer = writer_of(path)
            elif isinstance(step, int):
                now += step * HOUR
            elif isinstance(step, list):
                now += SECOND
                rows = [said(asset, name, now - ago * SECOND, value, now) for asset, name, ago, value in step]
                writer.write(Batch(observations=[*rows, *rows[:2]]))
                told.note(rows)
            check(path)
            assert come_to(path) == told.numbers()
        settle(writer, KEEP, now)
        check(path)
        assert come_to(path) == told.numbers()
        assert len(words(raw(path))) == told.words()
        assert latest(path, now) == {
            stream: values & latest(path, now)[stream] for stream, values in told.latest().items()
        }
        writer.compact()
        settle(writer, KEEP, now := now + 30 * DAY)
        check(path)
        assert come_to(path) == told.numbers()
        left = raw(path)
        assert len(words(left)) == len(left) == told.words()
        assert {width for _, width, _, _ in buckets_of(path)} <= {HOUR}
        assert verify(path).findings == ()
        writer.close()


def every(asset: str, name: str, since: Instant, step: int, count: int) -> list[Recorded]:
    return [said(asset, name, since + n * step, float(n)) for n in range(count)]


def widths(path: Path, asset: str, name: str) -> set[int]:
    return {width for stream, width, _, _ in buckets_of(path) if stream == IDS[asset, name]}


def held(path: Path, asset: str, name: str) -> int:
    return int((raw(path).stream == IDS[asset, name]).sum())


def test_that_each_quantity_is_kept_for_as_long_as_was_said(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(3 * DAY_S, 10 * DAY_S, 40 * DAY_S), {"pressure": Keep(DAY_S, 2 * DAY_S, 4 * DAY_S)})
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED))
        for name in ("level", "pressure"):
            writer.write(Batch(observations=every("a", name, NOON, 20 * SECOND, 30)))
        last = NOON + 30 * 20 * SECOND
        seen = []
        for days in (0.9, 1.2, 2.5, 3.5, 5, 10.5, 45):
            settle(writer, keep, last + int(days * DAY))
            check(path)
            seen.append(tuple((held(path, "a", name), widths(path, "a", name)) for name in ("level", "pressure")))
    assert seen == [
        ((30, set()), (30, set())),
        ((30, set()), (0, {MINUTE})),
        ((30, set()), (0, {HOUR})),
        ((0, {MINUTE}), (0, {HOUR})),
        ((0, {MINUTE}), (0, set())),
        ((0, {HOUR}), (0, set())),
        ((0, set()), (0, set())),
    ]


def test_that_words_stay_as_they_came_until_hours_go(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S, 2 * DAY_S, 4 * DAY_S))
    rows = [said("a", "mode", NOON, "auto"), said("a", "mode", NOON + 1, 3), said("a", "level", NOON, "stuck")]
    flags = [said("a", "open", NOON + n, bool(n % 4)) for n in range(4)]
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED))
        writer.write(Batch(observations=[*rows, *flags, said("a", "level", NOON + 1, None)]))
        settle(writer, keep, NOON + 3 * DAY)
        assert [value for _, _, value in words(raw(path))] == ["stuck", "auto", 3]
        assert len(raw(path)) == 3
        assert [figures for _, _, _, figures in buckets_of(path)] == [(4, 0.0, 1.0, 3.0)]
        settle(writer, keep, NOON + 5 * DAY)
        assert len(raw(path)) == 0
        assert buckets_of(path) == []
        check(path)


def test_that_a_file_without_retention_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED, observations=every("a", "level", NOON, MINUTE, 100)))
        while writer.tend():
            continue
        before = writer._connection.total_changes
        assert not writer.retain(Retention(), NOON + 10_000 * DAY)
        assert writer._connection.total_changes == before


def test_that_nothing_is_looked_for_more_than_once_a_minute_where_nothing_is_due(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S))
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED, observations=every("a", "level", NOON, SECOND, 100)))
        settle(writer, keep, NOON)
        asked: list[str] = []
        writer._connection.set_trace_callback(asked.append)
        for second in range(1, 60):
            assert not writer.retain(keep, NOON + second * SECOND)
        assert set(asked) == {"BEGIN IMMEDIATE", "COMMIT"}


def test_that_an_observation_of_tomorrow_is_as_old_as_those_it_came_with(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path) as writer:
        ahead = said("a", "level", NOON + 4_000 * DAY, 7.0, recorded_at=NOON)
        writer.write(Batch(declarations=DECLARED, observations=[*every("a", "level", NOON, 1, 20), ahead]))
        settle(writer, Retention(Keep(DAY_S, 2 * DAY_S, 3 * DAY_S)), NOON + 2 * DAY - HOUR)
        assert len(raw(path)) == 0
        assert [figures for *_, figures in buckets_of(path)] == [(20, 0.0, 19.0, 190.0), (1, 7.0, 7.0, 7.0)]
        settle(writer, Retention(Keep(DAY_S, 2 * DAY_S, 3 * DAY_S)), NOON + 4 * DAY)
        assert buckets_of(path) == []


def test_that_what_comes_late_joins_the_minute_it_belongs_to(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(2 * DAY_S))
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED, observations=every("a", "level", NOON, SECOND, 30)))
        settle(writer, keep, NOON + 3 * DAY)
        late = said("a", "level", NOON + 40 * SECOND, -5.0, recorded_at=NOON + 3 * DAY)
        writer.write(Batch(observations=[late]))
        settle(writer, keep, NOON + 3 * DAY + HOUR)
        assert held(path, "a", "level") == 1  # of the last day nothing is looked at
        settle(writer, keep, NOON + 5 * DAY)
        (bucket,) = buckets_of(path)
    assert bucket == (IDS["a", "level"], MINUTE, NOON, (31, -5.0, 29.0, 430.0))


def test_that_frames_tell_the_latest_of_what_was_let_go(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S, DAY_S, 30 * DAY_S))
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED, observations=[said("b", "pressure", NOON, 3.5)]))
        for day in range(10):
            writer.write(Batch(observations=every("a", "level", NOON + day * DAY, HOUR, 6 + day % 2)))
            settle(writer, Retention(), NOON + day * DAY)
        known = {as_of: latest(path, as_of) for as_of in (NOON + 9 * DAY + 6 * HOUR, NOON + 40 * DAY)}
        settle(writer, keep, NOON + 11 * DAY + 12 * HOUR)
        assert len(raw(path)) == 0
        check(path)
        assert {as_of: latest(path, as_of) for as_of in known} == known
        then = latest(path, NOON + 5 * DAY + 12 * HOUR)
    assert then[IDS["b", "pressure"]] == {"3.5"}
    assert then[IDS["a", "level"]] <= {"5.0", "6.0"}  # a frame's grain is a day


def test_that_years_leave_few_stretches_and_few_pieces_of_a_day(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S, 30 * DAY_S, 4_000 * DAY_S))
    days = range(0, 1_200, 6)
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED))
        for day in days:
            for asset in "ab":
                writer.write(Batch(observations=every(asset, "level", NOON + day * DAY, HOUR, 8)))
            settle(writer, keep, NOON + day * DAY + 9 * HOUR)
        check(path)
        with closing(sqlite3.connect(path)) as connection:
            assert len(stretches.stretches(connection)) < 0.7 * len(days)
            pieces = [piece for one in rollup.rollups(connection) for piece in rollup.pieces(connection, one.id)]
        found = come_to(path)
        for day in days:
            begin, end = NOON + day * DAY, NOON + day * DAY + 8 * HOUR
            assert len([one for one in pieces if one.first_at < end and one.last_at >= begin]) < 12
            assert found[IDS["a", "level"], begin] == (1, 0.0, 0.0, 0.0)
        settle(writer, keep, NOON + 9_000 * DAY)
    with closing(sqlite3.connect(path)) as connection:
        assert len(stretches.stretches(connection)) == 1
        assert connection.execute("SELECT count(*) FROM arrival").fetchone() == (0,)


BY_ROOM = Sizes(seal_rows=500, full_rows=2_000, fan=4, chunk_rows=256)
STEP = 4 * SECOND


def fill(writer: Writer, hours: int) -> Instant:
    """Two rows a step, and a word every five minutes; until when. The sums of such numbers are exact."""
    random = Random(1)
    writer.write(Batch(declarations=DECLARED))
    for hour in range(hours):
        since = NOON + hour * HOUR
        for name in ("level", "pressure"):
            told = [said("a", name, since + n * STEP, random.randrange(2**20) / 2**10) for n in range(HOUR // STEP)]
            writer.write(Batch(observations=told))
        writer.write(Batch(observations=[said("a", "mode", since + n * 5 * MINUTE, f"m{hour}-{n}") for n in range(12)]))
    writer.compact()
    return NOON + hours * HOUR


def taken(writer: Writer) -> int:
    pages, free, size = (
        writer._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def test_that_a_file_that_is_too_large_lets_go_of_the_oldest_first(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path, BY_ROOM) as writer:
        end = fill(writer, 24)
        before, most = come_to(path), int(0.8 * taken(writer))
        settle(writer, Retention(max_bytes=most), end)
        check(path)
        assert 0.6 * most < taken(writer) <= 0.95 * most
        assert come_to(path) == before
        rows = raw(path)
        assert len(words(rows)) == 24 * 12
        kept = rows.observed_at[rows.stream == IDS["a", "level"]]
        assert NOON + 2 * HOUR < kept.min() < end - 2 * HOUR
        assert len(kept) == len(range(int(kept.min()), end, STEP))  # of what came last everything
        assert max(start for _, _, start, _ in buckets_of(path)) <= kept.min()
        assert writer.retention_trouble == ""


def test_that_numbers_go_first_then_minutes_then_words_then_hours(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path, BY_ROOM) as writer:
        end = fill(writer, 24)
        seen = []
        for most in range(taken(writer), 0, -8192):
            settle(writer, Retention(max_bytes=most), end + 30 * DAY)
            check(path)
            seen.append((held(path, "a", "level"), widths(path, "a", "level"), held(path, "a", "mode")))
        assert "are allowed" in writer.retention_trouble
    assert seen[0] == (24 * HOUR // STEP, set(), 24 * 12)
    assert (0, {MINUTE}, 24 * 12) in [(0, minutes & {MINUTE}, texts) for _, minutes, texts in seen]
    for numbers, minutes, texts in seen:
        assert texts == 24 * 12 or (numbers == 0 and MINUTE not in minutes)
    assert seen[-1] == (0, set(), 0)


def lying(number: int, since: Instant, size: int = 0, width: int = 0) -> Stretch | Rollup:
    """A full stretch, or a roll-up of that many bytes."""
    end = since + HOUR
    if width:
        return Rollup(number, width, 0, 10, size, since, end, end)
    return Stretch(number, number, number, 10, 0, 1, since, end, since, end)


def test_that_hours_and_minutes_have_their_shares_of_the_room() -> None:
    numbers, words = Outlook(), Outlook()
    numbers.numbers = True
    old, new = lying(1, NOON), lying(2, NOON + DAY)
    raw = [stretch for stretch in (new, old) if isinstance(stretch, Stretch)]
    hours, minutes, more = lying(1, NOON, 12, HOUR), lying(2, NOON, 25, MINUTE), lying(3, NOON + DAY, 1, MINUTE)
    rolled = [one for one in (hours, minutes) if isinstance(one, Rollup)]
    known = {1: numbers, 2: numbers}
    assert choice(100, raw, rolled, known) == (Way.NUMBERS, old)
    assert choice(100, raw, rolled, {2: numbers}) == (Way.SURVEY, old)
    assert choice(100, raw, rolled, {1: words, 2: numbers}) == (Way.NUMBERS, new)
    assert choice(100, raw, [*rolled, more], known) == (Way.PART, minutes)
    assert choice(90, raw, [*rolled, more], known) == (Way.PART, hours)
    assert choice(1_000, raw, rolled, {1: words, 2: words}) == (Way.PART, minutes)
    assert choice(1_000, raw, rolled[:1], {1: words, 2: words}) == (Way.WORDS, old)
    assert choice(1_000, [], rolled[:1], {}) == (Way.PART, hours)
    assert choice(1_000, [], [], {}) is None


def test_that_the_last_hour_is_never_let_go(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path, BY_ROOM) as writer:
        end = fill(writer, 3)
        settle(writer, Retention(max_bytes=1), end)
        check(path)
        rows = raw(path)
        recent = rows.observed_at[rows.stream == IDS["a", "level"]]
        assert len(recent[recent >= end - HOUR]) == HOUR // STEP
        assert "within the last hour" in writer.retention_trouble
        settle(writer, Retention(max_bytes=2**30), end)
        assert writer.retention_trouble == ""


def test_that_a_full_disk_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S))
    with writer_of(path, BY_ROOM) as writer:
        end = fill(writer, 6)
        before = come_to(path), len(raw(path)), latest(path, end)
        writer._connection.execute("VACUUM")
        (pages,) = writer._connection.execute("PRAGMA page_count").fetchone()
        writer._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull, match="No room is left"):
            settle(writer, keep, end + 2 * DAY)
        assert (come_to(path), len(raw(path)), latest(path, end)) == before
        check(path)
        writer._connection.execute("PRAGMA max_page_count = 1000000")
        settle(writer, keep, end + 2 * DAY)
        check(path)
        assert come_to(path) == before[0]
        assert len(raw(path)) == len(words(raw(path)))


def level(path: Path, start: Instant, end: Instant, *, points: int = 1_000, as_of: Instant = 2**60) -> Series:
    with Reader(path) as reader:
        return reader.series(IDS["a", "level"], start, end, points, as_of)


def test_that_a_series_goes_on_where_observations_were_let_go(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(2 * DAY_S, 5 * DAY_S))
    spike = NOON + 3 * HOUR + 17 * MINUTE + 3 * SECOND
    with writer_of(path, BY_ROOM) as writer:
        writer.write(Batch(declarations=DECLARED))
        for day in range(8):
            told = every("a", "level", NOON + day * DAY, 15 * SECOND, 4 * 60 * 24)
            writer.write(Batch(observations=[one._replace(value=one.value % 8) for one in told]))
        writer.write(Batch(observations=[said("a", "level", spike, 99.0)]))
        settle(writer, keep, NOON + 8 * DAY)
        assert widths(path, "a", "level") == {MINUTE, HOUR}
    whole = level(path, NOON, NOON + 8 * DAY, points=400)
    assert whole.total == 8 * 4 * 60 * 24 + 1
    assert len(whole.number) <= 400
    assert (np.diff(whole.observed_at) > 0).all()
    assert not whole.gap_before.any()
    assert {0.0, 7.0, 99.0} <= set(whole.number.tolist())
    assert whole.observed_at[whole.number.argmax()] // HOUR == spike // HOUR
    assert (whole.observed_at[0] // HOUR, whole.observed_at[-1]) == (NOON // HOUR, NOON + 8 * DAY - 15 * SECOND)
    minutes = level(path, NOON + 4 * DAY, NOON + 4 * DAY + HOUR - 1)
    assert minutes.number.tolist() == [0.0, 3.0, 4.0, 7.0] * 30
    assert minutes.total == 240
    before = level(path, NOON, NOON + 8 * DAY, as_of=NOON + 4 * DAY)
    assert before.observed_at.max() < NOON + 4 * DAY
    assert before.total == 4 * 4 * 60 * 24 + 1


def test_that_a_silence_among_roll_ups_is_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED))
        for since in (NOON, NOON + 2 * HOUR):
            writer.write(Batch(observations=every("a", "level", since, MINUTE, 40)))
        settle(writer, Retention(Keep(DAY_S)), NOON + 2 * DAY)
    answer = level(path, NOON, NOON + DAY)
    assert answer.number.tolist() == [float(n) for n in range(40)] * 2
    assert np.flatnonzero(answer.gap_before).tolist() == [40]


def test_that_years_of_minutes_are_read_window_by_window(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path, BY_ROOM) as writer:
        writer.write(Batch(declarations=DECLARED))
        writer.write(Batch(observations=every("a", "level", NOON, 7 * HOUR, 1_000)))
        settle(writer, Retention(Keep(DAY_S)), NOON + 400 * DAY)
        start, end = NOON - DAY, NOON + 400 * DAY
        with closing(sqlite3.connect(path)) as connection:
            at_once = rolled(connection, IDS["a", "level"], start, end)
            windows = list(rolled_windows(connection, IDS["a", "level"], start, end))
        assert np.concatenate([part.start for part in windows]).tolist() == at_once.start.tolist()
        assert len(at_once.start) == 1_000
        assert at_once.mean.tolist() == [float(n) for n in range(1_000)]
        assert 4 < len(windows) < 8
