"""`venule bench ingest` with a real broker: everything that was published arrives, and each part says what it took."""

import json

import pytest

from tests.broker import program
from venule.bench.flood import Flood
from venule.bench.ingest import Wishes, run, share
from venule.bench.stage import since, stage
from venule.bench.subscriber import bare_socket
from venule.cli import main

MESSAGES = 600
RETAINED = 300
PARTS = {"qos0", "qos0_two_readers", "qos1", "cold_start"}


@pytest.fixture(autouse=True)
def _broker() -> None:
    program("mosquitto")


def test_that_all_that_is_published_is_committed_in_every_part() -> None:
    said: list[str] = []
    told = run(Wishes(MESSAGES, RETAINED, 50), said.append)
    assert told["broker"] == "mosquitto"
    assert str(told["broker_version"]).count(".") == 2
    assert len(said) == 5
    for name in PARTS | {"drained"}:
        figures = told[name]
        assert isinstance(figures, dict)
        if name == "qos0_two_readers" and figures["messages_per_s"] is None:
            assert "readers" in figures["reason"]
            continue
        assert figures["lost"] == 0
        assert figures["messages"] == (RETAINED if name == "cold_start" else MESSAGES)
        assert figures["messages_per_s"] > 0
        assert {"broker"} < set(figures["cpu_s"]) == set(figures["cores"])


def test_that_a_bare_socket_counts_what_a_broker_passes_on() -> None:
    with stage() as part, bare_socket(part, 500) as found:
        publisher = part.publisher(Flood(part.broker.port, 500, 20, 0))
        publisher.tell("go")
        assert json.loads(publisher.line())["acknowledged"] == 0
        assert found.finish() is not None


def test_that_messages_that_do_not_come_are_told_as_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("venule.bench.stage.QUIET_S", 0.2)
    with stage() as part:
        count, _ = part.settle(5)
    assert count == 0


def test_that_a_share_needs_two_figures() -> None:
    assert share(50, 200) == 0.25
    assert share(None, 200) is None
    assert share(50, None) is None


def test_that_time_of_a_process_counts_from_the_first_look() -> None:
    before, after = {"broker": 2.0, "gone": 1.0}, {"broker": 5.0, "recorder": 3.0, "gone": None, "unknown": None}
    assert since(before, after) == {"broker": 3.0, "recorder": 3.0, "unknown": None}


def test_that_the_command_line_says_how_much(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Wishes] = []
    monkeypatch.setattr("venule.bench.ingest.run", lambda told, _: asked.append(told) or {})
    assert main(["bench", "ingest", "--messages", "7", "--json"]) == 0
    assert asked == [Wishes(messages=7)]
