"""The inspector's page of a gateway: whether it is heard, since when not, and how the assets behind it are."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.city import CityModel
from venule.desk.models.latest import NEVER
from venule.desk.models.wording import age, moment, plural
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.style.symbols import WORDS
from venule.desk.views.blocks import Block, alarm_block, inset
from venule.desk.views.labels import flowing, label
from venule.desk.views.symbol import Symbol, beside
from venule.domain.alarm import SEVERITY, Status
from venule.domain.instant import Instant
from venule.domain.liveness import Liveness, Presence, Subject

WORST_FIRST = sorted(Status, key=lambda status: -SEVERITY[status])


class GatewayPage(QWidget):
    """Shows one gateway, by its row; told anew with each pulse. ``map_asked`` carries the row."""

    map_asked = Signal(object)

    def __init__(self, city: CityModel, look: Look, gateway: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._city, self._look, self.gateway = city, look, gateway
        gateways = city.catalogue.gateways
        self.name = gateways.name[gateway]
        self.network = city.catalogue.networks[gateways.network[gateway]].name
        self._claims: tuple[Liveness, ...] = ()
        self._lines: tuple[AlarmLine, ...] = ()
        self._state, self._heard = flowing(), flowing("", "weak")
        self._counts = {status: label() for status in WORST_FIRST}
        self._alarms = Block("ALARMS")
        self._arrange()
        self.tell()

    def show_told(self, lines: Sequence[AlarmLine], claims: Sequence[Liveness]) -> None:
        """The alarms of this gateway and the claims about it, out of all of them."""
        ours = tuple(line for line in lines if line.alarm.of_gateway and self._is_ours(line))
        if ours != self._lines:
            self._lines = ours
            self._alarms.fill(alarm_block(ours, self._look, self._city.now))
        self._claims = tuple(claims)
        self.tell()

    def tell(self) -> None:
        """Say how it is now."""
        behind = np.flatnonzero(self._city.catalogue.assets.gateway == self.gateway)
        counts = np.bincount(self._city.status[behind], minlength=len(Status))
        for status, shown in self._counts.items():
            shown.setText(f"{counts[status]:,}")
        self._state.setText(self.state_text())
        last = int(self._city.heard_at[behind].max()) if len(behind) else NEVER
        ago = "never heard" if last == NEVER else f"last heard {age(self._city.now - last)} ago"
        self._heard.setText(f"{ago}, through {plural(len(behind), 'asset')}")

    def state_text(self) -> str:
        """Whether it is heard, and since when not."""
        if not self._city.lost_gateway[self.gateway]:
            return "heard"
        since = self.lost_since()
        if since is None:
            return "lost"
        return f"lost since {moment(since, self._city.now)}, {age(self._city.now - since)} ago"

    def lost_since(self) -> Instant | None:
        """When it was lost: as its alarm says, or else as it was claimed last."""
        raised = [line.alarm.raised_at for line in self._lines if line.active]
        key = (Subject.GATEWAY, self.network, self.name, Presence.OFFLINE)
        claimed = [c.at for c in self._claims if (c.subject, c.network, c.name, c.presence) == key]
        return min(raised, default=max(claimed, default=None))

    def _is_ours(self, line: AlarmLine) -> bool:
        return (line.alarm.network, line.alarm.subject) == (self.network, self.name)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.SMALL, 0, Space.SMALL)
        column.setSpacing(0)
        picture = QLabel()
        picture.setPixmap(self._look.icon("radio-tower").pixmap(20, 20))
        column.addWidget(beside(picture, flowing(self.name, "title")))
        column.addWidget(inset(flowing(f"gateway of {self.network}", "weak")))
        column.addSpacing(Space.SMALL)
        column.addWidget(inset(self._state))
        column.addWidget(inset(self._heard))
        column.addWidget(self._button())
        column.addWidget(self._tally())
        column.addWidget(self._alarms)
        column.addStretch(1)

    def _button(self) -> QWidget:
        button = QPushButton(self._look.icon("locate-fixed"), "Show on map")
        button.clicked.connect(lambda: self.map_asked.emit(self.gateway))
        holder = QWidget()
        row = QVBoxLayout(holder)
        row.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        row.addWidget(button)
        return holder

    def _tally(self) -> QWidget:
        """How many assets behind it have which status, the worst first."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, 0)
        grid.setVerticalSpacing(Space.TIGHT)
        grid.addWidget(label("ASSETS BEHIND IT", "caption"), 0, 0, 1, 3)
        for place, (status, count) in enumerate(self._counts.items(), start=1):
            grid.addWidget(Symbol(status, self._look, 16), place, 0)
            grid.addWidget(label(WORDS[status]), place, 1)
            grid.addWidget(count, place, 2)
        grid.setColumnStretch(3, 1)
        return holder
