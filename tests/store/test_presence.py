"""Feeds, gateways and the recorder: how they were at the time asked about, and no history without an end."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.rows import T0, written
from venule.domain.instant import MINUTE
from venule.domain.liveness import FeedGap, Liveness, Presence, Subject
from venule.store import presence
from venule.store.batch import Batch, FeedStatus, RecorderStatus

ONLINE = FeedStatus("lights", "json", "MQTT 5", 1, Presence.ONLINE, T0, "", T0 + 5 * MINUTE)
LOST = replace(ONLINE, presence=Presence.OFFLINE, since=T0 + 6 * MINUTE, cause="connection refused", protocol="")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def test_that_a_feed_is_told_as_it_was(cache: Path) -> None:
    with written(cache, Batch(feeds=[ONLINE]), Batch(feeds=[LOST])) as reader:
        assert reader.feeds(T0 - 1) == ()
        (then,) = reader.feeds(T0 + 2 * MINUTE)
        assert (then.presence, then.since, then.protocol, then.qos) == ("online", T0, "MQTT 5", 1)
        assert then.last_message_at == T0 + 2 * MINUTE  # it was heard later, which nobody knew
        (now,) = reader.feeds(T0 + 60 * MINUTE)
        assert (now.presence, now.since, now.cause) == ("offline", T0 + 6 * MINUTE, "connection refused")
        assert now.last_message_at == T0 + 5 * MINUTE


def test_that_a_heartbeat_of_a_feed_is_no_transition(cache: Path) -> None:
    beats = [Batch(feeds=[replace(ONLINE, last_message_at=T0 + number)]) for number in range(5)]
    with written(cache, *beats, Batch(feeds=[replace(ONLINE, last_message_at=None)])) as reader:
        (state,) = reader.feeds(T0 + MINUTE)
        assert (state.since, state.last_message_at) == (T0, T0 + 4)


def test_that_a_feed_that_flaps_for_ever_keeps_its_newest_transitions(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "TRANSITIONS_KEPT", 50)
    flaps = [replace(ONLINE, since=T0 + number) for number in range(presence.TRANSITIONS_KEPT + 5)]
    gaps = [FeedGap("lights", T0 + number, T0 + number + 1, "", True) for number in range(len(flaps))]
    with written(cache, Batch(feeds=flaps, gaps=gaps)) as reader:
        assert reader.feeds(T0 + 4) == ()
        assert reader.feeds(T0 + 5)[0].since == T0 + 5
        assert reader.gaps(T0, T0 + 10**9, T0 + 10**9)[0].since == T0 + 5


def test_that_a_gap_lasts_until_its_end_was_known(cache: Path) -> None:
    gap = FeedGap("lights", T0, None, "connection lost", True)
    with written(cache, Batch(gaps=[gap]), Batch(gaps=[replace(gap, until=T0 + 50)])) as reader:
        assert reader.gaps(T0 - 100, T0 + 100, T0 - 1) == ()
        assert reader.gaps(T0 - 100, T0 + 100, T0 + 49) == (gap,)
        assert reader.gaps(T0 - 100, T0 + 100, T0 + 50) == (replace(gap, until=T0 + 50),)
        assert reader.gaps(T0 + 50, T0 + 100, T0 + 100) == ()
        assert reader.gaps(T0 - 100, T0, T0 + 100) == ()


def test_that_the_latest_claim_about_each_subject_counts(cache: Path) -> None:
    up = Liveness(Subject.GATEWAY, "lora", "roof", Presence.ONLINE, T0)
    down = replace(up, presence=Presence.OFFLINE, at=T0 + 10, cause="not heard for 3 min")
    other = replace(up, name="mast")
    with written(cache, Batch(liveness=[down, other, up])) as reader:
        assert set(reader.liveness(T0 + 9)) == {up, other}
        assert set(reader.liveness(T0 + 10)) == {down, other}


def test_that_a_subject_that_flaps_for_ever_keeps_its_newest_claims(cache: Path) -> None:
    claims = [
        Liveness(Subject.GATEWAY, "lora", "roof", Presence.ONLINE, T0 + number)
        for number in range(presence.CLAIMS_KEPT + 5)
    ]
    quiet = replace(claims[0], name="mast")
    with written(cache, Batch(liveness=[quiet, *claims])) as reader:
        assert reader.liveness(T0 + 4) == (quiet,)
        assert set(reader.liveness(T0 + 5)) == {quiet, claims[5]}


def test_that_the_heartbeat_is_the_last_one_written(cache: Path) -> None:
    first = RecorderStatus(4711, T0, T0 + 1, 10, 8, 2, 0, False)
    last = replace(first, heartbeat_at=T0 + 2, stopped=True)
    with written(cache) as reader:
        assert reader.recorder() is None
    with written(cache, Batch(status=first), Batch(status=last)) as reader:
        assert reader.recorder() == last
