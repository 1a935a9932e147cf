"""How fast a recording is sought through and played: what the desk asks after a jump, and on each pulse."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from venule.bench.material import START, batches, seconds, spread_ms
from venule.domain.instant import MINUTE, SECOND, Instant
from venule.store.reader import Reader
from venule.store.writer import Writer

ROWS = 500_000
STREAMS = 5_000
SEEKS = 20
SPEED = 1000
PULSES_PER_S = 4


def run(rows: int = ROWS) -> dict[str, object]:
    """Seeks to places all over the recording, and its whole length played at ×1000."""
    span = rows // STREAMS * MINUTE
    with TemporaryDirectory(prefix="venule-bench-") as folder:
        path = Path(folder) / "bench.venule"
        with Writer(path, durable=False) as writer:
            for batch in batches(rows, STREAMS, 5_000, MINUTE):
                writer.write(batch)
                while writer.tend():
                    continue
        with Reader(path) as reader:
            return {
                "rows": rows,
                "streams": STREAMS,
                "seeks": seek(reader, span),
                "pulses": {"speed": SPEED, **play(reader, span)},
            }


def seek(reader: Reader, span: Instant) -> dict[str, float]:
    """Jumps to places spread over the recording."""
    times = [seconds(partial(reader.latest, START + at)) for at in range(0, span, span // SEEKS)]
    return {"count": len(times), **spread_ms(times)}


def play(reader: Reader, span: Instant) -> dict[str, float]:
    """Every pulse of a replay from the beginning to the end."""
    cursor, times, handed_out = reader.latest(START - 1).cursor, [], 0
    pulse = SPEED * SECOND // PULSES_PER_S
    for at in range(0, span + pulse, pulse):
        more = True
        while more:
            begin = perf_counter()
            values = reader.changes(cursor, START + at)
            times.append(perf_counter() - begin)
            cursor, more = values.cursor, values.more
            handed_out += len(values.datastream)
    return {"count": len(times), "observations": handed_out, **spread_ms(times)}
