"""What holds for every test: no display, no user's folders, no window left open, no error unnoticed."""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything can import Qt

pytest_plugins = ["tests.broker"]

ROOT = Path(__file__).resolve().parent.parent
MANY_OBJECTS = 20_000


@pytest.fixture(scope="session", autouse=True)
def run_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of what outlives one test: a folder of this run, never the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        yield settle(tmp_path_factory.mktemp("run"), patch)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, and a keyring that keeps nothing."""
    return settle(tmp_path_factory.mktemp("home"), monkeypatch)


def settle(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Point every variable that leads to a user's folders below `folder`."""
    for name in ("HOME", "USERPROFILE"):
        patch.setenv(name, str(folder))
    for name in ("APPDATA", "LOCALAPPDATA", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        patch.setenv(name, str(folder / name.lower()))
    runtime = folder / "xdg_runtime_dir"
    runtime.mkdir(mode=0o700)
    patch.setenv("XDG_RUNTIME_DIR", str(runtime))
    patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return folder


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Look for cycles between tests, in the main thread, as the desk does: Qt objects may end in no other one."""
    gc.disable()
    yield
    gc.disable()
    if gc.get_count()[0] > MANY_OBJECTS:
        gc.collect()


class ErrorRecords(logging.Handler):
    """Keeps the messages logged at level ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def errors_fail(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which an error was logged, unless it is marked `expects_errors`."""
    records = ErrorRecords()
    logging.getLogger().addHandler(records)
    yield
    logging.getLogger().removeHandler(records)
    if records.messages and request.node.get_closest_marker("expects_errors") is None:
        pytest.fail("logged as errors:\n" + "\n".join(records.messages), pytrace=False)


@pytest.fixture(scope="session")
def qapp_cls() -> type["QApplication"]:
    """The application's class. Overrides of Qt's are guarded as in the desk: an error in one fails a test, no more."""
    from PySide6.QtWidgets import QApplication

    from venule.desk.overrides import guard_overrides

    guard_overrides()
    return QApplication


@pytest.fixture(autouse=True)
def windows_close(errors_fail: None) -> Iterator[None]:
    """Close the windows a test left and carry out its deferred deletions, which Qt leaves undone between tests.

    https://github.com/pytest-dev/pytest-qt/issues/498
    """
    yield
    if "PySide6.QtWidgets" in sys.modules:
        close_windows()


def close_windows() -> None:
    """Close and delete every window that has no owner."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    if not isinstance(QApplication.instance(), QApplication):
        return
    for window in QApplication.topLevelWidgets():
        if isValid(window) and window.parent() is None:
            window.close()
        if isValid(window) and window.parent() is None:
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of recorded and published data, too large to be part of the project."""
    folder = Path(os.environ.get("VENULE_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the shared data are not on this machine (VENULE_SHARED_DATA names their folder)")
    return folder
