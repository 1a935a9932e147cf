"""Verticals of other people, good and bad, for the tests of the host's side."""

from collections.abc import Iterator
from typing import Any

from venule import sdk
from venule.verticals.discovery import Found

LEVEL = sdk.Quantity("level", unit="dB[A]", warn_above=65, alarm_above=75)
LOUD = sdk.Quantity("loud", kind=sdk.ValueKind.FLAG)
MOOD = sdk.Quantity("mood", kind=sdk.ValueKind.STATE)
SHARED = sdk.Quantity("battery", unit="V")


class Noise(sdk.Vertical):
    """Reads JSON; says for each member what the test asks for."""

    name = "noise"
    kinds = (
        sdk.AssetKind("meter", quantities=(LEVEL, LOUD, MOOD, SHARED), expected_every_s=60),
        sdk.AssetKind("mast", quantities=(SHARED,)),
    )
    devices = ("noise-*",)

    def read(self, message: sdk.Message) -> Iterator[sdk.Observation]:
        for name, value in message.json().items():
            quantity = next(one for one in (LEVEL, LOUD, MOOD, SHARED) if one.name == name)
            yield sdk.Observation("N-1", quantity, value)


def yielding(*items: Any) -> type[sdk.Vertical]:
    """A vertical that yields just these."""

    class Yielding(Noise):
        def read(self, message: sdk.Message) -> Iterator[sdk.Observation]:
            yield from items

    return Yielding


def raising(problem: BaseException) -> type[sdk.Vertical]:
    """A vertical whose reading ends in an error, after it yielded something good."""

    class Raising(Noise):
        def read(self, message: sdk.Message) -> Iterator[sdk.Observation]:
            yield sdk.Observation("N-1", LEVEL, 60.0)
            raise problem

    return Raising


def found(kind: type[sdk.Vertical] = Noise) -> Found:
    """As if it had been discovered."""
    return Found(kind.name, "stranger", "1.0", 1, kind())


def message(payload: bytes = b"{}", profile: str = "noise-1", **members: Any) -> sdk.Message:
    """A message for it."""
    return sdk.Message(("city", "noise", "N-1"), payload, received_at=1_000_000, profile=profile, **members)
