"""What only a fresh interpreter can tell: who loads Qt, and that this Qt binding leaves Python's constants alone."""

import json
import subprocess
import sys

from tests.house.tree import ROOT, VERTICALS

ROOMS_WITHOUT_QT = sorted(
    f"venule.{path.stem}"
    for path in (ROOT / "app" / "venule").iterdir()
    if path.stem not in {"__init__", "__main__", "__pycache__", "cli", "desk", "py"}
)
REFERENCES_THAT_COME_AND_GO = 100

LOADED = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    room = importlib.import_module(name)
    for module in pkgutil.walk_packages(getattr(room, "__path__", []), name + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print(*sys.modules)
"""

DRIFT = """
import json, sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
import pyqtgraph

class Sensor(QObject):
    changed = Signal(bool)

def main():
    application = QApplication([])
    sensor, plot = Sensor(), pyqtgraph.PlotWidget()
    plot.plot([1, 3, 2])
    plot.resize(200, 150)
    plot.grab()
    before = [sys.getrefcount(constant) for constant in (None, True, False)]
    for count in range(10_000):
        sensor.changed.emit(count % 2 == 0)
        sensor.setObjectName("x")
    for _ in range(1_000):
        plot.grab()
    after = [sys.getrefcount(constant) for constant in (None, True, False)]
    print(json.dumps([now - then for then, now in zip(before, after)]))
    plot.close()
    plot.deleteLater()
    application.sendPostedEvents(None, 52)

main()
"""


def output_of(program: str, *arguments: str) -> str:
    """Run a program in its own interpreter and return what it printed."""
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_that_everything_but_the_desk_runs_without_qt() -> None:
    loaded = output_of(LOADED, *ROOMS_WITHOUT_QT, *sorted(VERTICALS)).split()
    assert not {"PySide6", "shiboken6", "pyqtgraph"} & set(loaded)


def test_that_the_qt_binding_keeps_count_of_pythons_constants() -> None:
    """PySide6 6.12.0 on Python < 3.12 takes a reference from None with each call, until the interpreter aborts.

    From 3.12 on the constants are immortal: their counts may drift and mean nothing, so it is enough to survive.
    """
    drift = json.loads(output_of(DRIFT))
    assert sys.version_info >= (3, 12) or all(abs(change) < REFERENCES_THAT_COME_AND_GO for change in drift), drift
