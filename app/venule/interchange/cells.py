"""How values are spelled in a CSV file: numbers that come back as they were, texts that no spreadsheet computes."""

import re

from venule.domain.quantity import Value

FORMULA = "=+-@\t\r\n＝＋－＠"
"""First signs that make a spreadsheet compute a cell (OWASP, CSV injection), in their wide forms too."""

_COMPUTED = re.compile(f"'*[{re.escape(FORMULA)}]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


def spelled(value: Value | None) -> str:
    """A value: the shortest digits that give the same number back, ``true`` or ``false``, or a harmless text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else repr(value)


def harmless(text: str) -> str:
    """A text with an apostrophe in front where a spreadsheet would take it for a formula; numbers stay numbers.

    One that has apostrophes there already gets one more, so that :func:`bare` finds what it was.
    """
    return f"'{text}" if _COMPUTED.match(text) and not is_number(text) else text


def bare(text: str) -> str:
    """The text that :func:`harmless` was given."""
    return text[1:] if text.startswith("'") and _COMPUTED.match(text) else text


def is_number(text: str) -> bool:
    """Whether a text is nothing but a number, for whoever reads it."""
    return _NUMBER.fullmatch(text) is not None
