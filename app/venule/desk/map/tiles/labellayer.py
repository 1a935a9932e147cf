"""The layer of names: one picture of the view and a margin, moved while panning, painted anew when at rest."""

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QTransform

from venule.desk.map.assets.sight import Discs
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.ink import clear_image
from venule.desk.map.tiles.basemap import Look, Name, Rank
from venule.desk.map.tiles.labels import Ground, Letters, along_line, around_point, best_place
from venule.desk.style.fonts import font, strong
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats

MARGIN_PX = 160
BUDGET_S = 0.004
NAMES_A_STEP = 6
MOST_NAMES = 160
HALO_PX = 3.0
STREETS_FROM = {Rank.CITY: 0.0, Rank.SUBURB: 11.0, Rank.MAIN_STREET: 12.75, Rank.STREET: 14.25}
FADED = 0.35
BEARABLE = {Rank.CITY: 9.0, Rank.SUBURB: 0.1, Rank.MAIN_STREET: 0.25, Rank.STREET: 0.25}
"""How many symbols a name may cross for each of its letters before it is better left out."""

SPACED = 1.2
"""Suburbs are written in capitals with this much more room between them, in pixels."""

Glyph = tuple[QPainterPath, float]


class Taken(NamedTuple):
    """Where no name should stand: under assets, or under what is on the glass."""

    covered: Discs
    glass: tuple[Bounds, ...]


NOTHING = Taken(Discs(np.empty(0), np.empty(0), np.empty(0), solid=False), ())


class View(NamedTuple):
    """What a picture of names was made for."""

    camera: Camera
    look: Look
    taken: Taken

    def same(self, other: "View") -> bool:
        """Whether a picture made for another view serves this one."""
        alike = (self.camera, self.look, self.taken.glass) == (other.camera, other.look, other.taken.glass)
        return alike and self.taken.covered.same(other.taken.covered)


class LabelLayer:
    """Paints the names of one base map."""

    def __init__(self, names: Sequence[Name], watch: Callable[[], float] = perf_counter) -> None:
        self._names = sorted(names, key=lambda name: (name.rank, -len(name.x), name.text))
        self._watch = watch
        self._glyphs: dict[tuple[Rank, str], Glyph] = {}
        self._picture: tuple[QImage, View] | None = None
        self._next: tuple[QImage, View, Iterator[None]] | None = None

    def paint(self, painter: QPainter, camera: Camera, look: Look, moving: bool, taken: Taken = NOTHING) -> bool:
        """Paint the names there are; says whether new ones are being made and another frame should follow."""
        if not self._names:
            return False
        if not moving:
            self._renew(View(camera, look, taken))
        if self._picture is not None:
            self._blit(painter, camera, look)
        return self._next is not None

    def _blit(self, painter: QPainter, camera: Camera, look: Look) -> None:
        """Draw the picture where its camera's view is now; faded at another zoom."""
        assert self._picture is not None
        image, (seen_from, painted_for, _) = self._picture
        stretch = 2.0 ** (camera.zoom - seen_from.zoom)
        if painted_for != look or not 0.45 < stretch < 2.2:
            return
        left, top = camera.to_screen(*seen_from.to_world(-float(MARGIN_PX), -float(MARGIN_PX)))
        if stretch == 1.0:
            ratio = look.ratio
            painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), image)
            return
        painter.setOpacity(FADED)
        size = image.deviceIndependentSize() * stretch
        painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
        painter.setOpacity(1.0)

    def _renew(self, view: View) -> None:
        """Work on a picture for this view, for a few milliseconds."""
        if self._picture is not None and self._picture[1].same(view):
            self._next = None
            return
        if self._next is None or not self._next[1].same(view):
            camera = view.camera
            image = clear_image(camera.width + 2 * MARGIN_PX, camera.height + 2 * MARGIN_PX, view.look.ratio)
            self._next = image, view, self._draw(image, view)
        until = self._watch() + BUDGET_S
        for _ in self._next[2]:
            if self._watch() >= until:
                return
        self._picture, self._next = self._next[:2], None

    def _draw(self, image: QImage, view: View) -> Iterator[None]:
        """Place and paint the names in view, the weightiest first."""
        camera = view.camera
        wide = camera.resized(camera.width + 2 * MARGIN_PX, camera.height + 2 * MARGIN_PX)
        ground, painted = _ground(wide, view.taken), 0
        for count, name in enumerate(self._names):
            if count % 200 == 0:
                yield
            if camera.zoom < STREETS_FROM[name.rank] or painted >= MOST_NAMES:
                continue
            x, y = wide.to_screen(name.x, name.y)
            if x.max() < 0 or y.max() < 0 or x.min() > wide.width or y.min() > wide.height:
                continue
            half = 7.0 + 2.0 * (name.rank is Rank.CITY)
            for choices in self._places(name, x, y):
                letters = best_place(ground, choices, half, BEARABLE[name.rank])
                if letters is not None and ground.claim(letters.x, letters.y, half):
                    self._write(image, name, letters, view.look.palette)
                    painted += 1
                    if painted % NAMES_A_STEP == 0:
                        yield

    def _places(self, name: Name, x: Floats, y: Floats) -> list[Iterator[Letters]]:
        """Where a name would like to stand: for each time it is written its choices."""
        advances = np.array([self._glyph(name.rank, letter)[1] for letter in _spelled(name)])
        if len(x) == 1:
            return [around_point(float(x[0]), float(y[0]), advances, far=name.rank is Rank.CITY)]
        return along_line(x, y, advances)

    def _glyph(self, rank: Rank, letter: str) -> Glyph:
        """A letter's outline, its foot's middle at the origin and half its height above, with its advance."""
        key = rank, letter
        if key not in self._glyphs:
            script = _script(rank)
            metrics = QFontMetricsF(script)
            advance = metrics.horizontalAdvance(letter) + (SPACED if rank is Rank.SUBURB else 0.0)
            outline = QPainterPath()
            outline.addText(-advance / 2, metrics.xHeight() / 2 + 1, script, letter)
            self._glyphs[key] = outline, advance
        return self._glyphs[key]

    def _write(self, image: QImage, name: Name, letters: Letters, palette: Palette) -> None:
        """Paint one name with its halo."""
        outline = QPainterPath()
        places = zip(_spelled(name), letters.x.tolist(), letters.y.tolist(), letters.angle.tolist(), strict=True)
        for letter, x, y, angle in places:
            outline.addPath(QTransform().translate(x, y).rotateRadians(angle).map(self._glyph(name.rank, letter)[0]))
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            halo = QPen(QColor(palette.halo), HALO_PX)
            halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(outline, halo)
            painter.fillPath(outline, QColor(palette.text_weak if name.rank is Rank.CITY else palette.place_text))


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


def _spelled(name: Name) -> str:
    """A name as it is written: suburbs in capitals."""
    return name.text.upper() if name.rank is Rank.SUBURB else name.text


def _script(rank: Rank) -> QFont:
    """The font for a rank of names."""
    if rank is Rank.CITY:
        return strong(17)
    return font(11 if rank in (Rank.SUBURB, Rank.STREET) else 12, QFont.Weight.Medium)
