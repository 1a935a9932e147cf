"""Names find a place of their own, the right way up, and not around corners."""

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.desk.map.tiles.plans import write_plan
from tests.desk.map.tiles.sources import Easel
from venule.desk.map.assets.sight import Discs
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.tiles.basemap import Look, Name, Rank
from venule.desk.map.tiles.labellayer import LabelLayer
from venule.desk.map.tiles.labellines import inside, joined, length
from venule.desk.map.tiles.labels import REPEAT_PX, SHARPEST_TURN, Ground, Letters, along_line, around_point, best_place
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.vector.content import Content
from venule.desk.map.tiles.work.atlas import Sheet, Square, sheet
from venule.desk.map.tiles.work.hands import Hear, OwnHands
from venule.desk.map.tiles.work.jobs import Answer, Job, Order, Painted, Ready
from venule.desk.map.tiles.work.names import NamePainter, called
from venule.desk.map.tiles.work.wishes import MARGIN_PX, NOTHING, Taken, View
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.style.palette import DARK
from venule.domain.geo import Floats

LOOK = Look(DARK, 1.0)
BOX = Bounds(0.0, 0.0, 100.0, 100.0)
CAMERA = Camera(0.5, 0.5, 15.0, 400, 300)
VIEW = View(CAMERA, LOOK, NOTHING)
WORD = np.full(10, 7.0)


def likeliest(x: Floats, y: Floats) -> list[Letters]:
    """The first choice for each time a name is written along a line."""
    return [letters for choices in along_line(x, y, WORD) for letters in islice(choices, 1)]


def test_that_letters_stand_in_a_row_around_their_point() -> None:
    letters = next(around_point(100.0, 50.0, WORD))
    assert letters.x.mean() == 100.0
    assert np.diff(letters.x).tolist() == [7.0] * 9
    assert set(letters.y) == {50.0}


def test_that_a_name_reads_from_left_to_right_whichever_way_its_street_was_drawn() -> None:
    for x in ([0.0, 300.0], [300.0, 0.0]):
        (letters,) = likeliest(np.array(x), np.array([10.0, 10.0]))
        assert (np.diff(letters.x) > 0).all()
        assert np.allclose(letters.angle, 0.0)


def test_that_a_street_shorter_than_its_name_goes_without() -> None:
    assert likeliest(np.array([0.0, 60.0]), np.array([0.0, 0.0])) == []


def test_that_no_name_goes_around_a_corner() -> None:
    assert likeliest(np.array([0.0, 60.0, 60.0]), np.array([0.0, 0.0, 60.0])) == []


def test_that_a_name_follows_a_gentle_bend() -> None:
    angle = np.linspace(0, 0.4, 30)
    (letters,) = likeliest(400 * np.sin(angle), 400 * np.cos(angle))
    assert 0 < np.ptp(letters.angle) <= SHARPEST_TURN


def test_that_long_streets_are_named_again_at_a_distance() -> None:
    names = likeliest(np.array([0.0, 3000.0]), np.array([0.0, 0.0]))
    assert len(names) == 3
    assert min(np.diff([name.x.mean() for name in names])) >= REPEAT_PX


def test_that_ground_is_given_once_and_only_inside_the_picture() -> None:
    ground, here = Ground(200, 100), np.array([50.0])
    assert ground.claim(here, here, 8.0)
    assert not ground.claim(here + 9.0, here, 8.0)
    assert ground.claim(here + 40.0, here, 8.0)
    assert not ground.claim(np.array([196.0]), here, 8.0)


def ground() -> Ground:
    """Free ground with room on all sides of a point in its middle."""
    return Ground(600, 400)


def chosen(on: Ground) -> Letters | None:
    """Where a name goes that would like to stand in the middle."""
    return best_place(on, around_point(300.0, 200.0, WORD), 7.0, bearable=0.25)


def test_that_a_name_goes_beside_a_cluster_and_not_under_it() -> None:
    taken = ground()
    taken.block(285.0, 185.0, 315.0, 215.0)
    free, beside = chosen(ground()), chosen(taken)
    assert free is not None
    assert beside is not None
    assert set(free.y) == {200.0}
    clear_x, clear_y = np.abs(beside.x - 300.0) > 15.0, np.abs(beside.y - 200.0) > 15.0
    assert (clear_x | clear_y).all()


def test_that_a_name_without_any_free_place_is_not_written() -> None:
    taken = ground()
    taken.block(0.0, 0.0, 600.0, 400.0)
    assert chosen(taken) is None


def test_that_a_name_crosses_as_few_symbols_as_it_can() -> None:
    marked = ground()
    marked.mark(np.array([300.0, 310.0]), np.array([200.0, 200.0]), np.full(2, 5.0))
    letters = chosen(marked)
    assert letters is not None
    assert marked.crossed(letters) == 0


def test_that_a_street_full_of_symbols_goes_without_its_name() -> None:
    lamps, line = np.arange(0.0, 600.0, 12.0), np.array([0.0, 600.0])
    bare, full = ground(), ground()
    full.mark(lamps, np.full(len(lamps), 200.0), np.full(len(lamps), 4.5))
    for on, named in ((bare, True), (full, False)):
        (choices,) = along_line(line, np.array([200.0, 200.0]), WORD)
        assert (best_place(on, choices, 7.0, bearable=0.25) is not None) is named


def test_that_a_name_stays_where_it_stood() -> None:
    line = np.array([0.0, 600.0]), np.array([200.0, 200.0])
    (first, *_) = (next(choices) for choices in along_line(*line, WORD, [(140.0, 201.0)]))
    (usual, *_) = likeliest(*line)
    assert first.x.mean() == pytest.approx(140.0)
    assert usual.x.mean() == pytest.approx(300.0)
    assert len(along_line(*line, WORD, [(140.0, 260.0)])) == 1, "the name stood on another street"


@given(st.lists(st.tuples(st.integers(-20, 120), st.integers(-20, 120)), min_size=2, max_size=12, unique=True))
def test_that_only_what_lies_in_a_box_is_kept_of_a_line(points: list[tuple[int, int]]) -> None:
    x, y = np.array(points, np.float64).T
    pieces = list(inside(x, y, BOX))
    for piece_x, piece_y in pieces:
        assert piece_x.min() >= BOX.left - 1e-9
        assert piece_x.max() <= BOX.right + 1e-9
        assert piece_y.min() >= BOX.top - 1e-9
        assert piece_y.max() <= BOX.bottom + 1e-9
    steps = np.linspace(0, len(x) - 1, 5001)
    at_x, at_y = np.interp(steps, np.arange(len(x)), x), np.interp(steps, np.arange(len(y)), y)
    held = (at_x >= BOX.left) & (at_x <= BOX.right) & (at_y >= BOX.top) & (at_y <= BOX.bottom)
    share = float(np.hypot(np.diff(at_x), np.diff(at_y))[held[1:] & held[:-1]].sum())
    assert sum(length(*piece) for piece in pieces) == pytest.approx(share, abs=length(x, y) / 200)


@given(st.permutations(range(5)), st.lists(st.booleans(), min_size=5, max_size=5))
def test_that_a_street_cut_at_every_crossing_is_one_street_again(order: list[int], turned: list[bool]) -> None:
    x, y = np.arange(0.0, 501.0, 50.0), np.arange(0.0, 51.0, 5.0)
    pieces = [(x[2 * part : 2 * part + 3], y[2 * part : 2 * part + 3]) for part in range(5)]
    mixed = [pieces[part] if not turned[part] else tuple(axis[::-1] for axis in pieces[part]) for part in order]
    ((found_x, found_y),) = joined(mixed)  # type: ignore[arg-type]
    assert sorted(found_x.tolist()) == x.tolist()
    assert sorted(found_y.tolist()) == y.tolist()


def test_that_streets_that_only_share_a_name_stay_apart() -> None:
    one = np.array([0.0, 100.0]), np.array([0.0, 0.0])
    other = np.array([0.0, 100.0]), np.array([40.0, 40.0])
    assert len(list(joined([one, other]))) == 2


def named(text: str, rank: Rank, *places: tuple[float, float]) -> Name:
    """A name at pixels of the view."""
    x, y = CAMERA.to_world(*np.array(places, np.float64).T)
    return Name(text, rank, x, y)


def sheet_of(*names: Name) -> Sheet:
    """All of the world in one sheet with these names."""
    return sheet(Square(0.0, 0.0, 1.0), Content({}, {}, {}, names))


def halves(*names: Name) -> list[Sheet]:
    """A sheet left of the middle of the view and one right of it; both hold the names, as tiles with margins do."""
    content = Content({}, {}, {}, names)
    return [sheet(Square(0.0, 0.25, 0.5), content), sheet(Square(0.5, 0.25, 0.5), content)]


def test_that_a_name_in_the_margin_of_two_tiles_is_one_name() -> None:
    street = named("Amber Avenue", Rank.STREET, (20.0, 40.0), (380.0, 60.0))
    place = named("Old Town", Rank.SUBURB, (210.0, 200.0))
    wide = View(CAMERA, LOOK, NOTHING).wide
    found = called(halves(street, place), wide)
    assert [name.text for name in found] == ["Old Town", "Amber Avenue"]
    x, y = wide.to_screen(street.x, street.y)
    assert sorted([float(found[1].x[0]), float(found[1].x[-1])]) == pytest.approx(x.tolist())
    assert sorted([float(found[1].y[0]), float(found[1].y[-1])]) == pytest.approx(y.tolist())


def test_that_small_names_wait_until_one_is_near() -> None:
    street = sheet_of(named("Amber Avenue", Rank.STREET, (20.0, 40.0), (380.0, 60.0)))
    far = replace(CAMERA, zoom=13.5)
    assert called([street], View(far, LOOK, NOTHING).wide) == []


def inked(image: QImage) -> Bounds:
    """The box around everything painted, in pixels of the view."""
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, 3::4]
    rows, columns = np.nonzero(alpha)
    return Bounds(*(float(edge) - MARGIN_PX for edge in (columns.min(), rows.min(), columns.max(), rows.max())))


def test_that_a_name_is_painted_around_its_place(styled: QApplication) -> None:
    box = inked(NamePainter().paint([sheet_of(named("Old Town", Rank.SUBURB, (210.0, 200.0)))], VIEW))
    assert (box.left + box.right) / 2 == pytest.approx(210.0, abs=2.0)
    assert (box.top + box.bottom) / 2 == pytest.approx(200.0, abs=2.0)
    assert 60.0 < box.right - box.left < 110.0


def test_that_a_name_keeps_clear_of_a_cluster(styled: QApplication) -> None:
    covered = Discs(np.array([210.0]), np.array([200.0]), np.array([9.0]), solid=True)
    sheets = [sheet_of(named("Old Town", Rank.SUBURB, (210.0, 200.0)))]
    box = inked(NamePainter().paint(sheets, View(CAMERA, LOOK, Taken(covered, ()))))
    assert box.bottom < 191.0 or box.top > 209.0 or box.right < 201.0 or box.left > 219.0


def test_that_a_name_does_not_jump_when_the_map_is_moved(styled: QApplication) -> None:
    painter, moved = NamePainter(), replace(VIEW, camera=CAMERA.panned(-120.0, 0.0))
    sheets = [sheet_of(named("Amber Avenue", Rank.STREET, (-150.0, 40.0), (400.0, 40.0)))]
    before, after, anew = (
        inked(one.paint(sheets, view)) for one, view in ((painter, VIEW), (painter, moved), (NamePainter(), moved))
    )
    assert after.left == pytest.approx(before.left - 120.0, abs=1.0)
    assert abs(anew.left - after.left) > 20.0


def test_that_both_roads_of_a_dual_carriageway_share_one_name(styled: QApplication) -> None:
    roads = [named("Amber Avenue", Rank.MAIN_STREET, (0.0, y), (390.0, y)) for y in (100.0, 120.0)]
    box = inked(NamePainter().paint([sheet_of(*roads)], VIEW))
    assert box.bottom - box.top < 20.0


def frame(layer: LabelLayer, camera: Camera, moving: bool = False) -> QImage:
    """One frame of the layer alone."""
    image = QImage(camera.width, camera.height, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.land))
    with QPainter(image) as painter:
        layer.paint(painter, camera, LOOK, moving)
    return image


def test_that_other_names_of_the_same_place_are_painted_once_they_are_there(styled: QApplication) -> None:
    painter, place = NamePainter(), (210.0, 200.0)
    old, new = (sheet_of(named(text, Rank.SUBURB, place)) for text in ("Old Town", "Quay"))
    first, again, other = (inked(painter.paint([sheet], VIEW)) for sheet in (old, old, new))
    assert first == again != other == inked(NamePainter().paint([new], VIEW))


def test_that_names_appear_at_rest_and_move_with_the_map(tmp_path: Path, styled: QApplication) -> None:
    basemap = open_basemap(write_plan(tmp_path), Worker(hire=OwnHands))
    assert basemap.labels is not None
    assert basemap.bounds is not None
    layer, camera = LabelLayer(basemap.labels), Camera(width=600, height=400).fitted(basemap.bounds, 0.0)
    blank = frame(layer, camera, moving=True)
    named = frame(layer, camera)
    assert named != blank
    moved = frame(layer, camera.panned(30, 0), moving=True)
    assert moved.copy(30, 0, 500, 400) == named.copy(0, 0, 500, 400)


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A source that is never opened."""

    def open(self) -> Easel:
        raise AssertionError("nobody opens it")


class Scribe:
    """Hands that answer the first view with a picture, and only write down the others."""

    def __init__(self, hear: Hear, asked: list[View]) -> None:
        self._hear, self._asked = hear, asked

    def start(self) -> None:
        self._hear(Ready(1, 0))

    def order(self, life: int, order: Order) -> None:
        if isinstance(order, Job) and isinstance(order.wish, View):
            self._asked.append(order.wish)
            if len(self._asked) == 1:
                names = [sheet_of(named("Old Town", Rank.SUBURB, (210.0, 200.0)))]
                self._hear(Answer(order.number, Painted(NamePainter().paint(names, order.wish))))

    def shake(self, life: int) -> None:
        """It is never silent for long."""

    def stop(self) -> None:
        """There is nothing to end."""


def test_that_the_old_names_stay_until_new_ones_come(styled: QApplication) -> None:
    asked: list[View] = []
    worker = Worker(hire=lambda hear: Scribe(hear, asked))
    layer = LabelLayer(worker.open(Nowhere()).claim())
    frame(layer, CAMERA)
    named, elsewhere = frame(layer, CAMERA), CAMERA.panned(30, 0)
    assert [view.camera for view in asked] == [CAMERA]
    assert named != frame(LabelLayer(worker.open(Nowhere()).claim()), CAMERA, moving=True)
    assert frame(layer, elsewhere, moving=True) == frame(layer, elsewhere)
    assert [view.camera for view in asked] == [CAMERA, elsewhere]
