"""Counters as rates and totals: exact over resets, roll-overs, corrections, gaps and thinning."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.trends.memory import MemoryPast
from tests.desk.trends.series import NOW, a_series
from venule.desk.trends.counters.counter import COUNTED_POINTS, climb_of, counted
from venule.desk.trends.counters.rate import Per, rate_line, rate_unit
from venule.desk.trends.counters.totals import MOST_BARS, totals_line
from venule.desk.trends.ghosts.localtime import Every
from venule.desk.trends.ghosts.past import FilePast
from venule.desk.trends.line import TrendLine
from venule.domain.asset import Asset
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant, from_iso
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store.answers import Series
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.writer import Writer

BERLIN = ZoneInfo("Europe/Berlin")
METER = Quantity("volume", "m3", title="Meter reading", kind=ValueKind.COUNTER)
LINE = TrendLine(1, "Meter 1", METER, "water", "meter-1")
MIDNIGHT: Instant = from_iso("2026-03-10T00:00:00+01:00")


def past(at: Sequence[int], number: Sequence[float], as_of: Instant | None = None, **more: object) -> MemoryPast:
    return MemoryPast(at[-1] if as_of is None else as_of, {1: a_series(at, number, **more)})  # type: ignore[arg-type]


def rate(past: MemoryPast, line: TrendLine = LINE, per: Per = Per.HOUR, points: int = 1_000) -> Series:
    whole = past.held[1].observed_at
    return past.series(rate_line(line, per), int(whole[0]), int(whole[-1]), points)


def totals(past: MemoryPast, every: Every, start: Instant, end: Instant) -> dict[Instant, tuple[float, int]]:
    found = past.series(totals_line(LINE, every, BERLIN), start, end, 1_000)
    values = zip(found.number.tolist(), found.quality.tolist(), strict=True)
    return dict(zip(found.observed_at.tolist(), values, strict=True))


def hours(*count: float) -> list[int]:
    return [MIDNIGHT + round(each * HOUR) for each in count]


def test_that_a_rate_is_the_rise_over_the_time_it_took() -> None:
    found = rate(past(hours(0, 0.5, 2.5), [100, 103, 105]))
    assert found.observed_at.tolist() == hours(0, 0.5, 2.5)
    assert found.number.tolist() == [6.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("unit", "per", "told", "value"),
    [
        ("m3", Per.HOUR, "m3/h", 2.0),
        ("m3", Per.SECOND, "L/s", 2000 / 3600),
        ("L", Per.SECOND, "L/s", 2 / 3600),
        ("kW.h", Per.SECOND, "kW", 2.0),
        ("W.h", Per.HOUR, "W", 2.0),
        ("s", Per.HOUR, "%", 200 / 3600),
        ("1", Per.HOUR, "1/h", 2.0),
        ("", Per.HOUR, "", 2.0),
    ],
)
def test_that_a_rate_has_the_unit_people_expect(unit: str, per: Per, told: str, value: float) -> None:
    line = TrendLine(1, "Meter", Quantity("x", unit, kind=ValueKind.COUNTER))
    assert rate_unit(unit, per)[0] == told
    assert rate(past(hours(0, 1), [0, 2]), line, per).number[0] == pytest.approx(value)


def test_that_a_reset_is_no_negative_rate_but_a_least_one() -> None:
    found = rate(past(hours(0, 1, 2, 3), [90, 99, 4, 6]))
    assert found.number.tolist() == [9.0, 4.0, 2.0, 2.0]
    assert found.quality.tolist() == [Quality.GOOD, Quality.UNCERTAIN, Quality.GOOD, Quality.GOOD]


def test_that_a_roll_over_of_a_declared_scale_is_counted_through() -> None:
    line = TrendLine(1, "Meter", Quantity("pulses", "1", kind=ValueKind.COUNTER, high=1000))
    found = rate(past(hours(0, 1, 2), [980, 995, 10]), line)
    assert found.number.tolist() == [15.0, 15.0, 15.0]
    assert set(found.quality.tolist()) == {Quality.GOOD}


def test_that_a_small_fall_is_a_correction_and_never_the_whole_reading() -> None:
    found = rate(past(hours(0, 1, 2), [5000, 4990, 5000]))
    assert found.number.tolist() == [0.0, 10.0, 10.0]
    assert found.quality[0] == Quality.UNCERTAIN


def test_that_there_is_no_rate_across_a_gap() -> None:
    found = rate(past(hours(0, 1, 5, 6), [0, 2, 90, 93], gaps=[2]))
    assert found.number.tolist() == [2.0, 2.0, 3.0, 3.0]
    assert found.gap_before.tolist() == [False, False, True, False]


def test_that_a_lone_reading_between_gaps_has_no_rate() -> None:
    assert rate(past(hours(0, 1, 5), [0, 2, 90], gaps=[2])).observed_at.tolist() == hours(0, 1)


def test_that_bad_and_doubled_readings_do_not_disturb_a_rate() -> None:
    doubled = past([*hours(0, 1), *hours(1, 2)], [0, 2, 2, 6], quality=[0, 0, 0, 0])
    assert rate(doubled).number.tolist() == [2.0, 4.0, 4.0]
    bad = past(hours(0, 1, 2), [0, 999, 6], quality=[0, int(Quality.BAD), 0])
    assert rate(bad).number.tolist() == [3.0, 3.0]


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=2, max_size=400), st.integers(2, 60), st.sets(st.integers(1, 399)))
def test_that_rates_times_time_are_what_was_counted_however_few_points_are_drawn(
    steps: list[int], points: int, resets: set[int]
) -> None:
    number, reading, rise = [], 0, 0
    for row, step in enumerate([0, *steps[1:]]):
        if row in resets and reading > 2 * step:
            reading = 0
        reading += step
        rise += step
        number.append(float(reading))
    at = [MIDNIGHT + row * MINUTE for row in range(len(steps))]
    found = rate(past(at, number), points=points)
    spans = np.diff(found.observed_at) / HOUR
    assert (found.number[:-1] * spans).sum() == pytest.approx(rise)
    assert (found.number >= 0).all()
    assert len(found.observed_at) <= points + 2


def test_that_totals_are_of_the_hours_of_the_local_calendar() -> None:
    found = totals(past(hours(0, 0.5, 1, 2), [0, 3, 4, 9]), Every.HOUR, *hours(0, 2))
    assert found == {hours(0)[0]: (4.0, Quality.GOOD), hours(1)[0]: (5.0, Quality.GOOD)}


def test_that_a_rise_over_the_end_of_an_hour_is_divided_by_time() -> None:
    found = totals(past(hours(0, 0.75, 1.25, 2), [0, 3, 5, 8]), Every.HOUR, *hours(0, 2))
    assert [total for total, _ in found.values()] == [4.0, 4.0]


def test_that_a_gap_within_a_day_costs_the_day_nothing_and_one_over_its_end_both_days() -> None:
    within = totals(past(hours(0, 2, 20, 24), [0, 2, 30, 34], gaps=[2]), Every.DAY, *hours(0, 24))
    assert within[MIDNIGHT] == (34.0, Quality.GOOD)
    over = totals(past(hours(0, 20, 30, 48), [0, 20, 90, 100], gaps=[2]), Every.DAY, *hours(0, 48))
    assert over == {MIDNIGHT: (20.0, Quality.UNCERTAIN), MIDNIGHT + DAY: (10.0, Quality.UNCERTAIN)}


def test_that_hours_within_a_gap_have_no_total() -> None:
    found = totals(past(hours(0, 1, 5, 6), [0, 2, 90, 93], gaps=[2]), Every.HOUR, *hours(0, 6))
    assert list(found) == [*hours(0), *hours(5)]


def test_that_the_hour_that_still_lasts_is_not_in_doubt_and_one_that_ended_unread_is() -> None:
    readings = (hours(0, 1, 1.5), [0.0, 2.0, 3.0])
    lasting = totals(past(*readings, as_of=hours(1.6)[0]), Every.HOUR, *hours(0, 4))
    assert lasting[hours(1)[0]] == (1.0, Quality.GOOD)
    ended = totals(past(*readings, as_of=hours(2.2)[0]), Every.HOUR, *hours(0, 4))
    assert ended[hours(1)[0]] == (1.0, Quality.UNCERTAIN)


@pytest.mark.parametrize(("day", "length"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_that_a_day_has_as_many_hours_as_its_clocks_give_it(day: str, length: int) -> None:
    offset = "+01:00" if day.startswith("2026-03") else "+02:00"
    start = from_iso(f"{day}T00:00:00{offset}")
    at = [start + hour * HOUR for hour in range(30)]
    readings = past(at, list(range(30)), as_of=at[-1])
    assert totals(readings, Every.DAY, start, start + HOUR)[start] == (length, Quality.GOOD)
    assert len(totals(readings, Every.HOUR, start, start + length * HOUR)) == length


def test_that_the_bars_of_a_long_time_are_bounded_and_the_greatest_stay() -> None:
    at = [MIDNIGHT + hour * HOUR for hour in range(3 * MOST_BARS)]
    number = np.cumsum([1.0] * len(at))
    number[5000:] += 500
    found = past(at, number.tolist()).series(totals_line(LINE, Every.HOUR, BERLIN), at[0], at[-1], 100)
    assert len(found.observed_at) <= MOST_BARS
    assert found.number.max() == 501


def test_that_a_long_recording_with_resets_is_counted_exactly(tmp_path: Path) -> None:
    """More readings than are all read, packed, with resets inside the parts that are told by their heads."""
    count = COUNTED_POINTS + 30_000
    number = np.arange(count) % 7_001
    at = [NOW - (count - row) * SECOND for row in range(count)]
    rows = [Recorded("water", "m", "volume", when, when, float(value)) for when, value in zip(at, number, strict=True)]
    with Writer(tmp_path / "meter.venule") as writer:
        writer.write(
            Batch(assets=[Asset("water", "m", "water.meter")], declarations=[Declaration("water", "m", METER)])
        )
        for first in range(0, count, 20_000):
            writer.write(Batch(observations=rows[first : first + 20_000]))
    rise = float(np.where(np.diff(number) > 0, np.diff(number), 0).sum())
    with Reader(tmp_path / "meter.venule") as reader:
        line = TrendLine(int(reader.catalogue().datastreams.id[0]), "m", METER)
        read = counted(FilePast(reader, NOW), line, at[0], at[-1])
        assert len(read.observed_at) < count
        climb = climb_of(read, None)
    assert climb.risen[-1] == rise
    assert climb.doubtful.sum() == count // 7_001
