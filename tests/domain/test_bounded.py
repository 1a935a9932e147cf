"""A bounded memory: it never outgrows its limit, and what came first goes first."""

from hypothesis import given
from hypothesis import strategies as st

from venule.domain.bounded import Bounded


@given(st.lists(st.integers(0, 9)), st.integers(1, 5))
def test_that_it_holds_the_newest_keys_up_to_its_limit(keys: list[int], limit: int) -> None:
    memory: Bounded[int, int] = Bounded(limit)
    expected: list[int] = []
    for key in keys:
        memory[key] = key
        if key not in expected:
            expected = [*expected, key][-limit:]
    assert list(memory) == expected


def test_that_a_known_key_is_renewed_without_a_loss() -> None:
    memory: Bounded[str, int] = Bounded(2)
    memory["a"], memory["b"] = 1, 2
    memory["a"] = 3
    assert memory == {"a": 3, "b": 2}
