"""A file of the first version, with a row an observation, opens for writing and says what it said."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.rows import T0, row
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store import schema
from venule.store.batch import Batch, Declaration
from venule.store.problem import OlderFile
from venule.store.reader import Reader
from venule.store.writer import Writer

FIRST_VERSION = """
ALTER TABLE tally DROP COLUMN rewrites;
ALTER TABLE tally DROP COLUMN expired;
ALTER TABLE recorder DROP COLUMN trouble;
ALTER TABLE asset DROP COLUMN shape;
CREATE TABLE observation (
    sequence INTEGER PRIMARY KEY,
    datastream INTEGER NOT NULL REFERENCES datastream,
    observed_at INTEGER NOT NULL,
    result_at INTEGER,
    recorded_at INTEGER NOT NULL,
    value,
    quality INTEGER NOT NULL,
    reason TEXT,
    provenance INTEGER NOT NULL,
    source_key INTEGER NOT NULL
);
CREATE UNIQUE INDEX observation_identity ON observation (datastream, observed_at, source_key);
CREATE INDEX observation_recorded ON observation (recorded_at);
DELETE FROM _sqlite_migrations WHERE name <> '0001_tables';
PRAGMA user_version = 1;
"""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A flag, a number, a word and a missing value, as the first version kept them."""
    path = tmp_path / "city.venule"
    flag = Declaration("net", "lamp", Quantity("level", kind=ValueKind.FLAG))
    with Writer(path) as writer:
        writer.write(Batch(declarations=[flag], observations=[row(asset, T0) for asset in "abc"]))
    values = [(1, True), (2, 2.5), (3, "open"), (4, None)]
    with closing(sqlite3.connect(path)) as connection:
        for words in map(str.split, schema.PACKED):
            if words[1] == "TABLE":
                connection.execute(f"DROP TABLE {words[2]}")
        connection.executescript(FIRST_VERSION)
        for datastream, value in values:
            told = (datastream, T0 + datastream, T0 + 9, value, Quality.UNCERTAIN, "frost", 0, datastream)
            connection.execute("INSERT INTO observation VALUES (NULL, ?, ?, NULL, ?, ?, ?, ?, ?, ?)", told)
        connection.execute("UPDATE tally SET observations = 4")
        connection.commit()
    return path


def test_that_a_reader_says_how_to_bring_it_up_to_date(first: Path) -> None:
    with pytest.raises(OlderFile, match="venule compact"):
        Reader(first)


def test_that_a_writer_brings_every_observation_over(first: Path) -> None:
    with Writer(first) as writer:
        writer.write(Batch(observations=[row("a", T0 + 50, 7)]))
        assert writer.compact() == 5
    with Reader(first) as reader:
        assert [(one.asset, one.value, one.quality) for one in reader.observations()] == [
            ("a", 2.5, "uncertain"),
            ("a", 7, "good"),
            ("b", "open", "uncertain"),
            ("c", None, "uncertain"),
            ("lamp", True, "uncertain"),
        ]
        assert reader.counts().observations == 5
        assert set(reader.latest(T0 + 9).reason.values()) == {"frost"}
