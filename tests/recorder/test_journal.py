"""The journal: what was received is kept, whatever becomes of judging it."""

import logging
from itertools import pairwise
from pathlib import Path

import pytest

from venule.config import FeedSettings, JsonMapping, Profile
from venule.domain.asset import Asset
from venule.domain.instant import SECOND, Instant
from venule.domain.observation import Recorded
from venule.recorder.delivery import Delivery
from venule.recorder.handover import HandOver
from venule.recorder.journal import TICK, Journal
from venule.recorder.watch import Watch
from venule.store.columns import Columns, columns
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


def journal(folder: Path) -> Journal:
    return Journal(Profile("p", (FEED,)), folder / "c.venule", Guard([]), (), NOW)


def test_that_each_batch_has_a_time_of_its_own_on_a_whole_tick(tmp_path: Path) -> None:
    times = []
    with Writer(tmp_path / "c.venule") as writer:
        kept = journal(tmp_path)
        for now in (NOW + 1, NOW + 2, NOW + 2, NOW - SECOND, NOW + SECOND + 7):
            kept.begin(now)
            kept.take(Delivery("f", 1, True, publication("n/a/level", b'{"v": 5}'), 1, now))
            kept.pulse(0)
            batch = kept.batch()
            times += [row.recorded_at for row in batch.observations]  # type: ignore[union-attr]
            writer.write(batch)
        again = journal(tmp_path)
        again.begin(NOW)
        times.append(again.farewell(NOW).status.heartbeat_at)  # type: ignore[union-attr]
    assert all(time % TICK == 0 for time in times)
    assert all(later > earlier for earlier, later in pairwise(times))
    assert times[0] == NOW


def test_that_what_a_reader_hands_over_is_recorded_with_the_rest(tmp_path: Path) -> None:
    row = Recorded("n", "b", "level", NOW, 0, 7.0)
    given = HandOver("f", -1, 12, 40, NOW, columns([row]), heard=[("n", "b")], assets=[Asset("n", "b")])
    with Writer(tmp_path / "c.venule") as writer:
        kept = journal(tmp_path)
        kept.begin(NOW)
        assert kept.take_over(given) == [12]
        kept.take(Delivery("f", 1, True, publication("n/a/level", b'{"v": 5}'), 1, NOW))
        kept.pulse(0, "so it goes")
        batch = kept.batch()
        assert writer.write(batch).observations == 2
    assert isinstance(batch.observations, Columns)
    assert batch.observations.names == (("n", "b", "level"), ("n", "a", "level"))
    assert batch.observations.rows.recorded_at.tolist() == [NOW, NOW]
    assert batch.status is not None
    assert (batch.status.received, batch.status.trouble) == (41, "so it goes")
    assert batch.feeds[0].last_message_at == NOW


def test_that_a_cry_is_a_heartbeat_and_nothing_else(tmp_path: Path) -> None:
    with Writer(tmp_path / "c.venule"):
        kept = journal(tmp_path)
        kept.begin(NOW)
        kept.take(Delivery("f", 1, True, publication("n/a/level", b'{"v": 5}'), 1, NOW))
        cry = kept.cry(7, "No room is left.")
    assert cry.status is not None
    assert (cry.status.backlog, cry.status.trouble, len(cry.observations)) == (7, "No room is left.", 0)


@pytest.mark.parametrize("question", ["observe", "tick"])
def test_that_observations_are_kept_where_the_watch_fails(
    question: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise TypeError(FAULT)

    monkeypatch.setattr(Watch, question, fail)
    with Writer(tmp_path / "c.venule") as writer, caplog.at_level(logging.WARNING):
        kept = journal(tmp_path)
        kept.begin(NOW)
        kept.take(Delivery("f", 1, True, publication("n/a/level", b'{"v": 5}'), 1, NOW))
        assert writer.write(kept.batch()).observations == 1
        kept.report()
    (told,) = (record.getMessage() for record in caplog.records)
    assert told == f"alarms may be missing, the watch failed (×1): TypeError: {FAULT}"
