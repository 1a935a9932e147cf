"""How values are spelled in a CSV file: numbers that come back as they were, texts that no spreadsheet computes."""

from venule.domain.quantity import Value

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First signs that make a spreadsheet compute a cell (OWASP, CSV injection)."""


def spelled(value: Value | None) -> str:
    """A value: the shortest digits that give the same number back, ``true`` or ``false``, or a harmless text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else repr(value)


def harmless(text: str) -> str:
    """A text with an apostrophe in front where a spreadsheet would take it for a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(FORMULA) and not is_number(text) else text


def is_number(text: str) -> bool:
    """Whether a text is nothing but a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True
