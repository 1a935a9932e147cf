"""Reads single arguments of the command line: times, sizes, numbers."""

import argparse
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from venule.domain.instant import Instant, NotATime, from_datetime
from venule.domain.shift import shift_of

MOST_ASSETS = 200_000


def instant(text: str) -> Instant:
    """An ISO 8601 time; one without an offset is taken as UTC, as all exported times are."""
    try:
        moment = datetime.fromisoformat(text)
        return from_datetime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, NotATime):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 2026-11-22T14:05:00Z") from None


def shift(text: str) -> int:
    """A span of time with a sign, in microseconds, such as ``-1d``."""
    try:
        return shift_of(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def positive(text: str) -> float:
    """A number above zero."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above zero")
    return value


def count(text: str) -> int:
    """A whole number above zero."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return int(text)


def asset_count(text: str) -> int:
    """A whole number of assets."""
    if not text.isdecimal() or not 0 < int(text) <= MOST_ASSETS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_ASSETS}")
    return int(text)


def window_size(text: str) -> tuple[int, int]:
    """Width and height in pixels."""
    found = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1280x800")
    return int(found[1]), int(found[2])


def time_zone(text: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, LookupError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time zone such as Europe/Rome") from None
