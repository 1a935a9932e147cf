"""How columns lie in a blob of the file: a checksum, then sections, each a tag, an encoding, a length and bytes.

    blob     crc32 of all that follows (uint32), then sections until the end
    section  tag (1 letter), encoding (1 letter), number of elements (uint32), number of bytes (uint32), the bytes

All numbers are little-endian. Encodings: ``r`` the elements as they are, ``c`` one element that stands for all,
``p`` the pcodec standalone format (https://github.com/pcodec/pcodec), ``j`` a JSON array of texts, deflated by zlib.
"""

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from pcodec import ChunkConfig, standalone

from venule.store.answers import Longs
from venule.store.problem import Damaged
from venule.store.rows import Rows

CONFIG = ChunkConfig(compression_level=4)
"""Level 8 gains 3 % and packs half as fast."""

LEAST_PACKED = 16
"""Shorter columns stay as they are: the format's own header would outweigh the gain."""

_CHECKSUM = struct.Struct("<I")
_SECTION = struct.Struct("<ccII")

FORMATS: Mapping[str, str] = {
    "s": "<i8",  # datastreams: of each row in a log, of each group in a chunk's heads
    "n": "<i8",  # heads: rows of each group, buckets of each in a roll-up
    "t": "<i8",  # a log's times of observation; heads: the time of each group's first row or bucket
    "d": "<i8",  # steps of observation since the row or bucket before, 0 at a group's first
    "r": "<i8",  # time of recording after time of observation
    "v": "<f8",  # numbers
    "f": "<u2",  # form, and quality * 8, and provenance * 64
    "w": "<i4",  # words
    "q": "<i4",  # reasons
    "x": "<i8",  # time of result after time of observation, the least number for none
    "k": "<i8",  # keys
    "l": "<f8",  # heads: least of each group, nan if it has no number; roll-ups: of each bucket
    "g": "<f8",  # heads: greatest; roll-ups: of each bucket of several numbers
    "a": "<f8",  # heads: sum; roll-ups: of each bucket of several numbers
    "m": "<i8",  # heads, roll-ups: how many numbers
    "b": "<f8",  # heads: first number
    "e": "<f8",  # heads: last number
    "u": "<u2",  # heads: worst quality * 8, and every provenance * 64
    "z": "<i8",  # heads: the time of each group's last row or bucket
}
"""The element type of each section. Section ``j`` holds the words."""

Sections = Mapping[str, npt.NDArray[Any]]


def blob(columns: Sections, words: tuple[str, ...] = (), *, packed: bool = True) -> bytes:
    """Columns as one blob; ``packed`` costs some 40 ns a value and saves nine tenths of its bytes."""
    parts = [_section(tag, np.ascontiguousarray(column, FORMATS[tag]), packed) for tag, column in columns.items()]
    if words:
        text = zlib.compress(json.dumps(words, ensure_ascii=False).encode(), 6 if packed else 1)
        parts.append(_SECTION.pack(b"j", b"j", len(words), len(text)) + text)
    body = b"".join(parts)
    return _CHECKSUM.pack(zlib.crc32(body)) + body


def columns(data: bytes, wanted: str = "") -> tuple[dict[str, npt.NDArray[Any]], tuple[str, ...]]:
    """The columns of a blob by their tags, and its words; of those ``wanted`` alone. Raises :class:`Damaged`."""
    found: dict[str, npt.NDArray[Any]] = {}
    words: tuple[str, ...] = ()
    try:
        for tag, encoding, count, content in _sections(data):
            if wanted and tag not in wanted:
                continue
            if tag == "j":
                words = tuple(json.loads(zlib.decompress(content)))
            else:
                found[tag] = _elements(encoding, count, content, FORMATS[tag])
                if len(found) == len(wanted):
                    break
    except Damaged:
        raise
    except Exception as problem:  # whatever a decoder says of bytes that are not its own
        raise Damaged(f"Packed observations cannot be read ({problem}); restore the file.") from None
    return found, words


def pack_log(rows: Rows, *, packed: bool = False) -> bytes:
    """Rows in any order, each with its datastream: how a batch is committed, and how a frame is kept."""
    return blob({"s": rows.stream, "t": rows.observed_at, **_common(rows)}, rows.words, packed=packed)


def unpack_log(data: bytes) -> Rows:
    """What :func:`pack_log` packed. Raises :class:`Damaged`."""
    found, words = columns(data)
    return rows_of(found, found["s"], found["t"], words)


def pack_chunk(rows: Rows, first: npt.NDArray[np.intp]) -> bytes:
    """Sorted rows without their datastreams and absolute times, which its heads tell; ``first`` of :func:`borders`."""
    step = np.diff(rows.observed_at, prepend=rows.observed_at[:1])
    step[first[:-1]] = 0
    words, codes = used_words(rows)
    return blob({"d": step, **_common(rows, codes)}, words)


def unpack_chunk(heads: Sections, data: bytes) -> Rows:
    """The rows of a chunk, given its heads' columns. Raises :class:`Damaged`."""
    found, words = columns(data)
    observed_at = times(heads, found["d"])
    return rows_of(found, np.repeat(heads["s"], heads["n"]), observed_at, words)


def times(heads: Sections, step: Longs) -> Longs:
    """When each row was observed, from the steps within its group. Raises :class:`Damaged`."""
    count = heads["n"]
    if int(count.sum()) != len(step):
        raise Damaged(f"A chunk says it has {int(count.sum())} rows and has {len(step)}; restore the file.")
    since = np.cumsum(step)
    observed_at: Longs = since + np.repeat(heads["t"] - since[starts(count)], count)
    return observed_at


def starts(count: Longs) -> Longs:
    """Where each group begins."""
    found: Longs = np.cumsum(count) - count
    return found


def _common(rows: Rows, codes: npt.NDArray[np.int32] | None = None) -> dict[str, npt.NDArray[Any]]:
    """Columns that a log and a chunk share; ``codes`` are new places of the words."""
    flags = rows.form.astype(np.uint16) | rows.quality.astype(np.uint16) << 3 | rows.provenance.astype(np.uint16) << 6
    found: dict[str, npt.NDArray[Any]] = {"r": rows.recorded_at - rows.observed_at, "v": rows.number, "f": flags}
    if rows.word is not None:
        found["w"] = rows.word if codes is None else codes[rows.word]
    if rows.reason is not None:
        found["q"] = rows.reason if codes is None else codes[rows.reason]
    if rows.result_at is not None:
        unknown = rows.result_at == np.iinfo(np.int64).min
        found["x"] = np.where(unknown, rows.result_at, rows.result_at - rows.observed_at)
    if rows.key is not None:
        found["k"] = rows.key
    return found


def used_words(rows: Rows) -> tuple[tuple[str, ...], npt.NDArray[np.int32] | None]:
    """The words that the rows use, and the new place of each; a merged stretch has words of many datastreams."""
    if not rows.words:
        return (), None
    used = np.unique(np.concatenate([column for column in (rows.word, rows.reason) if column is not None]))
    used = used[used >= 0]
    codes = np.full(len(rows.words) + 1, -1, np.int32)  # -1 finds the last
    codes[used] = np.arange(len(used), dtype=np.int32)
    return tuple(rows.words[place] for place in used.tolist()), codes


def rows_of(found: Sections, stream: Longs, observed_at: Longs, words: tuple[str, ...]) -> Rows:
    """Rows from the columns that a log and a chunk share."""
    flags = found["f"]
    result = found.get("x")
    if result is not None:
        unknown = result == np.iinfo(np.int64).min
        result = np.where(unknown, result, result + observed_at)
    return Rows(
        stream,
        observed_at,
        found["r"] + observed_at,
        found["v"],
        (flags & 7).astype(np.int8),
        (flags >> 3 & 7).astype(np.int8),
        (flags >> 6).astype(np.int8),
        found.get("w"),
        found.get("q"),
        result,
        found.get("k"),
        words,
    )


def _section(tag: str, column: npt.NDArray[Any], packed: bool) -> bytes:
    count = len(column)
    raw = column.tobytes()
    size = column.itemsize
    if count > 1 and raw == raw[:size] * count:
        encoding, content = b"c", raw[:size]
    elif packed and count >= LEAST_PACKED:
        encoding, content = b"p", standalone.simple_compress(column, CONFIG)
    else:
        encoding, content = b"r", raw
    return _SECTION.pack(tag.encode(), encoding, count, len(content)) + content


def _sections(data: bytes) -> Iterator[tuple[str, bytes, int, memoryview]]:
    """Tag, encoding, count and content of each section."""
    view = memoryview(data)
    if len(view) < _CHECKSUM.size or zlib.crc32(view[_CHECKSUM.size :]) != _CHECKSUM.unpack_from(view)[0]:
        raise Damaged("Packed observations are not as they were written (their checksum differs); restore the file.")
    at = _CHECKSUM.size
    while at < len(view):
        tag, encoding, count, size = _SECTION.unpack_from(view, at)
        at += _SECTION.size
        yield tag.decode(), encoding, count, view[at : at + size]
        at += size


def _elements(encoding: bytes, count: int, content: memoryview, kind: str) -> npt.NDArray[Any]:
    if encoding == b"c":
        return np.full(count, np.frombuffer(content, kind)[0])
    if encoding == b"p":
        unpacked: npt.NDArray[Any] | None = standalone.simple_decompress(bytes(content))
        if unpacked is not None and len(unpacked) == count and unpacked.dtype == np.dtype(kind):
            return unpacked
        raise Damaged("Packed observations have another number or type than they say; restore the file.")
    if encoding == b"r":
        return np.frombuffer(content, kind, count)
    raise Damaged(f"Packed observations have the unknown encoding {encoding!r}; update Venule.")


def heads_of(rows: Rows, first: npt.NDArray[np.intp], *, with_numbers: bool) -> dict[str, npt.NDArray[Any]]:
    """Of each group of sorted rows: datastream, count, first and last time, and what its numbers come to."""
    start, last = first[:-1], first[1:] - 1
    found: dict[str, npt.NDArray[Any]] = {
        "s": rows.stream[start], "n": np.diff(first), "t": rows.observed_at[start], "z": rows.observed_at[last],
    }  # fmt: skip
    if with_numbers:
        known = ~np.isnan(rows.number)
        found["m"] = np.add.reduceat(known.astype(np.int64), start)
        found["l"] = np.fmin.reduceat(rows.number, start)
        found["g"] = np.fmax.reduceat(rows.number, start)
        with np.errstate(over="ignore", invalid="ignore"):  # infinities, and what comes to one
            found["a"] = np.add.reduceat(np.where(known, rows.number, 0.0), start)
        found["b"], found["e"] = rows.number[start], rows.number[last]
        worst = np.maximum.reduceat(rows.quality, start).astype(np.uint16)
        found["u"] = worst << 3 | np.bitwise_or.reduceat(rows.provenance, start).astype(np.uint16) << 6
    return found
