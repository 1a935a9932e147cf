"""Sets of trends kept by name: whatever can be shown is made again from lasting names."""

from zoneinfo import ZoneInfo

import pytest

from tests.desk.trends.series import FLOW, OCCUPIED, a_line
from venule.desk.trends.counters.rate import Per, rate_line
from venule.desk.trends.counters.totals import totals_line
from venule.desk.trends.formulas.line import formula_line
from venule.desk.trends.ghosts.ghost import ghost_line
from venule.desk.trends.ghosts.localtime import Every
from venule.desk.trends.line import MAX_LINES, TrendLine
from venule.desk.trends.sets import (
    LONGEST_NAME,
    MOST,
    NotKept,
    StreamKey,
    TooManySets,
    TrendSet,
    TrendSets,
    decoded,
    line_of,
    line_text,
)
from venule.domain.instant import HOUR
from venule.domain.quantity import Quantity, ValueKind

ZONE = ZoneInfo("Europe/Berlin")
METER = a_line(3, Quantity("volume", "m3", kind=ValueKind.COUNTER))
STORED = {1: a_line(1, FLOW), 2: a_line(2, FLOW), 3: METER, 4: a_line(4, OCCUPIED)}
MADE = {
    "rate": rate_line(METER, Per.SECOND),
    "totals": totals_line(METER, Every.DAY, ZONE),
    "ghost": ghost_line(STORED[1], 7, ZONE),
    "beside": ghost_line(STORED[2], 0, ZONE, STORED[1]),
    "ghost of a rate": ghost_line(rate_line(METER, Per.HOUR), 1, ZONE),
    "formula": formula_line('mean("a/b" - #2, 15 min) * 0.25', {"a/b": STORED[1], "#2": STORED[2]}.__getitem__),
    "formula of a ghost": formula_line("#1 - #2", {"#1": STORED[1], "#2": ghost_line(STORED[1], 1, ZONE)}.__getitem__),
}


def find(key: StreamKey) -> TrendLine | None:
    return next((line for line in STORED.values() if (line.network, line.asset, line.quantity.name) == key), None)


@pytest.mark.parametrize("line", [*STORED.values(), *MADE.values()], ids=[*map(str, STORED), *MADE])
def test_that_every_line_is_made_again_from_its_text(line: TrendLine) -> None:
    text = line_text(line)
    assert "\n" not in text
    assert line_of(text, find, ZONE) == line


def test_that_the_texts_hold_lasting_names_and_no_numbers_of_a_file() -> None:
    assert line_text(STORED[1]) == '{"stream": ["water", "a1", "flow"]}'
    for text in map(line_text, MADE.values()):
        assert "datastream" not in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "nonsense",
        '{"stream": ["water", "gone", "flow"]}',
        '{"stream": ["water", "a1"]}',
        '{"rate": {"stream": ["water", "a3", "volume"]}, "per": "fortnight"}',
        '{"formula": "#1 +", "lines": {"#1": {"stream": ["water", "a1", "flow"]}}}',
        '{"formula": "#1 + #2", "lines": {"#1": {"stream": ["water", "a1", "flow"]}}}',
        '{"rate": ' * 40 + "1" + ', "per": "hour"}' * 40,
    ],
)
def test_that_what_cannot_be_made_again_is_refused(text: str) -> None:
    with pytest.raises(NotKept):
        line_of(text, find, ZONE)


def a_set(name: str, *lines: TrendLine) -> TrendSet:
    return TrendSet(name, 6 * HOUR, tuple(map(line_text, lines)), "stacked")


def test_that_sets_are_read_again_as_they_were_kept() -> None:
    sets = TrendSets().kept(a_set("Night", *STORED.values())).kept(a_set("Day", *MADE.values()))
    assert decoded(sets.encoded()) == sets


def test_that_a_name_that_there_is_is_kept_anew_in_its_place() -> None:
    sets = TrendSets().kept(a_set("Night")).kept(a_set("Day")).kept(a_set("  Night ", STORED[1]))
    assert [one.name for one in sets.every] == ["Night", "Day"]
    assert sets.every[0].lines == (line_text(STORED[1]),)
    assert [one.name for one in sets.without("Night").every] == ["Day"]


def test_that_sets_are_bounded_in_number_name_and_size() -> None:
    sets = TrendSets()
    for number in range(MOST):
        sets = sets.kept(a_set(f"Set {number} " + "x" * 200))
    assert max(len(one.name) for one in sets.every) == LONGEST_NAME
    with pytest.raises(TooManySets, match="forget one"):
        sets.kept(a_set("one more"))
    with pytest.raises(TooManySets, match="too large"):
        TrendSets().kept(TrendSet("large", HOUR, ("x" * 2_000_000,)))
    assert sets.free_name() == "Trends 1"


@pytest.mark.parametrize("kept", [None, b"", b"nonsense", b"{}", b'[["a"]]', b"[1]"])
def test_that_what_cannot_be_read_is_no_set(kept: bytes | None) -> None:
    assert decoded(kept) == TrendSets()


def test_that_no_more_lines_are_read_than_can_be_shown() -> None:
    many = TrendSet("many", HOUR, tuple(["{}"] * 50))
    assert len(decoded(TrendSets((many,)).encoded()).every[0].lines) == MAX_LINES


def test_that_the_longest_formula_that_can_be_written_is_made_again() -> None:
    line = formula_line("#1" + "-#1" * 99, {"#1": STORED[1]}.__getitem__)
    assert line_of(line_text(line), find, ZONE) == line
