"""The recorder tells the file about a shape once, and again when it is another."""

from collections.abc import Sequence

from venule.domain.asset import Asset
from venule.domain.geo import Position
from venule.domain.message import Message
from venule.domain.shape import Shape, line
from venule.recorder.additions import Additions
from venule.recorder.inventory import Inventory

PIPE, OTHER = line([(-1.0, 0), (0, 0)]), line([(-2.0, 0), (0, 0)])


def noted(inventory: Inventory, **more: object) -> Sequence[Asset]:
    """What a message about a pipe adds to the file."""
    into = Additions()
    inventory.note(Message(("pipe",), b"", 0, "net", "pipe", **more), "pipe", "", into)  # type: ignore[arg-type]
    return into.assets


def shapes(found: Sequence[Asset]) -> list[Shape | None]:
    return [asset.shape for asset in found]


def test_that_a_shape_is_told_once_and_again_when_it_is_another() -> None:
    inventory = Inventory()
    assert shapes(noted(inventory, shape=PIPE)) == [PIPE]
    assert shapes(noted(inventory, shape=line([(-1.0, 0), (0, 0)]))) == []
    assert shapes(noted(inventory)) == []
    assert shapes(noted(inventory, shape=OTHER)) == [OTHER]
    assert shapes(noted(inventory, shape=OTHER, position=Position(1, 2))) == [OTHER]
    assert shapes(noted(inventory, label="Main")) == [None]
    assert shapes(noted(inventory, shape=OTHER)) == []


def test_that_a_shape_of_an_asset_that_was_known_without_one_is_told() -> None:
    inventory = Inventory()
    inventory.remember(Asset("net", "pipe"))
    assert shapes(noted(inventory, shape=PIPE)) == [PIPE]
