"""Tiles on the disk: given back as they came, bounded by bytes, and never trusted when damaged."""

import os
from pathlib import Path

import pytest

from venule.desk.map.tiles.basemap import Tile
from venule.desk.map.tiles.online.store import Kept, TileStore

URL = "https://tiles.example/{z}/{x}/{y}.png?key=hidden"
ROOM = 100_000
KEPT = Kept(b"picture", 1_234, '"tag"', "yesterday")


def used_bytes(folder: Path) -> int:
    """What all files take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_that_a_tile_comes_back_as_it_was_put(tmp_path: Path) -> None:
    store = TileStore(tmp_path, ROOM)
    store.put(URL, Tile(3, 1, 2), KEPT)
    assert store.get(URL, Tile(3, 1, 2)) == KEPT
    assert TileStore(tmp_path, ROOM).get(URL, Tile(3, 1, 2)) == KEPT
    assert store.get(URL, Tile(3, 2, 1)) is None
    assert store.get("https://another.example/{z}/{x}/{y}.png", Tile(3, 1, 2)) is None


def test_that_no_file_is_named_by_the_address(tmp_path: Path) -> None:
    TileStore(tmp_path, ROOM).put(URL, Tile(3, 1, 2), KEPT)
    for path in tmp_path.rglob("*"):
        assert "hidden" not in str(path)
        assert path.is_dir() or b"hidden" not in path.read_bytes()


def test_that_never_more_is_kept_than_there_is_room_for(tmp_path: Path) -> None:
    store = TileStore(tmp_path, ROOM)
    for column in range(50):
        store.put(URL, Tile(6, column, 0), Kept(bytes(9_000), 0))
        assert used_bytes(tmp_path) <= ROOM
    assert store.get(URL, Tile(6, 49, 0)) is not None
    assert used_bytes(tmp_path) > ROOM / 2


def test_that_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    store = TileStore(tmp_path, ROOM)
    for column in range(10):
        store.put(URL, Tile(6, column, 0), Kept(bytes(9_000), 0))
    for age, path in enumerate(sorted(tmp_path.rglob("*.tile"))):
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert store.get(URL, Tile(6, 9, 0)) is not None
    for column in range(20, 24):
        store.put(URL, Tile(6, column, 0), Kept(bytes(9_000), 0))
    assert store.get(URL, Tile(6, 9, 0)) is not None
    assert store.get(URL, Tile(6, 8, 0)) is None


def test_that_tiles_of_an_earlier_sitting_count(tmp_path: Path) -> None:
    for column in range(20):
        TileStore(tmp_path, ROOM).put(URL, Tile(6, column, 0), Kept(bytes(9_000), 0))
    assert used_bytes(tmp_path) <= ROOM


@pytest.mark.parametrize("keep", [0, 1, 10, 30, 45])
def test_that_a_damaged_file_counts_as_none(tmp_path: Path, keep: int) -> None:
    store = TileStore(tmp_path, ROOM)
    store.put(URL, Tile(3, 1, 2), Kept(bytes(40), 5))
    (path,) = tmp_path.rglob("*.tile")
    path.write_bytes(path.read_bytes()[:keep])
    assert store.get(URL, Tile(3, 1, 2)) is None
    store.put(URL, Tile(3, 1, 2), KEPT)
    assert store.get(URL, Tile(3, 1, 2)) == KEPT


@pytest.mark.parametrize("head", [b"[]\n", b"7\n", b"{}\n", b'[1, 3, "soon", "", ""]\nabc', b"[9, 0, 0, 0, 0]\n"])
def test_that_a_file_of_another_form_counts_as_none(tmp_path: Path, head: bytes) -> None:
    store = TileStore(tmp_path, ROOM)
    store.put(URL, Tile(3, 1, 2), KEPT)
    (path,) = tmp_path.rglob("*.tile")
    path.write_bytes(head)
    assert store.get(URL, Tile(3, 1, 2)) is None


def test_that_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_bytes(b"")
    store = TileStore(tmp_path / "blocked", ROOM)
    with pytest.raises(OSError, match="irectory"):
        store.put(URL, Tile(3, 1, 2), KEPT)
    assert store.get(URL, Tile(3, 1, 2)) is None
