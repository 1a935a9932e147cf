"""The set-up script: what it does for root, what it tells anybody else, and that one failed check hides no other."""

import importlib.util
from types import ModuleType

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "packaging" / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Shell:
    """Takes commands and answers each with the next of some exit statuses."""

    def __init__(self, *statuses: int) -> None:
        self.commands: list[list[str]] = []
        self._statuses = iter(statuses)

    def __call__(self, command: list[str], **_: object) -> int:
        self.commands.append(command)
        return next(self._statuses)


def on_debian(dev: ModuleType, patch: pytest.MonkeyPatch, shell: Shell, *, root: bool) -> None:
    """Pretend to be on a Debian machine whose commands are answered by `shell`."""
    patch.setattr(dev.shutil, "which", lambda name, path=None: f"/bin/{name}")
    patch.setattr(dev.os, "geteuid", lambda: 0 if root else 1000, raising=False)
    patch.setattr(dev.subprocess, "call", shell)


def test_that_wrong_usage_is_explained(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["dance"]) == 2
    assert "packaging/dev.py demo" in capsys.readouterr().err


def test_that_an_old_python_is_refused_in_a_sentence(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 10, 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        dev.main(["test"])


def test_that_root_installs_what_is_missing(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell(100, 0, 0)
    on_debian(dev, monkeypatch, shell, root=True)
    dev.install(["libegl1"], "Qt does not load without it.", needed=True)
    wanted = ["apt-get", "install", "--yes", "--no-install-recommends", "libegl1"]
    assert shell.commands == [wanted, ["apt-get", "update"], wanted]


def test_that_anybody_else_is_told_the_command(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_debian(dev, monkeypatch, Shell(), root=False)
    with pytest.raises(SystemExit):
        dev.install(["libegl1"], "Qt does not load without it.", needed=True)
    assert "Run: sudo apt-get install --yes --no-install-recommends libegl1" in capsys.readouterr().err


def test_that_a_missing_broker_does_not_stop_anybody(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_debian(dev, monkeypatch, Shell(), root=False)
    dev.install(["mosquitto"], "Some tests are skipped without it.")
    assert "sudo apt-get install" in capsys.readouterr().err


def test_that_every_check_runs_after_one_has_failed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(1, 0, 1, 0, 0)
    on_debian(dev, monkeypatch, shell, root=False)
    assert dev.test(["-k", "alarm"]) == 1
    assert len(shell.commands) == 5
    assert shell.commands[-1][1:3] == ["-m", "pytest"]
    assert shell.commands[-1][-2:] == ["-k", "alarm"]
    assert "failed: ruff check, mypy" in capsys.readouterr().out
