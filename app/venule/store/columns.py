"""Observations on their way to the writer as columns: each datastream is named once, and all else is an array."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from venule.domain.observation import Recorded
from venule.domain.quantity import Value
from venule.store.rows import EXACT, NO_RESULT, NO_ROWS, Form, Rows

LEAST = -(2**63)

_FORMS = {bool: Form.FLAG, int: Form.WHOLE, float: Form.NUMBER, str: Form.TEXT, type(None): Form.MISSING}


class Columns(NamedTuple):
    """``rows.stream`` holds places in ``names``: network, asset and datastream. ``rows.key`` is the source's key."""

    names: tuple[tuple[str, str, str], ...]
    rows: Rows


NOTHING = Columns((), NO_ROWS)


def columns(observations: Sequence[Recorded]) -> Columns:
    """The same observations by columns, in the same order.

    Raises :class:`OverflowError`, :class:`TypeError`, :class:`ValueError` or :class:`KeyError` for one that no column
    can hold.
    """
    if not observations:
        return NOTHING
    network, asset, datastream, observed_at, recorded_at, value, result_at, quality, reason, provenance, key = zip(
        *observations, strict=True
    )
    places: dict[tuple[str, str, str], int] = {}
    stream = [places.setdefault(name, len(places)) for name in zip(network, asset, datastream, strict=True)]
    words: dict[str, int] = {}
    kinds = set(map(type, value))
    if kinds == {float}:
        number, form, word = np.array(value), np.full(len(value), Form.NUMBER, np.int8), None
    else:
        form = np.array([_FORMS[one.__class__] for one in value], np.int8)
        number = np.array([_number(one) for one in value])
        word = np.array([_word(one, words) for one in value], np.int32) if _wordy(value, kinds) else None
    return Columns(
        tuple(places),
        Rows(
            np.array(stream, np.int64),
            np.array(observed_at, np.int64),
            np.array(recorded_at, np.int64),
            number,
            form,
            np.array(quality, np.int8),
            np.array(provenance, np.int8),
            word,
            np.array([words.setdefault(said, len(words)) if said else -1 for said in reason], np.int32)
            if any(reason)
            else None,
            np.array([NO_RESULT if at is None else at for at in result_at], np.int64)
            if any(at is not None for at in result_at)
            else None,
            np.array(key, np.int64),
            tuple(words),
        ),
    )


def _wordy(value: Sequence[Value | None], kinds: set[type]) -> bool:
    """Whether any value needs a word: a text, or a whole number that is not exact as a floating-point one."""
    return str in kinds or (int in kinds and any(one.__class__ is int and not -EXACT <= one <= EXACT for one in value))


def _number(value: Value | None) -> float:
    return float("nan") if value is None or isinstance(value, str) else float(value)


def _word(value: Value | None, words: dict[str, int]) -> int:
    if value.__class__ is int and not -EXACT <= value <= EXACT:
        if not LEAST <= value <= -LEAST - 1:
            raise OverflowError("a whole number beyond 64 bits")
        value = str(value)
    return words.setdefault(value, len(words)) if isinstance(value, str) else -1
