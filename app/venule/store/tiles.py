"""Reading tiles from an MBTiles file (https://github.com/mapbox/mbtiles-spec), which is an SQLite file."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path


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
        found = self._ask(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            (zoom, column, 2**zoom - 1 - row),  # MBTiles counts rows from the south
        )
        data = found[0][0] if found else None
        return data if isinstance(data, bytes) else None

    def _read_metadata(self) -> Mapping[str, str]:
        return {str(name): str(value) for name, value in self._ask("SELECT name, value FROM metadata")}

    def _read_zooms(self) -> tuple[int, int]:
        (lowest, highest), *_ = self._ask("SELECT min(zoom_level), max(zoom_level) FROM tiles")
        if lowest is None or highest is None:
            raise NotTiles(f"The tile file {self._name} is empty.")
        return int(lowest), int(highest)

    def _ask(self, question: str, values: tuple[int, ...] = ()) -> list[tuple[bytes | str | int | None, ...]]:
        """All rows of an answer; a connection each, so that threads share none and none is left open."""
        try:
            with closing(sqlite3.connect(self._address, uri=True)) as connection:
                return connection.execute(question, values).fetchall()
        except sqlite3.Error as problem:
            raise NotTiles(f"The tile file {self._name} cannot be read ({problem}).") from None
