"""What the desk writes is there whole or not at all: on a full disk, over an old file, where nothing may be written."""

import os
from pathlib import Path
from shutil import disk_usage

import pytest

from venule.desk import whole
from venule.desk.whole import Unwritten, write_whole


def test_that_a_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    place = tmp_path / "map.png"
    place.write_bytes(b"old")
    write_whole(place, b"new")
    assert place.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["map.png"]


def test_that_a_disk_that_is_full_leaves_the_old_file_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "map.png"
    place.write_bytes(b"old")
    full = disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(whole.QSaveFile, "write", lambda file, content: len(content) - 1)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: full)
    with pytest.raises(Unwritten, match=r"map\.png cannot be written: no room is left on its disk"):
        write_whole(place, b"much more than fits")
    assert place.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["map.png"]


def test_that_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unwritten, match="choose another place"):
        write_whole(tmp_path / "nowhere" / "map.png", b"new")


def test_that_a_folder_or_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (tmp_path, pipe):
        with pytest.raises(Unwritten, match="it is no file"):
            write_whole(place, b"new")
    assert pipe.is_fifo()
