"""Pictures of few colours, such as painted ground and names, told by one byte a pixel: a third of the size."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

MOST_COLOURS = 256
MOST_SHADES = 100_000
"""A picture of more shades is a photograph, which is left as it is."""

BEARABLE = 3.0
"""How far colours may be moved in the mean, in steps of a channel, before it could be seen."""

AT_ONCE = 4096

Pixels = npt.NDArray[np.uint8]
Shades = npt.NDArray[np.int64]


class Reduced(NamedTuple):
    """For each pixel the row of its colour."""

    colours: Pixels
    rows: Pixels


def reduced(pixels: Pixels) -> Reduced | None:
    """The picture in its commonest colours, all others moved to the nearest of them; ``None`` where that is seen."""
    height, width, channels = pixels.shape
    flat = np.zeros((height * width, 4), np.uint8)
    flat[:, :channels] = pixels.reshape(-1, channels)
    words, which, often = np.unique(flat.view(np.uint32).ravel(), return_inverse=True, return_counts=True)
    if len(words) > MOST_SHADES:
        return None
    shades = words.view(np.uint8).reshape(-1, 4)[:, :channels].astype(np.int64)
    kept = np.sort(np.argsort(-often, kind="stable")[:MOST_COLOURS])
    nearest, distance = _nearest(shades, shades[kept])
    if (distance * often).sum() > BEARABLE * height * width:
        return None
    return Reduced(shades[kept].astype(np.uint8), nearest[which].astype(np.uint8).reshape(height, width))


def _nearest(shades: Shades, kept: Shades) -> tuple[Shades, Shades]:
    """For each shade the row of the kept one that is nearest, and how far that is."""
    rows, far = np.empty(len(shades), np.int64), np.empty(len(shades), np.int64)
    for start in range(0, len(shades), AT_ONCE):
        apart = np.abs(shades[start : start + AT_ONCE, None, :] - kept[None, :, :]).sum(2)
        rows[start : start + AT_ONCE], far[start : start + AT_ONCE] = apart.argmin(1), apart.min(1)
    return rows, far
