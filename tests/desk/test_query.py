"""The query thread: newer questions replace waiting older ones, every problem is a sentence, the end is clean."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import ClassVar

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from venule.desk.query import OVERRUN, WAITING_LIMIT, Answer, QueryThread

PATIENCE_S = 10.0


@dataclass
class Shelf:
    """A stand-in for the files."""

    written: list[str] = field(default_factory=list)
    threads: set[QThread] = field(default_factory=set)
    closed: bool = False

    def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class Word:
    """Answers with its own word."""

    word: str

    def answer(self, shelf: Shelf) -> str:
        shelf.threads.add(QThread.currentThread())
        return self.word


@dataclass(frozen=True)
class Gate:
    """Holds the thread until it is opened."""

    reached: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def answer(self, shelf: Shelf) -> str:
        self.reached.set()
        self.opened.wait(PATIENCE_S)
        return "gate"


@dataclass(frozen=True)
class Note:
    """Writes."""

    writes: ClassVar[bool] = True
    text: str

    def answer(self, shelf: Shelf) -> None:
        shelf.written.append(self.text)


@dataclass(frozen=True)
class Trouble:
    """Fails."""

    def answer(self, shelf: Shelf) -> None:
        raise OSError("The disk is gone.")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def query(qtbot: QtBot, shelf: Shelf) -> Iterator[QueryThread[Shelf]]:
    thread: QueryThread[Shelf] = QueryThread(lambda: shelf)
    thread.start()
    yield thread
    thread.stop()


def gather(query: QueryThread[Shelf]) -> list[Answer]:
    """The answers, as they come."""
    answers: list[Answer] = []
    query.answered.connect(answers.append)
    return answers


def test_that_an_answer_comes_back_with_its_question(query: QueryThread[Shelf], shelf: Shelf, qtbot: QtBot) -> None:
    answers = gather(query)
    query.ask("a", Word("hello"))
    qtbot.waitUntil(lambda: query.idle)
    assert answers == [Answer("a", Word("hello"), "hello")]
    assert shelf.threads == {query}


def test_that_a_newer_question_replaces_a_waiting_older_one(query: QueryThread[Shelf], qtbot: QtBot) -> None:
    answers, gate = gather(query), Gate()
    query.ask("gate", gate)
    assert gate.reached.wait(PATIENCE_S)
    for word in ("old", "newer", "newest"):
        query.ask("a", Word(word))
    query.ask("b", Word("other"))
    gate.opened.set()
    qtbot.waitUntil(lambda: query.idle)
    assert [answer.value for answer in answers] == ["gate", "newest", "other"]


def test_that_a_failing_question_is_told_and_the_next_is_answered(query: QueryThread[Shelf], qtbot: QtBot) -> None:
    answers = gather(query)
    query.ask("a", Trouble())
    query.ask("b", Word("still here"))
    qtbot.waitUntil(lambda: query.idle)
    assert [(answer.value, answer.problem) for answer in answers] == [(None, "The disk is gone."), ("still here", "")]


def test_that_too_many_waiting_questions_are_answered_with_a_problem(query: QueryThread[Shelf], qtbot: QtBot) -> None:
    answers, gate = gather(query), Gate()
    query.ask("gate", gate)
    assert gate.reached.wait(PATIENCE_S)
    for number in range(WAITING_LIMIT + 3):
        query.ask(f"slot {number}", Word(str(number)))
    gate.opened.set()
    qtbot.waitUntil(lambda: query.idle)
    assert [answer.slot for answer in answers if answer.problem == OVERRUN] == ["slot 0", "slot 1", "slot 2"]
    assert len(answers) == WAITING_LIMIT + 4


def test_that_what_was_typed_is_written_before_the_end(qtbot: QtBot, shelf: Shelf) -> None:
    query: QueryThread[Shelf] = QueryThread(lambda: shelf)
    query.start()
    gate = Gate()
    query.ask("gate", gate)
    assert gate.reached.wait(PATIENCE_S)
    query.ask("a", Word("a view's question"))
    query.ask("note", Note("acknowledged"))
    gate.opened.set()
    query.stop()
    assert shelf.written == ["acknowledged"]
    assert shelf.closed


def test_that_a_file_that_cannot_be_opened_answers_every_question_with_the_reason(qtbot: QtBot) -> None:
    def refuse() -> Shelf:
        raise OSError("There is no such file.")

    query: QueryThread[Shelf] = QueryThread(refuse)
    answers = gather(query)
    query.start()
    query.ask("a", Word("anybody?"))
    qtbot.waitUntil(lambda: query.idle)
    query.stop()
    assert [answer.problem for answer in answers] == ["There is no such file."]
