"""How a tile server wants to be treated: how long a tile stays fresh, and when to ask again after a refusal."""

import random
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from venule.domain.instant import SECOND, Instant

DAY_S = 86_400
UNTOLD_S = 7 * DAY_S
"""How long a tile is fresh where its server does not say: what community servers ask for at least."""

NOTHING_S = DAY_S
"""How long it is believed that a server has no such tile, where it does not say."""

LONGEST_S = 365 * DAY_S
FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 600.0
LONGEST_ASKED_S = 3600.0
JITTER = 0.2
LARGEST_NUMBER = 12

Clock = Callable[[], Instant]


class Validity(NamedTuple):
    """Whether a tile may be kept, and until when it need not be asked for again."""

    keep: bool
    fresh_until: Instant


def validity(headers: Mapping[str, str], now: Instant, untold_s: int = UNTOLD_S) -> Validity:
    """What the headers of an answer (names in lower case) allow (RFC 9111, 4.2 and 5.2.2)."""
    said = _directives(headers.get("cache-control", ""))
    fresh_s = float(untold_s)
    if "no-store" in said or "no-cache" in said:
        fresh_s = 0.0
    elif (longest := _seconds(said.get("max-age", ""))) is not None:
        fresh_s = longest - (_seconds(headers.get("age", "")) or 0)
    elif "expires" in headers:
        at = _instant(headers["expires"])
        fresh_s = 0.0 if at is None else (at - now) / SECOND  # what is no date has expired
    return Validity("no-store" not in said, now + round(min(max(fresh_s, 0.0), LONGEST_S) * SECOND))


def retry_after(headers: Mapping[str, str], now: Instant) -> float:
    """Seconds that a server asks to be left alone; 0 where it does not say."""
    said = headers.get("retry-after", "").strip()
    seconds, at = _seconds(said), _instant(said)
    asked_s = float(seconds) if seconds is not None else 0.0 if at is None else (at - now) / SECOND
    return min(max(asked_s, 0.0), LONGEST_ASKED_S)


class Backoff:
    """When one server may be asked again. Each failure doubles the wait, up to ten minutes; a success ends it."""

    def __init__(self, clock: Clock, chance: Callable[[], float] = random.random) -> None:
        self._clock, self._chance = clock, chance
        self._since: Instant = 0
        self._rest_s = 0.0
        self._next_s = FIRST_WAIT_S

    @property
    def wait_s(self) -> float:
        """Seconds still to be waited. A clock that is set back makes the wait no longer than it was at first."""
        passed_s = max((self._clock() - self._since) / SECOND, 0.0)
        return max(self._rest_s - passed_s, 0.0)

    def failed(self, asked_s: float = 0.0) -> None:
        """The server failed, and may have asked for a wait of its own."""
        if self.wait_s and not asked_s:
            return  # requests under way together fail together
        scattered_s = self._next_s * (1 + JITTER * (2 * self._chance() - 1))
        self._since, self._rest_s = self._clock(), max(scattered_s, asked_s)
        self._next_s = min(2 * self._next_s, LONGEST_WAIT_S)

    def succeeded(self) -> None:
        """The server answered as it should."""
        self._rest_s, self._next_s = 0.0, FIRST_WAIT_S


def _directives(said: str) -> dict[str, str]:
    """The words of a Cache-Control header with their values."""
    pairs = (word.partition("=") for word in said.lower().split(","))
    return {name.strip(): value.strip().strip('"') for name, _, value in pairs}


def _seconds(said: str) -> int | None:
    found = re.fullmatch(r"[0-9]+", said.strip())
    return int(found[0][:LARGEST_NUMBER]) if found else None


def _instant(said: str) -> Instant | None:
    """A date of HTTP."""
    try:
        return round(parsedate_to_datetime(said).timestamp() * SECOND)
    except (ValueError, OverflowError, OSError):
        return None
