"""An error in an override of Qt's is reported, and neither ends the process nor reaches what Qt was called for."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from types import FunctionType

import pytest
from PySide6.QtCore import QModelIndex, QSize, QStringListModel, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

import venule.desk
from venule.desk.overrides import guard_overrides

PAINTS_WITH_ERRORS = """
import sys
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication, QGraphicsObject, QGraphicsScene, QGraphicsView

from venule.desk.overrides import guard_overrides

class Item(QGraphicsObject):
    def boundingRect(self):
        return QRectF(0, 0, 50, 50)

    def paint(self, painter, option, widget=None):
        1 / 0

class View(QGraphicsView):
    def paintEvent(self, event):
        super().paintEvent(event)  # by a call of Python's, as in pyqtgraph

    def drawBackground(self, painter, rect):
        np.zeros(2)[5]

    def drawForeground(self, painter, rect):
        raise ValueError("whole")

guard_overrides()
application = QApplication([])
scene = QGraphicsScene()
scene.addItem(Item())
view = View(scene)
for _ in range(100):
    view.grab()
print("alive")
"""


def test_that_errors_while_a_canvas_is_painted_do_not_end_the_process() -> None:
    asked = [sys.executable, "-c", PAINTS_WITH_ERRORS]  # a process of its own, as it may end in the middle
    ended = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (0, "alive\n")
    for words in ("IndexError: index 5 is out of bounds", "ZeroDivisionError: division by zero", "ValueError: whole"):
        assert ended.stderr.count(words) == 100


class Failing(QWidget):
    """A widget whose every override meets an error."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        raise LookupError("no colour")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        raise LookupError("no size")

    def own_word(self) -> None:
        raise LookupError("not Qt's")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> list[str]:
    """What is reported."""
    guard_overrides()
    words: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _, problem, __: words.append(str(problem)))
    return words


def test_that_an_error_is_reported_and_gives_nothing(qtbot: QtBot, told: list[str]) -> None:
    widget = Failing()
    qtbot.addWidget(widget)
    assert widget.sizeHint() == QSize()
    widget.grab()
    assert set(told) == {"no size", "no colour"}


def test_that_what_is_not_qts_still_raises(qtbot: QtBot, told: list[str]) -> None:
    widget = Failing()
    qtbot.addWidget(widget)
    with pytest.raises(LookupError, match="not Qt's"):
        widget.own_word()
    assert told == []


def test_that_a_class_of_later_is_guarded_too(told: list[str]) -> None:
    class Later(QStringListModel):
        def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802 - Qt's name
            raise LookupError("no rows")

    assert Later().rowCount() == 0
    assert told == ["no rows"]


def test_that_a_slot_is_left_as_it_is(told: list[str]) -> None:
    class Asking(QDialog):
        @Slot()
        def accept(self) -> None:
            raise LookupError("refused")

    assert not hasattr(Asking.accept, "__wrapped__")


def ours(cls: type = Shiboken.Object) -> Iterator[type]:
    """Every class of the desk that Qt knows."""
    for heir in type.__subclasses__(cls):
        if heir.__module__.startswith("venule."):
            yield heir
        yield from ours(heir)


def test_that_no_override_of_the_desk_is_left_out(told: list[str]) -> None:
    for module in pkgutil.walk_packages(venule.desk.__path__, "venule.desk."):
        importlib.import_module(module.name)
    bare = [
        f"{cls.__qualname__}.{name}"
        for cls in set(ours())
        for name, value in vars(cls).items()
        if isinstance(value, FunctionType) and not name.startswith("__") and not hasattr(value, "__wrapped__")
        if any(name in vars(base) for base in cls.__mro__ if base.__module__.startswith("PySide6"))
    ]
    assert bare == [], "an override of a slot of Qt's cannot be guarded: connect to its signal instead"
