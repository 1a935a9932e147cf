"""The guard: a plugin may fail in any way, and what it yields is believed only where it makes sense."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest

from tests.verticals.stranger import LEVEL, LOUD, MOOD, SHARED, Noise, found, message, raising, yielding
from venule import sdk
from venule.verticals.discovery import Found
from venule.verticals.guard import MAX_OBSERVATIONS, Guard


def read(kind: type[sdk.Vertical]) -> list[sdk.Observation]:
    return [observation for observation, _, _ in Guard([found(kind)]).read(message())]


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("not even this")


class Panic(BaseException):
    """What extensions written in Rust raise."""


class Odd:
    def __repr__(self) -> str:
        raise RuntimeError("never")


def test_that_an_observation_comes_with_its_kind() -> None:
    ((observation, kind, name),) = Guard([found()]).read(message(b'{"level": 62.5}'))
    assert (observation.value, kind.name, name) == (62.5, "meter", "noise.meter")


@pytest.mark.parametrize(
    "problem",
    [
        KeyError("dba"),
        RecursionError(),
        MemoryError("all"),
        SystemExit(3),
        AssertionError(),
        Unspeakable(),
        StopIteration(),
        Panic("called `Option::unwrap()` on a `None` value"),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_that_whatever_a_vertical_raises_becomes_a_reject_that_names_it(problem: BaseException) -> None:
    guard = Guard([found(raising(problem))])
    with pytest.raises(sdk.Unreadable, match="noise failed on this message: "):
        guard.read(message())
    assert guard.failures["noise"].count == 1


def test_that_a_persons_order_to_stop_is_not_kept_from_the_program() -> None:
    with pytest.raises(KeyboardInterrupt):
        Guard([found(raising(KeyboardInterrupt()))]).read(message())


def test_that_its_own_refusal_is_passed_on_word_for_word_and_is_no_failure() -> None:
    guard = Guard([found(raising(sdk.Unreadable("frames of port 9 are not known")))])
    with pytest.raises(sdk.Unreadable, match=r"^frames of port 9 are not known$"):
        guard.read(message())
    assert guard.failures == {}


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (None, "yielded None where an Observation"),
        (Odd(), "yielded Odd"),
        (("N-1", 5), "where an Observation is expected"),
        (sdk.Observation("N-1", "level", 5), "which is no Quantity"),  # type: ignore[arg-type]
        (sdk.Observation("", LEVEL, 5), "names no asset"),
        (sdk.Observation("N-1", LEVEL, "62"), "'level' cannot be '62'"),
        (sdk.Observation("N-1", LEVEL, True), "'level' cannot be True"),
        (sdk.Observation("N-1", LEVEL, float("nan")), "'level' is nan"),
        (sdk.Observation("N-1", LEVEL, float("inf")), "'level' is inf"),
        (sdk.Observation("N-1", LEVEL, 10**40), "41 digits"),
        (sdk.Observation("N-1", LEVEL, [1]), "cannot be"),  # type: ignore[arg-type]
        (sdk.Observation("N-1", LOUD, 1), "'loud' is a flag"),
        (sdk.Observation("N-1", MOOD, "x" * 5_000), "5,000 characters"),
        (sdk.Observation("N-1", SHARED, 3.6), "several of its kinds declare 'battery'"),
        (sdk.Observation("N-1", SHARED, 3.6, kind="tower"), "no kind 'tower'"),
        (sdk.Observation("N-1", sdk.Quantity("wind"), 3.6), "none of its kinds declares the quantity 'wind'"),
        (sdk.Observation("N-1", LEVEL, 62, observed_at="yesterday"), "not an ISO 8601 time"),
        (sdk.Observation("N-1", LEVEL, 62, observed_at=datetime(2026, 1, 1)), "has no zone"),
        (sdk.Observation("N-1", LEVEL, 62, observed_at=3.5), "is no time of observation"),
        (sdk.Observation("N-1", LEVEL, 62, observed_at=10**30), "outside the years"),
        (sdk.Observation("N-1", LEVEL, 62, observed_at=True), "is not a number"),
        (sdk.Observation("N-1", LEVEL, 62, quality=17), "17"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_that_nonsense_among_what_it_yields_rejects_the_message(item: Any, reason: str) -> None:
    with pytest.raises(sdk.Unreadable, match=reason):
        read(yielding(sdk.Observation("N-1", LEVEL, 60.0), item))


def test_that_a_time_may_be_an_instant_a_datetime_or_text() -> None:
    moment = datetime(2026, 11, 22, 19, 4, tzinfo=timezone(timedelta(hours=1)))
    instant = sdk.from_datetime(moment)
    kind = yielding(
        sdk.Observation("N-1", LEVEL, 1, observed_at=instant),
        sdk.Observation("N-1", LEVEL, 2, observed_at=moment.astimezone(UTC)),
        sdk.Observation("N-1", LEVEL, 3, observed_at="2026-11-22T19:04:00+01:00"),
        sdk.Observation("N-1", LEVEL, 4),
    )
    assert [observation.observed_at for observation in read(kind)] == [instant, instant, instant, None]


def test_that_a_missing_value_is_missing_and_not_zero() -> None:
    (observation,) = read(yielding(sdk.Observation("N-1", LEVEL, None)))
    assert (observation.value, observation.quality) == (None, sdk.Quality.MISSING)


def test_that_an_observation_without_an_asset_is_about_the_one_that_sent_it() -> None:
    guard = Guard([found(yielding(sdk.Observation("", LEVEL, 5)))])
    ((observation, _, _),) = guard.read(message(asset="N-7"))
    assert observation.asset == "N-7"


def test_that_an_endless_reading_is_cut_off() -> None:
    class Endless(Noise):
        def read(self, message: sdk.Message) -> Iterator[sdk.Observation]:
            while True:
                yield sdk.Observation("N-1", LEVEL, 1.0)

    with pytest.raises(sdk.Unreadable, match=f"more than {MAX_OBSERVATIONS:,} observations"):
        read(Endless)


def test_that_no_vertical_for_a_profile_is_said_with_the_profile() -> None:
    with pytest.raises(sdk.Unreadable, match="no vertical reads the device profile 'SW3L'"):
        Guard([found()]).read(message(profile="SW3L"))


def test_that_the_vertical_a_feed_names_reads_whatever_the_profile() -> None:
    assert len(Guard([found()]).read(message(b'{"level": 1}', profile=""), "noise")) == 1


def test_that_a_vertical_a_feed_names_and_nobody_has_is_said_with_the_reason() -> None:
    broken = Found("noise", "stranger", "1.0", None, None, "cannot be imported: ImportError: no such thing")
    with pytest.raises(sdk.Unreadable, match="names the vertical 'noise', which cannot be imported"):
        Guard([broken]).read(message(), "noise")
    with pytest.raises(sdk.Unreadable, match="names the vertical 'parking', which is not installed"):
        Guard([broken]).read(message(), "parking")


def test_that_one_which_fails_to_say_what_it_reads_does_not_keep_others_from_reading() -> None:
    class Shy(Noise):
        name = "shy"

        def reads(self, message: sdk.Message) -> bool:
            raise ZeroDivisionError

    guard = Guard([found(Shy), found()])
    assert len(guard.read(message(b'{"level": 1}'))) == 1
    assert guard.failures["shy"].reason == "ZeroDivisionError"


class Nothing:
    def latest(self, kind: str, quantity: str) -> tuple[np.ndarray, np.ndarray]:
        return np.zeros(0), np.zeros(0, np.bool_)


@pytest.mark.parametrize("compute", [lambda snapshot: 1 / 0, lambda snapshot: 5])
def test_that_an_indicator_that_fails_is_a_sentence(compute: Any) -> None:
    told = Guard([found()]).compute(sdk.Indicator("x", "Loud streets", "%", "streets", compute), Nothing())
    assert isinstance(told, str)
    assert told.startswith("Loud streets cannot be computed: ")


def test_that_kinds_carry_their_verticals_name() -> None:
    assert set(Guard([found()]).kinds) == {"noise.meter", "noise.mast"}
