"""Parts that pages of the inspector share: a heading with what is below it, alarms with advice, pairs of words."""

from collections.abc import Iterable

from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.alarms import advice
from venule.desk.models.wording import moment
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.views.labels import flowing, label
from venule.desk.views.symbol import Symbol, beside
from venule.domain.instant import Instant


def inset(widget: QWidget) -> QWidget:
    """The widget with the page's margins to its left and right."""
    widget.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
    return widget


class Block(QWidget):
    """A place on a page that is filled anew, and hidden while there is nothing in it."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, 0)
        self._column.setSpacing(Space.HAIR)
        self._column.addWidget(label(heading, "caption"))
        self._content: QWidget | None = None
        self.hide()

    def fill(self, content: QWidget | None) -> None:
        """Show something else, or nothing."""
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        if content is not None:
            self._column.addWidget(content)
        self.setVisible(content is not None)


def alarm_block(lines: Iterable[AlarmLine], look: Look, now: Instant) -> QWidget | None:
    """Alarms with their state, and what to do about them."""
    content, column = _column()
    for line in lines:
        since = f"{line.state.value} since {moment(line.since, now)}"
        column.addWidget(beside(Symbol(line.alarm.priority, look, 16), flowing(line.alarm.title), 0))
        folded = "folded under the alarm of its gateway" if line.alarm.parent else ""
        for text in (line.alarm.text, since, folded, advice(line)):
            if text:
                column.addWidget(flowing(text, "weak"))
        column.addSpacing(Space.TIGHT)
    return content if column.count() else None


def pairs_block(pairs: Iterable[tuple[str, str]]) -> QWidget | None:
    """Names and what they stand for."""
    content, column = _column()
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setVerticalSpacing(Space.HAIR)
    form.setHorizontalSpacing(Space.SMALL)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    for key, value in pairs:
        form.addRow(label(key.replace("_", " "), "weak"), flowing(value))
    column.addLayout(form)
    return content if form.rowCount() else None


def _column() -> tuple[QWidget, QVBoxLayout]:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.HAIR)
    return content, column
