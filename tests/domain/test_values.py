"""Units, quantities and freshness: what a value is worth."""

import numpy as np
import pytest

from venule.domain import unit
from venule.domain.freshness import stale
from venule.domain.instant import SECOND
from venule.domain.message import Message, Unreadable
from venule.domain.quantity import Quantity


@pytest.mark.parametrize(
    ("spelling", "ucum"),
    [("°C", "Cel"), ("m³/h", "m3/h"), ("LPS", "L/s"), ("kWh", "kW.h"), ("m3/h", "m3/h"), (" bar ", "bar")],
)
def test_that_a_source_spelling_becomes_ucum(spelling: str, ucum: str) -> None:
    assert unit.to_ucum(spelling) == ucum


def test_that_an_unknown_unit_is_never_a_plain_number() -> None:
    assert unit.to_ucum("furlongs") == ""


def test_that_every_ucum_code_reads_back_as_itself() -> None:
    for code in ("Cel", "%", "m3/h", "L/s", "kW.h", "dB[A]", "1", "[NTU]"):
        assert unit.to_ucum(code) == code


def test_that_staleness_follows_each_datastreams_own_interval() -> None:
    observed = np.array([0, 0, 0], dtype=np.int64)
    expected = np.array([60, 600, 0], dtype=np.int64) * SECOND
    assert stale(observed, expected, 120 * SECOND).tolist() == [True, False, False]


def test_that_one_late_message_does_not_make_a_value_stale() -> None:
    observed = np.zeros(1, dtype=np.int64)
    assert not stale(observed, np.array([60 * SECOND]), 113 * SECOND)[0]


@pytest.mark.parametrize("name", ["", "a/b"])
def test_that_a_quantity_needs_a_name_that_fits_a_topic(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        Quantity(name)


@pytest.mark.parametrize("payload", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_that_a_payload_that_is_not_json_says_so(payload: bytes) -> None:
    with pytest.raises(Unreadable, match="not JSON"):
        Message(("a",), payload, 0).json()
