"""The layer of shapes: old pictures stay until newer ones come, and only what changed is painted again."""

from collections import deque

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.desk.map.shapes.networks import camera, colours, one_tone, town
from venule.desk.map.camera import Camera
from venule.desk.map.shapes.dirt import touched
from venule.desk.map.shapes.index import ShapeIndex
from venule.desk.map.shapes.layer import ShapeLayer
from venule.desk.map.shapes.work import OverlayWish, ShapeSource
from venule.desk.map.tiles.basemap import Look, Tile
from venule.desk.map.tiles.tilecache import TileCache, grid, quarter_level, quarter_side
from venule.desk.map.tiles.work.hands import Hear, OwnHands
from venule.desk.map.tiles.work.jobs import Job, Learn, Open, Order, packed_order, unpacked_order
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.tiles.work.working import Working
from venule.desk.models.shapecolours import Colours
from venule.desk.style.palette import DARK, LIGHT
from venule.desk.style.tones import Tone

pytestmark = pytest.mark.usefixtures("qapp")


class SlowHands(OwnHands):
    """Does jobs only when told to."""

    def __init__(self, hear: Hear) -> None:
        super().__init__(hear)
        self.held, self.working = True, False
        self.kept: deque[tuple[int, Order]] = deque()
        self.jobs: list[Tile] = []

    def order(self, life: int, order: Order) -> None:
        if isinstance(order, Job) and isinstance(order.wish, OverlayWish):
            self.jobs.append(order.wish.tile)
        self.kept.append((life, order))
        if not self.held:
            self.work()

    def work(self) -> None:
        """Do all that was held back, and what follows from it, in its order."""
        if self.working:
            return
        self.working = True
        while self.kept:
            super().order(*self.kept.popleft())
        self.working = False


class Stage:
    """A layer, its worker, and a picture to paint on."""

    def __init__(self, index: ShapeIndex, told: Colours, held: bool = False) -> None:
        self.hands: list[SlowHands] = []
        self.layer = ShapeLayer()
        self.layer.work_with(Worker(QApplication.instance(), self.hire))
        self.layer.set_shapes(index)
        self.hands[0].held = held
        self.layer.set_colours(told)
        self.layer.renew()

    def hire(self, hear: Hear) -> SlowHands:
        self.hands.append(SlowHands(hear))
        self.hands[0].held = False
        return self.hands[0]

    def paint(self, view: Camera, look: Look | None = None, zooming: bool = False) -> QImage:
        image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
        image.fill(0)
        with QPainter(image) as painter:
            self.unfinished = self.layer.paint(painter, view, look or Look(DARK, 1.0), zooming)
        return image

    def jobs(self) -> list[Tile]:
        """Tiles ordered since the last call."""
        found, self.hands[0].jobs = self.hands[0].jobs, []
        return found


def lit(image: QImage) -> int:
    """How many pixels are painted."""
    return int((np.frombuffer(image.constBits(), np.uint32) & 0xFFFFFF).astype(bool).sum())


def test_that_shapes_are_seen_at_once_where_nobody_minds_waiting() -> None:
    index = town(100)
    stage = Stage(index, colours(index))
    assert lit(stage.paint(camera())) > 1000
    assert not stage.unfinished


def test_that_a_change_is_shown_after_the_renewal_and_not_before() -> None:
    index = town(100)
    stage = Stage(index, one_tone(index, 1))
    before = stage.paint(camera())
    assert stage.layer.set_colours(one_tone(index, 7))
    assert stage.paint(camera()) == before
    stage.layer.renew()
    assert stage.paint(camera()) != before


def test_that_the_same_colours_again_change_nothing() -> None:
    index = town(100)
    stage = Stage(index, one_tone(index, 1))
    assert not stage.layer.set_colours(one_tone(index, 1))


def test_that_old_pictures_stay_until_the_new_ones_come() -> None:
    index = town(100)
    stage = Stage(index, one_tone(index, 1))
    before = stage.paint(camera())
    stage.hands[0].held = True
    stage.layer.set_colours(one_tone(index, 7))
    stage.layer.renew()
    assert stage.paint(camera()) == before
    assert stage.unfinished
    stage.hands[0].work()
    assert stage.paint(camera()) != before
    assert not stage.unfinished


def test_that_another_look_keeps_the_old_pictures_too() -> None:
    index = town(100)
    stage = Stage(index, one_tone(index, 1))
    before = stage.paint(camera())
    stage.hands[0].held = True
    assert stage.paint(camera(), Look(LIGHT, 1.0)) == before
    stage.hands[0].work()
    assert stage.paint(camera(), Look(LIGHT, 1.0)) != before


def test_that_only_tiles_are_painted_again_that_show_what_changed() -> None:
    index, view = town(200), camera(16.0)
    stage = Stage(index, one_tone(index, 1))
    stage.paint(view)
    stage.jobs()
    told = one_tone(index, 1)
    told.tone[7] = 6
    stage.layer.set_colours(told)
    stage.layer.renew()
    stage.paint(view)
    level = quarter_level(16.0)
    asked = {tile for tile in stage.jobs() if tile.level == level}
    in_view = set(grid(level, quarter_side(level), view.bounds, None))
    expected = set(touched(index, np.array([7]), [*in_view], quarter_side(level), 20 * quarter_side(level) / 512))
    assert asked == expected & in_view
    assert len(asked) < len(in_view)


def test_that_a_picture_painted_before_a_change_is_painted_once_more() -> None:
    index, view = town(100), camera()
    stage = Stage(index, one_tone(index, 1))
    stage.paint(view)
    stage.hands[0].held = True
    for tone in (5, 7):
        stage.layer.set_colours(one_tone(index, tone))
        stage.layer.renew()
        stage.paint(view)
    for _ in range(2):
        stage.hands[0].work()
        after = stage.paint(view)
    fresh = Stage(index, one_tone(index, 7))
    assert after == fresh.paint(view)


def test_that_tiles_of_another_zoom_stand_in_while_the_right_ones_are_missing() -> None:
    index = town(300)
    stage = Stage(index, one_tone(index, 5))
    sharp = lit(stage.paint(camera(14.0)))
    stage.hands[0].held = True
    stage.layer.set_colours(one_tone(index, 5))
    coarse = stage.paint(camera(14.5))
    assert stage.unfinished
    assert lit(coarse) > sharp / 2


def test_that_nothing_is_ordered_while_the_zoom_changes() -> None:
    index = town(100)
    stage = Stage(index, one_tone(index, 5))
    stage.paint(camera(14.0))
    stage.jobs()
    stage.paint(camera(14.3), zooming=True)
    assert not stage.jobs()


def test_that_other_shapes_take_the_place_of_all_before() -> None:
    stage = Stage(town(100), one_tone(town(100), 5))
    stage.paint(camera())
    empty = town(0)
    stage.layer.set_shapes(empty)
    stage.layer.set_colours(one_tone(empty, Tone.HIDDEN))
    stage.layer.renew()
    assert lit(stage.paint(camera())) == 0


def test_that_the_pictures_kept_are_bounded() -> None:
    index = town(300)
    layer = ShapeLayer(cache_bytes=1)
    layer.work_with(Worker(QApplication.instance(), OwnHands))
    layer.set_shapes(index)
    layer.set_colours(one_tone(index, 5))
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    for step in range(12):
        view = camera(13.0 + step / 4)
        with QPainter(image) as painter:
            layer.paint(painter, view, Look(DARK, 1.0), False)
    assert layer.used_bytes <= 2 * 12 * 512 * 512 * 4  # at most twelve tiles of 512 px are in a view of this size


def test_that_a_view_larger_than_the_room_for_pictures_is_still_made_whole() -> None:
    index, view = town(300), camera(17.0, 1600, 1200)
    stage = Stage(index, one_tone(index, 5))
    stage.layer._cache = TileCache(1)
    stage.paint(view)
    assert not stage.unfinished
    stage.jobs()
    stage.paint(view)
    assert not stage.jobs()


def test_that_a_selected_line_and_area_are_drawn_over_the_others() -> None:
    index, view = town(60), camera(15.0)
    stage = Stage(index, one_tone(index, 2))
    for asset in (50, 620):
        plain, chosen, hovered = (stage.paint(view) for _ in range(3))
        with QPainter(chosen) as painter:
            stage.layer.paint_chosen(painter, view, asset, DARK)
        with QPainter(hovered) as painter:
            stage.layer.paint_hovered(painter, view, asset, DARK)
        assert chosen != plain
        assert hovered != plain
    with QPainter(plain) as painter:
        stage.layer.paint_chosen(painter, view, 55, DARK)
    assert plain == stage.paint(view)


@pytest.mark.parametrize("seed", range(5))
def test_that_touched_tiles_are_those_that_the_boxes_of_changed_shapes_meet(seed: int) -> None:
    index, view = town(120, seed), camera(17.0)
    side = quarter_side(68)
    tiles = grid(68, side, view.bounds.grown(side), None)[::2]
    rows = np.random.default_rng(seed).integers(0, 120, 9)
    margin = side / 30
    left, top, right, bottom = index.boxes
    expected = [
        tile
        for tile in tiles
        if any(
            left[row] - margin < (tile.column + 1) * side
            and right[row] + margin >= tile.column * side
            and top[row] - margin < (tile.row + 1) * side
            and bottom[row] + margin >= tile.row * side
            for row in rows
        )
    ]
    assert touched(index, rows, tiles, side, margin) == expected


def test_that_the_worker_is_told_all_it_has_to_know_through_its_pipe() -> None:
    index, view = town(50), camera()
    tile = grid(quarter_level(14.0), quarter_side(56), view.bounds, index.bounds)[0]
    wish = OverlayWish(tile, Look(DARK, 1.0), 1)
    orders = (Open(1, ShapeSource(index)), Learn(1, colours(index)), Job(5, 1, wish))
    pictures = []
    for told in (orders, [unpacked_order(packed_order(order)) for order in orders]):
        working = Working()
        answers = [working.carry_out(order) for order in told]
        assert answers[2] is not None
        pictures.append(answers[2].painted.image)
    assert pictures[0] is not None
    assert pictures[0] == pictures[1]
