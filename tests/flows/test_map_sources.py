"""Base maps that cannot be trusted, and a worker that is killed: the map says so, and goes on with the rest."""

import gzip
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from pmtiles.tile import HeaderDict, deserialize_header, serialize_header
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.mvttiles import encoded, write_vector_pmtiles
from tests.desk.map.tiles.test_archive import write_mbtiles, write_pmtiles
from venule.desk.app import prepare
from venule.desk.map.camera import Camera
from venule.desk.map.tiles.work.hands import OwnHands, ProcessHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.style.palette import DARK
from venule.domain.alarm import Status
from venule.domain.geo import to_mercator
from venule_resources import cities

LINDENHAVEN = Path(cities.__file__).parent / "lindenhaven.pmtiles"
HEADER_BYTES = 127
SIZE = 480, 360
PATIENCE_MS = 20_000
BOMB_BYTES = 64 * 1024 * 1024
PAN_PX = (23.0, 11.0)
GLASS_PX = 60
"""What stands along the lower edge is no part of the base map."""

Change = Callable[[Path], object]


@pytest.fixture
def lie_on(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., MapView]]:
    """Maps with one asset, in alarm, in the middle of the town; their workers are stopped after the test."""
    prepare(qapp)
    workers: list[Worker] = []

    def lie_on(path: Path, hands: type[ProcessHands] | type[OwnHands] = OwnHands, zoom: float = 14.5) -> MapView:
        workers.append(Worker(hire=hands))
        view = MapView(DARK, worker=workers[-1])
        qtbot.addWidget(view)
        view.resize(*SIZE)
        view.show()
        longitude, latitude = middle()
        view.set_assets(np.array([longitude]), np.array([latitude]), np.array([Status.ALARM], np.int8))
        view.look_from(at(longitude, latitude, zoom))
        view.open_basemap(path)
        return view

    yield lie_on
    for worker in workers:
        worker.stop()
        worker.deleteLater()  # maps refer in circles, which Python takes apart in whichever thread it likes


def middle() -> tuple[float, float]:
    """Where the town is, in degrees."""
    header = header_of(LINDENHAVEN)
    return (
        (header["min_lon_e7"] + header["max_lon_e7"]) / 2e7,
        (header["min_lat_e7"] + header["max_lat_e7"]) / 2e7,
    )


def at(longitude: float, latitude: float, zoom: float) -> Camera:
    """A camera over a place in degrees."""
    x, y = to_mercator(np.array([longitude]), np.array([latitude]))
    return Camera(float(x[0]), float(y[0]), zoom, *SIZE)


def header_of(path: Path) -> HeaderDict:
    """What a file says of itself."""
    return deserialize_header(path.read_bytes()[:HEADER_BYTES])


def copied(folder: Path) -> Path:
    """The town in a file that may be harmed."""
    path = folder / "town.pmtiles"
    path.write_bytes(LINDENHAVEN.read_bytes())
    return path


def told(view: MapView) -> str:
    """What the glass says of the base map."""
    frame = view._frame
    return frame.basemap_problem or (frame.tiles.basemap.problem if frame.tiles is not None else "")


def frame_of(view: MapView) -> QImage:
    """One frame."""
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def settled(view: MapView, qtbot: QtBot) -> QImage:
    """The frame once nothing is missing any more."""

    def complete() -> bool:
        view.repaint()
        return view.settled

    qtbot.waitUntil(complete, timeout=PATIENCE_MS)
    return frame_of(view)


def ground(image: QImage) -> npt.NDArray[np.bool_]:
    """Where something else than plain land is seen, the glass aside."""
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()) & 0xFFFFFF
    return np.asarray(pixels[:-GLASS_PX] != QColor(DARK.land).rgb() & 0xFFFFFF)


def shows_asset(image: QImage) -> bool:
    """Whether the asset is in the middle, beside the sign that is in its own."""
    return image.pixelColor(SIZE[0] // 2 - 4, SIZE[1] // 2).name() == DARK.alarm


def assert_goes_on(view: MapView, *words: str) -> None:
    """The glass says one sentence with these words in it, and the asset is there."""
    sentence = told(view)
    assert sentence.endswith(".")
    for word in words:
        assert word in sentence
    view.look_from(at(*middle(), view.camera.zoom))
    assert shows_asset(frame_of(view))


def test_that_a_worker_killed_while_the_map_is_panned_leaves_no_blank_and_no_gap(
    lie_on: Callable[..., MapView], qtbot: QtBot
) -> None:
    killed, spared = lie_on(LINDENHAVEN, ProcessHands), lie_on(LINDENHAVEN)
    before = ground(settled(killed, qtbot))
    lives = set()
    for _ in range(4):
        process = killed.worker.process
        assert process is not None
        lives.add(process)
        os.kill(process, signal.SIGKILL)
        killed.look_from(killed.camera.panned(*PAN_PX))
        moved = ground(frame_of(killed))
        right, down = (round(aside) for aside in PAN_PX)
        kept = moved[down:, right:][before[:-down, :-right]]
        assert kept.mean() > 0.98, "streets that were there stay"
        assert moved.mean() > 0.8 * before.mean(), "what comes into view is not blank"
        before = ground(settled(killed, qtbot))
    assert killed.worker.process not in lives
    assert told(killed) == ""
    spared.look_from(killed.camera)
    assert (ground(settled(spared, qtbot)) != before).mean() < 0.02
    assert killed._frame.labels is not None
    assert killed._frame.labels._picture is not None
    assert killed._frame.labels._picture[1].camera == killed.camera, "names have come for this view"


def test_that_no_tile_is_given_up_because_the_worker_is_killed_again_and_again(
    lie_on: Callable[..., MapView], qtbot: QtBot
) -> None:
    view, dice = lie_on(LINDENHAVEN, ProcessHands), random.Random(4)
    for _ in range(4):
        qtbot.waitUntil(lambda: view.worker.process is not None, timeout=PATIENCE_MS)
        assert view.worker.process is not None
        view.look_from(view.camera.panned(dice.uniform(-300, 300), dice.uniform(-300, 300)))
        view.repaint()
        os.kill(view.worker.process, signal.SIGKILL)
        process = view.worker.process
        qtbot.waitUntil(lambda process=process: view.worker.process != process, timeout=PATIENCE_MS)  # type: ignore[misc]
    settled(view, qtbot)
    assert told(view) == ""


@pytest.mark.parametrize("eighths", range(8))
def test_that_a_town_cut_off_anywhere_is_told_and_the_points_stay(
    lie_on: Callable[..., MapView], tmp_path: Path, eighths: int
) -> None:
    path = copied(tmp_path)
    os.truncate(path, path.stat().st_size * eighths // 8)
    assert_goes_on(lie_on(path), "town.pmtiles")


def garble(path: Path) -> None:
    """Other bytes in place of every tile."""
    header = header_of(path)
    begin, length = header["tile_data_offset"], header["tile_data_length"]
    data = path.read_bytes()
    path.write_bytes(data[:begin] + random.Random(1).randbytes(length) + data[begin + length :])


def spot(path: Path) -> None:
    """One wrong byte in each tile, or nearly."""
    header, data = header_of(path), bytearray(path.read_bytes())
    for place in range(header["tile_data_offset"], len(data), 1024):
        data[place] ^= 0x55
    path.write_bytes(data)


def point_elsewhere(path: Path) -> None:
    """A header after which tiles lie where others are."""
    rewrite(path, tile_data_offset=header_of(path)["tile_data_offset"] - 1000)


def rewrite(path: Path, **changed: int) -> None:
    """A header that says something else."""
    data = path.read_bytes()
    header = header_of(path)
    header.update(changed)  # type: ignore[typeddict-item]
    path.write_bytes(serialize_header(header) + data[HEADER_BYTES:])


@pytest.mark.parametrize("harm", [garble, spot, point_elsewhere])
def test_that_tiles_of_broken_bytes_are_left_out_and_told(
    lie_on: Callable[..., MapView], qtbot: QtBot, tmp_path: Path, harm: Change
) -> None:
    path = copied(tmp_path)
    harm(path)
    view = lie_on(path, ProcessHands)
    settled(view, qtbot)
    assert_goes_on(view, "A tile of the base map town.pmtiles is left out")


def test_that_a_directory_that_lies_is_told(lie_on: Callable[..., MapView], qtbot: QtBot, tmp_path: Path) -> None:
    path = copied(tmp_path)
    rewrite(path, root_offset=header_of(path)["tile_data_offset"])
    view = lie_on(path)
    settled(view, qtbot)
    assert_goes_on(view, "town.pmtiles is cut off or damaged")


@pytest.mark.parametrize(
    "lie",
    [
        {"min_zoom": 0, "max_zoom": 30},
        {"min_zoom": 12, "max_zoom": 12},
        {"min_lon_e7": -(2**31), "max_lon_e7": 2**31 - 1},
        {"min_lon_e7": 1799999999, "max_lon_e7": 1800000000},
        {"max_lat_e7": 899999999, "min_lat_e7": -899999999},
    ],
)
def test_that_a_header_that_lies_costs_no_more_than_the_base_map(
    lie_on: Callable[..., MapView], qtbot: QtBot, tmp_path: Path, lie: dict[str, int]
) -> None:
    path = copied(tmp_path)
    rewrite(path, **lie)
    view = lie_on(path)
    for zoom in (3.0, 14.5, 21.0):
        view.look_from(at(*middle(), zoom))
        assert shows_asset(settled(view, qtbot))


def test_that_tiles_of_an_unknown_schema_are_told(lie_on: Callable[..., MapView], tmp_path: Path) -> None:
    tile = encoded({"name": "depths", "features": [{"geometry": "POINT(5 5)", "properties": {}}]})
    path = write_vector_pmtiles(tmp_path, {(0, 0, 0): tile}, {"vector_layers": [{"id": "depths"}]})
    assert_goes_on(lie_on(path), "town.pmtiles", "depths")


def test_that_a_tile_that_unpacks_to_far_too_much_is_left_out(
    lie_on: Callable[..., MapView], qtbot: QtBot, tmp_path: Path
) -> None:
    tile = encoded({"name": "street", "features": [{"geometry": "LINESTRING(0 0, 9 9)", "properties": {}}]})
    bomb = gzip.compress(bytes(BOMB_BYTES))
    layers = {"vector_layers": [{"id": name} for name in ("land", "water", "street", "place")]}
    path = write_vector_pmtiles(tmp_path, {(0, 0, 0): tile, (1, 1, 0): bomb}, layers)
    view = lie_on(path, ProcessHands)
    settled(view, qtbot)
    assert_goes_on(view, "A tile of the base map town.pmtiles is left out")


def remove(path: Path) -> None:
    """Nothing is there any more."""
    path.unlink()


def empty(path: Path) -> None:
    """The file is there, and nothing in it."""
    path.write_bytes(b"")


def halve(path: Path) -> None:
    """The file ends where it did not before."""
    os.truncate(path, path.stat().st_size // 2)


def swap_pictures(path: Path) -> None:
    """A file of pictures has come in place of it."""
    folder = path.parent / "other"
    folder.mkdir()
    os.replace(write_pmtiles(folder), path)


def swap_database(path: Path) -> None:
    """A database has come in place of it."""
    folder = path.parent / "other"
    folder.mkdir()
    os.replace(write_mbtiles(folder), path)


@pytest.mark.parametrize("hands", [OwnHands, ProcessHands])
@pytest.mark.parametrize("harm", [remove, empty, halve, garble, swap_pictures, swap_database])
def test_that_a_file_that_changes_while_it_is_shown_keeps_what_is_seen_and_is_told(
    lie_on: Callable[..., MapView], qtbot: QtBot, tmp_path: Path, harm: Change, hands: type[ProcessHands]
) -> None:
    path = copied(tmp_path)
    view = lie_on(path, hands)
    before = ground(settled(view, qtbot))
    harm(path)
    assert np.array_equal(ground(frame_of(view)), before)
    view.look_from(at(*(degrees + 0.02 for degrees in middle()), 17.0))
    settled(view, qtbot)
    view.look_from(at(*middle(), 16.0))
    assert shows_asset(settled(view, qtbot))
    assert_goes_on(view, "town.pmtiles")


@pytest.mark.parametrize("harm", [remove, empty, halve, swap_pictures])
def test_that_a_worker_started_again_over_a_file_that_is_gone_says_so(
    lie_on: Callable[..., MapView], qtbot: QtBot, tmp_path: Path, harm: Change
) -> None:
    path = copied(tmp_path)
    view = lie_on(path, ProcessHands)
    settled(view, qtbot)
    harm(path)
    assert view.worker.process is not None
    os.kill(view.worker.process, signal.SIGKILL)
    view.look_from(at(*middle(), 17.0))
    settled(view, qtbot)
    assert_goes_on(view, "town.pmtiles")


def test_that_a_file_that_is_whole_again_is_shown_when_it_is_opened_again(
    lie_on: Callable[..., MapView], qtbot: QtBot, tmp_path: Path
) -> None:
    path = copied(tmp_path)
    whole = path.read_bytes()
    os.truncate(path, 1000)
    view = lie_on(path)
    assert_goes_on(view, "town.pmtiles")
    path.write_bytes(whole)
    view.open_basemap(path)
    assert ground(settled(view, qtbot)).mean() > 0.1
    assert told(view) == ""
