"""Messages on a pipe: whole or not at all, wherever the one who wrote them died."""

import io

import pytest

from venule.processes.frames import frames, write_frame


class Dribble(io.RawIOBase):
    """A pipe that takes and gives a few bytes at a time."""

    def __init__(self) -> None:
        self.content = b""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.content += bytes(data[:3])
        return min(3, len(data))

    def read(self, size: int = -1) -> bytes:
        part, self.content = self.content[: min(size, 3)], self.content[min(size, 3) :]
        return part


def written(*contents: bytes) -> bytes:
    pipe = io.BytesIO()
    for content in contents:
        write_frame(pipe, content)
    return pipe.getvalue()


def test_that_messages_come_out_as_they_went_in() -> None:
    assert list(frames(io.BytesIO(written(b"one", b"", b"x" * 100_000)))) == [b"one", b"", b"x" * 100_000]


def test_that_a_pipe_may_take_and_give_a_few_bytes_at_a_time() -> None:
    pipe = Dribble()
    write_frame(pipe, b"a hand-over")  # type: ignore[arg-type]
    write_frame(pipe, b"another")  # type: ignore[arg-type]
    assert list(frames(pipe)) == [b"a hand-over", b"another"]  # type: ignore[arg-type]


@pytest.mark.parametrize("size", range(len(written(b"first", b"second")) + 1))
def test_that_what_was_left_half_written_is_let_go(size: int) -> None:
    ends = (len(written(b"first")), len(written(b"first", b"second")))
    found = list(frames(io.BytesIO(written(b"first", b"second")[:size])))
    assert found == [b"first", b"second"][: sum(size >= end for end in ends)]
