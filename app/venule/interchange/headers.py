"""Reads what a column's header declares beside its name: a unit, an order of dates, a zone of local times."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from venule.domain.quantity import UNKNOWN_UNIT
from venule.domain.unit import to_ucum

CLOCKS = {
    "cet cest": "Europe/Brussels", "mez mesz": "Europe/Berlin", "wet west": "Europe/Lisbon",
    "eet eest": "Europe/Athens",
    "gmt bst": "Europe/London", "est edt": "America/New_York", "cst cdt": "America/Chicago",
    "mst mdt": "America/Denver", "pst pdt": "America/Los_Angeles", "utc": "UTC", "gmt": "UTC", "z": "UTC",
}  # fmt: skip
"""Both names of a clock that is put forward in summer, and the IANA zone of that clock today. One name alone (CET)
declares nothing: it is written for the winter's offset and for local time alike."""

ORDERS = {"dmy": "day_first", "mdy": "month_first", "ymd": "year_first"}
LETTERS = {"d": "d", "t": "d", "g": "d", "m": "m", "y": "y", "j": "y", "a": "y"}

NO_UNITS: Mapping[str, str] = {}

_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_PATTERN = re.compile(r"(d{1,2}|t{1,2}|g{1,2}|m{1,2}|[yja]{2,4})([/.\- ])(d{1,2}|m{1,2}|g{1,2})\2"
                      r"(d{1,2}|t{1,2}|g{1,2}|[yja]{2,4})(?![a-z])", re.IGNORECASE)  # fmt: skip
_PAIR = re.compile(r"\s+([A-Za-z]{3,4})\s*[-/,]\s*([A-Za-z]{3,4})$")
_WORD = re.compile(r"\s+(UTC|GMT)$", re.IGNORECASE)
_OFFSET = re.compile(r"(?:^|\s+)(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)
_ZONE = re.compile(r"(?:^|\s+)([A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?)$")


@dataclass(frozen=True, slots=True)
class Header:
    """A header taken apart. ``unit`` is the source's spelling, ``order`` a form of times, ``zone`` a name or offset."""

    name: str
    unit: str = ""
    order: str = ""
    zone: str = ""


@lru_cache(maxsize=10_000)
def header(text: str, *, of_times: bool = True) -> Header:
    """What a header says; what it does not declare stays in its name. Only one of times has an order and a zone."""
    name, unit, order, zone = text.strip(), "", "", ""
    while found := _BRACKET.search(name):
        inside = found[1].strip()
        if of_times and not order and declared_order(inside):
            order = declared_order(inside)
        elif of_times and not zone and declared_zone(f" {inside}")[1]:
            zone = declared_zone(f" {inside}")[1]
        elif not unit and to_ucum(inside) != UNKNOWN_UNIT:
            unit = inside
        else:
            break
        name = name[: found.start()].rstrip()
    rest, outside = declared_zone(name)
    if of_times and outside and not zone and rest:
        name, zone = rest, outside
    return Header(name or text.strip(), unit, order, zone)


def declared_order(text: str) -> str:
    """The order of dates in a pattern such as ``DD/MM/YYYY HH:mm``; empty if it is none."""
    found = _PATTERN.match(text)
    return ORDERS.get("".join(LETTERS[found[part][0].lower()] for part in (1, 3, 4)), "") if found else ""


def declared_zone(text: str) -> tuple[str, str]:
    """What stands before a zone at the end of a text, and the zone; empty if there is none."""
    if (pair := _PAIR.search(text)) and (clock := CLOCKS.get(f"{pair[1]} {pair[2]}".lower())):
        return text[: pair.start()].strip(), clock
    if word := _WORD.search(text):
        return text[: word.start()].strip(), "UTC"
    if offset := _OFFSET.search(text):
        return text[: offset.start()].strip(), f"{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}"
    if place := _ZONE.search(text):
        return text[: place.start()].strip(), place[1]
    return text, ""


def units_of(columns: Sequence[str], below: Mapping[str, str] = NO_UNITS) -> dict[str, Header]:
    """The headers of columns of values. Where one bracket holds no unit, or names would become one, none is a unit.

    What a line of units ``below`` the names says of a column holds in any case.
    """
    found = units_in(columns)
    return {name: replace(head, unit=below.get(name, head.unit)) for name, head in found.items()}


def units_in(columns: Sequence[str]) -> dict[str, Header]:
    """The headers of columns of values by themselves."""
    found = {column: header(column, of_times=False) for column in columns}
    bracketed = [column for column in columns if _BRACKET.search(column)]
    distinct = len({read.name for read in found.values()}) == len(columns)
    if distinct and all(found[column].unit for column in bracketed):
        return found
    return {column: Header(column) for column in columns}
