"""Columns come back from a blob as they went in, and a broken blob is told from a whole one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Value
from venule.store.columns import columns
from venule.store.packing import blob, heads_of, pack_chunk, pack_log, unpack_chunk, unpack_log
from venule.store.packing import columns as unpacked
from venule.store.problem import Damaged
from venule.store.rows import Rows, borders, joined, settled

TIMES = st.integers(-62_000_000_000_000_000, 253_000_000_000_000_000)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.text(max_size=9)
)


@st.composite
def observations(draw: st.DrawFn) -> list[Recorded]:
    made = st.builds(
        Recorded,
        network=st.sampled_from("nm"),
        asset=st.sampled_from("abc"),
        datastream=st.sampled_from(["level", "state"]),
        observed_at=TIMES,
        recorded_at=TIMES,
        value=VALUES,
        result_at=st.one_of(st.none(), TIMES),
        quality=st.sampled_from(Quality),
        reason=st.sampled_from(["", "", "frost", "Störung"]),
        provenance=st.integers(0, 127).map(Provenance),
        source_key=st.integers(-(2**63), 2**63 - 1),
    )
    return draw(st.lists(made, min_size=1, max_size=40))


def told(rows: Rows) -> list[tuple[object, ...]]:
    """Everything that rows say, as Python sees it."""
    return [
        (
            *(int(column[row]) for column in (rows.stream, rows.observed_at, rows.recorded_at)),
            *(int(column[row]) for column in (rows.quality, rows.provenance)),
            repr(rows.value(row)),
            None if rows.result_at is None else int(rows.result_at[row]),
            rows.text(rows.reason).get(row, ""),
            None if rows.key is None else int(rows.key[row]),
        )
        for row in range(len(rows))
    ]


@settings(max_examples=100, deadline=None)
@given(observations())
def test_that_values_come_back_from_columns_as_they_were(made: list[Recorded]) -> None:
    names, rows = columns(made)
    for row, one in enumerate(made):
        assert names[rows.stream[row]] == one[:3]
        assert repr(rows.value(row)) == repr(one.value)
        assert rows.text(rows.reason).get(row, "") == one.reason


@settings(max_examples=100, deadline=None)
@given(observations(), st.booleans())
def test_that_a_piece_of_the_log_comes_back_as_it_was(made: list[Recorded], packed: bool) -> None:
    rows = columns(made).rows
    assert told(unpack_log(pack_log(rows, packed=packed))) == told(rows)


@settings(max_examples=100, deadline=None)
@given(observations())
def test_that_a_chunk_comes_back_as_it_was(made: list[Recorded]) -> None:
    rows = columns(made).rows.sorted()
    first = borders(rows.stream)
    heads, _ = unpacked(blob(heads_of(rows, first, with_numbers=True)))
    assert told(unpack_chunk(heads, pack_chunk(rows, first))) == told(rows)


@settings(max_examples=100, deadline=None)
@given(st.lists(observations(), min_size=1, max_size=4))
def test_that_joined_parts_say_what_each_of_them_said(parts: list[list[Recorded]]) -> None:
    several = [columns(part).rows for part in parts]
    whole = joined(several)
    values = [repr(part.value(row)) for part in several for row in range(len(part))]
    reasons = [part.text(part.reason).get(row, "") for part in several for row in range(len(part))]
    assert [repr(whole.value(row)) for row in range(len(whole))] == values
    assert [whole.text(whole.reason).get(row, "") for row in range(len(whole))] == reasons


@settings(max_examples=100, deadline=None)
@given(observations())
def test_that_what_is_said_twice_settles_to_one(made: list[Recorded]) -> None:
    once = settled(columns(made).rows.sorted())
    twice = settled(columns([*made, *made]).rows.sorted())
    assert told(twice) == told(once)


def test_that_heads_tell_what_the_numbers_of_each_datastream_come_to() -> None:
    values: list[tuple[str, Value | None]] = [("a", 3.0), ("a", None), ("a", -1.5), ("b", "word"), ("c", True)]
    rows = columns([Recorded("n", asset, "x", at, at, value) for at, (asset, value) in enumerate(values)]).rows
    heads = heads_of(rows, borders(rows.stream), with_numbers=True)
    assert [heads[tag].tolist() for tag in "nmtz"] == [[3, 1, 1], [2, 0, 1], [0, 3, 4], [2, 3, 4]]
    assert heads["a"].tolist() == [1.5, 0.0, 1.0]
    assert str([heads[tag].tolist() for tag in "lgbe"]) == str(
        [[-1.5, float("nan"), 1.0], [3.0, float("nan"), 1.0], [3.0, float("nan"), 1.0], [-1.5, float("nan"), 1.0]]
    )


@settings(max_examples=200, deadline=None)
@given(observations(), st.data())
def test_that_a_changed_blob_is_told_from_a_whole_one(made: list[Recorded], data: st.DataObject) -> None:
    whole = bytearray(pack_log(columns(made).rows, packed=True))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        unpack_log(bytes(whole))


@pytest.mark.parametrize("broken", [b"", b"abc", bytes(4) + b"x"])
def test_that_what_is_no_blob_is_damage(broken: bytes) -> None:
    with pytest.raises(Damaged):
        unpack_log(broken)


def test_that_a_chunk_that_does_not_fit_its_heads_is_damage() -> None:
    rows = columns([Recorded("n", "a", "x", at, at, 1.0) for at in range(5)]).rows
    heads = heads_of(rows, borders(rows.stream), with_numbers=False)
    with pytest.raises(Damaged, match="has 5"):
        unpack_chunk(heads | {"n": np.array([4])}, pack_chunk(rows, borders(rows.stream)))
