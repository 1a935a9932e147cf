"""What processes use of the machine: resident memory and processor time, where the system tells (Linux)."""

import os
from pathlib import Path

PROC = Path("/proc")
MB = 1e6
STATE, PARENT, USER, SYSTEM = 0, 1, 11, 12
"""Places in ``/proc/PID/stat`` after the program's name (proc(5))."""


def resident_mb(process: int | str = "self") -> float | None:
    """Memory of a process that is in RAM now."""
    try:
        pages = int((PROC / str(process) / "statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def greatest_resident_mb() -> float | None:
    """The most memory this process ever had in RAM."""
    try:
        lines = (PROC / "self" / "status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 / MB for line in lines if line.startswith("VmHWM:")), None)


def cpu_s(pid: int) -> float | None:
    """Processor time of a process up to now; also of one that has ended and was not waited for."""
    found = _stat(pid)
    return None if found is None else (int(found[USER]) + int(found[SYSTEM])) / os.sysconf("SC_CLK_TCK")


def has_ended(pid: int) -> bool:
    """Whether a process has ended, waited for or not."""
    found = _stat(pid)
    return found is None or found[STATE] == "Z"


def children(pid: int) -> tuple[int, ...]:
    """The processes that a process has started, and that run."""
    found = {int(path.name): _stat(int(path.name)) for path in PROC.glob("[0-9]*")}
    return tuple(sorted(child for child, stat in found.items() if stat and int(stat[PARENT]) == pid))


def _stat(pid: int) -> list[str] | None:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
