"""A real Mosquitto broker of a test's own, on a loopback port nobody else uses."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
import trustme

HOST = "127.0.0.1"
SBIN = os.pathsep.join(["/usr/sbin", "/usr/local/sbin"])  # where Debian puts it: not on every user's PATH
PORT_TRIES = 5
START_TIMEOUT_S = 10.0
STOP_TIMEOUT_S = 5.0


class BrokerProblem(RuntimeError):
    """The broker did not start; the message ends with its own log."""


@dataclass(frozen=True)
class Certificates:
    """A throw-away authority, and what it issued for the broker and for one client (PEM files)."""

    authority: Path
    certificate: Path
    key: Path
    client_certificate: Path
    client_key: Path

    @classmethod
    def issue(cls, folder: Path) -> "Certificates":
        """Write new certificates for the loopback address into `folder`."""
        names = ("authority", "certificate", "key", "client_certificate", "client_key")
        made = cls(*(folder / f"{name}.pem" for name in names))
        authority = trustme.CA()
        server, client = authority.issue_cert(HOST, "localhost"), authority.issue_cert(common_name="venule")
        authority.cert_pem.write_to_path(made.authority)
        server.cert_chain_pems[0].write_to_path(made.certificate)
        server.private_key_pem.write_to_path(made.key)
        client.cert_chain_pems[0].write_to_path(made.client_certificate)
        client.private_key_pem.write_to_path(made.client_key)
        return made


@dataclass
class Mosquitto:
    """One broker process; everything it reads and writes lies in `folder`.

    `users` maps names to passwords and shuts out everybody else. `tls` is "server" (the broker shows a certificate) or
    "mutual" (so must the client). `max_queued_messages` 0 means no limit. `settings` are further lines of its
    configuration file.
    """

    folder: Path
    users: Mapping[str, str] = field(default_factory=dict)
    tls: Literal["", "server", "mutual"] = ""
    persistence: bool = False
    max_queued_messages: int = 0
    settings: Sequence[str] = ()
    port: int = field(default=0, init=False)
    certificates: Certificates | None = field(default=None, init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """What a profile calls `broker`."""
        return f"{'mqtts' if self.tls else 'mqtt'}://{HOST}:{self.port}"

    @property
    def log(self) -> str:
        """Everything it has said, over all its restarts."""
        return (self.folder / "mosquitto.log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Start it on a free port and return when it accepts connections."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write_credentials()
        for _ in range(PORT_TRIES):
            self.port = free_port()
            if self._launch():
                return
        raise BrokerProblem(self.log)

    def restart(self) -> None:
        """Stop it and start it again on the same port."""
        self.stop()
        self.resume()

    def resume(self) -> None:
        """Start it again on the port it had, after `stop` or `kill`."""
        if not self._launch():
            raise BrokerProblem(self.log)

    def stop(self) -> None:
        """End it as a service manager would: it says good-bye and writes down what it keeps."""
        if self.process is not None:
            self.process.terminate()
            self._reap()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self._reap()

    def _reap(self) -> None:
        assert self.process is not None
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _launch(self) -> bool:
        configuration = self.folder / "mosquitto.conf"
        configuration.write_text("\n".join(self._configuration()) + "\n", encoding="utf-8")
        with (self.folder / "mosquitto.log").open("ab") as log:
            command = [program("mosquitto"), "-c", str(configuration)]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if self._accepts():
            return True
        self.kill()
        return False

    def _accepts(self) -> bool:
        """Whether it accepts a connection before it ends or the time is up."""
        assert self.process is not None
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.01)
            else:
                return self.process.poll() is None
            if self.process.poll() is not None:
                return False
        return False

    def _configuration(self) -> Iterator[str]:
        yield "user root"  # as root it would become another user, who may not read a test's folder; else ignored
        yield "log_dest stderr"
        yield "log_type all"
        yield f"listener {self.port} {HOST}"
        yield f"max_queued_messages {self.max_queued_messages}"
        yield f"allow_anonymous {'false' if self.users else 'true'}"
        if self.users:
            yield f"password_file {self.folder / 'passwords'}"
        if self.persistence:
            yield "persistence true"
            yield f"persistence_location {self.folder}{os.sep}"
        if self.certificates is not None:
            yield f"cafile {self.certificates.authority}"
            yield f"certfile {self.certificates.certificate}"
            yield f"keyfile {self.certificates.key}"
            yield f"require_certificate {'true' if self.tls == 'mutual' else 'false'}"
        yield from self.settings

    def _write_credentials(self) -> None:
        if self.tls:
            self.certificates = Certificates.issue(self.folder)
        if self.users:
            passwords = self.folder / "passwords"
            passwords.write_text("".join(f"{name}:{word}\n" for name, word in self.users.items()), encoding="utf-8")
            subprocess.run([program("mosquitto_passwd"), "-U", str(passwords)], check=True, capture_output=True)


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    """The full path of one of Mosquitto's programs; without it the test is skipped, or fails where it may not be."""
    found = shutil.which(name) or shutil.which(name, path=SBIN)
    if found:
        return found
    reason = f"{name} is not installed"
    if os.environ.get("VENULE_CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


class MosquittoFactory:
    """Starts brokers with the arguments of `Mosquitto` and ends all of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._brokers: list[Mosquitto] = []

    def __call__(
        self,
        *,
        users: Mapping[str, str] | None = None,
        tls: Literal["", "server", "mutual"] = "",
        persistence: bool = False,
        max_queued_messages: int = 0,
        settings: Sequence[str] = (),
    ) -> Mosquitto:
        folder = self._folder / str(len(self._brokers))
        broker = Mosquitto(folder, users or {}, tls, persistence, max_queued_messages, settings)
        self._brokers.append(broker)
        broker.start()
        return broker

    def stop(self) -> None:
        for broker in self._brokers:
            broker.stop()


@pytest.fixture
def mosquitto_factory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MosquittoFactory]:
    """Makes brokers for the length of one test."""
    factory = MosquittoFactory(tmp_path_factory.mktemp("mosquitto"))
    yield factory
    factory.stop()


@pytest.fixture
def mosquitto(mosquitto_factory: MosquittoFactory) -> Mosquitto:
    """A broker open to everybody on this machine."""
    return mosquitto_factory()
