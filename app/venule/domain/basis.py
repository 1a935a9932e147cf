"""Which of the two times of an observation the clock of the desk is held against."""

from enum import StrEnum


class Basis(StrEnum):
    """What "as of T" means.

    ``KNOWN``: what had been recorded by T, as it was known then (the recorder's ``recorded_at``). ``HAPPENED``: what
    had been observed by T, by all that is recorded today, however late it came (the device's ``observed_at``).
    """

    KNOWN = "known then"
    HAPPENED = "happened then"
