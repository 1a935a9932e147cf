"""A tile server on loopback that answers as it is told, and remembers what it was asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import NamedTuple

from venule.config import BasemapSettings

PAGE = b"<!doctype html><title>Sign in</title>"


class Request(NamedTuple):
    """What was asked, with the names of headers in lower case."""

    path: str
    headers: dict[str, str]


class Given(NamedTuple):
    """What is answered. ``promised`` is a length that differs from what is sent."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    promised: int | None = None


@dataclass
class TileServer:
    """``answer`` may be changed at any time. While it is shut, requests wait."""

    answer: Callable[[Request], Given]
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    shut: bool = False
    door: Condition = field(default_factory=Condition)

    def source(self, ending: str = "png", **more: object) -> BasemapSettings:
        """An entry for this server, whose tiles' names have that ending."""
        told = {"name": "Test", "attribution": "© Test", "contact": "ops@example.org", "max_zoom": 12, **more}
        return BasemapSettings(url=f"http://127.0.0.1:{self.port}/{{z}}/{{x}}/{{y}}.{ending}", **told)  # type: ignore[arg-type]

    def open_door(self) -> None:
        """Let all who wait go on."""
        with self.door:
            self.shut = False
            self.door.notify_all()

    def serve(self, request: Request) -> Given:
        """Called in the server's threads."""
        with self.door:
            self.requests.append(request)
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
            self.door.wait_for(lambda: not self.shut)
            self.at_once -= 1
        return self.answer(request)


class QuietServer(ThreadingHTTPServer):
    """Minds nothing that its guests do."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Guests leave when they like."""


@contextmanager
def tile_server(answer: Callable[[Request], Given]) -> Iterator[TileServer]:
    """A server for as long as it is needed."""
    server = TileServer(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            given = server.serve(Request(self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(given.status)
            for name, value in given.headers:
                self.send_header(name, value)
            if given.status not in (204, 304):
                self.send_header("Content-Length", str(len(given.body) if given.promised is None else given.promised))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(given.body)
            self.close_connection = given.promised is not None

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    listener = QuietServer(("127.0.0.1", 0), Handler)
    server.port = listener.server_port
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.open_door()
        listener.shutdown()
        listener.server_close()
        thread.join()
