"""How every command ends: a status, and on failure one sentence on standard error. Traces go to the log."""

import argparse
import errno
import logging
import os
import signal
import sys
import threading
from _thread import interrupt_main
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

from venule.cli.printing import on_one_line
from venule.processes.lifeline import on_parent_gone
from venule.processes.progress import LIFELINE

LOG_BYTES = 1_000_000
LOGS_KEPT = 3
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class CommandProblem(Exception):
    """A command cannot do what it was asked; the message is one sentence for the person who typed it."""


def run(told: argparse.Namespace) -> int:
    """Run the chosen command's ``run``, whatever it raises."""
    if os.environ.get(LIFELINE):
        on_parent_gone(interrupt_main)
    try:
        status = int(told.run(told))
        print(end="", flush=True)  # what cannot be printed is told here, not by Python when it is gone
        return status
    except KeyboardInterrupt:
        return complain("Interrupted.")
    except BrokenPipeError:  # the reader of our output has seen enough, as in `venule export … -o - | head`
        let_go_of_output()
        return 1
    except Exception as problem:
        if isinstance(problem, OSError) and problem.errno in NO_ROOM:
            let_go_of_output()
            return complain(f"{problem.filename or 'What was to be said'} cannot be written: {problem.strerror}")
        if is_known(problem):
            return complain(str(problem))
        return complain(f"Venule came upon something unforeseen ({type(problem).__name__}); {where_logged(problem)}")


def heed_termination() -> None:
    """Let SIGTERM end this command as Ctrl+C does, so that no half of a file is left."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def let_go_of_output() -> None:
    """Throw away what standard output did not take, so that Python does not try again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_known(problem: Exception) -> bool:
    """Whether the problem's message was written for a person."""
    from venule.config import ProfileProblem
    from venule.demo.problem import DemoProblem
    from venule.interchange.problem import InterchangeProblem
    from venule.processes.household import ProcessProblem
    from venule.recorder.publisher import PublisherProblem
    from venule.store.problem import StoreProblem

    ours = CommandProblem | DemoProblem | ProcessProblem | PublisherProblem
    return isinstance(problem, ours | InterchangeProblem | ProfileProblem | StoreProblem)


def complain(sentence: str) -> int:
    """Say a sentence on standard error; the exit status of failure."""
    closed = sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
    print(on_one_line(" ".join(closed.splitlines())), file=sys.stderr)
    return 1


def log_file() -> Path:
    """Where details are written."""
    return platformdirs.user_log_path("venule", appauthor=False) / "venule.log"


def where_logged(problem: Exception) -> str:
    """Write the trace to the log and say where that is."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
    except OSError:
        return f"{problem}."
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    record = logging.LogRecord(
        "venule", logging.CRITICAL, "", 0, "unforeseen", None, (type(problem), problem, problem.__traceback__)
    )
    handler.handle(record)
    handler.close()
    return f"the details are in {path}."
