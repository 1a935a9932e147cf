"""A time bar that shows some hours up to now."""

from datetime import UTC

import pytest
from pytestqt.qtbot import QtBot

from tests.desk.timebar.bars import FIRST, NOW, Heard
from venule.desk.style.palette import DARK
from venule.desk.timebar.view import TimeBar
from venule.domain.clock import LIVE
from venule.domain.instant import HOUR


@pytest.fixture
def bar(qtbot: QtBot) -> TimeBar:
    bar = TimeBar(DARK, zone=UTC)
    bar.resize(1280, bar.height())
    qtbot.addWidget(bar)
    bar.set_span(NOW - 6 * HOUR, NOW + HOUR)
    bar.set_extent(FIRST, NOW)
    bar.set_now(NOW, LIVE, NOW)
    bar.show()
    return bar


@pytest.fixture
def heard(bar: TimeBar) -> Heard:
    return Heard(bar)
