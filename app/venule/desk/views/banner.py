"""What must not be overlooked: that no data come any more, that a replay is shown, that something went wrong."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from venule.desk.models.wording import age, day_time, full_time
from venule.desk.models.wording import moment as moment_text
from venule.desk.pulse import Moment
from venule.desk.questions import Health
from venule.desk.style.metrics import Space
from venule.desk.views.labels import flowing, label
from venule.domain.basis import Basis
from venule.domain.clock import Clock
from venule.domain.instant import SECOND, Instant
from venule.domain.liveness import Presence

HEARTBEAT_LIMIT = 10 * SECOND
LITTLE_ROOM = 16 * 1024 * 1024
"""Bytes free on the disk under which a recorder that has fallen silent is taken to wait for room."""

NOTICE_MS = 12_000
BY_THEN = {Basis.KNOWN: "was known then", Basis.HAPPENED: "happened by then"}


class Ribbon(QWidget):
    """A full-width line of text that shows itself while it has something to say; over several lines if it ``flows``."""

    def __init__(self, name: str, parent: QWidget | None = None, *, flows: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.MEDIUM, Space.TIGHT, Space.MEDIUM, Space.TIGHT)
        self._label = flowing() if flows else label()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._label)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._label.text()

    def say(self, text: str) -> None:
        """Show a sentence, or nothing for an empty one."""
        if text != self._label.text():
            self._label.setText(text)
            self.setVisible(bool(text))


class Notice(Ribbon):
    """One sentence at the bottom that leaves by itself; never a box that must be clicked away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("notice", parent)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(NOTICE_MS)
        self._leave.timeout.connect(self._clear)

    def say(self, text: str) -> None:
        super().say(text)
        self._leave.start()

    @Slot()
    def _clear(self) -> None:
        super().say("")


def loss(health: Health, last_data: Instant | None) -> str:
    """The sentence of the banner while live, or nothing: nobody records, no feed is heard, or work is left undone."""
    recorder = health.recorder
    since = f"no data since {day_time(last_data)}" if last_data else "no data yet"
    if recorder is None or recorder.stopped:
        return f"NO RECORDER: {since}"
    silent = health.asked_at - recorder.heartbeat_at
    if silent > HEARTBEAT_LIMIT and health.room is not None and health.room < LITTLE_ROOM:
        return f"NO ROOM IS LEFT ON THE DISK: {since}; the recorder waits, and nothing it committed is lost"
    if silent > HEARTBEAT_LIMIT:
        return f"THE RECORDER HAS BEEN SILENT FOR {age(silent)}: {since}"
    if health.feeds and all(feed.presence == Presence.OFFLINE for feed in health.feeds):
        causes = "; ".join(f"{feed.name}: {feed.cause}" for feed in health.feeds if feed.cause)
        gone = f" ({age(health.asked_at - last_data)} ago)" if last_data else ""
        return f"ALL FEEDS ARE OFFLINE: {since}{gone}" + (f"   {causes}" if causes else "")
    return recorder.trouble


def alive(health: Health) -> bool:
    """Whether a recorder writes this file now."""
    recorder = health.recorder
    return recorder is not None and not recorder.stopped and health.asked_at - recorder.heartbeat_at <= HEARTBEAT_LIMIT


def replayed(moment: Moment, finished: bool) -> str:
    """The sentence of the frame while looking back, or nothing: when, how fast, and which of the two times counts."""
    clock = moment.clock
    if clock.live:
        return ""
    way_back = "recording, no recorder" if finished else "press L for live"
    parts = (f"REPLAY {full_time(moment.now)} {pace(clock)}", *looped(clock), f"what {BY_THEN[clock.basis]}", way_back)
    return "  ·  ".join(parts)


def pace(clock: Clock) -> str:
    """How a replay runs: ``×10``, ``×10 backwards``, ``paused``."""
    if not clock.running:
        return "paused"
    return f"×{abs(clock.speed):g}" + (" backwards" if clock.backwards else "")


def looped(clock: Clock) -> tuple[str, ...]:
    """Which stretch is played over and over, if one is."""
    if clock.loop is None:
        return ()
    start, end = clock.loop
    return (f"loop {full_time(start)} – {moment_text(end, start)}",)
