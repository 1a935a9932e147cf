"""JSON payloads: opened fast, and refused in a sentence that says what is wrong with them."""

from typing import Any

import orjson

from venule.domain.message import Unreadable

SHOWN = 40


def parse(payload: bytes) -> Any:
    """The payload as JSON. ``NaN`` and ``Infinity`` are not JSON and are refused like any other broken text."""
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError as problem:
        raise Unreadable(_reason(payload, problem)) from None


def excerpt(value: object) -> str:
    """A value of the payload as a reason quotes it: whole if short, cut if long."""
    text = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode("utf-8", "replace")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _reason(payload: bytes, problem: orjson.JSONDecodeError) -> str:
    if not payload:
        return "payload is empty"
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError as fault:
        return f"payload is not JSON: byte {fault.start + 1} is not UTF-8 text"
    return f"payload is not JSON: {problem.msg} (line {problem.lineno}, column {problem.colno})"
