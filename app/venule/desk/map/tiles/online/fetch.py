"""Fetching tiles from one server: two requests at a time, the name of this program on each, and rests when it asks.

The desk hears of its feeds through the recorder's file alone. Tiles of a server that a person has set up are the one
thing that it fetches by itself.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from venule.config import BasemapSettings
from venule.desk.map.tiles.basemap import Tile
from venule.desk.map.tiles.online.answers import Answer, Ask, headers, judged
from venule.desk.map.tiles.online.manners import Backoff, Clock
from venule.desk.map.tiles.online.store import LARGEST_BODY_BYTES

AT_ONCE = 2
PATIENCE_MS = 30_000
MANUAL = QNetworkRequest.LoadControl.Manual.value
OWN_BUSINESS = (
    QNetworkRequest.Attribute.CookieLoadControlAttribute,
    QNetworkRequest.Attribute.CookieSaveControlAttribute,
    QNetworkRequest.Attribute.AuthenticationReuseAttribute,
)
"""What is neither sent to a tile server nor taken from it."""


class Client:
    """One who wants tiles of a server; hears of every tile that comes, whoever wanted it."""

    def __init__(self, heard: Callable[[Answer], None], rested: Callable[[], None], send: Callable[[], None]) -> None:
        self.heard, self.rested, self._send = heard, rested, send
        self.waiting: list[Ask] = []

    def want(self, asks: Sequence[Ask]) -> None:
        """Ask for these, the most urgent first, in place of what was wanted and is not under way yet."""
        self.waiting = list(asks)
        self._send()


class Fetcher(QObject):
    """One server. Lives in the GUI thread for as long as the manager, and blocks nothing."""

    def __init__(
        self,
        source: BasemapSettings,
        manager: QNetworkAccessManager,
        clock: Clock,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__(manager)
        self.source = source
        self.problem = ""
        self._manager, self._clock, self._patience_ms = manager, clock, patience_ms
        self._backoff = Backoff(clock)
        self._clients: list[Client] = []
        self._under_way: dict[Tile, tuple[Ask, QNetworkReply]] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.go_on)

    def client(self, heard: Callable[[Answer], None], rested: Callable[[], None]) -> Client:
        """One more who wants tiles; those who came first are served first. ``rested`` tells that a rest is over."""
        self._clients.append(Client(heard, rested, self._send))
        return self._clients[-1]

    def leave(self, client: Client) -> None:
        """A client wants nothing more."""
        self._clients.remove(client)
        client.heard, client.rested = _unheard, _nobody
        if not self._clients:
            for _, reply in list(self._under_way.values()):
                reply.abort()

    @property
    def wait_s(self) -> float:
        """Seconds that the server is still left alone."""
        return self._backoff.wait_s

    @Slot()
    def go_on(self) -> None:
        """A rest is over, if the clock says so, too."""
        self._send()
        if not self._backoff.wait_s:
            for client in list(self._clients):
                client.rested()

    def _send(self) -> None:
        """Send requests until enough are under way."""
        while len(self._under_way) < AT_ONCE:
            ask = next((ask for client in self._clients for ask in client.waiting if self._free(ask)), None)
            if ask is None:
                return
            if self._backoff.wait_s:
                self._rest.start(int(self._backoff.wait_s * 1000) + 1)
                return
            self._forget(ask.tile)
            self._begin(ask)

    def _free(self, ask: Ask) -> bool:
        return ask.tile not in self._under_way

    def _forget(self, tile: Tile) -> None:
        """A tile waits no more."""
        for client in self._clients:
            client.waiting = [ask for ask in client.waiting if ask.tile != tile]

    def _begin(self, ask: Ask) -> None:
        request = QNetworkRequest(QUrl(self.source.address(*ask.tile)))
        for name, value in headers(self.source, ask).items():
            request.setRawHeader(name, value)
        for attribute in OWN_BUSINESS:
            request.setAttribute(attribute, MANUAL)
        request.setTransferTimeout(self._patience_ms)
        reply = self._manager.get(request)
        self._under_way[ask.tile] = ask, reply
        reply.downloadProgress.connect(partial(self._stop_at_limit, ask.tile))
        reply.finished.connect(partial(self._finish, ask.tile))

    def _stop_at_limit(self, tile: Tile, received: int, _: int) -> None:
        """No tile is so large."""
        if received > LARGEST_BODY_BYTES and tile in self._under_way:
            self._under_way[tile][1].abort()

    def _finish(self, tile: Tile) -> None:
        """Judge an answer, and treat the server accordingly from now on."""
        ask, reply = self._under_way.pop(tile)
        self._forget(tile)  # it was wanted again in every frame meanwhile
        answer = judged(self.source, ask, reply, self._clock())
        reply.deleteLater()
        self.problem = answer.problem
        if answer.problem:
            self._backoff.failed(answer.pause_s)
        else:
            self._backoff.succeeded()
        for client in list(self._clients):
            client.heard(answer)
        self._send()


def _unheard(_: Answer) -> None:
    """It has left."""


def _nobody() -> None:
    """It has left."""
