"""Reading tiles from an MBTiles file (https://github.com/mapbox/mbtiles-spec), which is an SQLite file."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

DEEPEST_ZOOM = 30
LARGEST_TILE_BYTES = 16 * 1024 * 1024


class NotTiles(Exception):
    """A file holds no tiles that can be read; the message is one sentence for the operator."""


class TileFile:
    """Tiles by zoom, column and row from the north; may be asked from any thread. Never writes."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        if not path.is_file():
            raise NotTiles(f"There is no tile file {path}.")
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"  # a read-only folder refuses a WAL file else
        self.metadata = self._read_metadata()
        self.zooms = self._read_zooms()

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """One tile as it is stored, or ``None`` where there is none."""
        place = zoom, column, 2**zoom - 1 - row  # MBTiles counts rows from the south
        return self._tile("zoom_level = ? AND tile_column = ? AND tile_row = ?", place)

    def last(self) -> bytes | None:
        """Any tile of the deepest zoom."""
        return self._tile("zoom_level = ? LIMIT 1", (self.zooms[1],))

    def _tile(self, where: str, values: tuple[int, ...]) -> bytes | None:
        found = self._ask(
            f"SELECT length(tile_data), CASE WHEN length(tile_data) <= {LARGEST_TILE_BYTES} THEN tile_data END "
            f"FROM tiles WHERE {where}",
            values,
        )
        if not found:
            return None
        length, data = found[0]
        if isinstance(length, int) and length > LARGEST_TILE_BYTES:
            raise NotTiles(f"The tile file {self._name} has a tile of {length:,} bytes, which is more than is read.")
        return data if isinstance(data, bytes) else None

    def _read_metadata(self) -> Mapping[str, str]:
        return {str(name): str(value) for name, value in self._ask("SELECT name, value FROM metadata")}

    def _read_zooms(self) -> tuple[int, int]:
        (lowest, highest), *_ = self._ask("SELECT min(zoom_level), max(zoom_level) FROM tiles")
        if lowest is None or highest is None:
            raise NotTiles(f"The tile file {self._name} is empty.")
        if not (isinstance(lowest, int) and isinstance(highest, int) and 0 <= lowest <= highest <= DEEPEST_ZOOM):
            raise NotTiles(f"The tile file {self._name} is damaged: its zooms are no zooms.")
        return lowest, highest

    def _ask(self, question: str, values: tuple[int, ...] = ()) -> list[tuple[bytes | str | int | None, ...]]:
        """All rows of an answer; a connection each, so that threads share none and none is left open."""
        try:
            with closing(sqlite3.connect(self._address, uri=True)) as connection:
                return connection.execute(question, values).fetchall()
        except sqlite3.Error as problem:
            raise NotTiles(f"The tile file {self._name} cannot be read ({problem}).") from None
