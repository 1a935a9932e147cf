"""How a feed is heard, and the gaps in between."""

from dataclasses import replace

from venule.config import FeedSettings
from venule.domain.liveness import FeedGap, Presence
from venule.recorder.delivery import FETCHER, News
from venule.recorder.hearing import Hearing

FEED = FeedSettings("f", "mqtt://h", ("#",))
SHARED = replace(FEED, readers=2)


def online(at: int, *, resumed: bool = False, reader: int = 1, readers: int = 1) -> News:
    return News("f", Presence.ONLINE, "MQTT 5", "", at, resumed, reader, readers)


def offline(at: int, cause: str = "lost", reader: int = 1, readers: int = 1) -> News:
    return News("f", Presence.OFFLINE, "MQTT 5", cause, at, False, reader, readers)


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


def test_that_qos_0_says_what_it_cannot_do_while_it_is_heard() -> None:
    hearing = Hearing(replace(FEED, qos=0), 0, None)
    assert hearing.status.cause == "connecting"
    hearing.take(online(5))
    assert hearing.status.cause == "what is missed while disconnected cannot be recovered"
    assert hearing.take(offline(10)) == FeedGap("f", 10, None, "lost", False)
    assert hearing.status.cause == "lost"
    assert hearing.take(online(20)) == FeedGap("f", 10, 20, "lost", False)


def both(hearing: Hearing, *, resumed: bool = False) -> FeedGap | None:
    hearing.take(online(5, resumed=resumed, reader=1, readers=2))
    return hearing.take(online(6, resumed=resumed, reader=2, readers=2))


def test_that_a_feed_is_online_with_its_first_reader_and_whole_with_the_last() -> None:
    hearing = Hearing(SHARED, 0, FeedGap("f", 1, None, "the recorder was stopped", True))
    assert hearing.take(online(5, resumed=True, reader=2, readers=2)) is None
    assert (hearing.status.presence, hearing.status.cause) == (Presence.ONLINE, "1 of 2 readers")
    assert hearing.online_since is None
    ended = hearing.take(online(6, resumed=True, reader=1, readers=2))
    assert ended == FeedGap("f", 1, 6, "the recorder was stopped", True)
    assert (hearing.status.since, hearing.status.cause, hearing.online_since) == (5, "", 6)


def test_that_a_reader_that_is_gone_leaves_a_gap_until_it_is_back() -> None:
    hearing = Hearing(SHARED, 0, None)
    both(hearing)
    begun = hearing.take(offline(10, "reader 2 of 2 ended", 2, 2))
    assert begun == FeedGap("f", 10, None, "1 of 2 readers: reader 2 of 2 ended", True)
    assert (hearing.status.presence, hearing.status.since) == (Presence.ONLINE, 5)
    assert hearing.take(online(15, resumed=True, reader=2, readers=2)) == replace(begun, until=15)


def test_that_what_was_missed_while_all_readers_were_gone_may_be_lost() -> None:
    hearing = Hearing(SHARED, 0, None)
    both(hearing)
    hearing.take(offline(10, "the broker closed the connection", 1, 2))
    assert hearing.take(offline(12, "the broker closed the connection", 2, 2)) is None
    assert (hearing.status.presence, hearing.status.cause) == (Presence.OFFLINE, "the broker closed the connection")
    assert hearing.take(online(14, resumed=True, reader=1, readers=2)) is None
    ended = hearing.take(online(15, resumed=True, reader=2, readers=2))
    assert ended is not None
    assert (ended.since, ended.until, ended.recoverable) == (10, 15, False)


def test_that_one_session_the_broker_forgot_leaves_a_gap_open_for_good() -> None:
    hearing = Hearing(SHARED, 0, None)
    both(hearing)
    hearing.take(offline(10, "lost", 1, 2))
    hearing.take(offline(10, "lost", 2, 2))
    hearing.take(online(12, resumed=False, reader=1, readers=2))
    assert hearing.take(online(13, resumed=True, reader=2, readers=2)) == FeedGap(
        "f", 10, 13, "1 of 2 readers: lost", False
    )


def test_that_one_who_reads_alone_in_place_of_several_is_the_whole() -> None:
    hearing = Hearing(SHARED, 0, None)
    hearing.take(online(5))
    assert hearing.online_since == 5
    assert hearing.status.cause == "readers = 2 needs a broker with shared subscriptions of MQTT 5, so one reader reads"


def test_that_a_recorder_that_stops_is_heard_by_none_of_its_readers() -> None:
    hearing = Hearing(SHARED, 0, None)
    both(hearing)
    assert hearing.take(offline(10, "the recorder was stopped")) == FeedGap(
        "f", 10, None, "the recorder was stopped", True
    )
    assert not hearing.is_online


def test_that_a_fetch_that_fails_is_told_and_is_no_gap() -> None:
    hearing = Hearing(SHARED, 0, None)
    both(hearing)
    assert hearing.take(offline(10, "the broker refuses to deliver #", FETCHER, 2)) is None
    assert hearing.status.cause == ("what the broker retains cannot be fetched yet: the broker refuses to deliver #")
    assert hearing.online_since == 6
    hearing.take(online(12, reader=FETCHER, readers=2))
    assert hearing.status.cause == ""
