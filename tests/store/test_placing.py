"""Places that operators give to assets: the newest by a time counts, and it goes before what the feed tells."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.store.rows import T0, written
from venule.domain.asset import Asset
from venule.domain.geo import Position
from venule.store import operator
from venule.store.answers import Placement
from venule.store.batch import Batch
from venule.store.operator import OperatorFile, placements_beside
from venule.store.placing import laid_over, placed_rows

SQUARE, PARK = Position(2.17, 41.4), Position(2.18, 41.5)

BEFORE_PLACEMENTS = """
DROP TABLE placement;
DROP TABLE note;
DROP TABLE withdrawal;
DELETE FROM _sqlite_migrations WHERE name != '0001_tables';
PRAGMA user_version = 1;
"""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


@pytest.fixture
def path(cache: Path) -> Path:
    return OperatorFile.path_beside(cache)


def test_that_the_newest_place_by_a_time_counts(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.place("net", "lamp", SQUARE, T0, "kim")
        desk.place("net", "bay", SQUARE, T0 + 1, "kim")
        desk.place("net", "lamp", PARK, T0 + 5, "sam")
        assert desk.placements(T0 - 1) == ()
        assert desk.placements(T0 + 4) == (
            Placement("net", "lamp", SQUARE, T0, "kim"),
            Placement("net", "bay", SQUARE, T0 + 1, "kim"),
        )
        assert {one.asset: one.place for one in desk.placements(T0 + 5)} == {"lamp": PARK, "bay": SQUARE}


def test_that_a_place_is_taken_back_and_its_history_stays(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.place("net", "lamp", SQUARE, T0, "kim")
        desk.place("net", "lamp", None, T0 + 5, "sam")
        assert desk.placements(T0 + 5) == ()
        assert [one.place for one in desk.placements(T0 + 4)] == [SQUARE]
        desk.place("net", "lamp", PARK, T0 + 9, "kim")
        assert [one.place for one in desk.placements(T0 + 9)] == [PARK]


def test_that_of_two_places_of_one_moment_the_last_written_counts(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.place("net", "lamp", SQUARE, T0, "kim")
        desk.place("net", "lamp", PARK, T0, "kim")
        assert [one.place for one in desk.placements(T0)] == [PARK]


def test_that_an_answer_that_is_the_same_is_the_same_object(path: Path) -> None:
    with OperatorFile(path) as desk, OperatorFile(path) as other:
        desk.place("net", "lamp", SQUARE, T0, "kim")
        first = desk.placements(T0 + 1)
        assert desk.placements(T0 + 2) is first
        other.place("net", "bay", PARK, T0 + 1, "sam")
        assert len(desk.placements(T0 + 2)) == 2
        assert desk.placements(T0) == first


def test_that_an_answer_has_an_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operator, "_PLACEMENTS", operator._PLACEMENTS.replace("LIMIT 100000", "LIMIT 2"))
    with OperatorFile(path) as desk:
        for number in range(4):
            desk.place("net", f"lamp {number}", SQUARE, T0 + number, "kim")
        assert [one.asset for one in desk.placements(T0 + 9)] == ["lamp 2", "lamp 3"]


def test_that_an_older_file_is_read_as_it_is_and_brought_up_to_date_by_who_writes(path: Path) -> None:
    with OperatorFile(path) as desk:
        desk.remark("uid", T0, "kim", "seen", True)
        desk.remember("layout", b"one")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(BEFORE_PLACEMENTS)
    with OperatorFile(path, read_only=True) as reader:
        assert [remark.comment for remark in reader.remarks(T0)] == ["seen"]
        assert reader.placements(T0) == ()
    with OperatorFile(path) as desk:
        desk.place("net", "lamp", SQUARE, T0, "kim")
    with OperatorFile(path, read_only=True) as reader:
        assert [remark.comment for remark in reader.remarks(T0)] == ["seen"]
        assert reader.recall("layout") == b"one"
        assert [one.place for one in reader.placements(T0)] == [SQUARE]


def test_that_places_lie_over_those_of_the_feed(cache: Path) -> None:
    assets = [Asset("a", "lamp", position=PARK), Asset("b", "lamp"), Asset("b", "bay", position=PARK)]
    with written(cache, Batch(assets=assets)) as reader:
        catalogue = reader.catalogue()
    told = [Placement("b", "lamp", SQUARE, T0, "kim"), Placement("b", "gone", SQUARE, T0, "kim")]
    placed = placed_rows(catalogue, told)
    assert placed == {1: told[0]}
    laid = laid_over(catalogue, placed).assets
    assert laid.longitude.tolist() == [PARK.longitude, SQUARE.longitude, PARK.longitude]
    assert laid.latitude.tolist() == [PARK.latitude, SQUARE.latitude, PARK.latitude]
    assert np.isnan(catalogue.assets.longitude[1]), "what the feed told stays as it is"
    assert laid_over(catalogue, {}) is catalogue


def test_that_no_operator_s_file_means_no_places(cache: Path, path: Path) -> None:
    assert placements_beside(cache, T0) == ()
    with OperatorFile(path) as desk:
        desk.place("net", "lamp", SQUARE, T0, "kim")
    assert [one.asset for one in placements_beside(cache, T0)] == ["lamp"]
