"""Messages on a pipe between two of our own processes: each is preceded by its length."""

import struct
from collections.abc import Iterator
from typing import IO

_LENGTH = struct.Struct("!I")


def write_frame(pipe: IO[bytes], content: bytes) -> None:
    """Send one message; waits while the pipe is full, and raises :class:`OSError` when nobody reads any more."""
    left = memoryview(_LENGTH.pack(len(content)) + content)
    while left:
        left = left[pipe.write(left) or 0 :]
    pipe.flush()


def frames(pipe: IO[bytes]) -> Iterator[bytes]:
    """Every whole message until the pipe ends. What a process that died in between left half-written is let go."""
    while len(head := _exactly(pipe, _LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        content = _exactly(pipe, length)
        if len(content) < length:
            return
        yield content


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    """So many bytes, or fewer where the pipe ends."""
    parts = []
    while size and (part := pipe.read(size)):
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
