"""What the desk needs of a machine: the Qt binding, the system libraries behind it, a display, a font."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from venule.doctor.finding import Finding, broken, good, worth_knowing

FATAL_PYSIDE = "6.12.0"
"""On Python before 3.12 it takes a reference from ``None`` with each call, until the interpreter aborts."""

LOAD_TIMEOUT_S = 60
DEBIAN_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
XCB_LIBRARIES = {
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-shape": "libxcb-shape0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
}


def qt_hazard() -> str:
    """Why the desk must not be started with this Qt binding; empty if it may."""
    try:
        found = version("PySide6-Essentials")
    except PackageNotFoundError:
        return ""  # a frozen build carries the pair it was tested with
    if found == FATAL_PYSIDE and sys.version_info < (3, 12):
        return f"PySide6 {found} destroys Python {sys.version.split()[0]}: install PySide6-Essentials 6.11.3 instead."
    return ""


def has_display() -> bool:
    """Whether there is a screen to draw on."""
    return not sys.platform.startswith("linux") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


def look_at_screen() -> Iterator[Finding]:
    """All that the desk needs."""
    if hazard := qt_hazard():
        yield broken("Qt", hazard)
        return
    yield qt_libraries()
    yield display()
    yield font()


def qt_libraries() -> Finding:
    """Whether Qt can be loaded; tried in a process of its own, since it may take its process with it."""
    probe = "import PySide6, PySide6.QtWidgets, PySide6.QtSvg; print(PySide6.__version__)"
    try:
        done = subprocess.run(
            [sys.executable, "-c", probe], capture_output=True, text=True, timeout=LOAD_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return broken("Qt", f"could not be tried: {problem}.")
    if done.returncode == 0:
        return good("Qt", f"PySide6 {done.stdout.strip()} loads.")
    library = re.search(r"(lib[\w.+-]+\.so[\w.]*)", done.stderr)
    if library is None:
        last = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        return broken("Qt", f"does not load: {last}.")
    package = DEBIAN_PACKAGES.get(library[1], "the package that holds it")
    return broken("Qt", f"does not load without {library[1]}; on Debian: sudo apt install {package}.")


def display() -> Finding:
    """Whether there is a screen, and for X11 the libraries that Qt's plugin for it wants."""
    if not has_display():
        return worth_knowing("display", "there is none: the desk draws into memory, which only --screenshot shows.")
    missing = [package for name, package in XCB_LIBRARIES.items() if find_library(name) is None]
    if missing and sys.platform.startswith("linux") and "WAYLAND_DISPLAY" not in os.environ:
        return broken("display", f"Qt cannot open an X window; on Debian: sudo apt install {' '.join(missing)}.")
    return good("display", "there is one.")


def font() -> Finding:
    """Whether the desk's own font came along."""
    try:
        found = [entry.name for entry in files("venule_resources").joinpath("fonts").iterdir()]
    except (ModuleNotFoundError, OSError):
        found = []
    if any(name.endswith(".ttf") for name in found):
        return good("font", "the desk brings its own.")
    return broken("font", "the desk's own font is missing: install Venule again.")
