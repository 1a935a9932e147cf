"""A file that is too large lets go of the oldest first, and of what says least for its room."""

from pathlib import Path
from random import Random

import pytest

from tests.store.kept import (
    DAY_S,
    DECLARED,
    IDS,
    LARGER,
    NOON,
    buckets_of,
    check,
    come_to,
    held,
    latest,
    raw,
    said,
    settle,
    widths,
    words,
    writer_of,
)
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.retention import Keep, Retention
from venule.store.ages import Outlook
from venule.store.batch import Batch
from venule.store.problem import DiskFull
from venule.store.rollup import Rollup
from venule.store.room import Way, choice
from venule.store.stretches import Stretch
from venule.store.writer import Writer

STEP = 4 * SECOND


def fill(writer: Writer, hours: int) -> Instant:
    """Two rows a step, and a word every five minutes; until when. The sums of such numbers are exact."""
    random = Random(1)
    writer.write(Batch(declarations=DECLARED))
    for hour in range(hours):
        since = NOON + hour * HOUR
        for name in ("level", "pressure"):
            told = [said("a", name, since + n * STEP, random.randrange(2**20) / 2**10) for n in range(HOUR // STEP)]
            writer.write(Batch(observations=told))
        writer.write(Batch(observations=[said("a", "mode", since + n * 5 * MINUTE, f"m{hour}-{n}") for n in range(12)]))
    writer.compact()
    return NOON + hours * HOUR


def taken(writer: Writer) -> int:
    pages, free, size = (
        writer._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def test_that_a_file_that_is_too_large_lets_go_of_the_oldest_first(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path, LARGER) as writer:
        end = fill(writer, 24)
        before, most = come_to(path), int(0.8 * taken(writer))
        settle(writer, Retention(max_bytes=most), end)
        check(path)
        assert 0.6 * most < taken(writer) <= 0.95 * most
        assert come_to(path) == before
        rows = raw(path)
        assert len(words(rows)) == 24 * 12
        kept = rows.observed_at[rows.stream == IDS["a", "level"]]
        assert NOON + 2 * HOUR < kept.min() < end - 2 * HOUR
        assert len(kept) == len(range(int(kept.min()), end, STEP))  # of what came last everything
        assert max(start for _, _, start, _ in buckets_of(path)) <= kept.min()
        assert writer.retention_trouble == ""


def test_that_numbers_go_first_then_minutes_then_words_then_hours(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path, LARGER) as writer:
        end = fill(writer, 24)
        seen = []
        for most in range(taken(writer), 0, -8192):
            settle(writer, Retention(max_bytes=most), end + 30 * DAY)
            check(path)
            seen.append((held(path, "a", "level"), widths(path, "a", "level"), held(path, "a", "mode")))
        assert "are allowed" in writer.retention_trouble
    assert seen[0] == (24 * HOUR // STEP, set(), 24 * 12)
    assert (0, {MINUTE}, 24 * 12) in [(0, minutes & {MINUTE}, texts) for _, minutes, texts in seen]
    for numbers, minutes, texts in seen:
        assert texts == 24 * 12 or (numbers == 0 and MINUTE not in minutes)
    assert seen[-1] == (0, set(), 0)


def lying(number: int, since: Instant, size: int = 0, width: int = 0) -> Stretch | Rollup:
    """A full stretch, or a roll-up of that many bytes."""
    end = since + HOUR
    if width:
        return Rollup(number, width, 0, 10, size, since, end, end)
    return Stretch(number, number, number, 10, 0, 1, since, end, since, end)


def test_that_hours_and_minutes_have_their_shares_of_the_room() -> None:
    numbers, words = Outlook(), Outlook()
    numbers.numbers = True
    old, new = lying(1, NOON), lying(2, NOON + DAY)
    raw = [stretch for stretch in (new, old) if isinstance(stretch, Stretch)]
    hours, minutes, more = lying(1, NOON, 12, HOUR), lying(2, NOON, 25, MINUTE), lying(3, NOON + DAY, 1, MINUTE)
    rolled = [one for one in (hours, minutes) if isinstance(one, Rollup)]
    known = {1: numbers, 2: numbers}
    assert choice(100, raw, rolled, known) == (Way.NUMBERS, old)
    assert choice(100, raw, rolled, {2: numbers}) == (Way.SURVEY, old)
    assert choice(100, raw, rolled, {1: words, 2: numbers}) == (Way.NUMBERS, new)
    assert choice(100, raw, [*rolled, more], known) == (Way.PART, minutes)
    assert choice(90, raw, [*rolled, more], known) == (Way.PART, hours)
    assert choice(1_000, raw, rolled, {1: words, 2: words}) == (Way.PART, minutes)
    assert choice(1_000, raw, rolled[:1], {1: words, 2: words}) == (Way.WORDS, old)
    assert choice(1_000, [], rolled[:1], {}) == (Way.PART, hours)
    assert choice(1_000, [], [], {}) is None


def test_that_the_last_hour_is_never_let_go(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path, LARGER) as writer:
        end = fill(writer, 3)
        settle(writer, Retention(max_bytes=1), end)
        check(path)
        rows = raw(path)
        recent = rows.observed_at[rows.stream == IDS["a", "level"]]
        assert len(recent[recent >= end - HOUR]) == HOUR // STEP
        assert "within the last hour" in writer.retention_trouble
        settle(writer, Retention(max_bytes=2**30), end)
        assert writer.retention_trouble == ""


def test_that_a_full_disk_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S))
    with writer_of(path, LARGER) as writer:
        end = fill(writer, 6)
        before = come_to(path), len(raw(path)), latest(path, end)
        writer._connection.execute("VACUUM")
        (pages,) = writer._connection.execute("PRAGMA page_count").fetchone()
        writer._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull, match="No room is left"):
            settle(writer, keep, end + 2 * DAY)
        assert (come_to(path), len(raw(path)), latest(path, end)) == before
        check(path)
        writer._connection.execute("PRAGMA max_page_count = 1000000")
        settle(writer, keep, end + 2 * DAY)
        check(path)
        assert come_to(path) == before[0]
        assert len(raw(path)) == len(words(raw(path)))
