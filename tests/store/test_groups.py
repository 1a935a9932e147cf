"""A group is found in heads, whichever way they are laid out."""

import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.rows import T0, row
from venule.domain.instant import SECOND
from venule.store.columns import columns
from venule.store.groups import Group, group_of
from venule.store.packing import blob, heads_of
from venule.store.problem import Damaged
from venule.store.rows import Rows, borders


def rows_of(assets: str) -> Rows:
    """Five rows of each asset, whose numbers go up and down."""
    made = [
        row(asset, T0 + at * SECOND, float((at * 7 + place) % 5))
        for place, asset in enumerate(assets)
        for at in range(5)
    ]
    return columns(made)[1].sorted()


@settings(max_examples=30, deadline=None)
@given(count=st.integers(1, 20))
def test_that_each_group_is_told_as_it_lies(count: int) -> None:
    rows = rows_of("abcdefghijklmnopqrst"[:count])
    first = borders(rows.stream)
    heads = blob(heads_of(rows, first, with_numbers=True))
    for begin, end in zip(first[:-1].tolist(), first[1:].tolist(), strict=True):
        number = rows.number[begin:end]
        group = group_of(heads, int(rows.stream[begin]), with_numbers=True)
        assert group is not None
        assert group[:4] == (int(rows.observed_at[begin]), int(rows.observed_at[end - 1]), begin, end - begin)
        assert group.numbers is not None
        assert group.numbers == (number[0], number.min(), number.max(), number[-1], end - begin, 0, 0)


def test_that_a_datastream_that_is_not_there_has_no_group() -> None:
    for assets in ("a", "abc"):
        rows = rows_of(assets)
        heads = blob(heads_of(rows, borders(rows.stream), with_numbers=True))
        assert group_of(heads, 99, with_numbers=True) is None


def test_that_heads_without_numbers_tell_of_none() -> None:
    rows = rows_of("a")
    heads = blob(heads_of(rows, borders(rows.stream), with_numbers=False))
    assert group_of(heads, int(rows.stream[0]), with_numbers=True) == Group(T0, T0 + 4 * SECOND, 0, 5, None)


def test_that_heads_of_another_order_are_read_by_their_tags() -> None:
    rows = rows_of("a")
    found = heads_of(rows, borders(rows.stream), with_numbers=True)
    usual, turned = blob(found), blob(dict(reversed(found.items())))
    assert len(usual) == len(turned)
    assert group_of(turned, int(rows.stream[0]), with_numbers=True) == group_of(
        usual, int(rows.stream[0]), with_numbers=True
    )


@pytest.mark.parametrize("place", [0, 20, 100, 190])
def test_that_damaged_heads_are_not_believed(place: int) -> None:
    rows = rows_of("a")
    heads = bytearray(blob(heads_of(rows, borders(rows.stream), with_numbers=True)))
    heads[place] ^= 1
    assert zlib.crc32(heads[4:]) != int(np.frombuffer(heads[:4], "<u4")[0])
    with pytest.raises(Damaged):
        group_of(bytes(heads), int(rows.stream[0]), with_numbers=True)
