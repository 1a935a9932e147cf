"""How a feed is heard, and the gaps in between."""

from venule.config import FeedSettings
from venule.domain.liveness import FeedGap, Presence
from venule.recorder.delivery import News
from venule.recorder.hearing import Hearing

FEED = FeedSettings("f", "mqtt://h", ("#",))


def online(at: int, *, resumed: bool = False) -> News:
    return News("f", Presence.ONLINE, "MQTT 5", "", at, resumed)


def offline(at: int, cause: str = "lost") -> News:
    return News("f", Presence.OFFLINE, "MQTT 5", cause, at)


def test_that_the_first_connection_of_a_new_file_ends_no_gap() -> None:
    hearing = Hearing(FEED, 0, None)
    assert hearing.status.presence is Presence.OFFLINE
    assert hearing.take(online(5)) is None
    assert (hearing.status.presence, hearing.status.since, hearing.status.protocol) == (Presence.ONLINE, 5, "MQTT 5")
    assert hearing.online_since == 5


def test_that_a_loss_is_a_gap_until_it_is_back() -> None:
    hearing = Hearing(FEED, 0, None)
    hearing.take(online(5))
    assert hearing.take(offline(10)) == FeedGap("f", 10, None, "lost", True)
    assert hearing.online_since is None
    assert hearing.take(offline(12, "refused")) is None
    assert (hearing.status.since, hearing.status.cause) == (10, "refused")
    assert hearing.take(online(20, resumed=True)) == FeedGap("f", 10, 20, "lost", True)


def test_that_a_session_the_broker_forgot_leaves_the_gap_open_for_good() -> None:
    hearing = Hearing(FEED, 0, None)
    hearing.take(online(5))
    hearing.take(offline(10))
    assert hearing.take(online(20)) == FeedGap("f", 10, 20, "lost", False)


def test_that_the_time_without_a_recorder_is_a_gap() -> None:
    hearing = Hearing(FEED, 100, FeedGap("f", 50, None, "the recorder was stopped", True))
    assert hearing.take(online(105, resumed=True)) == FeedGap("f", 50, 105, "the recorder was stopped", True)
