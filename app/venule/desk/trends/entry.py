"""A line to type over the chart, with suggestions under it and, where what was typed is refused, a sentence why."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from venule.desk.style.metrics import Space
from venule.desk.trends.formulas.names import Suggestion

WIDTH = 520
STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Losing the focus to another window or to a menu does not put it away."""

Suggest = Callable[[str], Sequence[Suggestion]]
Complete = Callable[[str, Suggestion], str]


class Entry(QWidget):
    """``entered`` carries what was typed. It stays until :meth:`done` says that it was taken, or it is put away.

    What was typed and not taken is there again the next time. Down and Up choose among the suggestions, Tab takes one.
    """

    entered = Signal(str)

    def __init__(self, hint: str, longest: int, over: QWidget, suggest: Suggest, complete: Complete) -> None:
        super().__init__(over)
        self._over, self._suggest, self._complete = over, suggest, complete
        self._offered: tuple[Suggestion, ...] = ()
        self.setObjectName("entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.setMaxLength(longest)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.offers = QListWidget(self)
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.setAccessibleName("Suggestions")
        self._arrange()
        self.line.textEdited.connect(self.renew)
        self.offers.itemClicked.connect(self.take_current)
        self.line.installEventFilter(self)
        over.installEventFilter(self)
        self.hide()

    def _arrange(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        column.setSpacing(Space.TIGHT)
        for part in (self.line, self.problem, self.offers):
            column.addWidget(part)

    def open(self, text: str = "") -> None:
        """Show it, with a text in place of what is left from the last time."""
        if text:
            self.line.setText(text)
        self.line.selectAll()
        self.refuse("")
        self.show()
        self.raise_()
        self.renew()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why what was typed is not taken; nothing takes the sentence away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.line.setAccessibleDescription(sentence)
        self._fit()

    def done(self) -> None:
        """It was taken: the next time begins anew."""
        self.line.clear()
        self.leave()

    def leave(self) -> None:
        """Put it away; what was typed stays for the next time."""
        self._over.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    @Slot()
    def renew(self) -> None:
        """Suggest what may be meant."""
        self._offered = tuple(self._suggest(self.line.text()))
        self.offers.clear()
        for offer in self._offered:
            self.offers.addItem(f"{offer.text}    {offer.words}")
        self.problem.setVisible(False)
        self._fit()

    @Slot()
    def take_current(self) -> None:
        """Put the chosen suggestion, or the first one, in the place of what was begun."""
        row = max(0, self.offers.currentRow())
        if row < len(self._offered):
            self.line.setText(self._complete(self.line.text(), self._offered[row]))
            self.renew()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._fit()
        elif watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event.key())
        elif watched is self.line and isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self.setVisible(event.reason() in STAYS)
        return super().eventFilter(watched, event)

    def _press(self, key: int) -> bool:
        """Keys that mean something else here than to a line of text; says whether this was one."""
        match key:
            case Qt.Key.Key_Escape:
                self.leave()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.offers.currentRow() >= 0:
                    self.take_current()
                else:
                    self.entered.emit(self.line.text())
            case Qt.Key.Key_Tab:
                self.take_current()
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if key == Qt.Key.Key_Down else -1
                rows = self.offers.count()
                self.offers.setCurrentRow(min(max(-1, self.offers.currentRow() + step), rows - 1))
            case _:
                return False
        return True

    def _fit(self) -> None:
        """As high as what it holds, within what it lies over."""
        rows = self.offers.count()
        self.offers.setVisible(rows > 0)
        if rows:
            self.offers.setFixedHeight(rows * self.offers.sizeHintForRow(0) + Space.TIGHT)
        width = max(1, min(WIDTH, self._over.width() - 2 * Space.SMALL))
        column = self._column
        column.invalidate()
        needed = column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.totalSizeHint().height()
        self.setGeometry((self._over.width() - width) // 2, Space.SMALL, width, needed)
