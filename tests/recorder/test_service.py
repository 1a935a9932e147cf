"""The service before its first message: what it is called at the broker, and what it holds when it cannot begin."""

import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from venule.config import FeedSettings, JsonMapping, Profile, ProfileProblem
from venule.recorder import service
from venule.recorder.identity import client_id, crew
from venule.recorder.service import record
from venule.store.problem import NotACache
from venule.verticals.guard import Guard

FEED = FeedSettings("f", "mqtt://127.0.0.1:1", ("#",))
PROFILE = Profile("p", (FEED,))


def test_that_a_session_is_known_again_by_its_profile_and_file() -> None:
    here = client_id(PROFILE, FEED, Path("/a/b.venule"))
    assert len(here) == 23
    assert here == client_id(PROFILE, FEED, Path("/a/../a/b.venule"))
    assert here != client_id(PROFILE, FEED, Path("/a/c.venule"))


def test_that_readers_have_names_of_their_own_and_another_number_of_them_is_another_group() -> None:
    two, three = (crew(PROFILE, replace(FEED, readers=count), Path("/a/b.venule")) for count in (2, 3))
    assert len(f"{two.name}-01") == 23
    assert not {*two} & {*three}
    assert not set("/+#") & set(two.group)


def test_that_a_client_id_of_ones_own_is_the_readers_too() -> None:
    named = crew(PROFILE, replace(FEED, readers=2, client_id="town/hall"), Path("/a/b.venule"))
    assert named.name == "town/hall-2"
    assert not set("/+#") & set(named.group)


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="there names of files are Unicode")
def test_that_a_file_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    cache = tmp_path / os.fsdecode(b"stra\xdfe.venule")
    stop = threading.Event()
    stop.set()
    record(PROFILE, cache, Guard([]), stop)
    assert cache.is_file()


def test_that_nothing_is_opened_for_a_file_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("a link holds sockets")

    monkeypatch.setattr(service, "Link", fail)
    with pytest.raises(NotACache):
        record(PROFILE, tmp_path, Guard([]), threading.Event())


@pytest.mark.parametrize(
    "feed",
    [
        FeedSettings("f", "mqtt://127.0.0.1:1", ("#",), user="ada", password_env="NO_SUCH_VARIABLE"),
        FeedSettings("f", "mqtt://127.0.0.1:1", ("#",), dialect="json", json=JsonMapping("city/{network}")),
    ],
    ids=["no password", "no asset in the template"],
)
def test_that_a_profile_that_cannot_work_makes_no_file(feed: FeedSettings, tmp_path: Path) -> None:
    cache = tmp_path / "c.venule"
    with pytest.raises(ProfileProblem):
        record(Profile("p", (feed,)), cache, Guard([]), threading.Event())
    assert not cache.exists()
