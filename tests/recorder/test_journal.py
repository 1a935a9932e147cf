"""The journal: what was received is kept, whatever becomes of judging it."""

import logging
from pathlib import Path

import pytest

from venule.config import FeedSettings, JsonMapping, Profile
from venule.domain.instant import SECOND, Instant
from venule.recorder.delivery import Delivery
from venule.recorder.journal import Journal
from venule.recorder.watch import Watch
from venule.store.writer import Writer
from venule.verticals.guard import Guard

NOW: Instant = 1_764_000_000 * SECOND
MAPPING = JsonMapping("{network}/{asset}/{datastream}", value="v")
FAULT = "'>' not supported between 'float' and 'str'"
FEED = FeedSettings("f", "mqtt://127.0.0.1", ("#",), dialect="json", json=MAPPING)


def publication(topic: str, payload: bytes) -> bytes:
    """One PUBLISH packet of MQTT 5 at QoS 0."""
    body = len(topic).to_bytes(2) + topic.encode() + b"\0" + payload
    return b"\x30" + bytes([len(body)]) + body


@pytest.mark.parametrize("question", ["observe", "tick"])
def test_that_observations_are_kept_where_the_watch_fails(
    question: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise TypeError(FAULT)

    monkeypatch.setattr(Watch, question, fail)
    with Writer(tmp_path / "c.venule") as writer, caplog.at_level(logging.WARNING):
        journal = Journal(Profile("p", (FEED,)), tmp_path / "c.venule", Guard([]), (), NOW)
        journal.begin(NOW)
        journal.take(Delivery("f", 1, True, publication("n/a/level", b'{"v": 5}'), 1, NOW))
        assert writer.write(journal.batch()).observations == 1
        journal.report()
    (told,) = (record.getMessage() for record in caplog.records)
    assert told == f"alarms may be missing, the watch failed (×1): TypeError: {FAULT}"
