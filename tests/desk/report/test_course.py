"""The course of an incident in figures, against counting at every moment."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.desk.town import NOON, alarm
from venule.desk.report.course import most_at_once, standing_at, told, worst_moment
from venule.domain.alarm import Alarm
from venule.domain.instant import SECOND
from venule.domain.rule import Priority
from venule.store.answers import Remark

END = NOON + 60 * SECOND


def made(number: int, priority: int, since: int, lasts: int | None, folded: bool) -> Alarm:
    """An alarm from a second of the stretch on, for some seconds or for ever."""
    raised = NOON + since * SECOND
    cleared = None if lasts is None else raised + lasts * SECOND
    one = alarm(f"tank-{number}", Priority(priority))
    return replace(one, uid=str(number), raised_at=raised, cleared_at=cleared, parent="p" if folded else "")


ALARMS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(-20, 70), st.none() | st.integers(1, 60), st.booleans()), max_size=12
).map(lambda rows: [made(number, *row) for number, row in enumerate(rows)])


@given(ALARMS)
def test_that_the_worst_moment_is_the_first_at_which_most_urgent_alarms_stood(alarms: list[Alarm]) -> None:
    def weight(at: int) -> tuple[int, ...]:
        standing = standing_at(alarms, at)
        return tuple(
            sum(bool(one.parent) is folded and one.priority == priority for one in standing)
            for folded in (False, True)
            for priority in (1, 2, 3)
        )

    moments = [NOON + second * SECOND for second in range(61)]
    best = max(map(weight, moments))
    worst = worst_moment(alarms, NOON, END)
    assert weight(worst) == best
    assert worst == next(at for at in moments if weight(at) == best)


@given(ALARMS)
def test_that_most_at_once_is_what_counting_each_second_gives(alarms: list[Alarm]) -> None:
    moments = [NOON + second * SECOND for second in range(61)]
    assert most_at_once(alarms, NOON, END) == max(len(standing_at(alarms, at)) for at in moments)


def test_that_the_first_acknowledgement_counts_and_remarks_keep_their_order() -> None:
    one = alarm("tank-1")
    late, early = (Remark(one.uid, NOON + at, who, "", True) for at, who in ((2, "ben"), (1, "anna")))
    comment = Remark(one.uid, NOON, "eve", "seen", False)
    (found,) = told([one], [late, comment, early, Remark("another", NOON, "x", "", True)])
    assert [remark.who for remark in found.remarks] == ["eve", "anna", "ben"]
    assert found.acknowledgement == early
