"""The operator's tables, as SQL: what a person said and arranged at the desk, which only reads the cache itself."""

APPLICATION_ID = 0x56454E44
"""``VEND`` in the SQLite header: what tells an operator's file from any other SQLite file."""

VERSION = 3

PLACED_SINCE = 2
"""The version since which placements are kept."""

NOTED_SINCE = 3
"""The version since which notes are kept."""

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

NOTED = (
    # never changed: an edit withdraws the note and writes another
    """CREATE TABLE note (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        written_at INTEGER NOT NULL,
        who TEXT NOT NULL,
        text TEXT NOT NULL,
        network TEXT NOT NULL,
        asset TEXT NOT NULL,
        quantity TEXT NOT NULL
    )""",
    "CREATE INDEX note_at ON note (at)",
    "CREATE INDEX note_written_at ON note (written_at)",
    # a row each time that a note was withdrawn, or brought back
    """CREATE TABLE withdrawal (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        withdrawn INTEGER NOT NULL
    )""",
    "CREATE INDEX withdrawal_uid ON withdrawal (uid, at)",
    "CREATE INDEX withdrawal_at ON withdrawal (at)",
)
"""What was noted of a time, and what became of it."""

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
    *NOTED,
)
