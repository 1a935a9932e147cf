"""The map worker: orders go out a few at a time, and what was wanted comes in, whatever befalls the worker."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from itertools import chain
from unittest.mock import ANY
from weakref import ref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from tests.conftest import ROOT
from tests.desk.map.tiles.sources import Blunder, Doom, Ruin, Secret, Squares, Wish, square
from venule.desk.map.tiles.work.claims import MOST_UNTAKEN, Claim
from venule.desk.map.tiles.work.hands import MODULE, Hear, OwnHands, ProcessHands, ThreadHands
from venule.desk.map.tiles.work.jobs import (
    Answer,
    BadWord,
    Close,
    Fallen,
    Job,
    Learn,
    Open,
    Order,
    Painted,
    Ready,
    Word,
    packed_answer,
    unpacked_answer,
)
from venule.desk.map.tiles.work.worker import AT_ONCE, GIVEN_UP, Worker
from venule.desk.style.palette import DARK
from venule.processes.household import POLITE_S, Child

RED, BLUE = DARK.alarm, DARK.link


class Clerk:
    """Hands that only write down what is ordered, and speak when the test lets them."""

    def __init__(self, hear: Hear) -> None:
        self.hear = hear
        self.orders: list[Order] = []
        self.shaken: list[int] = []
        self.stopped = False

    def start(self) -> None:
        self.hear(Ready(1, 0))

    def order(self, life: int, order: Order) -> None:
        self.orders.append(order)

    def shake(self, life: int) -> None:
        self.shaken.append(life)

    def stop(self) -> None:
        self.stopped = True

    @property
    def jobs(self) -> list[Job]:
        """The jobs among the orders."""
        return [order for order in self.orders if isinstance(order, Job)]

    def answer(self) -> None:
        """Answer the oldest job."""
        job = self.jobs[0]
        self.orders.remove(job)
        self.hear(Answer(job.number, Painted(None)))


class Office:
    """A worker with a clerk."""

    def __init__(self, patience_ms: int = 60_000) -> None:
        self.clerks: list[Clerk] = []
        self.worker = Worker(hire=self.hire, patience_ms=patience_ms)

    def hire(self, hear: Hear) -> Clerk:
        self.clerks.append(Clerk(hear))
        return self.clerks[-1]

    @property
    def clerk(self) -> Clerk:
        return self.clerks[-1]


@pytest.fixture
def office(qtbot: QtBot) -> Office:
    """A worker with a clerk."""
    return Office()


@pytest.fixture
def hire(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Worker]]:
    """Workers that are stopped after the test, whose processes find the sources of the tests."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    hired: list[Worker] = []

    def start(hands: Callable[[Hear], ProcessHands | ThreadHands | OwnHands]) -> Worker:
        hired.append(Worker(hire=hands))
        return hired[-1]

    yield start
    for worker in hired:
        worker.stop()


def wishes(count: int) -> list[Wish]:
    """So many different wishes."""
    return [Wish(f"#0000{number:02x}") for number in range(count)]


def colours(claim: Claim) -> list[str]:
    """The colours of all pictures that have come."""
    images = [done.painted.image for done in claim.take()]
    return [image.pixelColor(0, 0).name() if image is not None else "" for image in images]


def test_that_only_a_few_jobs_are_ordered_at_a_time_and_the_most_urgent_first(office: Office) -> None:
    claim, wanted = office.worker.open(Squares(RED)).claim(), wishes(5)
    claim.want(wanted)
    assert [job.wish for job in office.clerk.jobs] == wanted[:AT_ONCE]
    office.clerk.answer()
    assert [job.wish for job in office.clerk.jobs] == wanted[1 : AT_ONCE + 1]


def test_that_what_is_no_longer_wanted_is_not_ordered_and_nothing_is_ordered_twice(office: Office) -> None:
    claim, wanted = office.worker.open(Squares(RED)).claim(), wishes(9)
    claim.want(wanted[:6])
    claim.want([*wanted[6:], wanted[0]])
    ordered = [job.wish for job in office.clerk.jobs]
    while office.clerk.jobs:
        office.clerk.answer()
        ordered += [job.wish for job in office.clerk.jobs[AT_ONCE - 1 :]]
    assert ordered == [*wanted[:AT_ONCE], *wanted[6:]]
    assert claim.idle


def test_that_claims_take_turns(office: Office) -> None:
    opened = office.worker.open(Squares(RED))
    tiles, names = opened.claim(), opened.claim()
    tiles.want(wishes(8))
    names.want([Secret(1)])
    seen = []
    while office.clerk.jobs:
        seen.append(office.clerk.jobs[0].wish)
        office.clerk.answer()
    assert seen.index(Secret(1)) == AT_ONCE


def test_that_a_claim_nobody_looks_at_does_not_fill_the_memory(office: Office) -> None:
    claim = office.worker.open(Squares(RED)).claim()
    claim.want(wishes(MOST_UNTAKEN + 20))
    for _ in range(MOST_UNTAKEN):
        office.clerk.answer()
    assert office.clerk.jobs == []
    assert len(claim.take()) == MOST_UNTAKEN
    assert len(office.clerk.jobs) == AT_ONCE


def test_that_a_worker_that_starts_anew_is_told_all_it_has_to_know(office: Office) -> None:
    first, second = office.worker.open(Squares(RED)), office.worker.open(Squares(BLUE))
    claim = first.claim()
    first.learn("old")
    first.learn("new")
    second.close()
    claim.want(wishes(3))
    office.clerk.hear(Fallen(1))
    office.clerk.orders.clear()
    office.clerk.hear(Ready(2, 0))
    assert office.clerk.orders[:2] == [Open(1, Squares(RED)), Learn(1, "new")]
    assert [job.wish for job in office.clerk.jobs] == wishes(3)[:AT_ONCE]


def test_that_a_source_that_is_closed_gets_no_more_jobs(office: Office) -> None:
    opened = office.worker.open(Squares(RED))
    claim = opened.claim()
    claim.want(wishes(5))
    opened.close()
    while office.clerk.jobs:
        office.clerk.answer()
    assert office.clerk.orders == [Open(1, Squares(RED)), Close(1)]


def test_that_a_worker_silent_over_a_job_is_ended(qtbot: QtBot) -> None:
    office = Office(patience_ms=0)
    office.worker.open(Squares(RED)).claim().want(wishes(1))
    qtbot.waitUntil(lambda: office.clerk.shaken == [1])


@pytest.mark.parametrize("hands", [ProcessHands, ThreadHands, OwnHands])
def test_that_wishes_come_true(hire: Callable[..., Worker], hands: type[ProcessHands], qtbot: QtBot) -> None:
    opened = hire(hands).open(Squares(RED))
    claim, arrivals = opened.claim(), list[QThread]()
    claim.listen(lambda: arrivals.append(QThread.currentThread()))
    claim.want([Wish(BLUE), Secret(1)])
    qtbot.waitUntil(lambda: claim.idle)
    assert colours(claim) == [BLUE, RED]
    opened.learn(BLUE)
    claim.want([Secret(2)])
    qtbot.waitUntil(lambda: claim.idle)
    assert colours(claim) == [BLUE]
    assert arrivals == [QThread.currentThread()] * 3


@pytest.mark.parametrize("hands", [ProcessHands, OwnHands])
def test_that_a_source_that_cannot_be_read_is_said_with_each_wish(
    hire: Callable[..., Worker], hands: type[ProcessHands], qtbot: QtBot
) -> None:
    claim = hire(hands).open(Ruin()).claim()
    claim.want(wishes(2))
    qtbot.waitUntil(lambda: claim.idle)
    assert [done.painted for done in claim.take()] == [Painted(None, "The ruin cannot be read.")] * 2


def test_that_a_killed_worker_is_started_again_and_goes_on(hire: Callable[..., Worker], qtbot: QtBot) -> None:
    worker = hire(ProcessHands)
    claim = worker.open(Squares(RED)).claim()
    claim.want([Secret(1)])
    qtbot.waitUntil(lambda: claim.idle)
    first = worker.process
    assert first is not None
    os.kill(first, signal.SIGKILL)
    claim.want(wishes(6))
    qtbot.waitUntil(lambda: claim.idle)
    assert worker.process not in (None, first)
    assert colours(claim) == [RED, *(wish.colour for wish in wishes(6))]


def test_that_a_wish_over_which_the_worker_falls_twice_is_given_up_and_the_others_come_true(
    hire: Callable[..., Worker], qtbot: QtBot
) -> None:
    claim = hire(ProcessHands).open(Squares(RED)).claim()
    claim.want([Wish(RED), Doom(1), Wish(BLUE)])
    qtbot.waitUntil(lambda: claim.idle)
    came = {done.wish: done.painted for done in claim.take()}
    assert came[Doom(1)] == Painted(None, GIVEN_UP)
    assert came[Wish(RED)].image == square(RED)
    assert came[Wish(BLUE)].image == square(BLUE)


@pytest.mark.parametrize(("killed", "survived"), [(True, 9), (False, 1)])
def test_that_a_wish_is_not_blamed_for_a_few_kills_from_outside(office: Office, killed: bool, survived: int) -> None:
    claim = office.worker.open(Squares(RED)).claim()
    claim.want([Wish(RED)])
    for life in range(1, survived + 1):
        office.clerk.hear(Fallen(life, killed))
        office.clerk.hear(Ready(life + 1, 0))
        assert office.clerk.jobs[-1].wish == Wish(RED)
        assert not claim.idle
    office.clerk.hear(Fallen(survived + 1, killed))
    assert [done.painted for done in claim.take()] == [Painted(None, GIVEN_UP)]


def test_that_a_wish_that_comes_true_is_blamed_no_longer(office: Office) -> None:
    claim = office.worker.open(Squares(RED)).claim()
    for life in range(1, 30, 2):
        claim.want([Wish(RED)])
        office.clerk.hear(Fallen(life, False))
        office.clerk.orders.clear()
        office.clerk.hear(Ready(life + 1, 0))
        office.clerk.answer()
        assert [done.painted.problem for done in claim.take()] == [""]


@pytest.mark.parametrize(("by", "killed"), [(signal.SIGKILL, True), (signal.SIGABRT, False)])
def test_that_it_is_heard_whether_the_process_was_killed(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, by: signal.Signals, killed: bool
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    heard: list[Word] = []
    hands = ProcessHands(heard.append)
    hands.start()
    try:
        qtbot.waitUntil(lambda: heard == [Ready(1, ANY)])
        hands.order(1, Open(1, Squares(RED)))
        hands.order(1, Job(1, 1, Doom(1, by)))
        qtbot.waitUntil(lambda: len(heard) > 1)
    finally:
        hands.stop()
    assert heard[1] == Fallen(1, killed)


@pytest.mark.expects_errors
def test_that_a_blunder_is_given_up_in_a_thread_as_in_a_process(hire: Callable[..., Worker], qtbot: QtBot) -> None:
    claim = hire(ThreadHands).open(Squares(RED)).claim()
    claim.want([Blunder(1), Wish(BLUE)])
    qtbot.waitUntil(lambda: claim.idle)
    assert {done.wish: done.painted.problem for done in claim.take()} == {Blunder(1): GIVEN_UP, Wish(BLUE): ""}


def test_that_a_thread_does_the_work_where_no_process_can_be_had(hire: Callable[..., Worker], qtbot: QtBot) -> None:
    worker = hire(lambda hear: ProcessHands(hear, "venule.nowhere"))
    claim = worker.open(Squares(RED)).claim()
    claim.want([Secret(1)])
    qtbot.waitUntil(lambda: claim.idle)
    assert colours(claim) == [RED]
    assert worker.process == os.getpid()
    assert worker.problem.startswith("The map's worker ends before it is ready. ")


def test_that_the_process_ends_with_the_desk_that_started_it() -> None:
    child = Child("map worker", (MODULE,), None, heard=True)
    try:
        child.hang_up()
        assert child.outlet.read() != b"", "it was ready once"
    finally:
        child.end()
    assert child.status == 0


def test_that_the_process_ends_when_its_worker_is_deleted(qtbot: QtBot) -> None:
    worker = Worker()
    worker.open(Squares(RED))
    qtbot.waitUntil(lambda: worker.process is not None)
    (keeper,) = (thread for thread in threading.enumerate() if thread.name == "map worker" and thread.is_alive())
    worker.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    keeper.join(POLITE_S)  # it waits for the process
    assert not keeper.is_alive()


def test_that_a_picture_crosses_the_pipe_as_it_is() -> None:
    image = square(RED)
    image.setDevicePixelRatio(2.0)
    answer = unpacked_answer(*packed_answer(Answer(7, Painted(image, "All is well."))))
    assert answer == Answer(7, Painted(image, "All is well."))
    assert answer.painted.image is not None
    assert answer.painted.image.devicePixelRatio() == 2.0
    assert answer.painted.image.pixelColor(3, 3) == QColor(RED)
    nothing = Answer(8, Painted(None))
    assert unpacked_answer(*packed_answer(nothing)) == nothing


def test_that_a_picture_cut_short_is_not_taken_for_one() -> None:
    head, pixels = packed_answer(Answer(7, Painted(square(RED))))
    for short in chain((b"",), (pixels[:-1],)):
        with pytest.raises(BadWord, match="came as"):
            unpacked_answer(head, short)


@pytest.mark.parametrize("hands", [ProcessHands, ThreadHands, OwnHands])
def test_that_a_worker_nobody_needs_any_more_is_gone_at_once(hands: type[ProcessHands], qtbot: QtBot) -> None:
    worker = Worker(hire=hands)
    claim = worker.open(Squares(RED)).claim()
    claim.want([Wish(RED)])
    qtbot.waitUntil(lambda: claim.idle)
    gc.disable()
    try:
        left = ref(worker)
        del worker
        assert left() is None, "the collector may run in any thread"
    finally:
        gc.enable()
