"""Writing a pack: a PMTiles file that is there whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.packing.area import Area
from venule.domain.geo import from_mercator

E7 = 10_000_000
KINDS = ((b"\x89PNG", TileType.PNG), (b"\xff\xd8\xff", TileType.JPEG), (b"RIFF", TileType.WEBP))


class NoTiles(Exception):
    """Nothing was written; the message is one sentence."""


class PackFile:
    """Takes tiles in the order of their numbers. What is not finished vanishes; raises :class:`OSError`."""

    def __init__(self, path: Path, vector: bool) -> None:
        self._path, self._vector = Path(os.path.realpath(path)), vector
        self._part = self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        self._kind = TileType.MVT if vector else TileType.UNKNOWN
        self.tiles, self.bytes = 0, 0

    def __enter__(self) -> Self:
        self._file = self._part.open("wb")
        self._writer = Writer(self._file)  # type: ignore[no-untyped-call]
        self._writer.tile_f.close()
        self._writer.tile_f = tempfile.TemporaryFile(dir=self._path.parent)  # the system's own may be in memory
        return self

    def write(self, number: int, body: bytes) -> None:
        """Take one tile in."""
        if self._kind is TileType.UNKNOWN:
            self._kind = next((kind for start, kind in KINDS if body.startswith(start)), TileType.UNKNOWN)
        self._writer.write_tile(number, body)  # type: ignore[no-untyped-call]
        self.tiles += 1
        self.bytes += len(body)

    def finish(self, area: Area, metadata: Mapping[str, object]) -> None:
        """Write what a reader needs, and put the file in its place."""
        if not self.tiles:
            raise NoTiles("There is not a single tile in this area: no file was written.")
        compression = Compression.GZIP if self._vector else Compression.NONE
        header = {"tile_type": self._kind, "tile_compression": compression, **_corners(area.bounds, area.lowest)}
        self._writer.finalize(header, dict(metadata))  # type: ignore[no-untyped-call]
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._part, self._path)

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.tile_f.close()
        self._file.close()
        self._part.unlink(missing_ok=True)


def _corners(bounds: Bounds, zoom: int) -> dict[str, int]:
    """The area and its middle, as a header has them."""
    across = np.clip([bounds.left, (bounds.left + bounds.right) / 2, bounds.right], 0.0, 1.0)
    down = np.clip([bounds.bottom, (bounds.top + bounds.bottom) / 2, bounds.top], 0.0, 1.0)
    west, middle, east = (round(float(degrees) * E7) for degrees in from_mercator(across, down)[0])
    south, centre, north = (round(float(degrees) * E7) for degrees in from_mercator(across, down)[1])
    return {
        "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        "center_lon_e7": middle, "center_lat_e7": centre, "center_zoom": zoom,
    }  # fmt: skip
