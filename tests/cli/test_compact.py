"""`venule compact`: all of a file packed, nothing lost, and nothing made of nothing."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.store.rows import T0, row
from tests.store.test_first_version import FIRST_VERSION
from venule.cli import compact, main
from venule.store import schema
from venule.store.batch import Batch
from venule.store.sizes import Sizes
from venule.store.verification import verify
from venule.store.writer import Writer

ROWS = 30_000
SMALL = Sizes(seal_rows=4_000, fan=3, full_rows=11_000, chunk_rows=500)


class Usage(NamedTuple):
    """What the system says of a disk."""

    total: int
    used: int
    free: int


class Interruption:
    """Ctrl-C after so many slices."""

    def __init__(self, slices: int) -> None:
        self._left = slices

    def __call__(self, line: str, share: float | None = None) -> None:
        if "to pack" in line or "merging" in line:
            self._left -= 1
        if not self._left:
            raise KeyboardInterrupt


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A file whose rows all wait in the log."""
    path = tmp_path / "city.venule"
    with Writer(path, durable=False) as writer:
        for start in range(0, ROWS, 1_000):
            writer.write(Batch(observations=[row(f"a{n % 9}", T0 + n, n * 0.5) for n in range(start, start + 1_000)]))
    return path


def told(capsys: pytest.CaptureFixture[str], path: Path) -> dict[str, float]:
    """What the command tells a script."""
    assert main(["compact", str(path), "--json"]) == 0
    figures: dict[str, float] = json.loads(capsys.readouterr().out)
    return figures


def test_that_everything_is_packed_and_free_room_is_given_back(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = cache.stat().st_size
    figures = told(capsys, cache)
    after = cache.stat().st_size
    assert list(figures) == ["observations", "bytes_before", "bytes_after", "bytes_a_sample"]
    assert (figures["observations"], figures["bytes_before"], figures["bytes_after"]) == (ROWS, before, after)
    assert figures["bytes_a_sample"] == round(after / ROWS, 3)
    assert after < before / 2
    verdict = verify(cache)
    assert (verdict.found, verdict.observations, verdict.waiting) == (0, ROWS, 0)
    assert [file.name for file in cache.parent.iterdir()] == ["city.venule"]


def test_that_a_second_time_changes_nothing(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = told(capsys, cache)
    second = told(capsys, cache)
    assert second == first | {"bytes_before": first["bytes_after"]}


def test_that_people_get_a_table(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compact", str(cache)]) == 0
    said = capsys.readouterr()
    assert "observations    30,000\n" in said.out
    assert "bytes a sample  " in said.out
    assert said.err == ""


def test_that_a_file_without_observations_has_no_bytes_a_sample(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Writer(tmp_path / "city.venule").close()
    assert told(capsys, tmp_path / "city.venule")["bytes_a_sample"] is None


def test_that_an_older_file_is_brought_up_to_date(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(cache)) as connection:
        for words in map(str.split, schema.PACKED):
            if words[1] == "TABLE":
                connection.execute(f"DROP TABLE {words[2]}")
        connection.executescript(FIRST_VERSION)
        values = (1, T0, T0, 5.5, 0, "", 0, 1)
        connection.execute("INSERT INTO observation VALUES (NULL, ?, ?, NULL, ?, ?, ?, ?, ?, ?)", values)
        connection.commit()
    assert told(capsys, cache)["observations"] == 1
    assert verify(cache).version == schema.VERSION


@pytest.mark.parametrize("content", [None, b""])
def test_that_nothing_is_made_of_nothing(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gone.venule"
    if content is not None:
        path.write_bytes(content)
    assert main(["compact", str(path)]) == 1
    assert "There is nothing in" in capsys.readouterr().err
    assert [file.stat().st_size for file in tmp_path.iterdir()] == ([] if content is None else [0])


def test_that_a_file_that_is_recorded_is_left_alone(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Writer(cache):
        assert main(["compact", str(cache)]) == 1
    assert "already being recorded by process" in capsys.readouterr().err
    assert verify(cache).waiting == ROWS


def test_that_without_room_all_else_is_done_and_one_sentence_said(
    cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(10**9, 10**9, 0))
    before = cache.stat().st_size
    assert main(["compact", str(cache), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["observations"] == ROWS
    assert said.err.count("\n") == 1
    assert "keeps" in said.err
    assert "of room on its disk" in said.err
    assert cache.stat().st_size >= before
    assert verify(cache).observations == ROWS


def test_that_an_interruption_loses_nothing_and_the_next_goes_on(
    cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compact, "Writer", partial(Writer, sizes=SMALL))
    for slices in (1, 5, 9, 14):
        with monkeypatch.context() as patch:
            patch.setattr(compact, "show_line", Interruption(slices))
            assert main(["compact", str(cache)]) == 1
        said = capsys.readouterr().err
        assert said.startswith("Interrupted: ")
        assert said.count("\n") == 1
        assert verify(cache).found == 0
    assert told(capsys, cache)["observations"] == ROWS
    with closing(sqlite3.connect(cache)) as connection:
        dead = "SELECT count(*) FROM chunk WHERE stretch NOT IN (SELECT id FROM stretch)"
        assert connection.execute(dead).fetchone() == (0,), "what was half made is swept away"


def test_that_a_terminal_shows_how_far_it_is(
    cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal: Callable[[], bool] = lambda: True  # noqa: E731
    monkeypatch.setattr("sys.stderr.isatty", terminal)
    assert main(["compact", str(cache)]) == 0
    shown = capsys.readouterr().err.split("\r\033[K")
    assert f"{cache}: bringing it up to date" in shown
    assert f"{cache}: giving back free room" in shown
    assert shown[-1] == ""
