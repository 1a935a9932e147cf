"""Long commands that are told to end, by Ctrl+C or SIGTERM, leave no half of a file and say so in one sentence."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.rows import T0, row
from venule.cli import export, join, main
from venule.interchange import export as exporting
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    path = tmp_path / "city.venule"
    with Writer(path, durable=False) as writer:
        writer.write(Batch(observations=[row(f"a{n % 9}", T0 + n, n * 0.5) for n in range(1_000)]))
    return path


@pytest.fixture(autouse=True)
def usual_ending(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The commands take SIGTERM for themselves; the next test gets it back. One that none takes does no harm here."""
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGTERM, before)


class Caller:
    """Calls the command off at its first step."""

    def __init__(self, order: signal.Signals) -> None:
        self._order = order

    def __call__(self, what: str, share: float | None = None) -> None:
        os.kill(os.getpid(), self._order)


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.venule"])
def test_that_nothing_is_left_of_an_export(
    cache: Path, name: str, order: signal.Signals, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "Meter", lambda: Caller(order))
    monkeypatch.setattr(exporting, "ROWS_A_BATCH", 100)
    assert main(["export", str(cache), "-o", str(cache.with_name(name))]) == 1
    assert capsys.readouterr().err == "Interrupted.\n"
    assert [path.name for path in cache.parent.iterdir()] == ["city.venule"]


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM])
def test_that_joining_goes_on_from_where_it_was_called_off(
    cache: Path, order: signal.Signals, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = cache.with_name("whole.venule")
    with monkeypatch.context() as patch:
        patch.setattr(join, "Meter", lambda: Caller(order))
        assert main(["import", str(cache), "--cache", str(whole)]) == 1
    assert capsys.readouterr().err.startswith("Interrupted: what was joined by then stays")
    assert main(["import", str(cache), "--cache", str(whole)]) == 0
    with Reader(cache) as one, Reader(whole) as other:
        assert list(one.observations()) == list(other.observations())


def test_that_an_export_that_ends_before_it_begins_is_refused(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = cache.with_name("out.csv")
    stretch = ["--from", "2026-05-02T00:00:00Z", "--to", "2026-05-01T00:00:00Z"]
    assert main(["export", str(cache), "-o", str(out), *stretch]) == 1
    assert "cannot end before it begins" in capsys.readouterr().err
    assert not out.exists()
