"""The socket between a broker and the MQTT client: publications are taken out on the way, in bulk."""

import socket
import ssl
from collections.abc import Iterator

from venule.recorder.packets import Splitter

READ_AT_ONCE = 64 * 1024


class Sieve:
    """A socket that keeps publications back from the client, which sees only the other packets.

    ``ended`` says that the broker closed it.
    """

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self._splitter = Splitter()
        self.ended = False

    def fill(self) -> tuple[bytes, int]:
        """Empty the system's buffer, and return the publications that were in it, and how many."""
        return self._splitter.split(b"".join(self._pieces()))

    def _pieces(self) -> Iterator[bytes]:
        """What can be read without waiting, up to a bound. A call gives one encrypted record: often a single packet."""
        size = 0
        while size < READ_AT_ONCE:
            try:
                piece = self.link.recv(READ_AT_ONCE)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            except OSError:
                piece = b""
            if not piece:
                self.ended = True
                return
            size += len(piece)
            yield piece

    def let_go(self) -> None:
        """Empty the system's buffer, and look at nothing that was in it."""
        for _ in self._pieces():
            continue

    @property
    def has_something(self) -> bool:
        """Whether there is anything for the client to read, the end included."""
        return self.ended or bool(self._splitter.others)

    @property
    def is_ahead(self) -> bool:
        """Whether bytes were decrypted and not read, of which no selector knows."""
        return isinstance(self.link, ssl.SSLSocket) and self.link.pending() > 0

    def recv(self, most: int) -> bytes:
        """What the client reads."""
        others = self._splitter.others
        if not others and not self.ended:
            raise BlockingIOError
        part = bytes(others[:most])
        del others[:most]
        return part

    def send(self, data: bytes) -> int:
        """What the client writes."""
        return self.link.send(data)

    def fileno(self) -> int:
        """The system's number of the socket."""
        return self.link.fileno()

    def setblocking(self, flag: bool) -> None:
        """As a socket does."""
        self.link.setblocking(flag)

    def close(self) -> None:
        """As a socket does."""
        self.link.close()
