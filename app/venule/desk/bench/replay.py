"""How soon the whole desk is right after a seek, and how well it keeps the pace of a replay."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np

from venule.desk.bench.sitting import Shown, Sitting, sitting
from venule.domain.basis import Basis
from venule.domain.instant import SECOND, Instant
from venule.store.answers import Floats

SEED = 20_261_122
SETTLE_S = 1.0
"""Before a measurement the desk runs for so long, as under a hand that has just let go."""

Figures = dict[str, object]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is measured: so many seeks to any times of a recording, and replays of so many seconds at a speed."""

    first: Instant
    last: Instant
    seeks: int = 60
    speed: float = 1000.0
    for_s: float = 60.0
    size: tuple[int, int] = (1280, 800)


class Sought(NamedTuple):
    """Seconds after a seek until the full copy had come, until the models had it, and until all was painted.

    ``worked_s`` are the processor's own in all threads of the desk, whoever else uses the machine.
    """

    copy_s: float
    models_s: float
    shown_s: float
    worked_s: float


def run(cache: Path, wishes: Wishes) -> Figures:
    """Seek and play, by what was known and by what had happened."""
    with sitting(cache, (wishes.first + wishes.last) // 2, wishes.size) as sat:
        sat.rest()
        city = sat.desk.city.catalogue
        choose(sat)
        return {
            "window": "{}x{}".format(*wishes.size),
            "assets": len(city.assets.name),
            "datastreams": len(city.datastreams.id),
            "seeks": {basis.name.lower(): sought(sat, wishes, basis) for basis in Basis},
            "replay": {
                **{basis.name.lower(): played(sat, wishes, basis, wishes.speed) for basis in Basis},
                "backwards": played(sat, wishes, Basis.KNOWN, -wishes.speed),
            },
        }


def choose(sat: Sitting) -> None:
    """Open an asset, so that inspector and trends have something to follow."""
    sat.desk.selection.open(len(sat.desk.city.catalogue.assets.name) // 2)
    sat.rest()


def sought(sat: Sitting, wishes: Wishes, basis: Basis) -> Figures:
    """Seeks to times all over the recording, the clock paused."""
    set_basis(sat, basis)
    moments = np.random.default_rng(SEED).integers(wishes.first, wishes.last + 1, wishes.seeks).tolist()
    times = np.array([seek(sat, moment) for moment in moments])
    return {
        "count": len(times),
        **{name: spread_ms(column) for name, column in zip(Sought._fields, times.T, strict=True)},
    }


def seek(sat: Sitting, moment: Instant) -> Sought:
    """One seek: right is the desk when every question that it made the panes ask is answered, and painted."""
    sat.run_for(0.05)
    sat.rest()
    watch, begin, used = sat.watch, perf_counter(), process_time()
    sat.desk.pulse.seek(moment)
    sat.run_until(lambda: watch.came_s > begin and watch.alarms_of == moment and sat.at_rest())
    sat.paint()
    shown, worked = perf_counter() - begin, process_time() - used
    return Sought(watch.came_s - begin, watch.modelled_s - begin, shown, worked)


def played(sat: Sitting, wishes: Wishes, basis: Basis, speed: float) -> Figures:
    """A replay from the middle of the recording on."""
    set_basis(sat, basis)
    pulse = sat.desk.pulse
    pulse.seek((wishes.first + wishes.last) // 2)
    sat.rest()
    pulse.play(speed)
    sat.run_for(SETTLE_S)
    sat.watch.course.clear()
    sat.run_for(wishes.for_s)
    course = sat.watch.course.copy()
    pulse.play(0)
    sat.rest()
    return {"speed": speed, "seconds": wishes.for_s, **pace(course, speed)}


def pace(course: Sequence[Shown], speed: float) -> Figures:
    """How the clock of what is shown went against the clock on the wall; where the replay ended it is not counted.

    ``drift`` compares how far what is shown went from the first pulse to the last with how far it should have gone.
    ``behind`` is by how much of the wall's time what is shown lags behind the clock when it is shown.
    """
    if len(course) < 2:
        return {"pulses": len(course)}
    columns = ([one.wall, one.due, one.reached, one.rows] for one in course)
    wall, due, reached, rows = np.array([*columns], np.int64).T
    took = int(wall[-1] - wall[0])
    return {
        "pulses": len(course),
        "full_copies": sum(one.whole for one in course),
        "rows_per_s": round(int(rows[1:].sum()) * SECOND / took),
        "drift_percent": round(100.0 * (float(reached[-1] - reached[0]) / (took * speed) - 1.0), 3),
        "behind": spread_ms((due - reached) / speed / SECOND),
        "between_pulses": spread_ms(np.diff(wall) / SECOND),
    }


def set_basis(sat: Sitting, basis: Basis) -> None:
    """Look by what was known, or by what had happened."""
    sat.desk.pulse.hold_against(basis)
    sat.rest()


def spread_ms(times_s: Floats) -> dict[str, float]:
    """Median, 95th percentile and worst of some times, in milliseconds."""
    named = zip(("median_ms", "p95_ms", "max_ms"), np.percentile(times_s, (50, 95, 100)).tolist(), strict=True)
    return {name: round(1e3 * value, 1) for name, value in named}
