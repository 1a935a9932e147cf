"""Where a map looks by itself: at everything until a hand has moved it, and then only where it is asked to."""

from collections.abc import Callable

import numpy as np

from venule.desk.map.camera import CLOSEST_FIT, Camera
from venule.desk.map.frame import Frame
from venule.desk.map.motion import Motion

FOOT_PX = 38.0
MARGIN_PX, MARGIN_SHARE = 48.0, 0.07
"""Around what is fitted into view: less on a small map, where every pixel counts."""


class Gaze:
    """Moves one camera. ``still`` says whether the system asks for no motion."""

    def __init__(self, frame: Frame, motion: Motion, still: Callable[[], bool]) -> None:
        self._frame, self._motion, self._still = frame, motion, still
        self._untouched = True

    @property
    def camera(self) -> Camera:
        """Where the map looks now."""
        return self._motion.camera

    def touch(self) -> None:
        """From now on the view is the user's own and is not fitted again."""
        self._untouched = False

    def fit(self) -> None:
        """Show all assets, or what else has a place."""
        bounds = self._frame.bounds
        if bounds is not None:
            margin = min(MARGIN_PX, self.camera.height * MARGIN_SHARE)
            self._motion.jump(self.camera.fitted(bounds, margin, foot_px=FOOT_PX))
        self._untouched = True

    def show_all_at_first(self) -> None:
        """Until a hand has moved the camera, whatever has a place is in view."""
        if self._untouched:
            self.fit()

    def look_from(self, camera: Camera) -> None:
        """Take another view at once; the window's size stays."""
        self._untouched = False
        self._motion.jump(camera.resized(self.camera.width, self.camera.height))

    def fly(self, camera: Camera) -> None:
        """Go to another view so that the eye can follow."""
        self._untouched = False
        self._motion.fly(camera.resized(self.camera.width, self.camera.height), self._still())

    def fly_to(self, row: int) -> None:
        """Bring an asset to the middle, near enough to see it alone."""
        pyramid = self._frame.assets.pyramid
        x, y = float(pyramid.x[row]), float(pyramid.y[row])
        if np.isfinite(x):
            self.fly(self.camera.centred(x, y, max(self._motion.end.zoom, CLOSEST_FIT)))
