"""The strip at the foot of the window that shows every job: title, progress, what is left, and a way to end it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from venule.desk.jobs.order import JobsSeen, Row, Stage
from venule.desk.style.metrics import Space
from venule.processes.progress import spelled

STEPS = 1000
TITLE_PX, BAR_PX = 240, 160
MOST_ROWS = 4
"""Jobs shown at once: those that are under way and the newest of the others. How many more there are is said."""

WAITS = "waits for the jobs before it"
ENDING = "is being ended"


class JobStrip(QWidget):
    """``cancelled`` and ``dismissed`` carry the number of a job, ``opened`` the path of what it made."""

    cancelled = Signal(object)
    dismissed = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jobs")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Jobs")
        self._lines: dict[int, JobLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.MEDIUM, Space.TIGHT, Space.MEDIUM, Space.TIGHT)
        self._column.setSpacing(Space.TIGHT)
        self._more = _plain("faint")
        self._more.hide()
        self._column.addWidget(self._more)
        self.hide()

    @property
    def lines(self) -> tuple["JobLine", ...]:
        """The lines, from the top."""
        return tuple(self._lines.values())

    @Slot(object)
    def show_jobs(self, seen: JobsSeen) -> None:
        """Show them; a strip without a job is not there."""
        under_way = [row for row in seen.rows if not row.stage.over]
        over = [row for row in seen.rows if row.stage.over]
        shown = {row.number for row in under_way[:MOST_ROWS]}
        room = MOST_ROWS - len(shown)
        shown |= {row.number for row in over[max(len(over) - room, 0) :]} if room else set()
        for number in [number for number in self._lines if number not in shown]:
            line = self._lines.pop(number)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for row in seen.rows:
            if row.number in shown:
                self._line(row).show_row(row)
        more = len(seen.rows) - len(shown)
        self._more.setText(f"and {more} more")
        self._more.setVisible(more > 0)
        self.setVisible(bool(seen.rows))

    def _line(self, row: Row) -> "JobLine":
        line = self._lines.get(row.number)
        if line is None:
            line = self._lines[row.number] = JobLine(row, self)
            self._column.insertWidget(self._column.count() - 1, line)
        return line


class JobLine(QWidget):
    """One job."""

    def __init__(self, row: Row, strip: JobStrip) -> None:
        super().__init__(strip)
        self._strip, self._number, self._makes = strip, row.number, row.order.makes
        self._title, self._whole = _plain(), ""
        metrics = self._title.fontMetrics()
        self._title.setText(metrics.elidedText(row.order.title, Qt.TextElideMode.ElideMiddle, TITLE_PX))
        self._title.setFixedWidth(TITLE_PX)
        self._title.setToolTip(row.order.title)
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_PX)
        self._said = _plain("weak")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.open = QPushButton("Open")
        self.end = QPushButton("Dismiss")
        self.end.setFixedWidth(self.end.sizeHint().width())
        self.open.clicked.connect(self._open)
        self.end.clicked.connect(self._end)
        for button in (self.open, self.end):
            button.setAutoDefault(True)  # Enter presses it, as Space does
        self.open.hide()
        self._over = False
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.MEDIUM)
        across.addWidget(self._title)
        across.addWidget(self._bar)
        across.addWidget(self._said, 1)
        across.addWidget(self.open)
        across.addWidget(self.end)

    @property
    def said(self) -> str:
        """What stands beside the bar, or the result."""
        return self._whole

    def show_row(self, row: Row) -> None:
        """How the job stands."""
        self._over = row.stage.over
        self._bar.setVisible(not self._over)
        self._bar.setValue(round(STEPS * (row.share or 0.0)))
        self._whole = progress_text(row)
        self._said.setToolTip(row.sentence)
        self._fit()
        self._said.setProperty("role", "" if self._over else "weak")
        self.open.setVisible(row.stage is Stage.DONE and self._makes is not None)
        self.open.setAccessibleName(f"Open {self._makes.name if self._makes else ''}")
        self.end.setText("Dismiss" if self._over else "Cancel")
        self.end.setAccessibleName(f"{self.end.text()} {row.order.title}")
        self.end.setEnabled(row.stage is not Stage.ENDING)
        self._bar.setAccessibleName(f"{row.order.title}: {self._whole}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten what is said to the room there is."""
        metrics = self._said.fontMetrics()
        self._said.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self._said.width(), 1)))

    @Slot()
    def _open(self) -> None:
        self._strip.opened.emit(Path(self._makes or ""))

    @Slot()
    def _end(self) -> None:
        (self._strip.dismissed if self._over else self._strip.cancelled).emit(self._number)


def progress_text(row: Row) -> str:
    """What is said of a job beside its bar."""
    if row.stage.over:
        return f"Failed: {row.sentence}" if row.stage is Stage.FAILED else row.sentence
    if row.stage is not Stage.RUNNING:
        return WAITS if row.stage is Stage.WAITING else ENDING
    parts = [] if row.share is None else [f"{100 * row.share:.0f} %"]
    if row.remaining_s is not None:
        parts.append(f"{spelled(row.remaining_s)} left")
    parts.append(row.what or "starting")
    return " · ".join(parts)


def _plain(role: str = "") -> QLabel:
    """A label that shows plain text, whatever a file is called."""
    result = QLabel()
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        result.setProperty("role", role)
    return result
