"""The cache's tables, as SQL. Times are microseconds UTC; an unknown number is NULL, an unknown text is empty."""

from venule.domain.instant import DAY

APPLICATION_ID = 0x56454E55
"""``VENU`` in the SQLite header: what tells a cache from any other SQLite file."""

VERSION = 3
"""The schema's version, kept in ``user_version``; grows with each migration."""

PACKED = (
    # what was committed and is not packed yet; rows are numbered 1, 2, 3 … in the order of writing
    """CREATE TABLE log (
        first INTEGER PRIMARY KEY,
        n INTEGER NOT NULL,
        observed_from INTEGER NOT NULL,
        observed_to INTEGER NOT NULL,
        recorded_from INTEGER NOT NULL,
        recorded_to INTEGER NOT NULL,
        rows BLOB NOT NULL
    )""",
    # rows first to last of the log, settled and sorted by datastream and time: n of them are left, expired were let go;
    # once any were, it is a full one, its frame knows them still, and recorded_from to recorded_to are of all
    """CREATE TABLE stretch (
        id INTEGER PRIMARY KEY,
        first INTEGER NOT NULL UNIQUE,
        last INTEGER NOT NULL,
        n INTEGER NOT NULL,
        level INTEGER NOT NULL,
        is_full INTEGER NOT NULL,
        observed_from INTEGER NOT NULL,
        observed_to INTEGER NOT NULL,
        recorded_from INTEGER NOT NULL,
        recorded_to INTEGER NOT NULL,
        expired INTEGER NOT NULL DEFAULT 0,
        frame BLOB
    )""",
    # a chunk whose stretch is not in the table above is being made, or has been replaced: it does not count
    """CREATE TABLE chunk (
        id INTEGER PRIMARY KEY,
        stretch INTEGER NOT NULL,
        first_stream INTEGER NOT NULL,
        last_stream INTEGER NOT NULL,
        first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        n INTEGER NOT NULL,
        observed_from INTEGER NOT NULL,
        observed_to INTEGER NOT NULL,
        recorded_from INTEGER NOT NULL,
        recorded_to INTEGER NOT NULL,
        heads BLOB NOT NULL,
        rows BLOB NOT NULL
    )""",
    "CREATE INDEX chunk_stretch ON chunk (stretch, last_stream, last_at)",
    "CREATE TABLE arrival (minute INTEGER PRIMARY KEY, n INTEGER NOT NULL)",
    # what numbers came to that were let go: n buckets of a width in microseconds, sorted by datastream and time
    """CREATE TABLE rollup (
        id INTEGER PRIMARY KEY,
        width INTEGER NOT NULL,
        level INTEGER NOT NULL,
        n INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        start_from INTEGER NOT NULL,
        start_to INTEGER NOT NULL,
        recorded_to INTEGER NOT NULL
    )""",
    # as with chunks: one whose roll-up is not in the table above does not count
    """CREATE TABLE rollup_chunk (
        id INTEGER PRIMARY KEY,
        rollup INTEGER NOT NULL,
        first_stream INTEGER NOT NULL,
        last_stream INTEGER NOT NULL,
        first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        n INTEGER NOT NULL,
        heads BLOB NOT NULL,
        rows BLOB NOT NULL
    )""",
    "CREATE INDEX rollup_chunk_rollup ON rollup_chunk (rollup, last_stream, last_at)",
)
"""Where observations are; how blobs are laid out is told in :mod:`venule.store.packing`."""

LONG_US = 7 * DAY
"""Alarms that lasted longer than this are found by indexes of their own: no stretch of time bounds when they began."""

ALARM_INDEXES = {
    # of a priority those raised in a stretch, counted and found without a look into the table
    "alarm_known": "CREATE INDEX alarm_known ON alarm (priority, raised_recorded_at)",
    "alarm_happened": "CREATE INDEX alarm_happened ON alarm (priority, raised_at, raised_recorded_at)",
    "alarm_returned": "CREATE INDEX alarm_returned ON alarm (cleared_at, raised_at)",
    "alarm_known_long": f"""CREATE INDEX alarm_known_long ON alarm (cleared_recorded_at, raised_recorded_at)
        WHERE cleared_recorded_at - raised_recorded_at > {LONG_US}""",
    "alarm_happened_long": f"""CREATE INDEX alarm_happened_long ON alarm (cleared_at, raised_at)
        WHERE cleared_at - raised_at > {LONG_US}""",
}
"""By name. Files of this version may lack them: they are speed and nothing else."""

TABLES = (
    """CREATE TABLE tally (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        catalogue_version INTEGER NOT NULL DEFAULT 0,
        observations INTEGER NOT NULL DEFAULT 0,
        rewrites INTEGER NOT NULL DEFAULT 0,
        expired INTEGER NOT NULL DEFAULT 0,
        rejects INTEGER NOT NULL DEFAULT 0,
        reject_bytes_kept INTEGER NOT NULL DEFAULT 0
    )""",
    "INSERT INTO tally (id) VALUES (1)",
    "CREATE TABLE network (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """CREATE TABLE gateway (
        id INTEGER PRIMARY KEY,
        network INTEGER NOT NULL REFERENCES network,
        name TEXT NOT NULL,
        longitude REAL,
        latitude REAL,
        UNIQUE (network, name)
    )""",
    """CREATE TABLE asset (
        id INTEGER PRIMARY KEY,
        network INTEGER NOT NULL REFERENCES network,
        name TEXT NOT NULL,
        label TEXT NOT NULL DEFAULT '',
        kind INTEGER REFERENCES kind,
        gateway INTEGER REFERENCES gateway,
        longitude REAL,
        latitude REAL,
        shape BLOB,
        UNIQUE (network, name)
    )""",
    "CREATE TABLE asset_properties (asset INTEGER PRIMARY KEY REFERENCES asset, properties TEXT NOT NULL)",
    """CREATE TABLE quantity (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        unit TEXT NOT NULL,
        kind TEXT NOT NULL,
        declaration TEXT NOT NULL UNIQUE
    )""",
    """CREATE TABLE datastream (
        id INTEGER PRIMARY KEY,
        asset INTEGER NOT NULL REFERENCES asset,
        name TEXT NOT NULL,
        quantity INTEGER NOT NULL REFERENCES quantity,
        unit_source TEXT NOT NULL DEFAULT '',
        expected_every_us INTEGER NOT NULL DEFAULT 0,
        UNIQUE (asset, name)
    )""",
    *PACKED,
    """CREATE TABLE reject (
        id INTEGER PRIMARY KEY,
        feed TEXT NOT NULL,
        topic TEXT NOT NULL,
        payload BLOB NOT NULL,
        payload_bytes INTEGER NOT NULL,
        reason TEXT NOT NULL,
        stage TEXT NOT NULL,
        recorded_at INTEGER NOT NULL,
        sha256 TEXT NOT NULL
    )""",
    "CREATE INDEX reject_recorded ON reject (recorded_at)",
    """CREATE TABLE alarm (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        network TEXT NOT NULL,
        subject TEXT NOT NULL,
        rule TEXT NOT NULL,
        priority INTEGER NOT NULL,
        raised_at INTEGER NOT NULL,
        raised_recorded_at INTEGER NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        quantity TEXT NOT NULL,
        of_gateway INTEGER NOT NULL,
        cause TEXT NOT NULL,
        consequence TEXT NOT NULL,
        action TEXT NOT NULL,
        respond_within_s REAL,
        parent TEXT NOT NULL,
        cleared_at INTEGER,
        cleared_recorded_at INTEGER
    )""",
    "CREATE INDEX alarm_cleared ON alarm (cleared_recorded_at, raised_recorded_at)",
    *ALARM_INDEXES.values(),
    """CREATE TABLE liveness (
        id INTEGER PRIMARY KEY,
        subject TEXT NOT NULL,
        network TEXT NOT NULL,
        name TEXT NOT NULL,
        presence TEXT NOT NULL,
        at INTEGER NOT NULL,
        cause TEXT NOT NULL,
        UNIQUE (subject, network, name, at)
    )""",
    "CREATE TABLE feed (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, dialect TEXT NOT NULL)",
    """CREATE TABLE feed_state (
        id INTEGER PRIMARY KEY,
        feed INTEGER NOT NULL REFERENCES feed,
        since INTEGER NOT NULL,
        presence TEXT NOT NULL,
        protocol TEXT NOT NULL,
        qos INTEGER NOT NULL,
        cause TEXT NOT NULL,
        last_message_at INTEGER,
        UNIQUE (feed, since, presence)
    )""",
    """CREATE TABLE feed_gap (
        id INTEGER PRIMARY KEY,
        feed TEXT NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER,
        cause TEXT NOT NULL,
        recoverable INTEGER NOT NULL,
        UNIQUE (feed, since)
    )""",
    """CREATE TABLE recorder (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        pid INTEGER NOT NULL,
        started_at INTEGER NOT NULL,
        heartbeat_at INTEGER NOT NULL,
        received INTEGER NOT NULL,
        recorded INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        backlog INTEGER NOT NULL,
        stopped INTEGER NOT NULL,
        trouble TEXT NOT NULL DEFAULT ''
    )""",
    """CREATE TABLE command (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        network TEXT NOT NULL,
        asset TEXT NOT NULL,
        name TEXT NOT NULL,
        requested_at INTEGER NOT NULL
    )""",
)
