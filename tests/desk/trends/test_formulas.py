"""Formulas: read by a grammar of our own, units checked, lines aligned by holding, gaps and quality kept."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.trends.memory import MemoryPast
from tests.desk.trends.series import FLOW, MODE, NOW, OCCUPIED, a_line, a_series
from venule.desk.trends import units
from venule.desk.trends.channel import Channel
from venule.desk.trends.counters.rate import Per, rate_line
from venule.desk.trends.formulas.formula import EXACT_POINTS
from venule.desk.trends.formulas.line import formula_line, written
from venule.desk.trends.formulas.names import begun_word, found_line, suggestions
from venule.desk.trends.formulas.text import DEEPEST, LONGEST, parse
from venule.desk.trends.formulas.tree import Called, FormulaProblem, Joined, Named, Node, Number, Rolling
from venule.desk.trends.line import TrendLine
from venule.domain.instant import HOUR, MINUTE, SECOND, Instant
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store.answers import Series

LEVEL = Quantity("level", "m")
EVERY = 60 * SECOND
LINES = {
    "#1": TrendLine(1, "Pump 1", FLOW, "water", "p1", expected_every_us=EVERY),
    "#2": TrendLine(2, "Pump 2", FLOW, "water", "p2", expected_every_us=EVERY),
    "#3": TrendLine(3, "Tank", LEVEL, "water", "t1", expected_every_us=EVERY),
    "#4": a_line(4, OCCUPIED),
    "#5": a_line(5, MODE),
    "#6": TrendLine(6, "Old", Quantity("value", ""), "water", "o"),
}


def line(text: str) -> TrendLine:
    return formula_line(text, LINES.__getitem__)


def problem(text: str) -> str:
    with pytest.raises(FormulaProblem) as raised:
        line(text)
    return str(raised.value)


def result(text: str, held: Mapping[int, Series], points: int = 1_000, as_of: Instant = NOW + HOUR) -> Series:
    starts = [int(series.observed_at[0]) for series in held.values()]
    ends = [int(series.observed_at[-1]) for series in held.values()]
    return MemoryPast(as_of, dict(held)).series(line(text), min(starts), max(ends), points)


def at(*seconds: float) -> list[int]:
    return [NOW + round(each * SECOND) for each in seconds]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("#1 - #2 - #3", Joined("-", Joined("-", Named("#1"), Named("#2")), Named("#3"))),
        ("#1 + #2 × 3", Joined("+", Named("#1"), Joined("*", Named("#2"), Number(3)))),
        ("(#1 + #2) ÷ 2", Joined("/", Joined("+", Named("#1"), Named("#2")), Number(2))),
        ('"a/b" − level', Joined("-", Named("a/b"), Named("level"))),
        ("sum(#1, #2; 2e3)", Called("sum", (Named("#1"), Named("#2"), Number(2000)))),
        ("mean(#1 - #2, 1.5 h)", Rolling(Joined("-", Named("#1"), Named("#2")), 90 * MINUTE)),
        ("MEAN(#1, #2)", Called("mean", (Named("#1"), Named("#2")))),
        ("-#1 / 2", Joined("/", Joined("*", Number(-1), Named("#1")), Number(2))),
        ("min(#1, 15)", Called("min", (Named("#1"), Number(15)))),
    ],
)
def test_that_a_formula_is_read_as_people_mean_it(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "A formula joins lines"),
        ("#1 -", "At the end a line or a number is missing"),
        ("#1 #2", "Before “#2” a sign is missing"),
        ("(#1 + #2", "closing bracket"),
        ("#1 ^ 2", "neither a line nor a number nor a sign"),
        ("__import__('os')", "neither a line"),
        ("exec(#1)", "“exec” is no function"),
        ("1 + 2", "at least one line"),
        ("#1 / 0", "divided by 0"),
        ("#1 × 9e999", "too large"),
        ("mean(#1, #2, 15 min)", "over time is of one line"),
        ("mean(#1, 0 s)", "1 s to 31 d"),
        ("mean(#1, 32 d)", "1 s to 31 d"),
        ("mean(#1, 15)", "says its unit"),
        ("2 × max(#1, mean(#2, 15))", "says its unit"),
        ("#1 + #3", "Pump 1 flow is in m³/h and Tank level in m"),
        ("#1 + #6", "is not known"),
        ("#5 + 1", "told in words"),
        ("(" * (DEEPEST + 1) + "#1", "brackets deep"),
        ("-" * 60 + "#1", "too many signs"),
        ("#1+" * LONGEST, "at most 300 characters"),
    ],
)
def test_that_what_is_wrong_is_said_in_one_sentence(text: str, word: str) -> None:
    said = problem(text)
    assert word in said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("#1 - #2", "m3/h"),
        ("#1 + 5", "m3/h"),
        ("#1 / #2", "1"),
        ("100 × #1 / #2", "1"),
        ("#1 / #3", "m3/h/m"),
        ("#1 × #3 / #3", "m3/h"),
        ("mean(#3, 1 h) × 2", "m"),
        ("sum(#4, #4)", "1"),
        ("#6 × 2", ""),
        ("max(#1, #2, 3)", "m3/h"),
    ],
)
def test_that_units_follow_the_formula(text: str, unit: str) -> None:
    assert line(text).quantity.unit == unit


def test_that_products_and_quotients_are_written_as_people_write_them() -> None:
    assert units.times("m3/h", "h") == "m3"
    assert units.times("kW", "h") == "kW.h"
    assert units.over("kW.h", "h") == "kW"
    assert units.over("m", "m") == "1"
    assert units.over("1", "s") == "1/s"
    assert units.shown_unit("m3/s") == "m³/s"
    assert units.shown_unit("m3/h/m") == "m³/h/m"
    assert units.shown_unit("L/s") == "L/s"


def test_that_a_formula_is_called_by_what_tells_its_lines_apart() -> None:
    assert line("#1 - #2").label == "Pump 1 − Pump 2"
    assert line("(#1 + #2) * 0.5 / #3").label == "(Pump 1 flow + Pump 2 flow) × 0.5 ÷ Tank level"
    assert line("#1 - (#2 - #1)").label == "Pump 1 − (Pump 2 − Pump 1)"
    assert line("mean(-#3, 90 s)").label == "mean(−Level, 90 s)"


@settings(deadline=None)
@given(st.recursive(
    st.sampled_from([Named("#1"), Named("#2"), Number(2.5), Number(12000.125), Number(1e-7)]),
    lambda part: st.one_of(
        st.builds(Joined, st.sampled_from("+-*/"), part, part),
        st.builds(Called, st.sampled_from(["sum", "mean", "min", "max"]), st.tuples(part, part)),
        st.builds(Rolling, part, st.sampled_from([SECOND, 90 * SECOND, 15 * MINUTE, 3 * HOUR])),
    ),
    max_leaves=8,
))  # fmt: skip
def test_that_a_written_formula_reads_as_the_same(tree: Node) -> None:
    assert parse(written(tree, {})) == tree


def test_that_each_value_holds_until_the_next_of_its_line() -> None:
    found = result(
        "#1 - #2", {1: a_series(at(0, 60, 120), [10, 20, 30]), 2: a_series(at(30, 90), [1, 2], datastream=2)}
    )
    assert found.observed_at.tolist() == at(30, 60, 90, 120)
    assert found.number.tolist() == [9, 19, 18, 28]
    assert not found.gap_before.any()


def test_that_a_gap_in_one_line_is_a_gap_in_the_result() -> None:
    steady = a_series(at(*range(0, 1200, 60)), [1.0] * 20)
    broken = a_series(at(0, 60, 900, 960), [5, 6, 7, 8], datastream=2, gaps=[2])
    found = result("#1 + #2", {1: steady, 2: broken})
    held_until = NOW + 60 * SECOND + round(1.9 * EVERY)
    silent = (found.observed_at > held_until) & (found.observed_at < NOW + 900 * SECOND)
    assert not silent.any()
    assert found.observed_at[found.gap_before].tolist() == at(900)


def test_that_a_line_that_fell_silent_is_not_held_beyond_its_interval() -> None:
    found = result("#1 + #2", {1: a_series(at(*range(0, 1200, 60)), [1.0] * 20), 2: a_series(at(0), [5], datastream=2)})
    assert found.observed_at.tolist() == at(0, 60)


def test_that_the_worst_quality_counts_and_a_bad_value_is_none() -> None:
    good = a_series(at(0, 60, 120, 180), [1, 1, 1, 1])
    mixed = a_series(at(0, 60, 120, 180), [1, 2, 3, 4], datastream=2, quality=[0, 1, int(Quality.BAD), 0])
    found = result("#1 + #2", {1: good, 2: mixed})
    assert found.number.tolist() == [2, 3, 5]
    assert found.quality.tolist() == [0, 1, 0]
    assert found.gap_before.tolist() == [False, False, True]


def test_that_nothing_is_divided_by_zero() -> None:
    found = result("#1 / #2", {1: a_series(at(0, 60), [4, 4]), 2: a_series(at(0, 60), [0, 2], datastream=2)})
    assert (found.observed_at.tolist(), found.number.tolist()) == (at(60), [2])


def test_that_a_rolling_mean_weighs_by_time_and_needs_half_of_it() -> None:
    found = result("mean(#3, 10 min)", {3: a_series(at(*range(0, 1801, 60)), [0.0] * 15 + [6.0] * 16, datastream=3)})
    value = dict(zip(found.observed_at.tolist(), found.number.tolist(), strict=True))
    assert found.observed_at[0] == at(300)[0]
    assert value[at(600)[0]] == 0
    assert value[at(1200)[0]] == pytest.approx(3.0)
    assert value[at(1800)[0]] == pytest.approx(6.0)


def test_that_a_mean_over_time_asks_for_what_it_needs_before_the_window() -> None:
    past = MemoryPast(NOW + HOUR, {3: a_series(at(0, 60), datastream=3)})
    past.series(line("mean(mean(#3, 1 h), 30 min)"), NOW, NOW + HOUR, 500)
    assert past.asked == [(3, NOW - 90 * MINUTE, NOW + HOUR, EXACT_POINTS)]


def test_that_flags_are_counted_as_steps() -> None:
    held = {4: a_series(at(0, 60), [1, 0], datastream=4), 1: a_series(at(0, 60), [2, 2])}
    both = formula_line("sum(#4, #4)", LINES.__getitem__)
    assert both.held_as_steps
    found = MemoryPast(NOW + HOUR, held).series(both, NOW, NOW + HOUR, 100)
    assert found.number.tolist() == [2, 0]


def test_that_nothing_is_told_ahead_of_the_clock() -> None:
    held = {1: a_series(at(0, 60, 120), [1, 2, 3]), 2: a_series(at(0, 60, 120), [1, 2, 3], datastream=2)}
    found = result("mean(#1 + #2, 2 min)", held, as_of=at(90)[0])
    assert found.observed_at.max() <= at(90)[0]


def test_that_made_lines_are_computed_with_too() -> None:
    meter = TrendLine(9, "Meter", Quantity("volume", "m3", kind=ValueKind.COUNTER), expected_every_us=EVERY)
    both = {"#1": LINES["#1"], "#2": rate_line(meter, Per.HOUR)}
    made = formula_line("#1 - #2", both.__getitem__)
    assert made.quantity.unit == "m3/h"
    past = MemoryPast(
        NOW + HOUR, {1: a_series(at(0, 60, 120), [100.0] * 3), 9: a_series(at(0, 60, 120), [0, 1, 3], datastream=9)}
    )
    assert past.series(made, *at(0, 120), 100).number[:3].tolist() == pytest.approx([40.0, -20.0, -20.0])
    assert made.sources == {1, 9}


def test_that_lines_are_not_made_of_lines_without_end() -> None:
    one = LINES["#1"]
    for _ in range(4):
        one = formula_line("#1 + 1", {"#1": one}.__getitem__)
    with pytest.raises(FormulaProblem, match="too many deep"):
        formula_line("#1 + 1", {"#1": one}.__getitem__)


def test_that_a_formula_reads_no_more_than_it_may() -> None:
    stored = {f"#{number}": a_line(number, FLOW) for number in range(1, 9)}
    wide = formula_line(f"sum({', '.join(stored)})", stored.__getitem__)
    made = {f"#{number}": formula_line(f"#1 + {number}", {"#1": wide}.__getitem__) for number in range(1, 9)}
    assert formula_line("sum(#1, #2, #3, #4, #5, #6)", made.__getitem__).datastream < 0
    with pytest.raises(FormulaProblem, match="fewer lines"):
        formula_line("sum(#1, #2, #3, #4, #5, #6, #7)", made.__getitem__)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(-50, 50)), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 500), st.integers(-50, 50)), min_size=1, max_size=60),
    st.sets(st.integers(1, 59), max_size=5),
)
def test_that_every_result_is_what_both_lines_last_said(
    one: list[tuple[int, int]], other: list[tuple[int, int]], gaps: set[int]
) -> None:
    columns = [sorted({second: value for second, value in rows}.items()) for rows in (one, other)]
    some = [row for row in gaps if row < len(columns[0])]
    series = [
        a_series(at(*(second for second, _ in rows)), [value for _, value in rows], gaps=some if place == 0 else ())
        for place, rows in enumerate(columns)
    ]
    found = result("#1 - #2", {1: series[0], 2: series[1]}, points=10_000)
    told = dict(zip(found.observed_at.tolist(), found.number.tolist(), strict=True))
    for instant in {*series[0].observed_at.tolist(), *series[1].observed_at.tolist()}:
        last = [_last_said(each, instant) for each in series]
        wanted = last[0] - last[1]
        assert told.get(instant, math.nan) == wanted or (math.isnan(wanted) and instant not in told)


def _last_said(series: Series, instant: Instant) -> float:
    row = int(np.searchsorted(series.observed_at, instant, side="right")) - 1
    if row < 0:
        return math.nan
    ends = row + 1 == len(series.observed_at) or series.gap_before[row + 1]
    over = instant - int(series.observed_at[row]) > round(1.9 * EVERY)
    return math.nan if ends and over else float(series.number[row])


def test_that_dense_lines_are_averaged_before_they_are_divided() -> None:
    """Extremes of two thinned lines lie at different times; their quotient would be of moments that never were."""
    count = 4 * EXACT_POINTS
    when = np.arange(count, dtype=np.int64) * SECOND + NOW
    wave = 10 + 9 * np.sin(np.arange(count) / 3)

    class Thinning(MemoryPast):
        def series(self, what: TrendLine, start: Instant, end: Instant, points: int) -> Series:
            if what.made is not None:
                return what.made.series(self, start, end, points)
            kept = np.arange(what.datastream, count, 9)
            thin = a_series(when[kept], wave[kept] * what.datastream, datastream=what.datastream)
            return Series(*(getattr(thin, name) for name in Series.__slots__[:6]), count, ())

    past = Thinning(int(when[-1]), {})
    found = past.series(line("#2 / #1"), int(when[0]), int(when[-1]), 500)
    assert len(found.observed_at) <= 600
    assert np.abs(found.number - 2).max() < 0.1


def channels(*lines: TrendLine) -> list[Channel]:
    return [Channel(each, f"t/{place}", place) for place, each in enumerate(lines)]


SHOWN = channels(LINES["#1"], LINES["#2"], LINES["#3"])


@pytest.mark.parametrize(
    ("name", "number"),
    [("#3", 3), ("level", 3), ("Pump 1", 1), ("tank", 3), ("p2/flow", 2), ("water/p1/flow", 1)],
)
def test_that_lines_are_found_by_number_quantity_asset_and_lasting_names(name: str, number: int) -> None:
    assert found_line(name, SHOWN, lambda _: None).datastream == number


@pytest.mark.parametrize(("name", "word"), [("#7", "no line #7"), ("flow", "#1 or #2"), ("x/y", "no line “x/y”")])
def test_that_a_name_that_means_nothing_or_too_much_is_refused(name: str, word: str) -> None:
    with pytest.raises(FormulaProblem, match=word):
        found_line(name, SHOWN, lambda _: None)


def texts(text: str, shown: Sequence[Channel] = SHOWN) -> list[str]:
    return [each.text for each in suggestions(text, shown)]


def test_that_lines_and_functions_are_suggested_as_they_are_typed() -> None:
    assert texts("") == ["#1", "#2", "#3", "sum(", "mean(", "min(", "max("]
    assert texts("#1 - tan") == ["#3"]
    assert texts("#1 - #2") == []
    assert texts("m") == ["#1", "#2", "mean(", "min(", "max("]
    assert begun_word("#1 - #2") == "#2"
    assert begun_word("sum(") == ""


def test_that_formulas_over_different_assets_can_be_told_apart() -> None:
    one, other = line("mean(#1, 15 min)"), line("mean(#2, 15 min)")
    assert one.label == other.label
    assert (one.title, other.title) == ("formula of Pump 1", "formula of Pump 2")
    assert line("#1 - #2").title == "formula"


def test_that_what_is_too_large_to_be_a_number_is_not_known() -> None:
    found = result("#3 × 1e308", {3: a_series(at(0, 60, 120), [1.0, 60.0, 1.5], datastream=3)})
    assert found.number.tolist() == [1e308, 1.5e308]
