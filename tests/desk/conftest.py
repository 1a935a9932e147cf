"""What tests of the desk share: the application in its style, and sittings that are taken down after the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from tests.desk.town import write_town
from venule.desk.style.look import prepare
from venule.domain.alarm import Alarm
from venule.store.batch import Batch


@pytest.fixture
def styled(qapp: QApplication) -> QApplication:
    """The application with the desk's fonts."""
    prepare(qapp)
    return qapp


@pytest.fixture
def sit(styled: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Sitting]]:
    """Write the town with these alarms and batches, and sit down at it."""
    sittings: list[Sitting] = []

    def start(*alarms: Alarm, more: tuple[Batch, ...] = (), **how: object) -> Sitting:
        cache = write_town(tmp_path / "upper_town.venule", alarms, *more)
        sittings.append(Sitting(qtbot, cache, **how))  # type: ignore[arg-type]
        return sittings[-1]

    yield start
    for sitting in sittings:
        sitting.close()
