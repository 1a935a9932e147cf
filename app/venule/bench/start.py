"""How long the program takes to start: to say a word, to load the desk, to draw it."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from venule.bench.material import batches, seconds
from venule.processes.household import ProcessProblem
from venule.store.writer import Writer

ASSETS = 1_500
ROUNDS = 3


def run() -> dict[str, object]:
    """The best of some rounds, each in a new process. The picture includes the time the desk takes to be settled."""
    with TemporaryDirectory(prefix="venule-bench-") as folder:
        cache, picture = Path(folder) / "bench.venule", Path(folder) / "bench.png"
        with Writer(cache, durable=False) as writer:
            for batch in batches(ASSETS * 10, ASSETS, 5_000):
                writer.write(batch)
        return {
            "rounds": ROUNDS,
            "assets": ASSETS,
            "version_s": best("-m", "venule", "--version"),
            "load_desk_s": best("-c", "import venule.desk.app"),
            "screenshot_s": best("-m", "venule", "desk", str(cache), "--screenshot", str(picture)),
        }


def best(*arguments: str) -> float:
    """The shortest of some runs of our Python."""
    return round(min(seconds(lambda: once(arguments)) for _ in range(ROUNDS)), 3)


def once(arguments: tuple[str, ...]) -> None:
    """Run it once; it must succeed."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ProcessProblem(f"Starting the program failed: {done.stderr.strip().splitlines()[-1:]}")
