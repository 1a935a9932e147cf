"""How fast the writer commits."""

from pathlib import Path
from tempfile import TemporaryDirectory

from venule.bench.material import batches, seconds
from venule.store.writer import Writer

ROWS = 300_000
STREAMS = 10_000
ROWS_A_BATCH = 5_000


def run(rows: int = ROWS) -> dict[str, object]:
    """Write as a recorder does (every commit on the disk), and as an import does."""
    return {
        "rows": rows,
        "streams": STREAMS,
        "rows_a_transaction": ROWS_A_BATCH,
        "durable": measure(rows, durable=True),
        "not_durable": measure(rows, durable=False),
    }


def measure(rows: int, *, durable: bool) -> dict[str, float]:
    """Rows a second, and how long they are on the disk."""
    prepared = list(batches(rows, STREAMS, ROWS_A_BATCH))
    with TemporaryDirectory(prefix="venule-bench-") as folder:
        path = Path(folder) / "bench.venule"

        def write() -> None:
            with Writer(path, durable) as writer:
                for batch in prepared:
                    writer.write(batch)

        took = seconds(write)
        return {"rows_per_s": round(rows / took), "bytes_per_row": round(path.stat().st_size / rows, 1)}
