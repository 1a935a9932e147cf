"""The inspector: everything about one asset: its state in words, its values in their ranges, alarms and properties."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.alarms import advice
from venule.desk.models.city import CityChange, CityModel
from venule.desk.models.latest import NEVER
from venule.desk.models.reading import Trust, readings_of
from venule.desk.models.wording import age, moment, plural
from venule.desk.query import Answer
from venule.desk.questions import AskProperties, AskSeries
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.style.symbols import WORDS
from venule.desk.views.labels import flowing, label
from venule.desk.views.symbol import Symbol, beside
from venule.desk.views.value_row import ValueRow
from venule.domain.alarm import Status
from venule.domain.asset import NO_PROPERTIES
from venule.domain.instant import HOUR
from venule.store.answers import Series

SPARK_SPAN = 6 * HOUR
SPARK_POINTS = 80
ROWS_LIMIT = 40
"""Values shown at once; an asset with more says how many are left out."""


class Inspector(QScrollArea):
    """Shows the asset it was told last. ``ask`` puts a question into a slot of the query thread."""

    trend_asked = Signal(object)
    map_asked = Signal(object)

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
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Inspector")
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
        self._asset = asset
        if asset is not None:
            assets = self._city.catalogue.assets
            self._name = assets.name[asset]
            self._network = self._city.catalogue.networks[assets.network[asset]].name
        self._build()

    def show_alarms(self, lines: Sequence[AlarmLine]) -> None:
        """The lines of the alarm list; those of this asset are shown here too."""
        ours = self._ours(lines)
        if ours != self._lines:
            self._lines = ours
            self._fill_alarms()
            self._tell_state()

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
            self._fill_properties(properties)

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
        self._rows = {}
        self._lines = ()
        if self._asset is None:
            self._add_nothing()
        else:
            self._add_head(self._asset)
            self._add_values(self._asset)
            self._add_places()
        self._column.addStretch(1)
        self.setWidget(page)
        if self._asset is not None:
            self._ask_more(self._asset)

    def _add_nothing(self) -> None:
        text = flowing("Choose an asset in the tree, on the map or in the alarm list.", "weak")
        text.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        self._column.addWidget(text)

    def _add_head(self, asset: int) -> None:
        assets, catalogue = self._city.catalogue.assets, self._city.catalogue
        kind = catalogue.kinds[assets.kind[asset]]
        gateway = catalogue.gateways.name[assets.gateway[asset]] if assets.gateway[asset] >= 0 else ""
        self._symbol = Symbol(Status(self._city.status[asset]), self._look, 20)
        self._state, self._heard = flowing("", ""), label("", "weak")
        self._column.addWidget(beside(self._symbol, flowing(self._name, "title")))
        label_text = assets.label[asset] if assets.label[asset] != self._name else ""
        for text in (label_text, f"{self._network} · via {gateway}" if gateway else self._network):
            if text:
                self._column.addWidget(_inset(flowing(text, "weak")))
        self._column.addWidget(self._kind_line(kind))
        self._column.addSpacing(Space.SMALL)
        self._column.addWidget(_inset(self._state))
        self._column.addWidget(_inset(self._heard))
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
            self._rows[reading.datastream] = row
            self._column.addWidget(row)
        if len(readings) > ROWS_LIMIT:
            self._column.addWidget(_inset(label(f"and {len(readings) - ROWS_LIMIT} more values", "weak")))
        if not readings:
            self._column.addWidget(_inset(flowing("Nothing was ever received of this asset.", "weak")))

    def _add_places(self) -> None:
        self._alarm_place, self._property_place = QWidget(), QWidget()
        for place in (self._alarm_place, self._property_place):
            QVBoxLayout(place).setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, 0)
            self._column.addWidget(place)
            place.hide()

    def _ask_more(self, asset: int) -> None:
        self._ask("properties", AskProperties(int(self._city.catalogue.assets.id[asset])))
        now = self._city.now
        for number, row in enumerate(self._rows.values()):
            if row.reading.trust is not Trust.NEVER:
                question = AskSeries(row.reading.datastream, now - SPARK_SPAN, now, SPARK_POINTS, now)
                self._ask(f"spark/{number}", question)

    def _fill_alarms(self) -> None:
        if self._asset is None:
            return
        column = _emptied(self._alarm_place)
        column.addWidget(label("ALARMS", "caption"))
        for line in self._lines:
            since = f"{line.state.value} since {moment(line.alarm.raised_at, self._city.now)}"
            column.addWidget(beside(Symbol(line.alarm.priority, self._look, 16), flowing(line.alarm.title), 0))
            column.addWidget(flowing(since, "weak"))
            if line.alarm.parent:
                column.addWidget(flowing("folded under the alarm of its gateway", "weak"))
            if advice(line):
                column.addWidget(flowing(advice(line), "weak"))
            column.addSpacing(Space.TIGHT)
        self._alarm_place.setVisible(bool(self._lines))

    def _fill_properties(self, properties: tuple[tuple[str, str], ...]) -> None:
        column = _emptied(self._property_place)
        column.addWidget(label("PROPERTIES", "caption"))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(Space.HAIR)
        for key, value in properties:
            form.addRow(label(key.replace("_", " "), "weak"), flowing(value))
        column.addLayout(form)
        self._property_place.setVisible(bool(properties))

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
        if self._asset is not None:
            self._tell_state()
            for reading in readings_of(self._city, self._asset)[:ROWS_LIMIT]:
                if reading.datastream in self._rows:
                    self._rows[reading.datastream].show_reading(reading)

    @Slot(object)
    def _follow_rebuild(self, _: object) -> None:
        """The asset may have moved to another row of the catalogue, or have another value at another time."""
        row = self._city.names.asset.get((self._network, self._name))
        ids = [] if row is None else self._city.latest.id[self._city.streams_of(row)][:ROWS_LIMIT].tolist()
        if row is None or ids != list(self._rows):
            self.show_asset(row)
            return
        self._asset = row
        self._follow(None)
        self._ask_more(row)

    @Slot(object)
    def _dress(self, _: object) -> None:
        lines, self._lines = self._lines, ()
        self._build()
        self.show_alarms(lines)


def _inset(widget: QWidget) -> QWidget:
    widget.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
    return widget


def _emptied(place: QWidget) -> QVBoxLayout:
    """A fresh layout in a place whose content is replaced."""
    old = place.layout()
    if old is not None:
        QWidget().setLayout(old)
    for child in place.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        child.deleteLater()
    column = QVBoxLayout(place)
    column.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, 0)
    column.setSpacing(Space.HAIR)
    return column
