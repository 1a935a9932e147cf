"""How large a picture may become."""

from venule.desk.map.camera import Camera

FACTORS = (1, 2, 3, 4)
USUAL_FACTOR = 2
MOST_PIXELS = 40_000_000
"""The largest picture: 160 MB while it is painted, and as much again for its tiles and for its names."""


def factor_that_fits(camera: Camera, wanted: int) -> int:
    """The wanted factor, or the largest at which a view does not become too large; 1 in any case."""
    fitting = [factor for factor in FACTORS if camera.width * camera.height * factor**2 <= MOST_PIXELS]
    return max(min(wanted, max(fitting, default=1)), 1)
