"""An asset without a place is put onto the map by hand: it stands there from then on, live and in replay."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, WATER
from venule.desk.links.placing import LOOKING_BACK, NO_PLACE
from venule.desk.map.events import AssetPlaced
from venule.desk.session import Archive
from venule.desk.writings import NotKept, WritePlacement
from venule.domain.asset import Asset
from venule.domain.geo import Position
from venule.domain.instant import SECOND
from venule.store.answers import Catalogue
from venule.store.batch import Batch
from venule.store.operator import OperatorFile
from venule.store.reader import Reader
from venule.store.writer import Writer

Sit = Callable[..., Sitting]
UNPLACED = (Batch(assets=[Asset(WATER, "valve-9", "water.valve")]),)
PARK = (11.6, 48.2)


def place_of(sitting: Sitting, name: str) -> tuple[float, float] | None:
    assets, row = sitting.desk.city.catalogue.assets, sitting.row(name)
    return None if np.isnan(assets.longitude[row]) else (float(assets.longitude[row]), float(assets.latitude[row]))


def put(sitting: Sitting, name: str, longitude: float, latitude: float) -> None:
    """As a hand on the map does it."""
    sitting.desk.map.asset_placed.emit(AssetPlaced(sitting.row(name), longitude, latitude))
    sitting.rest()


def test_that_an_asset_put_on_the_map_stands_there_from_then_on(sit: Sit) -> None:
    sitting = sit(more=UNPLACED)
    assert place_of(sitting, "valve-9") is None
    sitting.beat()
    put(sitting, "valve-9", *PARK)
    assert place_of(sitting, "valve-9") == PARK
    placement = sitting.desk.city.placement_of(sitting.row("valve-9"))
    assert placement is not None
    assert (placement.who, placement.placed_at) == ("Ada", sitting.wall.now)
    assert sitting.desk.city.placement_of(sitting.row("tank-1")) is None


def test_that_a_replay_shows_where_it_stood_then(sit: Sit) -> None:
    sitting = sit(more=UNPLACED)
    sitting.beat(10)
    put(sitting, "valve-9", *PARK)
    sitting.pulse.seek(NOON + SECOND)
    sitting.rest()
    assert place_of(sitting, "valve-9") is None
    sitting.pulse.seek(NOON + 10 * SECOND)
    sitting.rest()
    assert place_of(sitting, "valve-9") == PARK


def test_that_the_past_is_not_changed(sit: Sit) -> None:
    sitting = sit(more=UNPLACED)
    sitting.pulse.seek(NOON - 5 * SECOND)
    sitting.rest()
    put(sitting, "valve-9", *PARK)
    assert sitting.window.notice.text == LOOKING_BACK
    sitting.pulse.go_live()
    sitting.rest()
    assert place_of(sitting, "valve-9") is None


def test_that_a_place_is_taken_back_to_where_the_feed_says(sit: Sit) -> None:
    sitting = sit()
    told = place_of(sitting, "tank-1")
    put(sitting, "tank-1", *PARK)
    assert place_of(sitting, "tank-1") == PARK
    sitting.wall.go(1)
    sitting.desk.map.placing_undone.emit(sitting.row("tank-1"))
    sitting.rest()
    assert place_of(sitting, "tank-1") == told
    assert sitting.desk.city.placement_of(sitting.row("tank-1")) is None


def test_that_the_map_moves_what_was_placed_and_nothing_is_rebuilt(sit: Sit) -> None:
    sitting = sit(more=UNPLACED)
    rebuilt, placed = [], []
    sitting.desk.city.rebuilt.connect(rebuilt.append)
    sitting.desk.city.placed.connect(placed.append)
    put(sitting, "valve-9", *PARK)
    sitting.beat()
    assert [rows.tolist() for rows in placed] == [[sitting.row("valve-9")]]
    assert rebuilt == []


def test_that_a_place_stays_when_the_catalogue_grows(sit: Sit) -> None:
    sitting = sit(more=UNPLACED)
    put(sitting, "valve-9", *PARK)
    with Writer(sitting.cache) as writer:
        writer.write(Batch(assets=[Asset(WATER, "valve-9", label="Park valve"), Asset(WATER, "valve-0")]))
    sitting.desk.city.set_catalogue(_catalogue(sitting.cache))
    assert place_of(sitting, "valve-9") == PARK
    assert place_of(sitting, "valve-0") is None


def test_that_a_place_that_is_none_is_refused_in_a_sentence(sit: Sit) -> None:
    sitting = sit(more=UNPLACED)
    put(sitting, "valve-9", 400.0, 10.0)
    assert sitting.window.notice.text == NO_PLACE
    assert place_of(sitting, "valve-9") is None


def test_that_what_cannot_be_written_is_told_and_the_asset_stays(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = sit(more=UNPLACED)
    monkeypatch.setattr(OperatorFile, "place", _full)
    put(sitting, "valve-9", *PARK)
    assert "No room is left" in sitting.window.notice.text
    assert place_of(sitting, "valve-9") is None


def test_that_a_folder_that_may_not_be_written_is_told(sit: Sit) -> None:
    with Archive(sit(more=UNPLACED).cache) as archive:
        archive.unwritable = "the folder may not be written"
        with pytest.raises(NotKept, match="valve-9 was not placed: the folder may not be written"):
            WritePlacement(WATER, "valve-9", Position(*PARK), NOON, "Ada").answer(archive)


def test_that_another_desk_s_place_is_seen(sit: Sit) -> None:
    sitting = sit(more=UNPLACED)
    with OperatorFile(OperatorFile.path_beside(sitting.cache)) as other:
        other.place(WATER, "valve-9", Position(*PARK), sitting.wall.now + SECOND, "sam")
    sitting.beat(2)
    assert place_of(sitting, "valve-9") == PARK


def _full(*_: object) -> None:
    raise OSError("No room is left")


def _catalogue(cache: Path) -> Catalogue:
    with Reader(cache) as reader:
        return reader.catalogue()
