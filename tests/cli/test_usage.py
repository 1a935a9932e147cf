"""Every command says what it does, and wrong usage is told from failure by its exit status."""

import pytest

from venule.cli import main

COMMANDS = [
    "demo", "desk", "record", "info", "export", "import", "report", "compact", "verify", "verticals", "check",
    "bench", "doctor",
]  # fmt: skip


def outcome(*arguments: str) -> int:
    """The exit status, whether it is returned or argparse leaves with it."""
    try:
        return main(arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)


@pytest.mark.parametrize("command", COMMANDS)
def test_that_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(command, "--help") == 0
    assert capsys.readouterr().out.startswith(f"usage: venule {command} ")


def test_that_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome("--help") == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("    ")]
    assert set(COMMANDS) <= set(listed)


def test_that_record_lists_the_dialects_and_import_the_keys_of_a_mapping(capsys: pytest.CaptureFixture[str]) -> None:
    outcome("record", "--help")
    told = capsys.readouterr().out
    assert all(f"  {dialect} " in told for dialect in ("auto", "json", "chirpstack", "plain"))
    outcome("import", "--help")
    told = capsys.readouterr().out
    assert all(f"  {key} " in told for key in ("layout", "zone", "missing", "crs"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["record", "profile.toml"],
        ["compact"],
        ["verify"],
        ["export", "city.venule"],
        ["export", "city.venule", "-o", "x", "--from", "yesterday"],
        ["export", "city.venule", "-o", "x", "--format", "xlsx"],
        ["desk", "city.venule", "--size", "big"],
        ["demo", "--assets", "none"],
        ["demo", "--for", "-1"],
        ["bench", "everything"],
    ],
)
def test_that_wrong_usage_has_a_status_of_its_own(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(*arguments) == 2
    assert "usage:" in capsys.readouterr().err
