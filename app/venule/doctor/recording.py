"""What the recorder needs of a machine: a local disk with room, a clock that is right, verticals that work, brokers."""

import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from venule.config import FeedSettings
from venule.doctor.finding import Finding, broken, good, worth_knowing
from venule.store.disk import local_disk
from venule.verticals.discovery import Found

LITTLE_ROOM = 1 << 30
CONNECT_TIMEOUT_S = 5.0
WRITTEN_IN = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock that shows an earlier time is wrong: this program was not written yet."""


def look_at_disk(cache: Path | None) -> Iterator[Finding]:
    """Whether a recording can be kept in the file's folder."""
    folder = (cache.absolute().parent if cache else platformdirs.user_data_path("venule", appauthor=False)).absolute()
    while not folder.exists():
        folder = folder.parent
    warning = local_disk(folder)
    yield broken("file system", warning) if warning else good("file system", f"{folder} is on a local disk.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        yield broken("disk", f"{folder} cannot be written: {problem.strerror}.")
        return
    free = shutil.disk_usage(folder).free
    told = f"{free / (1 << 30):.1f} GiB are free for recordings."
    yield good("disk", told) if free > LITTLE_ROOM else worth_knowing("disk", f"only {told}")


def look_at_clock(now: datetime) -> Finding:
    """Whether the machine's clock can be right, and whether anybody keeps it so."""
    if now < WRITTEN_IN:
        return broken("clock", f"it shows {now:%Y-%m-%d}, which is past: every recorded time would be wrong; set it.")
    kept = clock_is_kept()
    if kept is None:
        return good("clock", "it shows a time that can be right.")
    if kept:
        return good("clock", "it is kept right over the network.")
    return worth_knowing("clock", "nothing keeps it right over the network: switch NTP on.")


def clock_is_kept() -> bool | None:
    """Whether the system says that its clock is synchronised; ``None`` where it does not say."""
    if shutil.which("timedatectl") is None:
        return None
    command = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=CONNECT_TIMEOUT_S, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(told.strip())


def look_at_verticals(found: Sequence[Found]) -> Iterator[Finding]:
    """Every plugin, by name, version and reason."""
    if not found:
        yield broken("verticals", "none is installed: the package's metadata are missing; install Venule again.")
    for one in found:
        subject = f"vertical {one.name}"
        if one.vertical is None:
            yield worth_knowing(subject, f"{one.package} {one.version} {one.problem}.")
        else:
            yield good(subject, f"{one.package} {one.version}.")


def look_at_broker(feed: FeedSettings) -> Finding:
    """Whether a feed's broker takes a connection, and over TLS can show a certificate that is believed."""
    subject = f"broker of {feed.name}"
    try:
        with socket.create_connection((feed.host, feed.port), CONNECT_TIMEOUT_S) as link:
            if feed.tls:
                context = ssl.create_default_context(cafile=str(feed.ca) if feed.ca else None)
                context.wrap_socket(link, server_hostname=feed.host).close()
    except ssl.SSLError as problem:
        return broken(
            subject, f"{feed.broker} answers, but not with TLS that is believed: {problem.reason or problem}."
        )
    except OSError as problem:
        return broken(
            subject,
            f"{feed.broker} cannot be reached: {problem.strerror or problem}.",
        )
    return good(subject, f"{feed.broker} answers.")
