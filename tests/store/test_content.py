"""What observations say has one digest, however they are packed; whatever they say otherwise has another."""

from pathlib import Path

import pytest

from tests.store.excerpts import TINY
from tests.store.rows import T0, row
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.store import export
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer

ROWS = [row("ab"[n % 2], T0 + n * 10, [n * 0.5, n, "on", None, True][n % 5]) for n in range(200)]


def digest(path: Path, rows: list[Recorded], *, packed: bool) -> str:
    with Writer(path, durable=False, sizes=TINY) as writer:
        for start in range(0, len(rows), 20):
            writer.write(Batch(observations=rows[start : start + 20]))
            while packed and writer.tend():
                continue
    with Reader(path) as reader:
        return reader.content_digest()


def test_that_packing_changes_nothing(tmp_path: Path) -> None:
    assert digest(tmp_path / "a.venule", ROWS, packed=False) == digest(tmp_path / "b.venule", ROWS, packed=True)


def test_that_redeliveries_change_nothing(tmp_path: Path) -> None:
    again = [*ROWS, *(one._replace(recorded_at=T0 + 9_000) for one in ROWS[:50])]
    assert digest(tmp_path / "a.venule", ROWS, packed=True) == digest(tmp_path / "b.venule", again, packed=True)


def test_that_a_busy_datastream_read_by_itself_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = digest(tmp_path / "a.venule", ROWS, packed=True)
    monkeypatch.setattr(export, "ROWS_AT_A_TIME", 10)
    with Reader(tmp_path / "a.venule") as reader:
        assert reader.content_digest() == one


@pytest.mark.parametrize(
    "changed",
    [
        {"value": 0.25}, {"observed_at": T0 + 1}, {"recorded_at": T0 + 1}, {"quality": Quality.BAD}, {"asset": "c"},
        {"value": "0.0"}, {"value": False},
    ],
)  # fmt: skip
def test_that_another_observation_is_another_digest(tmp_path: Path, changed: dict[str, object]) -> None:
    other = [ROWS[0]._replace(**changed), *ROWS[1:]]  # type: ignore[arg-type]
    assert digest(tmp_path / "a.venule", ROWS, packed=True) != digest(tmp_path / "b.venule", other, packed=True)
