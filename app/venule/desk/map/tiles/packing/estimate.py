"""How large a pack will be, before it is made: tiles are counted, bytes are weighed by samples."""

from typing import NamedTuple

from venule.desk.map.tiles.packing.area import Area
from venule.desk.map.tiles.packing.supply import Supply

SAMPLES = 60
USUAL_TILE_BYTES = 20_000
"""A picture of 256 pixels in a town, where nothing better is known."""


class Estimate(NamedTuple):
    """``tiles`` is exact but for tiles that the source has not; ``sampled`` is how many were weighed."""

    tiles: int
    bytes: int
    sampled: int


class WrongArea(ValueError):
    """An area has no tiles, or more than go into one pack; the message is one sentence."""


def checked(area: Area, supply: Supply) -> int:
    """The number of tiles, if it goes into a pack; raises :class:`WrongArea`."""
    tiles = area.count
    if not tiles:
        raise WrongArea(f"{supply.name} has no tiles of this area at these zooms.")
    if tiles > supply.most_tiles:
        raise WrongArea(
            f"That is {tiles:,} tiles; {supply.most_tiles:,} go into one pack: take fewer zooms or a smaller area."
        )
    return tiles


def estimate(area: Area, supply: Supply) -> Estimate:
    """Weigh tiles all over an area; raises :class:`WrongArea`, and what the source raises."""
    tiles = checked(area, supply)
    step = max(tiles / SAMPLES, 1.0)
    numbers = sorted({int((sample + 0.5) * step) for sample in range(SAMPLES)})
    sizes = [supply.measure(area.tile(number)) for number in numbers if number < tiles]
    known = [size for size in sizes if size is not None]
    mean = sum(known) / len(known) if known else USUAL_TILE_BYTES
    return Estimate(tiles, round(mean * tiles), len(known))
