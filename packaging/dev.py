"""Sets the project up in `.venv`, whatever the machine lacks, and runs the demo or the tests there.

    python3 packaging/dev.py demo [arguments of `venule demo`]
    python3 packaging/dev.py test [arguments of pytest]

Needs a Python and nothing else. A second run finds the environment as it left it and starts at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "venule-setup.txt"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

VENV_PACKAGES = ["python3-venv"]
QT_PACKAGES = ["libgl1", "libegl1", "libfontconfig1", "libxkbcommon0", "libdbus-1-3", "libglib2.0-0"]
BROKER_PACKAGES = ["mosquitto"]
IN_PARALLEL = ["-n", "2", "--max-worker-restart", "0"]  # a worker that dies fails the run
SBIN = os.pathsep.join(["/usr/sbin", "/usr/local/sbin"])  # Debian's mosquitto is there: not on every user's PATH


def main(arguments: list[str]) -> int:
    """Run one of the two commands and return the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python meets this file first
        sys.exit(f"Venule needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    commands = {"demo": demo, "test": test}
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    set_up()
    return commands[arguments[0]](arguments[1:])


def demo(extra: list[str]) -> int:
    """The program with an embedded broker and a simulated city; without a display it draws offscreen."""
    display = WINDOWS or sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return run("-m", "venule", "demo", *extra, offscreen=not display)


def test(extra: list[str]) -> int:
    """Every check, each of them even after one has failed, so that one run tells everything."""
    if not WINDOWS and not (shutil.which("mosquitto") or shutil.which("mosquitto", path=SBIN)):
        install(BROKER_PACKAGES, "The tests over a real MQTT broker are skipped without it.")
    steps = {
        "ruff check": run("-m", "ruff", "check", "."),
        "ruff format": run("-m", "ruff", "format", "--check", "."),
        "mypy": run("-m", "mypy", "--strict", "app", "plugins", "packaging"),
        "import-linter": run("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"),
        "pytest": run("-m", "pytest", *IN_PARALLEL, *extra, offscreen=True),
    }
    failed = [name for name, status in steps.items() if status]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def run(*arguments: str, offscreen: bool = False) -> int:
    """Run the environment's Python at the project's root and return its exit status."""
    print("$ python", *arguments, flush=True)
    environment = dict(os.environ)
    if offscreen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT, env=environment)


def set_up() -> None:
    """Bring `.venv` to what the lock says; nothing to do when it already carries this stamp."""
    interpreter, wanted = stamp()
    found = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if found == interpreter + wanted and PYTHON.exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        install(VENV_PACKAGES, "Python cannot make a virtual environment without it.", needed=True)
    if not PYTHON.exists() or not found.startswith(interpreter):
        call(sys.executable, "-m", "venv", "--clear", str(VENV))
    pip("--only-binary=:all:", "--no-deps", "--require-hashes", "-r", str(LOCK))
    pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    provide_qt_libraries()
    STAMP.write_text(interpreter + wanted, encoding="utf-8")


def stamp() -> tuple[str, str]:
    """The interpreter and place an environment is bound to, and a digest of what is installed in it."""
    digest = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes())
    return f"{sys.version}\n{ROOT}\n", digest.hexdigest()


def pip(*arguments: str) -> None:
    """Install into the environment, from wherever this machine's own settings say."""
    call(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def provide_qt_libraries() -> None:
    """Install the system libraries that Qt's wheels link to but do not hold, where they are missing."""
    probe = [str(PYTHON), "-c", "import PySide6.QtWidgets"]
    if not sys.platform.startswith("linux") or subprocess.run(probe, capture_output=True, check=False).returncode == 0:
        return
    install(QT_PACKAGES, "Qt does not load without them.", needed=True)
    call(*probe)


def install(packages: list[str], why: str, *, needed: bool = False) -> None:
    """Install Debian packages as root; tell anybody else how to, and stop if it cannot go on without."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        advice = f"Install the equivalent of Debian's {' '.join(packages)}."
    elif os.geteuid() != 0:
        advice = f"Run: sudo {' '.join(command)}"
    elif apt(command):
        return
    else:
        advice = f"This failed: {' '.join(command)}"
    print(f"{why} {advice}", file=sys.stderr)
    if needed:
        sys.exit(1)


def apt(command: list[str]) -> bool:
    """Run an apt-get command, once more with fresh package lists if the first try fails."""
    print("$", *command, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.call(command, env=environment) == 0:
        return True
    subprocess.call(["apt-get", "update"], env=environment)
    return subprocess.call(command, env=environment) == 0


def call(*command: str) -> None:
    """Run a command that must succeed."""
    print("$", *command, flush=True)
    status = subprocess.call(command, cwd=ROOT)
    if status:
        sys.exit(f"This failed with exit status {status}: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
