"""The operator's tables, as SQL: what a person said and arranged at the desk, which only reads the cache itself."""

APPLICATION_ID = 0x56454E44
"""``VEND`` in the SQLite header: what tells an operator's file from any other SQLite file."""

VERSION = 2

PLACED_SINCE = 2
"""The version since which placements are kept."""

PLACED = (
    # a row each time that an asset was put somewhere, or, without a place, back to where its feed says it is
    """CREATE TABLE placement (
        id INTEGER PRIMARY KEY,
        network TEXT NOT NULL,
        asset TEXT NOT NULL,
        longitude REAL,
        latitude REAL,
        placed_at INTEGER NOT NULL,
        who TEXT NOT NULL
    )""",
    "CREATE INDEX placement_at ON placement (placed_at)",
)
"""Where assets were put by hand."""

TABLES = (
    """CREATE TABLE remark (
        id INTEGER PRIMARY KEY,
        alarm_uid TEXT NOT NULL,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        comment TEXT NOT NULL,
        acknowledges INTEGER NOT NULL
    )""",
    "CREATE INDEX remark_at ON remark (at)",
    "CREATE TABLE memory (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value BLOB NOT NULL)",
    *PLACED,
)
