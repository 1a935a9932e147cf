"""Tones: how a line or an area shows its value, as eight steps of a ramp or as the reason why there is none."""

from enum import IntEnum

STEPS = 8
"""Tones from 0 to here, exclusively, are steps of the palette's ramp."""


class Tone(IntEnum):
    """What is no step of the ramp. None of them is told by colour alone."""

    HIDDEN = -1
    """No layer that is switched on shows it."""
    NO_VALUE = 8
    STALE = 9
    BAD = 10
    PLAIN = 11
    """Shown by its status, and there is nothing to say of it."""


class Mark(IntEnum):
    """What is said on top of a tone, by the worst alarm of the asset."""

    NONE = 0
    WARNING = 1
    ALARM = 2


TONE_WORDS = {Tone.NO_VALUE: "no value", Tone.STALE: "stale", Tone.BAD: "bad value", Tone.PLAIN: "ok"}
MARK_WORDS = {Mark.WARNING: "warning", Mark.ALARM: "alarm"}
