"""A cut shows at every time of its stretch what the recording showed; cuts joined are the whole again."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.excerpts import HISTORIES, STEPS, TINY, Step, assert_same, at, write
from tests.store.rows import T0, row
from venule.domain.asset import Asset, Gateway
from venule.domain.geo import Position
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.quality import Provenance
from venule.domain.quantity import Quantity
from venule.domain.retention import Keep, Retention
from venule.domain.shape import Shape
from venule.store.batch import Batch, Declaration
from venule.store.excerpts.cutting import Wish, cut
from venule.store.excerpts.joining import join
from venule.store.problem import Damaged, StoreProblem
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.verification import verify
from venule.store.writer import Writer

NOW = T0 + 10 * DAY
CUTS = st.tuples(st.integers(0, STEPS), st.integers(0, STEPS)).map(sorted)
TIMES = [at(step) + offset for step in range(STEPS) for offset in (0, 1, -1)]


def wish(since: Instant | None, until: Instant | None) -> Wish:
    return Wish("city.venule", since, until, NOW, "Ada")


def cut_out(source: Path, name: str, since: Instant | None, until: Instant | None) -> Path:
    target = source.with_name(name)
    cut(source, target, wish(since, until), sizes=TINY)
    assert verify(target).findings == ()
    return target


def joined(target: Path, *sources: Path) -> Path:
    with Writer(target, durable=False, sizes=TINY) as writer:
        join(writer, sources)
    assert verify(target).findings == ()
    return target


@settings(max_examples=40, deadline=None)
@given(HISTORIES, CUTS)
def test_that_a_cut_shows_what_the_recording_showed(history: list[Step], ends: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder, "city.venule"), history)
        since, until = at(ends[0]), at(ends[1])
        part = cut_out(source, "part.venule", since, until)
        with Reader(source) as whole, Reader(part) as some:
            assert_same(whole, some, [time for time in TIMES if since <= time <= until])
            assert some.gaps(since, until, until) == whole.gaps(since, until, until)
            wanted = [one for one in whole.rejects(until, 9_999) if one.recorded_at >= since]
            assert list(some.rejects(until, 9_999)) == wanted
            assert whole.catalogue().datastreams.id.tolist() == some.catalogue().datastreams.id.tolist()


@settings(max_examples=40, deadline=None)
@given(HISTORIES, CUTS)
def test_that_cut_and_cut_joined_are_the_whole(history: list[Step], cuts: list[int]) -> None:
    """The first two may overlap, the second and the third touch."""
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder, "city.venule"), history)
        first = cut_out(source, "first.venule", None, at(cuts[1]))
        second = cut_out(source, "second.venule", at(cuts[0]), at(cuts[1]))
        third = cut_out(source, "third.venule", at(cuts[1]), None)
        again = joined(source.with_name("again.venule"), first, second, third)
        with Reader(source) as whole, Reader(again) as other:
            assert list(other.observations()) == list(whole.observations())
            assert other.counts().observations == whole.counts().observations
            assert other.content_digest() == whole.content_digest()
            assert_same(whole, other, TIMES)
            end = at(STEPS)
            assert other.gaps(T0, end, end) == whole.gaps(T0, end, end)
            assert other.rejects(end, 9_999) == whole.rejects(end, 9_999)


MOMENTS = st.sampled_from([20, 900]).flatmap(lambda last: st.lists(st.integers(0, last), min_size=5, max_size=120))
"""Where the last comes soon many are of the same time."""


@settings(max_examples=25, deadline=None)
@given(MOMENTS, st.randoms(use_true_random=False), st.tuples(st.integers(0, 900), st.integers(0, 900)).map(sorted))
def test_that_it_does_not_matter_in_which_order_it_was_recorded(
    moments: list[int], random: Random, ends: list[int]
) -> None:
    """As where old files were imported into a recording, or a clock was set back; whether or not values conflict."""
    rows = [
        row("abc"[place % 3], T0 + moment, place * 0.5, T0 + random.choice([moment, random.randrange(900)]))
        for place, moment in enumerate(moments)
    ]
    since, until = T0 + ends[0], T0 + ends[1]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "city.venule")
        with Writer(source, durable=False, sizes=TINY) as writer:
            for start in range(0, len(rows), 5):
                writer.write(Batch(observations=rows[start : start + 5]))
                while start % 2 and writer.tend():
                    continue
        part = cut_out(source, "part.venule", since, until)
        first, second = cut_out(source, "first.venule", None, since), cut_out(source, "second.venule", since, None)
        again = joined(source.with_name("again.venule"), first, second)
        with Reader(source) as whole, Reader(part) as some, Reader(again) as other:
            assert_same(whole, some, [*range(since, until, 50), until])
            assert_same(whole, other, range(T0, T0 + 1_000, 50))
            assert sorted(other.observations()) == sorted(whole.observations())


@settings(max_examples=10, deadline=None)
@given(HISTORIES)
def test_that_what_is_joined_again_adds_nothing(history: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = write(Path(folder, "city.venule"), history)
        once = joined(source.with_name("once.venule"), source)
        with Writer(once, durable=False, sizes=TINY) as writer:
            assert join(writer, [source]).new == 0
        with Reader(source) as whole, Reader(once) as other:
            assert list(other.observations()) == list(whole.observations())
            assert len(other.rejects(NOW, 9_999)) == len(whole.rejects(NOW, 9_999))


AREA = Shape(True, ((Position(11.0, 48.0), Position(11.1, 48.0), Position(11.1, 48.1)),))
PUMP = Asset("net", "pump", "water.pump", "Pump", "gw", Position(11.05, 48.05), {"depth": "5 m"}, AREA)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Things with names, and a day of one value a minute."""
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=TINY) as writer:
        writer.write(
            Batch(
                assets=[PUMP],
                gateways=[Gateway("net", "gw", Position(11.0, 48.0))],
                declarations=[Declaration("net", "pump", Quantity("level", unit="m", high=4), expected_every_s=60)],
            )
        )
        for hour in range(24):
            start = T0 + hour * HOUR
            writer.write(Batch(observations=[row("pump", start + n * MINUTE, n + hour / 100) for n in range(60)]))
            while writer.tend():
                continue
    return path


def test_that_a_cut_knows_everything_by_name(city: Path) -> None:
    part = cut_out(city, "part.venule", T0 + 5 * HOUR, T0 + 6 * HOUR)
    with Reader(city) as whole, Reader(part) as some:
        mine, theirs = whole.catalogue(), some.catalogue()
        assert (mine.networks, mine.kinds, mine.quantities) == (theirs.networks, theirs.kinds, theirs.quantities)
        assert theirs.assets.shapes.of(0) == AREA
        assert theirs.assets.name == ("pump",)
        assert some.asset_properties(1) == {"depth": "5 m"}
        assert theirs.datastreams.expected_every_us.tolist() == [60 * SECOND]


def test_that_a_cut_says_of_what_it_is(city: Path) -> None:
    part = cut_out(city, "part.venule", T0 + 5 * HOUR, T0 + 6 * HOUR)
    with Reader(part) as some, Reader(city) as whole:
        said = some.cut()
        assert said is not None
        assert (said.source, said.since, said.until) == ("city.venule", T0 + 5 * HOUR, T0 + 6 * HOUR)
        assert (said.opening, said.made_at, said.who) == (1, NOW, "Ada")
        assert whole.cut() is None
        assert some.counts().observations == 62  # an hour, both ends included, and what stood before


def test_that_arrivals_of_the_stretch_are_told(city: Path) -> None:
    since, until = T0 + 5 * HOUR, T0 + 6 * HOUR
    part = cut_out(city, "part.venule", since, until)
    with Reader(city) as whole, Reader(part) as some:
        mine, theirs = (one.arrivals(since, until, 12, until) for one in (whole, some))
        np.testing.assert_array_equal(mine.count, theirs.count)


def test_that_a_cut_that_ends_before_it_begins_is_refused(city: Path) -> None:
    with pytest.raises(StoreProblem, match="cannot end before it begins"):
        cut(city, city.with_name("part.venule"), wish(T0 + HOUR, T0))


def test_that_a_recording_is_cut_while_it_is_written(city: Path) -> None:
    with Writer(city, durable=False, sizes=TINY) as writer:
        cut_out(city, "part.venule", T0, T0 + HOUR)
        writer.write(Batch(observations=[row("pump", T0 + 25 * HOUR)]))


def test_that_a_broken_recording_is_told(city: Path) -> None:
    content = bytearray(city.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40_000] = b"\xff" * 40_000
    city.write_bytes(bytes(content[: len(content)]))
    with pytest.raises(StoreProblem):
        cut(city, city.with_name("part.venule"), wish(None, None))


def test_that_two_values_of_one_moment_still_conflict_in_a_cut(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path, durable=False, sizes=TINY) as writer:
        writer.write(Batch(observations=[row("a", T0, 1.0), row("a", T0, 2.0), row("b", T0, 1.0)]))
        writer.write(Batch(observations=[row("b", T0 + HOUR, 1.0)]))
    part = cut_out(path, "part.venule", T0 + MINUTE, None)
    with Reader(part) as some:
        values = some.latest(T0 + MINUTE)
        assert values.number.tolist() == [2.0, 1.0]
        assert [bool(one & Provenance.CONFLICTING) for one in values.provenance.tolist()] == [True, False]
        assert some.cut() is not None
        assert len(list(some.observations())) == 4


def test_that_of_values_recorded_at_once_the_last_written_stands_in_a_cut_too(tmp_path: Path) -> None:
    path, known = tmp_path / "city.venule", T0 + SECOND
    with Writer(path, durable=False, sizes=Sizes(seal_rows=2, full_rows=2)) as writer:
        for rows in ([row("a", T0 + 5, 1.0, known)] * 2, [row("a", T0, 0.0, known), row("a", T0 + 5, 2.0, known)]):
            writer.write(Batch(observations=rows))
            while writer.tend():
                continue
    part = cut_out(path, "part.venule", T0 + MINUTE, None)
    with Reader(path) as whole, Reader(part) as some:
        assert whole.latest(T0 + MINUTE).number.tolist() == [2.0]
        assert some.latest(T0 + MINUTE).number.tolist() == [2.0]


KEPT = Retention(Keep(DAY // SECOND, 3 * DAY // SECOND, 90 * DAY // SECOND))


@pytest.fixture
def thinned(city: Path) -> Path:
    """The day is a week ago: what is left of it are roll-ups, and a frame."""
    with Writer(city, durable=False, sizes=TINY) as writer:
        writer.write(Batch(observations=[row("later", T0 + 7 * DAY, 1.0)]))
        writer.compact()
        for _ in range(200):
            writer.retain(KEPT, T0 + 8 * DAY)
    with Reader(city) as reader:
        assert len(list(reader.observations(end=T0 + DAY))) == 0
        assert reader.series(1, T0, T0 + DAY, 500, NOW).total == 24 * 60
    return city


def test_that_what_was_rolled_up_is_cut_too(thinned: Path) -> None:
    since, until = T0 + 5 * HOUR, T0 + 7 * HOUR
    part = cut_out(thinned, "part.venule", since, until)
    with Reader(thinned) as whole, Reader(part) as some:
        mine, theirs = (one.series(1, since, until, 500, NOW) for one in (whole, some))
        np.testing.assert_array_equal(mine.observed_at, theirs.observed_at)
        np.testing.assert_array_equal(mine.number, theirs.number)


def test_that_what_only_a_frame_knows_is_in_the_cut(thinned: Path) -> None:
    part = cut_out(thinned, "part.venule", T0, None)
    with Reader(thinned) as whole, Reader(part) as some:
        assert_same(whole, some, [T0 + hour * HOUR for hour in range(2, 24)] + [NOW])
        assert len(some.latest(NOW).datastream) == 2


def test_that_roll_ups_join_once(thinned: Path) -> None:
    """But for the value that stood when the second cut began: it was let go of, and counts in its minute again."""
    first = cut_out(thinned, "first.venule", None, T0 + 7 * HOUR)
    second = cut_out(thinned, "second.venule", T0 + 5 * HOUR, None)
    again = joined(thinned.with_name("again.venule"), first, second)
    with Reader(thinned) as whole, Reader(again) as other:
        mine, theirs = (one.series(1, T0, T0 + 23 * HOUR, 500, NOW) for one in (whole, other))
        assert (mine.number.min(), mine.number.max()) == (theirs.number.min(), theirs.number.max())
        assert theirs.total == mine.total + 1
        assert_same(whole, other, [NOW])


def test_that_recordings_of_other_cities_join_by_name(tmp_path: Path) -> None:
    one, other = tmp_path / "one.venule", tmp_path / "other.venule"
    with Writer(one, durable=False) as writer:
        writer.write(Batch(observations=[row("a", T0), row("b", T0)]))
    with Writer(other, durable=False) as writer:
        writer.write(Batch(assets=[PUMP], observations=[row("pump", T0 + 1, 7.0), row("a", T0 + 2, 3.0)]))
    whole = joined(tmp_path / "whole.venule", one, other)
    with Reader(whole) as reader:
        told = [(found.asset, found.observed_at, found.value) for found in reader.observations()]
        assert told == [("a", T0, 1.0), ("a", T0 + 2, 3.0), ("b", T0, 1.0), ("pump", T0 + 1, 7.0)]
        assert reader.catalogue().assets.shapes.of(2) == AREA


def test_that_memory_of_what_was_damaged_is_not_joined(city: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(city)) as connection:
        connection.execute("UPDATE chunk SET rows = x'00' WHERE id = (SELECT max(id) FROM chunk)")
        connection.commit()
    with Writer(tmp_path / "whole.venule", durable=False) as writer, pytest.raises(Damaged):
        join(writer, [city])
