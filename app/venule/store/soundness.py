"""What is wrong with a stretch, a chunk, a piece of the log or a frame, in sentences; a sound one has none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from venule.domain.quality import Quality
from venule.store.answers import Ints, Longs
from venule.store.buckets import Buckets
from venule.store.observing import ranges
from venule.store.packing import Sections, heads_of
from venule.store.problem import Damaged
from venule.store.rollup import Rollup, RollupPiece
from venule.store.rows import COLUMNS, Form, Rows, borders, joined, repeated
from venule.store.stretches import LogPiece, Piece, Stretch, twins

SUM_TOLERANCE = 1e-12
"""Of the sum of all amounts: the last bits of a sum depend on the order in which a processor adds."""

HEADS = {
    "s": "datastreams", "n": "counts", "t": "first times", "z": "last times", "m": "counts of numbers",
    "l": "least numbers", "g": "greatest numbers", "a": "sums", "b": "first numbers", "e": "last numbers",
    "u": "qualities and provenances",
}  # fmt: skip

Told = TypeVar("Told", Stretch, Piece, LogPiece, Rollup, RollupPiece)
T = TypeVar("T", Rows, Buckets)

_RANGES = ("n", "observed_from", "observed_to", "recorded_from", "recorded_to")
ENDS = ("first_stream", "last_stream", "first_at", "last_at")


def whole(told: list[Told]) -> list[Told]:
    """What the file says in whole numbers, which SQLite does not hold it to."""
    for one in told:
        for name, value in zip(one._fields, one, strict=True):
            if not isinstance(value, int):
                raise Damaged(f"of a {type(one).__name__.lower()} it says {name} {value!r}, which is no whole number")
    return told


def unpack(decode: Callable[[], T]) -> T:
    """What is decoded, each column as long as the others. Raises :class:`Damaged`."""
    try:
        found = decode()
    except Damaged:
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as problem:
        raise Damaged(f"its columns do not fit each other ({problem})") from None
    columns = (getattr(found, field.name) for field in fields(found))
    if {len(column) for column in columns if isinstance(column, np.ndarray)} != {len(found)}:
        raise Damaged("its columns are not of one length")
    return found


def place_faults(before: Stretch, stretch: Stretch) -> Iterator[str]:
    """What is wrong with where a stretch stands: full ones come first, and none begins before another ends."""
    if stretch.first <= before.last:
        yield f"it begins at row {stretch.first:,}, and stretch {before.id} ends at row {before.last:,}"
    if stretch.is_full and not before.is_full:
        yield f"it is full, and stretch {before.id} before it is not"


def total_faults(stretch: Stretch, expired: int, pieces: list[Piece]) -> Iterator[str]:
    """Where what the file says of a stretch is not what it says of its chunks; ``expired`` rows were let go of."""
    n = sum(piece.n for piece in pieces)
    if stretch.n != n:
        yield f"it says it holds {stretch.n:,} observations, and its chunks say {n:,}"
    if not 0 < stretch.n + expired <= stretch.last - stretch.first + 1:
        yield f"it cannot hold {stretch.n + expired:,} observations of rows {stretch.first:,} to {stretch.last:,}"
    if not pieces:
        return
    for name, most in (("observed_from", min), ("observed_to", max), ("recorded_from", min), ("recorded_to", max)):
        told, found = getattr(stretch, name), most(getattr(piece, name) for piece in pieces)
        if told != found and not (expired and name.startswith("recorded") and told == most(told, found)):
            yield f"it says {name} {told} where its chunks say {found}"


def chunk_faults(piece: Piece, heads: Sections, rows: Rows, known: Longs) -> Iterator[str]:
    """What is wrong with a chunk by itself; ``known`` are the ids of all datastreams, ascending."""
    yield from value_faults(rows, known)
    yield from told_otherwise(piece, _RANGES, _ranges(rows))
    if not len(rows):
        return
    at, stream = rows.observed_at, rows.stream
    yield from told_otherwise(piece, ENDS, (int(stream[0]), int(stream[-1]), int(at[0]), int(at[-1])))
    yield from _head_faults(heads, rows)
    step = np.diff(stream)
    if (step < 0).any() or ((step == 0) & (np.diff(at) < 0)).any():
        yield "its rows are not in the order of datastream and time"
    elif again := int(repeated(rows).sum()):
        yield f"it holds {again:,} observations twice"


def neighbour_faults(before: Rows, rows: Rows) -> Iterator[str]:
    """What is wrong between two sound chunks of a stretch, the second of which follows the first."""
    if not len(before):
        return
    end, begin = (before.stream[-1], before.observed_at[-1]), (rows.stream[0], rows.observed_at[0])
    if end > begin:
        yield "it begins before the chunk before it ends"
    elif end == begin and (again := said_again(rows, before)):
        yield f"{again:,} of its observations are in the chunk before it already"


def said_again(rows: Rows, older: Rows) -> int:
    """How many of sorted rows say what older ones said of the same moment."""
    since, until, *_ = ranges(rows)
    same = older.take((older.observed_at >= since) & (older.observed_at <= until))
    same = same.take(np.isin(_moments(same), _moments(rows)))
    return int(twins(rows, same).sum()) if len(same) else 0


def _moments(rows: Rows) -> Longs:
    """A number for each datastream and time, which two of them seldom share."""
    return rows.observed_at ^ rows.stream << 42


def log_place_faults(packed: Sequence[Stretch], pieces: Sequence[LogPiece]) -> Iterator[str]:
    """Where a piece of the log does not begin after the last stretch, or not at the row that is next."""
    if packed and pieces and pieces[0].first <= packed[-1].last:
        yield f"it begins at row {pieces[0].first:,}, and stretch {packed[-1].id} ends at row {packed[-1].last:,}"
    for one, other in pairwise(pieces):
        if other.first != one.first + one.n:
            yield f"piece {other.first} follows on row {one.first + one.n - 1:,}"


def log_faults(piece: LogPiece, rows: Rows, known: Longs) -> Iterator[str]:
    """What is wrong with a piece of the log by itself."""
    yield from value_faults(rows, known)
    yield from told_otherwise(piece, _RANGES, _ranges(rows))


def frame_faults(frame: Rows, expected: Rows, rivals: Rows, *, is_all: bool) -> Iterator[str]:
    """Where a frame differs from the latest of each datastream that its stretch and those before it hold.

    Where those do not hold all, a frame may tell other rows as late or later, and of more datastreams. Of several at
    one moment, which are among the ``rivals``, it may tell another: once that was the last written, and not the last
    recorded.
    """
    if not is_all and len(frame):
        frame = frame.take(np.minimum(np.searchsorted(frame.stream, expected.stream), len(frame) - 1))
        told = (frame.stream == expected.stream) & (frame.observed_at >= expected.observed_at)
        frame, expected = frame.take(~told), expected.take(~told)
    if not np.array_equal(frame.stream, expected.stream):
        yield f"it tells of {len(frame):,} datastreams, and of {len(expected):,} there are rows by then"
        return
    other = _differing(frame, expected)
    if other.any():
        other[other] = ~_rivalling(frame.take(other), expected.take(other), rivals)
    if other.any():
        yield f"it does not tell the latest of {int(other.sum()):,} datastreams"


def _rivalling(frame: Rows, expected: Rows, rivals: Rows) -> npt.NDArray[np.bool_]:
    """Where a frame tells another of several observations of the moment at which the expected one was made."""
    found = twins(frame, rivals) & ~twins(frame, expected)
    return found & np.equal(frame.observed_at, expected.observed_at)


def _differing(rows: Rows, others: Rows) -> npt.NDArray[np.bool_]:
    both = joined([rows, others])  # so that words and reasons are places in one list
    differing = np.zeros(len(rows), np.bool_)
    for name in COLUMNS:
        column = getattr(both, name)
        if column is not None:
            differing |= ~_same(column[: len(rows)], column[len(rows) :])
    return differing


def value_faults(rows: Rows, known: Longs) -> Iterator[str]:
    """What is wrong with rows whatever their order."""
    yield from stranger_faults(rows.stream, known)
    if (rows.form > max(Form)).any() or (rows.quality > max(Quality)).any():
        yield "it has values of a form or a quality that does not exist"
    if _beyond(rows.word, rows) or _beyond(rows.reason, rows):
        yield "it names words that it does not hold"
    texts = rows.form == Form.TEXT
    if texts.any() and (rows.word is None or (rows.word[texts] < 0).any()):
        yield "it has texts without a word"


def stranger_faults(stream: Longs, known: Longs) -> Iterator[str]:
    """Whether all datastreams are in the file; ``known`` are the ids of those that are, ascending."""
    place = np.searchsorted(known, stream)
    strangers = stream[np.append(known, -1)[place] != stream]
    if len(strangers):
        yield f"it has {len(strangers):,} rows of datastreams that are not in the file, such as {strangers[0]}"


def _beyond(codes: Ints | None, rows: Rows) -> bool:
    return codes is not None and bool(((codes < -1) | (codes >= len(rows.words))).any())


def _ranges(rows: Rows) -> tuple[int, ...]:
    return (len(rows), *ranges(rows)) if len(rows) else (0,)


def told_otherwise(
    piece: Piece | LogPiece | RollupPiece, names: tuple[str, ...], found: tuple[int, ...]
) -> Iterator[str]:
    """Where what the file says beside a blob is not what is in it."""
    for name, value in zip(names, found, strict=False):
        if (told := getattr(piece, name)) != value:
            yield f"it says {name} {told} where its rows say {value}"


def _head_faults(heads: Sections, rows: Rows) -> Iterator[str]:
    with np.errstate(over="ignore", invalid="ignore"):  # numbers may be as large as they like, their sum infinite
        expected = heads_of(rows, borders(rows.stream), with_numbers="m" in heads)
        if set(heads) != set(expected):
            yield f"its heads have the sections {''.join(heads)!r} where {''.join(expected)!r} are wanted"
        elif len(heads["s"]) != len(expected["s"]):
            yield f"its heads tell of {len(heads['s']):,} datastreams, its rows of {len(expected['s']):,}"
        else:
            slack = _slack(rows) if "a" in heads else None
            wrong = [HEADS.get(tag, tag) for tag in expected if not _agree(tag, heads, expected, slack)]
            if wrong:
                yield f"its heads tell other {', '.join(wrong)} than its rows"


def _agree(tag: str, heads: Sections, expected: Sections, slack: "npt.NDArray[np.float64] | None") -> bool:
    told, found = heads[tag], expected[tag]
    if len(told) != len(found):
        return False
    near = np.abs(told - found) <= slack if tag == "a" and slack is not None else False
    return bool((_same(told, found) | near).all())


def _slack(rows: Rows) -> npt.NDArray[np.float64]:
    amounts = np.where(np.isnan(rows.number), 0.0, np.abs(rows.number))
    slack: npt.NDArray[np.float64] = SUM_TOLERANCE * np.add.reduceat(amounts, borders(rows.stream)[:-1])
    return np.where(np.isfinite(slack), slack, 0.0)


def _same(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Where two columns say the same; no number is no number."""
    equal: npt.NDArray[np.bool_] = one == other
    return equal | (np.isnan(one) & np.isnan(other)) if one.dtype.kind == "f" else equal
