"""The event next to a time, and alarms counted by priority, against what plain Python finds in the same alarms."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from venule.domain.alarm import Alarm, alarm_uid
from venule.domain.basis import Basis
from venule.domain.instant import MINUTE, SECOND, Instant, from_iso
from venule.domain.liveness import FeedGap
from venule.domain.occurrence import EVERY_OCCASION, Occasion
from venule.domain.rule import Priority
from venule.store.batch import Batch
from venule.store.occurrences import MAX_CELLS
from venule.store.reader import Reader
from venule.store.writer import Writer

NOON: Instant = from_iso("2026-05-03T12:00:00Z")
FAR = NOON + 60 * MINUTE


def alarm(subject: str, at: Instant, *, late: int = 0, lasts: int | None = None, **more: object) -> Alarm:
    """An alarm raised at a time, known ``late`` afterwards."""
    made = Alarm(
        alarm_uid("water", subject, "r", at), "water", subject, "r", Priority.LOW, at, at + late, "Level high",
        cleared_at=None if lasts is None else at + lasts,
        cleared_recorded_at=None if lasts is None else at + lasts + late,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def recorded(cache: Path, *alarms: Alarm, gaps: tuple[FeedGap, ...] = ()) -> Reader:
    with Writer(cache) as writer:
        writer.write(Batch(alarms=alarms, gaps=gaps))
    return Reader(cache)


def test_that_steps_lead_through_alarms_and_gaps_in_both_directions(cache: Path) -> None:
    gap = FeedGap("tanks", NOON + 2 * MINUTE, NOON + 3 * MINUTE, "connection refused", True)
    with recorded(cache, alarm("tank-1", NOON, lasts=5 * MINUTE), gaps=(gap,)) as reader:
        told = []
        at = NOON - MINUTE
        while (found := reader.nearest(EVERY_OCCASION, at, FAR, forward=True)) is not None:
            told.append((found.what, found.text, found.asset))
            at = found.at
        assert told == [
            ("Alarm raised", "tank-1: Level high", "tank-1"),
            ("Gap", "tanks was not heard: connection refused", ""),
            ("Alarm returned", "tank-1: Level high", "tank-1"),
        ]
        back = []
        while (found := reader.nearest(EVERY_OCCASION, at, FAR, forward=False)) is not None:
            back.append(found.at)
            at = found.at
        assert back == [NOON + 2 * MINUTE, NOON]


def test_that_an_alarm_stands_where_it_was_known_or_where_it_happened(cache: Path) -> None:
    with recorded(cache, alarm("tank-1", NOON, late=MINUTE)) as reader:
        times = [
            found.at
            for basis in Basis
            if (found := reader.nearest({Occasion.ALARM}, NOON - MINUTE, FAR, forward=True, basis=basis))
        ]
    assert times == [NOON + MINUTE, NOON]


def test_that_what_stands_at_the_same_time_is_counted_and_of_a_gateway_names_no_asset(cache: Path) -> None:
    alarms = [alarm("gw-1", NOON, of_gateway=True), *(alarm(f"tank-{n}", NOON) for n in range(3))]
    with recorded(cache, *alarms) as reader:
        found = reader.nearest({Occasion.ALARM}, NOON - 1, FAR, forward=True)
    assert found is not None
    assert (found.text, found.asset, found.more) == ("gw-1: Level high", "", 3)


def test_that_only_what_was_asked_for_is_found_and_nothing_beyond_the_end(cache: Path) -> None:
    with recorded(cache, alarm("tank-1", NOON)) as reader:
        assert reader.nearest({Occasion.GAP, Occasion.COMMAND}, NOON - 1, FAR, forward=True) is None
        assert reader.nearest({Occasion.ALARM}, NOON - MINUTE, NOON - 1, forward=True) is None
        assert reader.nearest({Occasion.ALARM}, NOON, FAR, forward=False) is None


times = st.integers(0, 600).map(lambda seconds: NOON + seconds * SECOND)
made = st.lists(
    st.builds(
        lambda n, at, late, lasts, priority: alarm(f"a-{n}", at, late=late, lasts=lasts, priority=priority),
        st.integers(0, 10_000),
        times,
        st.integers(0, 30 * SECOND),
        st.none() | st.integers(1, 60 * SECOND),
        st.sampled_from(Priority),
    ),
    max_size=30,
    unique_by=lambda alarm: alarm.uid,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made, times, st.booleans(), st.sampled_from(Basis))
def test_that_the_nearest_is_the_nearest(
    tmp_path_factory: pytest.TempPathFactory, alarms: list[Alarm], at: Instant, forward: bool, basis: Basis
) -> None:
    known = basis is Basis.KNOWN
    raised = [one.raised_recorded_at if known else one.raised_at for one in alarms]
    returned = [one.cleared_recorded_at if known else one.cleared_at for one in alarms]
    events = [time for time in (*raised, *returned) if time is not None]
    wanted = [time for time in events if (at < time <= FAR if forward else time < at)]
    with recorded(tmp_path_factory.mktemp("a") / "city.venule", *alarms) as reader:
        found = reader.nearest(EVERY_OCCASION, at, FAR, forward=forward, basis=basis)
    if not wanted:
        assert found is None
    else:
        there = min(wanted) if forward else max(wanted)
        assert found is not None
        assert (found.at, found.more) == (there, events.count(there) - 1)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made, st.integers(1, 50), st.sampled_from(Basis))
def test_that_every_alarm_of_a_stretch_is_counted_in_its_cell(
    tmp_path_factory: pytest.TempPathFactory, alarms: list[Alarm], cells: int, basis: Basis
) -> None:
    start, end = NOON + 100 * SECOND, NOON + 500 * SECOND
    with recorded(tmp_path_factory.mktemp("a") / "city.venule", *alarms) as reader:
        marks = reader.alarm_marks(start, end, cells, FAR, basis=basis)
    expected = np.zeros((3, cells), np.int64)
    for one in alarms:
        if start <= marks.at(one) < end:
            expected[one.priority - 1, (marks.at(one) - start) // marks.width_us] += 1
    assert marks.count.tolist() == expected.tolist()
    assert len(marks.told) == expected.sum()
    assert [one.priority for one in marks.told] == sorted(one.priority for one in marks.told)


def test_that_marks_tell_nothing_that_was_not_known_yet_and_stay_bounded(cache: Path) -> None:
    with recorded(cache, alarm("tank-1", NOON, late=MINUTE, lasts=MINUTE)) as reader:
        early = reader.alarm_marks(NOON, FAR, 10, NOON + SECOND, basis=Basis.HAPPENED)
        standing = reader.alarm_marks(NOON, FAR, 10**9, NOON + MINUTE)
    assert not early.count.any()
    assert standing.count.shape == (3, MAX_CELLS)
    assert standing.told[0].cleared_at is None


def test_that_a_command_is_found_by_when_it_was_asked_for(cache: Path) -> None:
    recorded(cache).close()
    with closing(sqlite3.connect(cache)) as file:
        file.execute("INSERT INTO command VALUES (1, 'u', 'lights', 'lamp-7', 'dim', ?)", (NOON,))
        file.commit()
    with Reader(cache) as reader:
        found = reader.nearest(EVERY_OCCASION, NOON - 1, FAR, forward=True)
    assert found is not None
    assert (found.what, found.text, found.network, found.asset) == ("Command", "lamp-7: dim", "lights", "lamp-7")
