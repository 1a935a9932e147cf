"""The pulse: a full copy after a jump, then only what is new; live and replay differ in what the clock says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

import pytest

from tests.desk.sitting import Sitting
from tests.desk.town import ASSETS, NOON, observed, status
from venule.desk.query import Answer
from venule.desk.questions import AlarmsSeen, AskChanges, AskLatest
from venule.desk.session import Archive
from venule.domain.asset import Asset
from venule.domain.basis import Basis
from venule.domain.clock import LIVE, Clock
from venule.domain.instant import MINUTE, SECOND
from venule.store.answers import Values
from venule.store.batch import Batch
from venule.store.writer import Writer

Sit = Callable[..., Sitting]


def gather(sitting: Sitting) -> tuple[list[Values], list[Values]]:
    """What jumps and pulses bring from now on."""
    jumped: list[Values] = []
    pulsed: list[Values] = []
    sitting.pulse.jumped.connect(jumped.append)
    sitting.pulse.pulsed.connect(pulsed.append)
    return jumped, pulsed


def record(sitting: Sitting, batch: Batch) -> None:
    """The recorder writes while the desk reads."""
    with Writer(sitting.cache) as writer:
        writer.write(batch)


def test_that_the_first_answer_is_a_full_copy_and_the_next_only_what_is_new(sit: Sit) -> None:
    sitting = sit()
    assert sitting.desk.city.latest.number.tolist() == pytest.approx([4.7, 1.5, 1.0])
    jumped, pulsed = gather(sitting)
    record(sitting, Batch(observations=[observed("tank-2", 1.6, -1)]))
    sitting.beat()
    assert jumped == []
    assert [values.number.tolist() for values in pulsed] == [[1.6]]


def test_that_older_observations_written_meanwhile_bring_a_full_copy_again(sit: Sit) -> None:
    sitting = sit()
    jumped, pulsed = gather(sitting)
    record(sitting, Batch(observations=[observed("tank-2", 1.6, 600)]))
    sitting.beat()
    assert pulsed == []
    assert [values.number.tolist() for values in jumped] == [pytest.approx([4.7, 1.5, 1.0])]
    record(sitting, Batch(observations=[observed("tank-2", 1.7, -1)]))
    sitting.beat()
    assert [values.number.tolist() for values in pulsed] == [[1.7]]


def test_that_looking_back_shows_what_was_known_then(sit: Sit) -> None:
    sitting = sit()
    sitting.pulse.seek(NOON - 10 * MINUTE)
    sitting.rest()
    assert sitting.desk.city.latest.number[0] == 3.0
    assert not sitting.desk.city.latest.known[1:].any()
    assert sitting.pulse.clock == Clock(False, NOON - 10 * MINUTE, NOON, 0.0)


def test_that_a_paused_clock_asks_nothing_of_the_observations(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    jumped, pulsed = gather(sitting)
    sitting.beat(30)
    sitting.beat(30)
    assert jumped == pulsed == []


def test_that_a_replay_brings_each_observation_once_at_its_time(sit: Sit) -> None:
    sitting = sit(at=NOON - 31 * MINUTE)
    _, pulsed = gather(sitting)
    sitting.pulse.play(60.0)
    sitting.rest()
    for _ in range(31):
        sitting.beat(1)
    brought = [number for values in pulsed for number in values.number.tolist()]
    assert brought == pytest.approx([2.0, 3.0, 1.0, 4.7, 1.5])


def test_that_a_replay_that_caught_up_with_the_wall_is_live(sit: Sit) -> None:
    sitting = sit(at=NOON - MINUTE)
    record(sitting, Batch(status=status(NOON + 2 * MINUTE)))
    sitting.pulse.play(1000.0)
    sitting.rest()
    sitting.beat(1)
    assert sitting.pulse.clock == LIVE


def test_that_going_live_brings_a_full_copy_again(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    jumped, _ = gather(sitting)
    sitting.pulse.go_live()
    sitting.rest()
    assert [values.number.tolist() for values in jumped] == [pytest.approx([4.7, 1.5, 1.0])]


def test_that_an_answer_overtaken_by_a_jump_is_let_go(sit: Sit) -> None:
    sitting = sit()
    asked: list[object] = []
    sitting.query.answered.connect(lambda answer: asked.append(answer.question))
    _, pulsed = gather(sitting)
    sitting.wall.go(2)
    sitting.pulse.beat()
    sitting.pulse.seek(NOON - 10 * MINUTE)
    sitting.rest()
    kinds = [type(question) for question in asked if isinstance(question, AskLatest | AskChanges)]
    assert kinds[-1] is AskLatest
    assert pulsed == []
    assert sitting.desk.city.now == NOON - 10 * MINUTE


def test_that_a_new_asset_appears_by_itself(sit: Sit) -> None:
    sitting = sit()
    record(sitting, Batch(assets=[Asset("water", "tank-3")], observations=[observed("tank-3", 0.5, -2)]))
    sitting.beat(3)
    sitting.beat(3)
    city = sitting.desk.city
    assert len(city.catalogue.assets.name) == len(ASSETS) + 1
    assert city.latest.number[city.streams_of(sitting.row("tank-3"))].tolist() == [0.5]


def test_that_alarms_and_health_are_asked_once_a_second_whatever_the_pulse(sit: Sit) -> None:
    sitting = sit()
    seen: list[object] = []
    sitting.pulse.health_changed.connect(seen.append)
    for _ in range(8):
        sitting.beat(0.25)
    assert len(seen) == 2


def test_that_a_finished_recording_opens_at_its_last_moment_and_stops_there(sit: Sit) -> None:
    sitting = sit(more=(Batch(status=status(NOON, stopped=True)),))
    last = NOON - 20 * SECOND
    assert sitting.pulse.moment().now == last
    sitting.pulse.seek(last - MINUTE)
    sitting.pulse.play(1000.0)
    sitting.beat(5)
    sitting.beat(5)
    assert sitting.pulse.moment().now == last
    assert sitting.pulse.clock.speed == 0
    for look in (sitting.pulse.seek, sitting.pulse.stand_at):
        look(last + MINUTE)
        assert sitting.pulse.moment().now == last, "there is nothing beyond it"
        look(NOON - 60 * MINUTE)
        assert sitting.pulse.moment().now == NOON - 30 * MINUTE, "nor before it began"


def test_that_a_recorder_that_comes_back_makes_the_recording_live(sit: Sit) -> None:
    sitting = sit(more=(Batch(status=status(NOON, stopped=True)),))
    record(sitting, Batch(status=status(NOON + 3 * SECOND)))
    sitting.beat(3)
    sitting.rest()
    assert sitting.pulse.clock == LIVE


def test_that_a_replay_backwards_shows_the_state_of_each_of_its_times_and_pauses_at_the_beginning(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * SECOND)
    jumped, _ = gather(sitting)
    sitting.pulse.play(-100.0)
    shown = []
    for _ in range(20):
        sitting.beat(1)
        assert sitting.desk.city.now == sitting.pulse.moment().now
        shown.append(sitting.desk.city.latest.number[0])
    assert shown[0] == 3.0
    assert shown[-1] == 2.0
    assert sitting.pulse.clock == Clock(False, NOON - 30 * MINUTE, sitting.pulse.clock.started, 0.0)
    times = [values.as_of for values in jumped]
    assert times == sorted(times, reverse=True)


def test_that_a_loop_shows_its_beginning_again(sit: Sit) -> None:
    sitting = sit(at=NOON - 16 * MINUTE)
    sitting.pulse.loop((NOON - 16 * MINUTE, NOON - 14 * MINUTE))
    sitting.pulse.play(10.0)
    shown = []
    for _ in range(24):
        sitting.beat(1)
        shown.append(sitting.desk.city.latest.number[0])
    rounds = [shown[0:5], shown[12:17]]
    assert rounds == [[2.0] * 5, [2.0] * 5]
    assert shown[6:11] == [3.0] * 5


def test_that_a_loop_stays_within_what_was_recorded(sit: Sit) -> None:
    sitting = sit(more=(Batch(status=status(NOON, stopped=True)),))
    sitting.pulse.loop((NOON - 60 * MINUTE, NOON + 60 * MINUTE))
    assert sitting.pulse.clock.loop == (NOON - 30 * MINUTE, NOON - 20 * SECOND)


@dataclass(frozen=True)
class Busy:
    """A question that takes as long as the test says."""

    begun: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)

    def answer(self, archive: Archive) -> None:
        self.begun.set()
        self.over.wait(10)


def test_that_under_a_hand_that_drags_the_newest_wins_and_each_answer_is_shown(sit: Sit) -> None:
    sitting = sit()
    jumped, _ = gather(sitting)
    busy = Busy()
    sitting.pulse.stand_at(NOON - MINUTE)
    sitting.query.ask("busy", busy)
    assert busy.begun.wait(10), "the first answer is on its way now"
    for minutes in range(2, 31):
        sitting.pulse.stand_at(NOON - minutes * MINUTE)
    busy.over.set()
    sitting.rest()
    assert [values.as_of for values in jumped] == [NOON - MINUTE, NOON - 30 * MINUTE]
    assert sitting.desk.city.now == NOON - 30 * MINUTE


def test_that_nothing_passes_by_on_the_way_back_to_live(sit: Sit) -> None:
    sitting = sit()
    jumped, _ = gather(sitting)
    sitting.pulse.stand_at(NOON - 20 * MINUTE)
    sitting.pulse.go_live()
    sitting.rest()
    assert [values.as_of for values in jumped] == [NOON]


def test_that_known_and_happened_are_asked_for_by_the_clock(sit: Sit) -> None:
    late = observed("tank-1", 9.9, 1200)._replace(recorded_at=NOON - 5 * SECOND)
    sitting = sit(more=(Batch(observations=[late]),), at=NOON - 19 * MINUTE)
    assert sitting.desk.city.latest.number[0] == 2.0
    sitting.pulse.hold_against(Basis.HAPPENED)
    sitting.rest()
    assert sitting.desk.city.latest.number[0] == 9.9
    sitting.pulse.hold_against(Basis.KNOWN)
    sitting.rest()
    assert sitting.desk.city.latest.number[0] == 2.0


def test_that_what_is_told_of_a_jump_comes_at_one_go_after_its_values(sit: Sit) -> None:
    sitting = sit()
    told: list[str] = []
    for name in ("jumped", "health_changed", "alarms_changed", "placements_changed", "notes_changed", "landed"):
        getattr(sitting.pulse, name).connect(lambda _, name=name: told.append(name))
    sitting.query.answered.connect(lambda answer: told.append("…") if answer.slot == "pulse" else None)
    sitting.pulse.seek(NOON - 10 * MINUTE)
    sitting.rest()
    landing = told[: told.index("…")]
    assert landing[0] == "jumped"
    assert sorted(landing[1:-1]) == ["alarms_changed", "health_changed", "notes_changed", "placements_changed"]
    assert landing[-1] == "landed"


def test_that_what_was_held_for_values_is_told_where_they_cannot_be_read(sit: Sit) -> None:
    sitting = sit()
    told: list[object] = []
    sitting.pulse.alarms_changed.connect(told.append)
    asked, alarms = AskLatest(NOON), AlarmsSeen(NOON, (), (), ())
    sitting.pulse._awaited = asked
    sitting.pulse.take(Answer("alarms", None, alarms))
    assert told == []
    sitting.pulse.take(Answer("pulse", asked, problem="The disk is gone."))
    assert told == [alarms]
