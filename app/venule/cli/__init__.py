"""The command line: the only room that knows every process. One module a command."""

import sys
from collections.abc import Sequence

from venule.cli.ending import run
from venule.cli.parser import parse


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 on success, 1 on failure, 2 on wrong usage."""
    told = parse(sys.argv[1:] if arguments is None else arguments)
    return run(told)
