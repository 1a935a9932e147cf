"""Declaring a command: its name, its help, and the module that carries it out."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def command(module: str) -> Callable[[argparse.Namespace], int]:
    """The ``run`` of a command's module, which is imported when it is called."""

    def run(told: argparse.Namespace) -> int:
        return int(import_module(f"venule.cli.{module}").run(told))

    return run


def add(commands: Commands, name: str, module: str, summary: str, more: str = "") -> argparse.ArgumentParser:
    """One command."""
    parser = commands.add_parser(
        name, help=summary, description=summary, epilog=more, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(run=command(module))
    return parser


def json_option(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
