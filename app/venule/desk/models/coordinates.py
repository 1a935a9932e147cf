"""Reads a place as people write it: decimal degrees, degrees with minutes and seconds, or a ``geo:`` address."""

import re

from venule.domain.geo import Position

MOST_LETTERS = 100
"""Longer texts are no coordinates."""

SAME = str.maketrans("′’´ʹ‘″”“ʺº˚−–\N{NO-BREAK SPACE}", "'''''\"\"\"\"°°-- ")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
DECIMAL = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)°?(?: *[,;] *| +)([+-]?\d{1,3}(?:\.\d+)?)°?")
DECIMAL_COMMAS = re.compile(r"[+-]?\d{1,3},\d+°?(?: *; *| +)[+-]?\d{1,3},\d+°?")
SPLIT_COMMAS = re.compile(r"[+-]?\d{1,3}(?:,\d+)?°? *; *[+-]?\d{1,3}(?:,\d+)?°?")
WITH_MARKS = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?°(?:[\d.]+')?(?:[\d.]+(?:\"|''))?)[,;]?([+-]?\d.*°.*)")
LETTER_LAST = re.compile(r"([^NSEW]+)([NSEW])[ ,;]*([^NSEW]+)([NSEW])")
LETTER_FIRST = re.compile(r"([NSEW])([^NSEW]+?)[ ,;]*([NSEW])([^NSEW]+)")
ANGLE = re.compile(
    r" *([+-]?)\d{1,3}(?:\.\d+)? *(?:[°: ] *\d{1,2}(?:\.\d+)? *(?:[': ] *(?:\d{1,2}(?:\.\d+)? *(?:\"|'')?)?)?)?°? *"
)


class WrongCoordinates(Exception):
    """A text is meant as coordinates, yet no place has them; the message says why."""


def read_coordinates(text: str) -> Position | None:
    """The place a text means, latitude before longitude unless letters say otherwise; ``None`` if it means none.

    Understood: ``60.1699, 24.9384``, ``60,1699; 24,9384``, ``60°10'12"N 24°56'18"E``, ``N 60 10.2 E 24 56.3`` and
    ``geo:60.17,24.93`` (RFC 5870). Raises :class:`WrongCoordinates` with a sentence when it is none of the Earth.
    """
    if len(text) > MOST_LETTERS:
        return None
    plain = " ".join(text.translate(SAME).upper().split())
    if plain.startswith("GEO:"):
        return _address(plain.removeprefix("GEO:"))
    if DECIMAL_COMMAS.fullmatch(plain) or SPLIT_COMMAS.fullmatch(plain):
        plain = plain.replace(",", ".")
    return _by_letters(plain) or _by_marks(plain) or _decimal(plain)


def written(place: Position) -> str:
    """A place as it is copied and read again: latitude and longitude with six decimals, a tenth of a metre."""
    return f"{place.latitude:.6f}, {place.longitude:.6f}"


def _address(plain: str) -> Position | None:
    """What follows ``geo:``: latitude, longitude, perhaps an altitude, and parameters."""
    numbers, *parameters = plain.split(";")
    for parameter in parameters:
        if parameter.startswith("CRS=") and parameter != "CRS=WGS84":
            raise WrongCoordinates(f"Only WGS 84 is understood, not {parameter.removeprefix('CRS=').lower()}.")
    found = re.fullmatch(r"(-?[\d.]+),(-?[\d.]+)(?:,-?[\d.]+)?(?:\?.*)?", numbers)
    return None if found is None else _place(_angle(found[1]), _angle(found[2]))


def _by_letters(plain: str) -> Position | None:
    """Two angles with the letters of their hemispheres behind or before them."""
    if found := LETTER_LAST.fullmatch(plain):
        one, letter, other, other_letter = found.groups()
    elif found := LETTER_FIRST.fullmatch(plain):
        letter, one, other_letter, other = found.groups()
    else:
        return None
    angles = {hemisphere: _angle(angle) for hemisphere, angle in ((letter, one), (other_letter, other))}
    if None in angles.values():
        return None
    signed = {
        "NS" if side in "NS" else "EW": -(angle or 0.0) if side in "SW" else angle for side, angle in angles.items()
    }
    return _place(signed["NS"], signed["EW"]) if len(signed) == 2 else None


def _by_marks(plain: str) -> Position | None:
    """Two angles with degree signs and no letters."""
    found = WITH_MARKS.fullmatch(plain.replace(" ", ""))
    return None if found is None else _place(_angle(found[1]), _angle(found[2]))


def _decimal(plain: str) -> Position | None:
    """Two numbers; two whole ones need a comma between them, or they may be anything."""
    found = DECIMAL.fullmatch(plain)
    if found is None or not re.search(r"[.,;°]", plain):
        return None
    return _place(float(found[1]), float(found[2]))


def _angle(text: str) -> float | None:
    """Degrees of an angle with up to three parts; ``None`` if it is none."""
    found = ANGLE.fullmatch(text)
    if found is None:
        return None
    degrees, minutes, seconds = ([float(part) for part in NUMBER.findall(text)] + [0.0, 0.0])[:3]
    if max(minutes, seconds) >= 60.0:
        raise WrongCoordinates("Minutes and seconds of an angle are below 60.")
    angle = degrees + minutes / 60.0 + seconds / 3600.0
    return -angle if found[1] == "-" else angle


def _place(latitude: float | None, longitude: float | None) -> Position | None:
    if latitude is None or longitude is None:
        return None
    if abs(latitude) > 90.0:
        raise WrongCoordinates("Latitude comes first and goes from −90° to 90°.")
    if abs(longitude) > 180.0:
        raise WrongCoordinates("Longitude goes from −180° to 180°.")
    return Position(longitude, latitude)
