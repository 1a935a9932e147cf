"""How smoothly the desk runs while a large town talks to it: the whole program, for minutes, at a stated load."""

import json
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from venule.demo.performance import Wishes, perform
from venule.store.reader import Reader

ASSETS = 15_000
RATE = 110.0
"""Messages a second of the simulated town; each carries about nine observations."""
SIZE = "1280x800"
WARM_S = 120
MEMORY_EVERY_S = 5
NEAR = 6


def run(for_s: float) -> dict[str, object]:
    """Broker, town, recorder and desk for ``for_s`` seconds; the desk paints its whole window 60 times a second."""
    with TemporaryDirectory(prefix="venule-bench-") as folder:
        cache, gauge = Path(folder) / "bench.venule", Path(folder) / "gauge.json"
        look = ("--size", SIZE, "--gauge", str(gauge))
        perform(Wishes(cache, ASSETS, RATE, for_s, look=look), Path(folder) / "bench.log", lambda _: None)
        smooth = json.loads(gauge.read_text(encoding="utf-8"))
        with Reader(cache) as reader:
            status = reader.recorder()
        memory = smooth.pop("memory_mb")
        recorded = status.recorded if status else 0
        return {
            "assets": ASSETS,
            "window": SIZE,
            "seconds": for_s,
            "observations_per_s": round(recorded / for_s),
            "frame_gap": smooth,
            "memory_mb": memory_course(memory),
        }


def memory_course(memory: list[float]) -> dict[str, float]:
    """Resident memory of the desk: after the first two minutes, at the end, and the greatest after the two minutes."""
    warm = memory[WARM_S // MEMORY_EVERY_S :] or memory
    return {
        "after_two_minutes": round(mean(warm[:NEAR]), 1),
        "at_the_end": round(mean(warm[-NEAR:]), 1),
        "greatest": round(max(warm), 1),
    }
