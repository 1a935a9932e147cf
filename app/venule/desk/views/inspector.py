"""The inspector: everything about one asset or gateway: state in words, values in their ranges, alarms, properties."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.city import CityChange, CityModel
from venule.desk.models.latest import NEVER
from venule.desk.models.reading import readings_of, streams_by_weight
from venule.desk.models.wording import age, plural
from venule.desk.query import Answer
from venule.desk.questions import AskProperties, AskSeries
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.style.symbols import WORDS
from venule.desk.views.blocks import Block, alarm_block, inset, pairs_block
from venule.desk.views.focus_order import tab_through
from venule.desk.views.gateway_page import GatewayPage
from venule.desk.views.labels import flowing
from venule.desk.views.note_block import note_block
from venule.desk.views.sparks import Sparks
from venule.desk.views.symbol import Symbol, beside
from venule.desk.views.value_row import ValueRow
from venule.domain.alarm import Status
from venule.domain.asset import NO_PROPERTIES
from venule.domain.liveness import Liveness
from venule.domain.note import Note
from venule.store.answers import Series

ROWS_LIMIT = 40
"""Values shown at once; an asset with more says how many are left out."""

LEAST_WIDTH = 280
"""Nothing on a page is wider, with a scroll bar beside it; whatever wants more breaks its lines."""


class Inspector(QScrollArea):
    """Shows the asset or gateway it was told last. ``ask`` puts a question into a slot of the query thread."""

    trend_asked = Signal(object)
    trend_added = Signal(object)
    map_asked = Signal(object)
    gateway_asked = Signal(object)

    def __init__(
        self,
        city: CityModel,
        look: Look,
        ask: Callable[[str, AskSeries | AskProperties], None],
        symbols: Mapping[str, str] = NO_PROPERTIES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._city, self._look, self._ask, self._symbols = city, look, ask, symbols
        self._network, self._name = "", ""
        self._asset: int | None = None
        self._rows: dict[int, ValueRow] = {}
        self._lines: tuple[AlarmLine, ...] = ()
        self._every: tuple[AlarmLine, ...] = ()
        self._claims: tuple[Liveness, ...] = ()
        self._noted: tuple[Note, ...] = ()
        self._page: GatewayPage | None = None
        self._sparks = Sparks(self, city, ask)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setAccessibleName("Inspector")
        self.setObjectName("page")
        city.rebuilt.connect(self._follow_rebuild)
        city.changed.connect(self._follow)
        look.changed.connect(self._dress)
        self._build()

    @property
    def asset(self) -> int | None:
        """The asset shown, by its row."""
        return self._asset

    @property
    def rows(self) -> Sequence[ValueRow]:
        """The values shown."""
        return tuple(self._rows.values())

    def show_asset(self, asset: int | None) -> None:
        """Show another asset, or none."""
        if asset is None and self._page is not None:
            return
        self._asset, self._page = asset, None
        if asset is not None:
            assets = self._city.catalogue.assets
            self._name = assets.name[asset]
            self._network = self._city.catalogue.networks[assets.network[asset]].name
        self._build()
        self.show_alarms(self._every, self._claims)

    @property
    def gateway_page(self) -> GatewayPage | None:
        """The page of the gateway shown, if it is one."""
        return self._page

    def show_gateway(self, gateway: int | None) -> None:
        """Show a gateway; with none, an asset follows."""
        self._page = None
        if gateway is None:
            self._build()
        else:
            self._asset, self._rows, self._lines = None, {}, ()
            self._sparks.ask_for(())
            self._page = GatewayPage(self._city, self._look, gateway)
            self._page.map_asked.connect(self.gateway_asked)
            self._page.show_told(self._every, self._claims)
            self.setWidget(self._page)
            tab_through(self._page, self)

    def show_alarms(self, lines: Sequence[AlarmLine], claims: Sequence[Liveness] = ()) -> None:
        """The lines of the alarm list and what is claimed of gateways; what is about this one is shown here too."""
        self._every, self._claims = tuple(lines), tuple(claims)
        if self._page is not None:
            self._page.show_told(lines, claims)
        ours = self._ours(lines)
        if ours != self._lines:
            self._lines = ours
            if self._asset is not None:
                self._arrange_by_weight(self._asset)
                self._alarms.fill(alarm_block(ours, self._look, self._city.now))
            self._tell_state()

    def show_notes(self, notes: tuple[Note, ...]) -> None:
        """The notes of the moment; the newest of what is about this asset are shown here too."""
        if notes != self._noted:
            self._noted = notes
            if self._asset is not None:
                self._fill_notes()

    def _fill_notes(self) -> None:
        self._notes.fill(note_block(self._noted, (self._network, self._name), self._city.now))

    def _arrange_by_weight(self, asset: int) -> None:
        """What is in alarm comes first, also when it is raised while somebody looks."""
        wanted = self._city.latest.id[streams_by_weight(self._city, asset)][:ROWS_LIMIT].tolist()
        if wanted != list(self._rows):
            lines, scrolled = self._lines, self.verticalScrollBar().value()
            self._build()
            self._lines = lines
            self.verticalScrollBar().setValue(scrolled)

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Receive the small trends and the properties."""
        if isinstance(answer.value, Series) and isinstance(answer.question, AskSeries):
            if answer.slot.startswith("spark/") and answer.question.datastream in self._rows:
                self._rows[answer.question.datastream].show_series(answer.value)
        elif isinstance(answer.question, AskProperties) and isinstance(answer.value, tuple):
            self._take_properties(answer.question.asset_id, answer.value)

    def _take_properties(self, asset_id: int, properties: tuple[tuple[str, str], ...]) -> None:
        if self._asset is not None and asset_id == int(self._city.catalogue.assets.id[self._asset]):
            self._properties.fill(pairs_block(properties))

    def state_text(self) -> str:
        """The asset's state in one sentence."""
        assert self._asset is not None
        city, asset = self._city, self._asset
        status = Status(city.status[asset])
        if city.lost[asset]:
            gateway = city.catalogue.gateways.name[city.catalogue.assets.gateway[asset]]
            return f"{WORDS[status]}: its gateway {gateway} is lost"
        streams = city.streams_of(asset)
        stale = int(city.stale[streams].sum())
        if status is Status.UNKNOWN:
            return "unknown: never heard"
        if status is Status.STALE:
            return f"stale: {stale} of {plural(len(streams), 'value')} older than expected"
        why = "".join(f": {line.alarm.title}" for line in self._lines[:1] if line.active)
        return WORDS[status] + why + (f", {plural(stale, 'value')} stale" if stale else "")

    def _build(self) -> None:
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, Space.SMALL, 0, Space.SMALL)
        self._column.setSpacing(0)
        self._rows, self._lines = {}, ()
        self._sparks.ask_for(())
        if self._asset is None:
            self._add_nothing()
        else:
            self._add_head(self._asset)
            self._add_values(self._asset)
            self._add_places()
        self._column.addStretch(1)
        self.setWidget(page)
        tab_through(page, self)
        if self._asset is not None:
            self._ask_more(self._asset)

    def _add_nothing(self) -> None:
        text = flowing("Choose an asset in the tree, on the map or in the alarm list.", "weak")
        text.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        self._column.addWidget(text)

    def _add_head(self, asset: int) -> None:
        assets, catalogue = self._city.catalogue.assets, self._city.catalogue
        kind = (*catalogue.kinds, "")[assets.kind[asset]]  # -1 is none, and the last
        gateway = catalogue.gateways.name[assets.gateway[asset]] if assets.gateway[asset] >= 0 else ""
        self._symbol = Symbol(Status(self._city.status[asset]), self._look, 20)
        self._state, self._heard = flowing("", ""), flowing("", "weak")
        self._column.addWidget(beside(self._symbol, flowing(self._name, "title")))
        label_text = assets.label[asset] if assets.label[asset] != self._name else ""
        for text in (label_text, f"{self._network} · via {gateway}" if gateway else self._network):
            if text:
                self._column.addWidget(inset(flowing(text, "weak")))
        self._column.addWidget(self._kind_line(kind))
        self._column.addSpacing(Space.SMALL)
        self._column.addWidget(inset(self._state))
        self._column.addWidget(inset(self._heard))
        self._column.addWidget(self._buttons(asset))
        self._tell_state()

    def _kind_line(self, kind: str) -> QWidget:
        picture = QLabel()
        picture.setPixmap(self._look.icon(self._symbols.get(kind, "circle-dot")).pixmap(14, 14))
        words = kind.replace(".", " ").replace("_", " ") or "unknown kind"
        return beside(picture, flowing(words, "weak"))

    def _buttons(self, asset: int) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        row.setSpacing(Space.SMALL)
        for text, icon, signal in (("Trend", "chart-line", self.trend_asked), ("Map", "locate-fixed", self.map_asked)):
            button = QPushButton(self._look.icon(icon), f"Show {text.lower()}" if text == "Trend" else "Show on map")
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(asset))
            row.addWidget(button, 1)
        return holder

    def _add_values(self, asset: int) -> None:
        readings = readings_of(self._city, asset)
        for reading in readings[:ROWS_LIMIT]:
            row = ValueRow(reading, self._look)
            row.added.connect(self.trend_added)
            self._rows[reading.datastream] = row
            self._column.addWidget(row)
        if len(readings) > ROWS_LIMIT:
            self._column.addWidget(inset(flowing(f"and {len(readings) - ROWS_LIMIT} more values", "weak")))
        if not readings:
            self._column.addWidget(inset(flowing("Nothing was ever received of this asset.", "weak")))

    def _add_places(self) -> None:
        self._alarms, self._notes, self._properties = Block("ALARMS"), Block("NOTES"), Block("PROPERTIES")
        self._column.addWidget(self._alarms)
        self._column.addWidget(self._notes)
        self._fill_notes()
        self._column.addWidget(self._properties)

    def _ask_more(self, asset: int) -> None:
        self._ask("properties", AskProperties(int(self._city.catalogue.assets.id[asset])))
        self._sparks.ask_for(self._rows.values())

    def _tell_state(self) -> None:
        if self._asset is None:
            return
        self._symbol.sign = Status(self._city.status[self._asset])
        self._symbol.update()
        self._state.setText(self.state_text())
        heard = int(self._city.heard_at[self._asset])
        self._heard.setText("" if heard == NEVER else f"last message {age(self._city.now - heard)} ago")

    def _ours(self, lines: Sequence[AlarmLine]) -> tuple[AlarmLine, ...]:
        if self._asset is None:
            return ()
        key = (self._network, self._name)
        return tuple(line for line in lines if (line.alarm.network, line.alarm.subject) == key)

    @Slot(object)
    def _follow(self, _: CityChange | None) -> None:
        if self._page is not None:
            self._page.tell()
        if self._asset is not None:
            self._tell_state()
            for reading in readings_of(self._city, self._asset)[:ROWS_LIMIT]:
                if reading.datastream in self._rows:
                    self._rows[reading.datastream].show_reading(reading)

    @Slot(object)
    def _follow_rebuild(self, _: object) -> None:
        """The asset may have moved to another row of the catalogue, or have another value at another time."""
        if self._page is not None:
            self.show_gateway(self._city.names.gateway.get((self._page.network, self._page.name)))
            return
        row = self._city.names.asset.get((self._network, self._name))
        ids = set() if row is None else set(self._city.latest.id[self._city.streams_of(row)].tolist())
        if row is None or not ids or not set(self._rows) <= ids or len(self._rows) < min(len(ids), ROWS_LIMIT):
            self.show_asset(row)
            return
        self._asset = row
        self._follow(None)
        self._ask_more(row)

    @Slot(object)
    def _dress(self, _: object) -> None:
        if self._page is not None:
            self.show_gateway(self._page.gateway)
            return
        self._build()
        self.show_alarms(self._every, self._claims)
