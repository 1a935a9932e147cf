"""`venule import` of recordings: joins them into one."""

from collections.abc import Sequence
from pathlib import Path

from venule.cli.ending import CommandProblem
from venule.cli.printing import print_json
from venule.cli.progress import Meter, clear_line
from venule.evidence.bundle import ENDING
from venule.evidence.joining import join_recordings

INTERRUPTED = "Interrupted: what was joined by then stays, and the same import again goes on from there."
PREVIEWED = "A recording is joined as it is, so there is nothing to preview: name it without --preview."


def are_recordings(paths: Sequence[Path]) -> bool:
    """Whether recordings are to be joined; they cannot be among other files."""
    found = [path.suffix.lower() == ENDING for path in paths]
    if any(found) and not all(found):
        raise CommandProblem("Recordings and other files are imported apart: name the recordings alone first.")
    return all(found)


def join_files(paths: Sequence[Path], whole: Path, *, as_json: bool = False) -> int:
    """Join them and say what it came to."""
    try:
        done = join_recordings(paths, whole, Meter())
    except KeyboardInterrupt:
        raise CommandProblem(INTERRUPTED) from None
    finally:
        clear_line()
    if as_json:
        print_json({"recordings": len(paths), "observations": done.new, "known": done.known})
        return 0
    known = f"; {done.known:,} were there already" if done.known else ""
    print(f"{done.new:,} observations joined into {whole}{known}.")
    return 0
