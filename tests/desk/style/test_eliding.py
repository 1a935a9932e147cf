"""Names that are cut short: what tells them apart stays readable."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from venule.desk.style.eliding import elided_name, elided_range
from venule.desk.style.fonts import font


@pytest.fixture
def metrics(styled: QApplication) -> QFontMetrics:
    """Of the desk's body text."""
    return QFontMetrics(font())


def test_that_ids_that_differ_at_their_end_still_differ(metrics: QFontMetrics) -> None:
    names = [f"7076ff001000000{digit}" for digit in range(4)]
    short = [elided_name(metrics, name, 70) for name in names]
    assert len(set(short)) == len(names)
    assert all(metrics.horizontalAdvance(text) <= 70 for text in short)
    assert all(text.startswith("707…") for text in short)


def test_that_a_name_that_fits_is_left_alone(metrics: QFontMetrics) -> None:
    assert elided_name(metrics, "T-1", 70) == "T-1"
    assert elided_name(metrics, "T-1", 0) == "…"


def test_that_a_shelf_keeps_the_beginnings_of_both_its_ends(metrics: QFontMetrics) -> None:
    short = elided_range(metrics, "apag-parkhaus-am-dom – oldenburg-hoefe", 120)
    first, last = short.split(" – ")
    assert first.startswith("apag")
    assert last.startswith("old")
    assert metrics.horizontalAdvance(short) <= 120
