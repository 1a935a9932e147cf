"""Files of the first version, which held each observation as a row of its own."""

import sqlite3

from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.store.names import Names
from venule.store.observing import PIECE_ROWS, ObservationLog

_ROWS = """
SELECT network.name, asset.name, datastream.name, observed_at, recorded_at, value, result_at, quality,
    ifnull(reason, ''), provenance, source_key, quantity.kind = 'flag'
FROM observation
    JOIN datastream ON datastream.id = observation.datastream
    JOIN quantity ON quantity.id = datastream.quantity
    JOIN asset ON asset.id = datastream.asset
    JOIN network ON network.id = asset.network
ORDER BY sequence
"""


def move_observations(connection: sqlite3.Connection) -> None:
    """Write every row of the old table into the log, in the order in which they were written."""
    log = ObservationLog(connection, Names(connection))
    found = connection.execute(_ROWS)
    while rows := found.fetchmany(PIECE_ROWS):
        log.append([_recorded(*row) for row in rows])


def _recorded(*row: object) -> Recorded:
    """A flag was kept as 1 or 0."""
    *fields, is_flag = row
    network, asset, datastream, observed_at, recorded_at, value, result_at, quality, reason, provenance, key = fields
    said = bool(value) if is_flag and value in (0, 1) else value
    return Recorded(
        network, asset, datastream, observed_at, recorded_at, said, result_at,  # type: ignore[arg-type]
        Quality(quality), reason, Provenance(provenance), key,  # type: ignore[arg-type]
    )  # fmt: skip
