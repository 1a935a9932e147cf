"""Profiles: the TOML file that says which feeds a recorder listens to and how their messages are laid out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from venule.config.basemaps import BasemapSettings, basemaps
from venule.config.table import ProfileProblem, Table, read_toml

DIALECTS = ("auto", "json", "chirpstack", "plain")
TIMES = ("iso", "epoch_s", "epoch_ms")
PORTS = {"mqtt": 1883, "mqtts": 8883}
MAX_PAYLOAD_BYTES = 1024 * 1024
MAX_READERS = 16
SHARED_DIALECTS = ("json", "plain")
"""Those in which each message can be read by itself. Which of two devices of one name keeps it, one reader decides."""

MAX_DAYS = 36_500
MAX_GIB = 1_000_000


@dataclass(frozen=True, slots=True)
class JsonMapping:
    """Where a JSON message keeps what it says: the declared mapping of dialect "json".

    ``topic`` is a template with named levels (``city/{network}/{asset}/{datastream}``); ``network``, ``asset``,
    ``datastream``, ``kind`` and ``gateway`` may be named, ``+`` and a closing ``#`` stand for levels that say nothing.
    All else are dotted paths into the payload, with a number for the place in an array; ``""`` is the payload itself.
    ``values`` leads to an object that names several values. ``observed_at`` left out means the time of arrival.
    ``network`` and ``kind`` are constants for what no level of the topic tells.
    """

    topic: str
    value: str = ""
    values: str | None = None
    observed_at: str | None = None
    time: str = "iso"
    unit: str | None = None
    longitude: str | None = None
    latitude: str | None = None
    label: str | None = None
    network: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """One subscription at one broker. The password is never here: ``password_env`` names the variable that holds it.

    ``readers`` is how many processes share the subscription: 1 reads in the recorder's own.
    """

    name: str
    broker: str
    topics: tuple[str, ...]
    qos: int = 1
    dialect: str = "auto"
    vertical: str = ""
    network: str = ""
    user: str = ""
    password_env: str = ""
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    client_id: str = ""
    max_payload_bytes: int = MAX_PAYLOAD_BYTES
    json: JsonMapping | None = None
    readers: int = 1

    @property
    def tls(self) -> bool:
        """Whether the connection is encrypted."""
        return urlsplit(self.broker).scheme == "mqtts"

    @property
    def host(self) -> str:
        """The broker's host name or address."""
        return urlsplit(self.broker).hostname or ""

    @property
    def port(self) -> int:
        """The broker's port: the one given, or the usual one."""
        address = urlsplit(self.broker)
        return address.port or PORTS[address.scheme]


@dataclass(frozen=True, slots=True)
class KeepDays:
    """How many days observations stay as they came, then one value a minute, then one an hour; ``None`` for ever."""

    raw: int | None = None
    minute: int | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """What is kept of most quantities, and of some by their names; and how large the recording may be."""

    default: KeepDays = KeepDays()
    quantities: Mapping[str, KeepDays] = field(default_factory=dict)
    max_gib: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What one recorder listens to, how long it keeps what it heard, and which base maps the desk beside it offers."""

    name: str
    feeds: tuple[FeedSettings, ...] = field(default=())
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    basemaps: tuple[BasemapSettings, ...] = ()


def load_profile(path: Path) -> Profile:
    """Read a profile; raise :class:`ProfileProblem` for one that is missing, broken or says something unknown."""
    document = read_toml(path)
    try:
        return _profile(Table(document, ""), path)
    except ProfileProblem as problem:
        raise ProfileProblem(f"{path}: {problem}") from None


def _profile(table: Table, path: Path) -> Profile:
    name = table.text("name", path.stem)
    tables = table.take("feed")
    retention = _retention(table.take("retention"))
    offered = basemaps(table)
    table.close()
    if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
        raise ProfileProblem("at least one [[feed]] table is expected")
    feeds = tuple(_feed(Table(one, f"feed {number}: "), path.parent) for number, one in enumerate(tables, 1))
    names = [feed.name for feed in feeds]
    for feed_name in names:
        if names.count(feed_name) > 1:
            raise ProfileProblem(f"two feeds are named {feed_name!r}; each feed needs a name of its own")
    return Profile(name, feeds, retention, offered)


def _retention(content: Any) -> RetentionSettings:
    if content is None:
        return RetentionSettings()
    if not isinstance(content, dict):
        raise ProfileProblem("retention must be a table [retention]")
    table = Table(content, "retention.")
    quantities = table.tables("quantity", "[retention.quantity.pressure]")
    max_gib = table.number_or_none("max_gib", MAX_GIB, None)
    default = _keep(table, KeepDays())
    named = {name: _keep(Table(one, f"retention.quantity.{name}."), default) for name, one in quantities.items()}
    return RetentionSettings(default, named, max_gib)


def _keep(table: Table, default: KeepDays) -> KeepDays:
    """Ages in days; what is not said is as by default."""
    keep = KeepDays(
        table.number_or_none("raw_days", MAX_DAYS, default.raw),
        table.number_or_none("minute_days", MAX_DAYS, default.minute),
        table.number_or_none("hour_days", MAX_DAYS, default.hour),
    )
    table.close()
    for finer, fine, coarser, coarse in (
        ("raw_days", keep.raw, "minute_days", keep.minute),
        ("minute_days", keep.minute, "hour_days", keep.hour),
    ):
        if coarse is not None and (fine is None or fine > coarse):
            told = "not given: for ever" if fine is None else fine
            raise ProfileProblem(f"{table.named(coarser)} is {coarse}, and may not be less than {finer} ({told})")
    return keep


def _feed(table: Table, folder: Path) -> FeedSettings:
    dialect = table.choice("dialect", DIALECTS, "auto")
    feed = FeedSettings(
        name=table.text("name", None),
        broker=_broker(table),
        topics=_topics(table),
        qos=table.number("qos", 0, 1, 1),
        dialect=dialect,
        vertical=table.text("vertical"),
        network=table.text("network"),
        user=table.text("user"),
        password_env=table.text("password_env"),
        ca=_file(table, "ca", folder),
        cert=_file(table, "cert", folder),
        key=_file(table, "key", folder),
        client_id=table.text("client_id"),
        max_payload_bytes=table.number("max_payload_bytes", 1, 256 * 1024 * 1024, MAX_PAYLOAD_BYTES),
        json=_mapping(table, dialect),
        readers=table.number("readers", 1, MAX_READERS, 1),
    )
    table.close()
    if feed.dialect == "plain" and not feed.vertical:
        raise ProfileProblem(f'{table.place}dialect "plain" needs the key vertical: the one that reads its messages')
    if feed.readers > 1 and feed.dialect not in SHARED_DIALECTS:
        allowed = " or ".join(f'"{name}"' for name in SHARED_DIALECTS)
        raise ProfileProblem(
            f'{table.named("readers")} must be 1 in dialect "{dialect}": several share a feed of dialect {allowed}'
        )
    return feed


def _broker(table: Table) -> str:
    broker = table.text("broker", None)
    try:
        address = urlsplit(broker)
        usable = address.scheme in PORTS and bool(address.hostname) and address.port != 0
    except ValueError:
        usable = False
    if not usable:
        _, user, rest = broker.rpartition("@")
        shown = f"…@{rest}" if user else broker  # in front of an @ stands a password, and sentences end up in logs
        raise ProfileProblem(f"{table.named('broker')} must read mqtt://host:port or mqtts://host:port, not {shown!r}")
    if address.password is not None or address.username is not None:
        raise ProfileProblem(
            f"{table.named('broker')} may not hold a user or password: use the keys user, password_env"
        )
    return broker


def _topics(table: Table) -> tuple[str, ...]:
    topics = table.take("topics")
    if not isinstance(topics, list) or not topics or not all(isinstance(one, str) and one for one in topics):
        raise ProfileProblem(f'{table.named("topics")} must be a list of topic filters, such as ["city/#"]')
    for topic in topics:
        if not _is_filter(topic):
            raise ProfileProblem(f"{table.named('topics')}: {topic!r} is not an MQTT topic filter")
    return tuple(topics)


def _is_filter(topic: str) -> bool:
    """Whether ``+`` fills a level and ``#`` is the last one (MQTT 5, 4.7.1)."""
    levels = topic.split("/")
    whole = all(level in {"+", "#"} or not set(level) & {"+", "#", "\0"} for level in levels)
    return whole and "#" not in levels[:-1]


def _file(table: Table, key: str, folder: Path) -> Path | None:
    name = table.text(key)
    if not name:
        return None
    found = folder / Path(name).expanduser()
    if not found.is_file():
        raise ProfileProblem(f"{table.named(key)}: there is no file {found}")
    return found


def _mapping(table: Table, dialect: str) -> JsonMapping | None:
    content = table.take("json")
    if content is None and dialect != "json":
        return None
    if not isinstance(content, dict):
        raise ProfileProblem(f'{table.place}dialect "json" needs a table [feed.json] with the key topic')
    part = Table(content, f"{table.place}json.")
    mapping = JsonMapping(
        topic=part.text("topic", None),
        value=part.text("value"),
        values=part.path("values"),
        observed_at=part.path("observed_at"),
        time=part.choice("time", TIMES, "iso"),
        unit=part.path("unit"),
        longitude=part.path("longitude"),
        latitude=part.path("latitude"),
        label=part.path("label"),
        network=part.text("network"),
        kind=part.text("kind"),
    )
    part.close()
    return mapping
