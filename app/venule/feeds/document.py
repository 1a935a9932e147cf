"""JSON payloads: opened fast, and refused in a sentence that says what is wrong with them."""

from json import JSONEncoder
from typing import Any

import orjson

from venule.domain.message import Unreadable

SHOWN = 40

_ENCODER = JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def parse(payload: bytes) -> Any:
    """The payload as JSON. ``NaN`` and ``Infinity`` are not JSON and are refused like any other broken text."""
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError as problem:
        raise Unreadable(_reason(payload, problem)) from None


def excerpt(value: object) -> str:
    """A value of the payload as a reason quotes it: whole if short, cut if long, and read no deeper than is shown."""
    text = ""
    for part in _ENCODER.iterencode(value):
        text += part
        if len(text) > SHOWN:
            return f"{text[:SHOWN]}…"
    return text


def _reason(payload: bytes, problem: orjson.JSONDecodeError) -> str:
    if not payload:
        return "payload is empty"
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError as fault:
        return f"payload is not JSON: byte {fault.start + 1} is not UTF-8 text"
    return f"payload is not JSON: {problem.msg} (line {problem.lineno}, column {problem.colno})"
