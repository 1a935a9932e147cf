"""Painting the names of a view into one transparent picture, in the worker: nothing covers anything else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import is_
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPainterPathStroker, QTransform

from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.ink import clear_image
from venule.desk.map.tiles.basemap import Name, Rank
from venule.desk.map.tiles.labellines import Piece, inside, joined, length
from venule.desk.map.tiles.labels import REPEAT_PX, Ground, Letters, along_line, around_point, best_place
from venule.desk.map.tiles.work.atlas import Sheet
from venule.desk.map.tiles.work.wishes import MARGIN_PX, Script, Taken, View, Written
from venule.desk.style.fonts import font, strong
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats

NAMES_A_MEGAPIXEL = 110
HALO_PX = 3.0
SHOWN_FROM = {Rank.CITY: 0.0, Rank.SUBURB: 11.0, Rank.WATER: 11.5, Rank.MAIN_STREET: 12.75, Rank.STREET: 13.7}
BEARABLE = {Rank.CITY: 9.0, Rank.SUBURB: 0.1, Rank.WATER: 0.1, Rank.MAIN_STREET: 0.25, Rank.STREET: 0.25}
"""How many symbols a name may cross for each of its letters before it is better left out."""

HALF_PX = {Rank.CITY: 9.0}
USUAL_HALF_PX = 7.0
"""Half of the height that a name needs."""

SPACED = {Rank.SUBURB: 1.2, Rank.WATER: 0.4}
"""How much more room there is between letters, in pixels."""

MOST_GLYPHS = 4_000
MOST_REMEMBERED = 2_000


class Glyph(NamedTuple):
    """A letter's outline, its foot's middle at the origin and half its height above, and how much room it takes.

    ``halo`` is the outline of its halo: stroked once, for that takes longer than all the rest.
    """

    outline: QPainterPath
    halo: QPainterPath
    advance: float


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """A name in pixels of the picture: its point, or one line that it can run along."""

    text: str
    rank: Rank
    x: Floats
    y: Floats


class NamePainter:
    """Paints names, and remembers letters, and where names stood, so that they stay there while the map is moved.

    ``written`` are the names of the last picture.
    """

    def __init__(self) -> None:
        self._glyphs: dict[tuple[Rank, str], Glyph] = {}
        self._stood: dict[str, list[tuple[float, float]]] = {}
        self._zoom = -1.0
        self._seen: tuple[Camera, list[Sheet], list[Called]] | None = None
        self.written: tuple[Written, ...] = ()

    def paint(self, sheets: Iterable[Sheet], view: View) -> QImage:
        """The picture of a view's names, the weightiest placed first."""
        wide, palette = view.wide, view.look.palette
        image = clear_image(wide.width, wide.height, view.look.ratio)
        ground, stood = _ground(wide, view.taken), defaultdict[str, list[tuple[float, float]]](list)
        room = NAMES_A_MEGAPIXEL * wide.width * wide.height / 1e6
        before, written = self._stood if self._zoom == wide.zoom else {}, list[Written]()
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for name, letters in self._placed(self._called(list(sheets), wide), ground, wide, before):
                stood[name.text].append(wide.to_world(*letters.middle))
                self._write(painter, name, letters, palette)
                script = _told(name.rank, palette)
                inside = letters.x - MARGIN_PX, letters.y - MARGIN_PX, letters.angle
                written.append(Written(_spelled(name), script, *inside))
                room -= 1
                if room <= 0:
                    break
        self._stood, self._zoom = dict(list(stood.items())[:MOST_REMEMBERED]), wide.zoom
        self.written = tuple(written)
        return image

    def _called(self, sheets: list[Sheet], wide: Camera) -> list[Called]:
        """The names in a picture; the same ones again where nothing has changed but what they have to keep clear of."""
        seen = self._seen
        if seen is None or seen[0] != wide or len(seen[1]) != len(sheets) or not all(map(is_, seen[1], sheets)):
            seen = self._seen = wide, sheets, called(sheets, wide)
        return seen[2]

    def _placed(
        self, names: Iterable[Called], ground: Ground, wide: Camera, before: dict[str, list[tuple[float, float]]]
    ) -> Iterator[tuple[Called, Letters]]:
        """Names that have found a place, with where their letters stand."""
        written: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for name in names:
            half, stood = HALF_PX.get(name.rank, USUAL_HALF_PX), before.get(name.text, ())
            for choices in self._places(name, [wide.to_screen(*place) for place in stood]):
                letters = best_place(ground, _apart(choices, written[name.text]), half, BEARABLE[name.rank])
                if letters is not None and ground.claim(letters.x, letters.y, half):
                    written[name.text].append(letters.middle)
                    yield name, letters

    def _places(self, name: Called, stood: list[tuple[float, float]]) -> list[Iterator[Letters]]:
        """Where a name would like to stand: for each time it is written its choices."""
        advances = np.array([self._glyph(name.rank, letter).advance for letter in _spelled(name)])
        if len(name.x) == 1:
            return [around_point(float(name.x[0]), float(name.y[0]), advances, far=name.rank is Rank.CITY)]
        return along_line(name.x, name.y, advances, stood)

    def _glyph(self, rank: Rank, letter: str) -> Glyph:
        """A letter of a rank's script."""
        key = rank, letter
        if key not in self._glyphs:
            if len(self._glyphs) >= MOST_GLYPHS:
                self._glyphs.clear()
            script = _script(rank)
            metrics = QFontMetricsF(script)
            advance = metrics.horizontalAdvance(letter) + SPACED.get(rank, 0.0)
            outline = QPainterPath()
            outline.addText(-advance / 2, metrics.xHeight() / 2 + 1, script, letter)
            self._glyphs[key] = Glyph(outline, _halo(outline), advance)
        return self._glyphs[key]

    def _write(self, painter: QPainter, name: Called, letters: Letters, palette: Palette) -> None:
        """Paint one name with its halo."""
        outline, halo = QPainterPath(), QPainterPath()
        halo.setFillRule(Qt.FillRule.WindingFill)
        places = zip(_spelled(name), letters.x.tolist(), letters.y.tolist(), letters.angle.tolist(), strict=True)
        for letter, x, y, angle in places:
            turned, glyph = QTransform().translate(x, y).rotateRadians(angle), self._glyph(name.rank, letter)
            outline.addPath(turned.map(glyph.outline))
            halo.addPath(turned.map(glyph.halo))
        painter.fillPath(halo, QColor(_halo_colour(name.rank, palette)))
        painter.fillPath(outline, QColor(_colour(name.rank, palette)))


def called(sheets: Iterable[Sheet], wide: Camera) -> list[Called]:
    """The names in a picture, the weightiest first, and of equal ones those that have the most room."""
    pieces: dict[tuple[Rank, str], list[Piece]] = defaultdict(list)
    frame, found = Bounds(0.0, 0.0, float(wide.width), float(wide.height)), list[Called]()
    for sheet in sheets:
        own = sheet.square.bounds
        for name, whole in _in_sight(sheet, wide):
            if len(name.x) > 1:
                for x, y in ((name.x, name.y),) if whole else inside(name.x, name.y, own):
                    pieces[name.rank, name.text].append(wide.to_screen(x, y))
            elif own.left <= name.x[0] < own.right and own.top <= name.y[0] < own.bottom:
                found.append(Called(name.text, name.rank, *wide.to_screen(name.x, name.y)))
    for (rank, text), parts in pieces.items():
        for line in joined(parts):
            found.extend(Called(text, rank, x, y) for x, y in inside(*line, frame))
    return sorted(found, key=lambda name: (name.rank, -length(name.x, name.y), name.text))


def _in_sight(sheet: Sheet, wide: Camera) -> Iterator[tuple[Name, bool]]:
    """The names of a sheet that a picture may show, and whether the sheet's own square holds the whole of one."""
    view, own, (left, top, right, bottom) = wide.bounds, sheet.square.bounds, sheet.boxes.T
    near = (right >= view.left) & (left <= view.right) & (bottom >= view.top) & (top <= view.bottom)
    whole = (left >= own.left) & (right <= own.right) & (top >= own.top) & (bottom <= own.bottom)
    for row in np.flatnonzero(near).tolist():
        name = sheet.content.names[row]
        if wide.zoom >= SHOWN_FROM[name.rank]:
            yield name, bool(whole[row])


def _apart(choices: Iterable[Letters], written: list[tuple[float, float]]) -> Iterator[Letters]:
    """Those choices that are not near to where the same name is written already."""
    for letters in choices:
        x, y = letters.middle
        if all(abs(x - other_x) + abs(y - other_y) >= REPEAT_PX for other_x, other_y in written):
            yield letters


def _ground(wide: Camera, taken: Taken) -> Ground:
    """The ground of a picture: no name comes under a cluster, and under a symbol only where there is no other place."""
    ground, covered = Ground(wide.width, wide.height), taken.covered
    for box in taken.glass:
        ground.block(box.left + MARGIN_PX, box.top + MARGIN_PX, box.right + MARGIN_PX, box.bottom + MARGIN_PX)
    x, y = covered.x + MARGIN_PX, covered.y + MARGIN_PX
    if covered.solid:
        for left, top, half in zip(x.tolist(), y.tolist(), covered.radius.tolist(), strict=True):
            ground.block(left - half, top - half, left + half, top + half)
    else:
        ground.mark(x, y, covered.radius)
    return ground


def _halo(outline: QPainterPath) -> QPainterPath:
    """The outline of a letter's halo."""
    stroker = QPainterPathStroker()
    stroker.setWidth(HALO_PX)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return stroker.createStroke(outline)


def _spelled(name: Called) -> str:
    """A name as it is written: suburbs in capitals."""
    return name.text.upper() if name.rank is Rank.SUBURB else name.text


def _script(rank: Rank) -> QFont:
    """The font for a rank of names."""
    if rank is Rank.CITY:
        return strong(17)
    if rank is Rank.WATER:
        return font(12, italic=True)
    return font(11 if rank in (Rank.SUBURB, Rank.STREET) else 12, QFont.Weight.Medium)


def _told(rank: Rank, palette: Palette) -> Script:
    """The same as plain values."""
    script, spacing = _script(rank), SPACED.get(rank, 0.0)
    form = script.pixelSize(), int(script.weight()), script.italic(), spacing, QFontMetricsF(script).xHeight() / 2 + 1
    return Script(*form, _colour(rank, palette), _halo_colour(rank, palette))


def _halo_colour(rank: Rank, palette: Palette) -> str:
    """The colour around names of a rank."""
    return palette.water if rank is Rank.WATER else palette.halo


def _colour(rank: Rank, palette: Palette) -> str:
    """The colour for a rank of names."""
    colours = {Rank.CITY: palette.city_text, Rank.SUBURB: palette.suburb_text, Rank.WATER: palette.water_text}
    return colours.get(rank, palette.street_text)
