"""Reads the values of a table: numbers with either decimal sign, flags, words; a blank never becomes zero."""

import math
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from venule.domain.asset import AssetKind
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.interchange.mapping import MISSING, TableMapping
from venule.interchange.table import Cell, Table

ToValue: TypeAlias = Callable[[Cell], Value | None]

TRUE = frozenset({
    "true", "yes", "on", "1", "ja", "wahr", "ein", "an", "vero", "sì", "si", "sí", "acceso", "vrai", "oui", "marche",
    "verdadero", "encendido", "waar", "aan",
})  # fmt: skip
FALSE = frozenset({
    "false", "no", "off", "0", "nein", "falsch", "aus", "falso", "spento", "faux", "non", "arrêt", "apagado", "nee",
    "onwaar", "uit",
})  # fmt: skip
LONGEST_WORD = 256
LARGEST = 2**63 - 1
"""Whole numbers beyond it are kept as nearly as a float can."""

GROUPED = {
    ",": re.compile(r"[+-]?\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})", re.ASCII),
    ".": re.compile(r"[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})", re.ASCII),
}
"""Thousands set apart by the other sign, told by the decimal sign that follows or by coming twice."""

GROUPED_SURELY = {
    ",": re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII),
    ".": re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII),
}
"""The same where the decimal sign is beyond doubt, so that the other one can mean nothing else."""

SPACED = re.compile(r"[+-]?\d{1,3}([ '’\u00a0\u2009\u202f])\d{3}(\1\d{3})*([.,]\d+)?", re.ASCII)
"""Thousands set apart by a sign that is no decimal one."""

KINDS_OF_WORDS = {ValueKind.FLAG: "flag", ValueKind.STATE: "text", ValueKind.TEXT: "text", ValueKind.EVENT: "any"}


class NotAValue(ValueError):
    """A cell holds something else than it should; the message says what."""


def quantity_of(kinds: Mapping[str, AssetKind], kind: str, datastream: str) -> Quantity | None:
    """The quantity that a kind of asset declares under that name."""
    declared = kinds.get(kind)
    return declared.quantity(datastream) if declared else None


def form_of(mapping: TableMapping, column: str, quantity: Quantity | None) -> str:
    """How the cells of a column are read: as its quantity is declared, or else as the mapping says."""
    form = "flag" if column in mapping.flags else mapping.values
    return KINDS_OF_WORDS.get(quantity.kind, form) if quantity else form


def reader_of_values(mapping: TableMapping, table: Table, column: str, quantity: Quantity | None) -> ToValue:
    """The function that reads a cell, ``None`` where there is nothing; a declared flag or state is read as one."""
    told = table.told_decimal(mapping.decimal)
    decimal, sure = told.decimal, told.is_sure
    missing = frozenset({*MISSING, *(word.lower() for word in mapping.missing)})
    labels = quantity.labels if quantity else ("no", "yes")
    casts: dict[str, Callable[[str], Value]] = {
        "number": lambda text: number(text, decimal, sure=sure),
        "flag": lambda text: flag(text, labels),
        "text": word,
        "any": lambda text: whatever(text, decimal, sure=sure),
    }
    cast = casts[form_of(mapping, column, quantity)]

    def read(cell: Cell) -> Value | None:
        if cell is None:
            return None
        text = (str(cell) if not isinstance(cell, str) else cell).strip()
        return None if text.lower() in missing else cast(text)

    return read


def number(text: str, decimal: str, *, sure: bool = False) -> float | int:
    """A finite number; a whole one stays whole.

    Thousands may be set apart by spaces and apostrophes, and by the other sign of the two where it shows that it is
    not the decimal one: 1.234,5 and 1.234.567. So does 1.234 only where the decimal sign is ``sure`` to be a comma.
    """
    if "_" in text:
        raise NotAValue(f"{text[:60]!r} is not a number")
    digits = text
    if decimal == ",":
        if "." in text and not is_grouped(text, decimal, sure=sure):
            raise NotAValue(f"{text[:60]!r} has a dot where decimals are written with a comma")
        digits = text.replace(".", "").replace(",", ".")
    try:
        whole = int(digits)
    except ValueError:
        pass
    else:
        if abs(whole) <= LARGEST:
            return whole
    try:
        value = float(digits)
    except ValueError:
        return number(ungrouped(text, decimal, sure=sure), decimal)
    if not math.isfinite(value):
        raise NotAValue(f"{text[:60]!r} is not a finite number")
    return value


def is_grouped(text: str, decimal: str, *, sure: bool) -> bool:
    """Whether the other of the two signs sets thousands apart in a number."""
    return bool(GROUPED[decimal].fullmatch(text) or (sure and GROUPED_SURELY[decimal].fullmatch(text)))


def ungrouped(text: str, decimal: str, *, sure: bool) -> str:
    """A number without what sets its thousands apart. Raises :class:`NotAValue` where nothing does."""
    if spaced := SPACED.fullmatch(text):
        return text.replace(spaced[1], "")
    if decimal == "." and is_grouped(text, decimal, sure=sure):
        return text.replace(",", "")
    raise NotAValue(f"{text[:60]!r} is not a number")


def flag(text: str, labels: tuple[str, str]) -> bool:
    """Yes or no, in the usual words or those of the quantity's two labels."""
    told = text.lower()
    if told in TRUE or told == labels[1].lower():
        return True
    if told in FALSE or told == labels[0].lower():
        return False
    raise NotAValue(f"{text[:60]!r} is neither yes nor no")


def is_flag(text: str) -> bool:
    """Whether a text says yes or no in a word."""
    return not text.isdigit() and text.lower() in TRUE | FALSE


def word(text: str) -> str:
    """A text as it stands."""
    if len(text) > LONGEST_WORD:
        raise NotAValue(f"a text of {len(text)} characters is too long to be a value")
    return text


def whatever(text: str, decimal: str, *, sure: bool = False) -> Value:
    """A flag where it says true or false, else a number where it is one, else a text."""
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    try:
        return number(text, decimal, sure=sure)
    except NotAValue:
        return word(text)
