"""A feed's link over many connections: which version of MQTT each speaks, and when topics are asked for again."""

from collections.abc import Iterator, Sequence
from itertools import islice

import pytest

from venule.config import FeedSettings
from venule.domain.liveness import Presence
from venule.recorder import link
from venule.recorder.access import Access, Ending
from venule.recorder.delivery import News, Post
from venule.recorder.inbox import Inbox
from venule.recorder.link import Link

FEED = FeedSettings("f", "mqtt://127.0.0.1:1", ("a", "b"))
NEVER_WELCOME = (Ending.UNREACHABLE, Ending.MUTE, Ending.SILENT, Ending.OLD_PROTOCOL)


class Story:
    """What becomes of each connection, one after another; then the link is closed. Keeps what each of them did."""

    def __init__(self, endings: Sequence[Ending], refused: Sequence[Sequence[str]] = ()) -> None:
        self._endings: Iterator[Ending] = iter(endings)
        self._refused = iter(refused)
        self.newest: list[bool] = []
        self.asked: list[bool] = []

    def __call__(self, _feed: FeedSettings, _access: Access, newest: bool, owner: Link) -> "Story":
        self.newest.append(newest)
        self._owner = owner
        self.cause = "so it goes"
        return self

    def run(self) -> Ending:
        ending = next(self._endings, Ending.CLOSED)
        if ending not in NEVER_WELCOME and ending is not Ending.CLOSED:
            self.asked.append(self._owner.welcome(resumed=len(self.asked) > 0))
            if self.asked[-1] and ending is not Ending.REFUSED:
                self._owner.subscribed(next(self._refused, ()))
        return ending


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SHORTEST_WAIT_S", "LONGEST_WAIT_S", "REFUSED_WAIT_S", "EAGER_WAIT_S"):
        monkeypatch.setattr(link, name, 0.0)


def told(story: Story, monkeypatch: pytest.MonkeyPatch, group: str = "") -> list[News]:
    """Live through a story; the news of it."""
    monkeypatch.setattr(link, "Connection", story)
    post: Post = Inbox()
    kept = Link(FEED, Access("x", group=group), post, lambda: 0)
    kept.start()
    kept._thread.join(20)
    kept.close()
    return [news for news in post.take(1_000, 0.0) if isinstance(news, News)]


@pytest.mark.parametrize(
    ("endings", "newest"),
    [
        ((Ending.OLD_PROTOCOL, Ending.LOST, Ending.OLD_PROTOCOL), [True, False, True, False]),
        ((Ending.MUTE, Ending.MUTE, Ending.LOST), [True, True, False, True]),
        ((Ending.SILENT, Ending.SILENT), [True, False, True]),
        ((Ending.UNREACHABLE,) * 5, [True] * 6),
        ((Ending.LOST, *(Ending.MUTE, Ending.SILENT) * 5), [True] * 12),
        ((Ending.LOST, Ending.OLD_PROTOCOL), [True, True, False]),
    ],
)
def test_that_the_older_version_is_spoken_only_where_the_newer_is_not(
    endings: Sequence[Ending], newest: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(endings)
    told(story, monkeypatch)
    assert story.newest == newest


def test_that_topics_are_asked_for_again_until_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story((Ending.LOST, Ending.LOST, Ending.REFUSED, Ending.LOST, Ending.LOST), [("a",), (), ()])
    news = told(story, monkeypatch)
    assert story.asked == [True, True, False, False, False]
    causes = [one.cause for one in news if one.presence is Presence.ONLINE]
    assert causes[:2] == ["the broker refuses to deliver a", ""]


def test_that_a_link_that_heard_nothing_but_refusals_asks_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story((Ending.REFUSED,) * 3)
    news = told(story, monkeypatch)
    assert story.asked == [True] * 3
    assert {one.presence for one in news} == {Presence.OFFLINE}


@pytest.mark.parametrize("ending", [Ending.UNSHARED, Ending.OLD_PROTOCOL])
def test_that_one_of_a_group_ends_where_nothing_can_be_shared(ending: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story((Ending.UNREACHABLE, ending, Ending.LOST))
    *_, last = told(story, monkeypatch, "g")
    assert story.newest == [True, True]
    assert last.unshared
    assert (last.presence, last.cause) == (Presence.OFFLINE, "the broker has no shared subscriptions of MQTT 5")


def test_that_news_tell_whether_the_topics_were_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    news = told(Story((Ending.LOST, Ending.LOST)), monkeypatch)
    assert [one.renewed for one in news if one.presence is Presence.ONLINE] == [True, False]


def test_that_one_of_a_group_asks_each_time_and_only_a_new_session_is_news(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story((Ending.LOST, Ending.LOST))
    news = told(story, monkeypatch, "g")
    assert story.asked == [True, True]
    assert [one.renewed for one in news if one.presence is Presence.ONLINE] == [True, False]


def test_that_one_of_a_group_is_soon_back_at_a_broker_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "SHORTEST_WAIT_S", 1.0)
    monkeypatch.setattr(link, "LONGEST_WAIT_S", 2.0)
    monkeypatch.setattr(link, "EAGER_TRIES", 2)
    for group in ("", "g"):
        kept = Link(FEED, Access("x", group=group), Inbox(), lambda: 0)
        kept.welcome(False)
        assert list(islice(kept._waits(), 4)) == ([0.0, 0.0, 1.0, 2.0] if group else [1.0, 2.0, 2.0, 2.0])
        kept.close()
