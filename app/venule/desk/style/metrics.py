"""Sizes of the desk in logical pixels: one spacing scale, one type scale, the heights of strips and rows."""

from enum import IntEnum


class Space(IntEnum):
    """Distances; nothing on the desk is spaced by any other."""

    HAIR = 2
    TIGHT = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    HUGE = 24


class Type(IntEnum):
    """Sizes of text."""

    CAPTION = 11
    SMALL = 12
    BODY = 13
    TITLE = 15
    FIGURE = 20
    CLOCK = 22


SYMBOL = 16
ROW = 24
STRIP = 48
CORNER = 4
