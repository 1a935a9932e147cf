"""Pictures as PNG (ISO/IEC 15948), packed piece by piece so that the desk goes on meanwhile.

Qt's own encoder holds Python's lock from the first pixel to the last; ``zlib`` and numpy let it go.
"""

import struct
import zlib

import numpy as np
from PySide6.QtGui import QImage

from venule.desk.map.picture.reducing import Pixels, reduced

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TRUE_COLOUR, BY_TABLE, WITH_ALPHA = 2, 3, 6
PLAIN, SUB = 0, 1
"""Filters. With the second a pixel is told by its difference from its left neighbour."""

ROWS_A_PIECE = 64
LEVEL = 6
PX_A_METRE = 96 / 0.0254
"""A logical pixel is 1/96 of an inch."""

RGBA = 4


def pixels_of(image: QImage) -> Pixels:
    """Rows of pixels with three bytes each, or four where the picture is not opaque."""
    alpha = image.hasAlphaChannel()
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888 if alpha else QImage.Format.Format_RGB888)
    channels, stride = (4 if alpha else 3), plain.bytesPerLine()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), stride)
    return rows[:, : plain.width() * channels].reshape(plain.height(), plain.width(), channels).copy()


def encoded(pixels: Pixels, ratio: float = 1.0) -> bytes:
    """A file of these pixels, so many of them a logical one as the ratio says. Any thread may call it."""
    kind = WITH_ALPHA if pixels.shape[2] == RGBA else TRUE_COLOUR
    return _file(_head(pixels, kind), _packed(pixels, SUB), ratio)


def encoded_small(pixels: Pixels, ratio: float = 1.0) -> bytes:
    """The same in few colours, where nobody can see that: a third of the size."""
    found = reduced(pixels)
    if found is None:
        return encoded(pixels, ratio)
    table = _chunk(b"PLTE", found.colours[:, :3].tobytes())
    if pixels.shape[2] == RGBA:
        table += _chunk(b"tRNS", found.colours[:, 3].tobytes())
    return _file(_head(found.rows, BY_TABLE), _packed(found.rows[:, :, None], PLAIN), ratio, table)


def _file(head: bytes, data: bytes, ratio: float, table: bytes = b"") -> bytes:
    density = round(PX_A_METRE * ratio)
    size = _chunk(b"pHYs", struct.pack("!IIB", density, density, 1))
    return SIGNATURE + _chunk(b"IHDR", head) + size + table + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _head(pixels: Pixels, kind: int) -> bytes:
    return struct.pack("!IIBBBBB", pixels.shape[1], pixels.shape[0], 8, kind, 0, 0, 0)


def _packed(pixels: Pixels, filtered: int) -> bytes:
    """All rows, each after the number of its filter."""
    packer, data = zlib.compressobj(LEVEL), []
    for top in range(0, len(pixels), ROWS_A_PIECE):
        rows = pixels[top : top + ROWS_A_PIECE]
        told = rows.copy()
        if filtered == SUB:
            told[:, 1:] -= rows[:, :-1]
        number = np.full((len(rows), 1), filtered, np.uint8)
        data.append(packer.compress(np.concatenate((number, told.reshape(len(rows), -1)), 1).tobytes()))
    return b"".join((*data, packer.flush()))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))
