"""Rejects are kept with their payload, the newest of them, and every one that was seen is counted."""

import hashlib
from pathlib import Path

import pytest

from tests.store.rows import T0, written
from venule.domain.reject import KEPT_BYTES, Reject
from venule.store import rejects
from venule.store.batch import Batch


def refused(number: int, payload: bytes = b"{") -> Reject:
    return Reject("lights", f"city/{number}", payload, len(payload), "payload is not JSON", "decoder", T0 + number)


def test_that_a_reject_comes_back_whole_newest_first(tmp_path: Path) -> None:
    seen = [refused(number, b"\xff\x00") for number in range(3)]
    with written(tmp_path / "city.venule", Batch(rejects=seen)) as reader:
        assert reader.rejects(T0 + 9) == tuple(reversed(seen))
        assert reader.rejects(T0 + 9, limit=1) == (seen[2],)
        assert reader.rejects(T0 + 1) == (seen[1], seen[0])


def test_that_of_a_huge_payload_the_beginning_size_and_hash_are_kept(tmp_path: Path) -> None:
    payload = bytes(range(256)) * 1024
    with written(tmp_path / "city.venule", Batch(rejects=[refused(0, payload)])) as reader:
        (reject,) = reader.rejects(T0)
        assert reject.payload == payload[:KEPT_BYTES]
        assert reject.payload_bytes == len(payload)
        assert reject.sha256 == hashlib.sha256(payload).hexdigest()


@pytest.mark.parametrize(("limit", "value"), [("MAX_KEPT", 200), ("MAX_KEPT_BYTES", 2000)])
def test_that_the_oldest_are_let_go_and_still_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(rejects, "MAX_KEPT", 10_000)
    monkeypatch.setattr(rejects, limit, value)
    batches = [Batch(rejects=[refused(100 * lot + number, b"0123456789") for number in range(100)]) for lot in range(9)]
    with written(tmp_path / "city.venule", *batches) as reader:
        kept = reader.rejects(T0 + 10_000, limit=10_000)
        assert 100 <= len(kept) <= 200
        assert kept[0].topic == "city/899"
        assert [one.topic for one in kept] == [f"city/{899 - number}" for number in range(len(kept))]
        assert reader.counts().rejects == 900


def test_that_one_payload_beyond_the_limit_does_not_stop_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejects, "MAX_KEPT_BYTES", 5)
    with written(
        tmp_path / "city.venule", Batch(rejects=[refused(0, b"0123456789"), refused(1, b"012345678")])
    ) as reader:
        assert [one.topic for one in reader.rejects(T0 + 9)] == ["city/1"]
