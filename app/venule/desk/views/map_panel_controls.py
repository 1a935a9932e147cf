"""Controls of the map's panel: choices side by side, lists, and boxes that tell how many there are behind a name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from venule.desk.style.fonts import font
from venule.desk.style.look import Look
from venule.desk.style.metrics import CORNER, ROW, SYMBOL, Space, Type
from venule.desk.style.palette import Palette

NOTCHES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
THOUSAND, MILLION = 1_000, 1_000_000
MARK = 14


class Segment(QToolButton):
    """One of several that exclude one another; its arrow keys speak to all of them."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = NOTCHES.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)


class Segments(QWidget):
    """A choice of one, side by side. ``chosen`` carries the place of what a hand chose; arrow keys go through it."""

    chosen = Signal(int)

    def __init__(self, name: str, titles: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``titles`` are pairs of what stands on a button and what explains it."""
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.HAIR)
        for place, (title, tip) in enumerate(titles):
            button = Segment(self)
            button.setText(title)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(f"{name}: {tip}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.moved.connect(self._move)
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.idToggled.connect(self._let_tab_stop)
        self._group.idClicked.connect(self.chosen)

    @property
    def place(self) -> int:
        """Which one is chosen."""
        return self._group.checkedId()

    def show_place(self, place: int) -> None:
        """Show one as chosen, without telling anybody."""
        button = self._group.button(place)
        if button is not None:
            button.setChecked(True)

    @Slot(int, bool)
    def _let_tab_stop(self, place: int, on: bool) -> None:
        """Tab stops at the chosen one alone."""
        self._group.button(place).setFocusPolicy(Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus)

    @Slot(int)
    def _move(self, step: int) -> None:
        button = self._group.button(self.place + step)
        if button is not None:
            button.click()
            button.setFocus(Qt.FocusReason.TabFocusReason)


class Choice(QComboBox):
    """A list to choose one from. The wheel belongs to the sheet it stands on, and typed letters are its own."""

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(ROW)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def show_items(self, titles: Sequence[str], place: int) -> None:
        """Show what there is to choose from and what is chosen, without telling anybody."""
        if [self.itemText(row) for row in range(self.count())] != list(titles):
            self.clear()
            self.addItems(list(titles))
        self.setCurrentIndex(place)
        self.setToolTip(f"{self.accessibleName()}: {self.currentText()}")

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, room = self._look.palette, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(palette.focus if self.hasFocus() else palette.line))
            painter.setBrush(QColor(palette.hover if self.underMouse() else palette.raised))
            painter.drawRoundedRect(room, CORNER, CORNER)
            painter.setPen(QPen(QColor(palette.text_weak), 1.4))
            tip = QPointF(room.right() - Space.MEDIUM, room.center().y() + 2)
            painter.drawPolyline(QPolygonF([tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)]))
            room.adjust(Space.SMALL, 0, -Space.HUGE, 0)
            painter.setFont(font(Type.SMALL))
            painter.setPen(QColor(palette.text))
            text = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def event(self, event: QEvent) -> bool:
        own = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if own and isinstance(event, QKeyEvent) and event.text().isprintable() and event.text():
            event.accept()  # to find an entry by its letters, and to open it with the space bar
            return True
        return super().event(event)


class CountBox(QCheckBox):
    """A name with its count at the right edge. ``alone`` asks to show this and nothing else of its sort."""

    alone = Signal()

    def __init__(self, title: str, count: int, look: Look, below: bool = False, parent: QWidget | None = None) -> None:
        """``below`` sets it in, as one of those that belong to the box above."""
        super().__init__(parent)
        self._look, self._title, self._count = look, title, f"{count:,}"
        self._left = Space.TIGHT + (Space.LARGE if below else 0)
        self.setAccessibleName(f"{title}, {count:,} assets")
        self.setToolTip(f"{title}: {count:,} assets\nCtrl+click or Ctrl+Space: this alone")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(ROW)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(0, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, room = self._look.palette, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(palette.focus) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, CORNER, CORNER)
            self._paint_mark(painter, palette)
            self._paint_words(painter, room.adjusted(self._left + MARK + Space.SMALL, 0, -Space.TIGHT, 0), palette)

    def _paint_mark(self, painter: QPainter, palette: Palette) -> None:
        ink = QColor(palette.text if self.isEnabled() else palette.text_faint)
        box = QRectF(self._left + 0.5, (self.height() - MARK) / 2 + 0.5, MARK - 1, MARK - 1)
        painter.setPen(QPen(QColor(palette.text_faint), 1))
        painter.setBrush(QColor(palette.selected if self.isChecked() else palette.raised))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            painter.setPen(QPen(ink, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corners = (QPointF(0.22, 0.52), QPointF(0.43, 0.73), QPointF(0.80, 0.28))
            painter.drawPolyline(QPolygonF([box.topLeft() + corner * box.width() for corner in corners]))

    def _paint_words(self, painter: QPainter, room: QRectF, palette: Palette) -> None:
        painter.setFont(font(Type.SMALL))
        metrics = painter.fontMetrics()
        painter.setPen(QColor(palette.text_weak if self.isEnabled() else palette.text_faint))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._count)
        room.setRight(room.right() - metrics.horizontalAdvance(self._count) - Space.SMALL)
        shown = self.isEnabled() and self.isChecked()
        painter.setPen(QColor(palette.text if shown else palette.text_faint))
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def hitButton(self, at: QPoint) -> bool:
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.setDown(False)
            self.alone.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.alone.emit()
        else:
            super().keyPressEvent(event)


def short_count(count: int) -> str:
    """A count in few characters: ``435``, ``1.4k``, ``26k``, ``1.2M``."""
    if count < THOUSAND:
        return str(count)
    if count < MILLION:
        return f"{count / THOUSAND:.1f}k" if count < 10 * THOUSAND else f"{count // THOUSAND}k"
    return f"{count / MILLION:.1f}M"


def small_button(title: str, tip: str, parent: QWidget | None = None) -> QToolButton:
    """A button of the panel with words."""
    button = QToolButton(parent)
    button.setText(title)
    button.setToolTip(tip)
    button.setIconSize(QSize(SYMBOL, SYMBOL))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
