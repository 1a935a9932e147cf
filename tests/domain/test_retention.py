"""What is kept, and for how long: coarser never shorter than finer."""

import pytest

from venule.domain.retention import Keep, Retention

DAY_S = 86_400


@pytest.mark.parametrize(
    "ages", [(), (DAY_S,), (DAY_S, DAY_S, DAY_S), (DAY_S, 2 * DAY_S), (DAY_S, 2 * DAY_S, 3 * DAY_S), (None, None, None)]
)
def test_that_coarser_may_be_kept_as_long_or_longer(ages: tuple[int | None, ...]) -> None:
    assert Keep(*ages)


@pytest.mark.parametrize(
    "ages", [(2 * DAY_S, DAY_S), (DAY_S, 3 * DAY_S, 2 * DAY_S), (None, DAY_S), (DAY_S, None, DAY_S)]
)
def test_that_coarser_may_not_go_before_finer(ages: tuple[int | None, ...]) -> None:
    with pytest.raises(ValueError, match="minutes are kept no shorter than raw observations"):
        Keep(*ages)


def test_that_raw_observations_stay_for_a_day() -> None:
    with pytest.raises(ValueError, match="for a day at least"):
        Keep(DAY_S - 1)


@pytest.mark.parametrize(
    ("retention", "is_endless"),
    [
        (Retention(), True),
        (Retention(max_bytes=1), False),
        (Retention(Keep(DAY_S)), False),
        (Retention(quantities={"pressure": Keep(DAY_S)}), False),
    ],
)
def test_that_it_knows_whether_anything_ever_goes(retention: Retention, is_endless: bool) -> None:
    assert retention.is_endless == is_endless
