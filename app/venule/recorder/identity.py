"""What we are called at a broker: names that stay over restarts, so that it knows our sessions again."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from venule.config import FeedSettings, Profile


class Crew(NamedTuple):
    """What a feed's readers are called before their numbers, and the group they are."""

    name: str
    group: str


def client_id(profile: Profile, feed: FeedSettings, cache: Path) -> str:
    """The name of a feed that is read by one.

    Another broker, topic list or file is another session: what one file lacks, another does not. 23 letters and digits
    are what every broker must accept (MQTT 3.1.1, 3.1.3.1).
    """
    return feed.client_id or f"venule{_digest(profile, feed, cache)[:17]}"


def crew(profile: Profile, feed: FeedSettings, cache: Path) -> Crew:
    """The names of a feed that is read by several; 3 characters more are each one's number.

    Another number of readers is another group, of other sessions: a broker goes on to keep a share of the messages for
    a session that nobody reads any more.
    """
    told = f"{feed.client_id or _digest(profile, feed, cache)} {feed.readers}"
    digest = hashlib.sha256(told.encode()).hexdigest()
    name = f"{feed.client_id}-{feed.readers}" if feed.client_id else f"venule{digest[:14]}"
    return Crew(name, f"venule{digest[:17]}")


def _digest(profile: Profile, feed: FeedSettings, cache: Path) -> str:
    told = "\n".join((profile.name, feed.name, feed.broker, *feed.topics, ""))
    return hashlib.sha256(told.encode() + os.fsencode(cache.resolve())).hexdigest()
