"""What is said to a tile server, and what its answers mean, page of a proxy and cut-off picture included."""

import platform
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QByteArray
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

from venule import __version__
from venule.config import BasemapSettings
from venule.desk.map.tiles.basemap import Tile
from venule.desk.map.tiles.online.manners import NOTHING_S, UNTOLD_S, Validity, retry_after, validity
from venule.desk.map.tiles.online.store import LARGEST_BODY_BYTES
from venule.domain.instant import Instant

VECTORS, IMAGES = "application/vnd.mapbox-vector-tile,application/x-protobuf", "image/webp,image/png,image/jpeg"
UNCHANGED = 304
NOTHING = {204, 404, 410}
REFUSALS = {401, 402, 403, 451}
TOO_MANY = 429
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")


class Outcome(Enum):
    """What came of a request."""

    NEW = auto()
    UNCHANGED = auto()
    NOTHING = auto()
    FAILED = auto()


class Ask(NamedTuple):
    """A tile that is wanted, and what is kept of it, so that the server need not send it again."""

    tile: Tile
    tag: str = ""
    modified: str = ""


class Answer(NamedTuple):
    """What a server says of a tile. Where it failed ``problem`` is a sentence, and it may have asked for a pause."""

    tile: Tile
    outcome: Outcome
    body: bytes = b""
    validity: Validity = Validity(False, 0)
    tag: str = ""
    modified: str = ""
    problem: str = ""
    pause_s: float = 0.0


def headers(source: BasemapSettings, ask: Ask) -> dict[bytes, bytes]:
    """What every request says: who asks, and what is there already."""
    said = {
        "User-Agent": f"Venule/{__version__} ({platform.system()}; contact: {source.contact})",
        "Accept": f"{VECTORS if source.vector else IMAGES},*/*;q=0.5",
        "If-None-Match": ask.tag,
        "If-Modified-Since": ask.modified,
    }
    return {name.encode(): value.encode("latin-1", "ignore") for name, value in said.items() if value}


def judged(source: BasemapSettings, ask: Ask, reply: QNetworkReply, now: Instant) -> Answer:
    """What an answer means for the tile that was asked for."""
    told = {_text(name).lower(): _text(value) for name, value in reply.rawHeaderPairs()}
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    code = status if isinstance(status, int) else 0
    body = b"" if _failed(reply) else bytes(reply.readAll().data())
    known = code == UNCHANGED and bool(ask.tag or ask.modified)
    trouble = "" if known or code in NOTHING else _refusal(code) or _unreached(reply) or _rubbish(source, body, told)
    if trouble:
        problem = f"The tile server of {source.name} {trouble}."
        return Answer(ask.tile, Outcome.FAILED, problem=problem, pause_s=retry_after(told, now))
    outcome = Outcome.UNCHANGED if known else Outcome.NEW if body else Outcome.NOTHING
    valid = validity(told, now, NOTHING_S if outcome is Outcome.NOTHING else UNTOLD_S)
    return Answer(ask.tile, outcome, body, valid, told.get("etag", ""), told.get("last-modified", ""))


def _refusal(code: int) -> str:
    """What a status means that is no success."""
    if code == TOO_MANY:
        return "asks for a pause: what was seen before is shown meanwhile"
    if code in REFUSALS:
        return f"refuses ({code}): look at its terms, and at the address in its entry"
    if code >= 300:
        return f"fails ({code}): what was seen before is shown until it answers again"
    return ""


def _unreached(reply: QNetworkReply) -> str:
    """Why there is no answer, without the address, which may hold a key."""
    if not _failed(reply):
        return ""
    errors = QNetworkReply.NetworkError
    cause = {
        errors.HostNotFoundError: "its name is not known here",
        errors.ConnectionRefusedError: "it takes no connection",
        errors.RemoteHostClosedError: "it ended the connection",
        errors.TimeoutError: "it is silent",
        errors.OperationCanceledError: "it is silent, or sends too much",
        errors.SslHandshakeFailedError: "its certificate is not trusted",
        errors.TemporaryNetworkFailureError: "the network is gone",
        errors.NetworkSessionFailedError: "the network is gone",
        errors.UnknownNetworkError: "there is no network",
    }.get(reply.error(), reply.error().name)
    return f"cannot be reached ({cause}): what was seen before is shown"


def _rubbish(source: BasemapSettings, body: bytes, told: dict[str, str]) -> str:
    """What came instead of a tile."""
    if len(body) > LARGEST_BODY_BYTES:
        return f"sends more than {LARGEST_BODY_BYTES:,} bytes for one tile: look at the address in its entry"
    page = "html" in told.get("content-type", "") or body.lstrip()[:1] == b"<"
    if not body or (not page if source.vector else body.startswith(PICTURES)):
        return ""
    what, wanted = "a page" if page else "something else", "vector tiles" if source.vector else "pictures"
    return f"answers with {what} instead of {wanted}: look at the address in its entry"


def _failed(reply: QNetworkReply) -> bool:
    return reply.error() is not QNetworkReply.NetworkError.NoError


def _text(raw: QByteArray) -> str:
    return bytes(raw.data()).decode("latin-1")
