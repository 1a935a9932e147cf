"""Names in the file: what is told later is added, what is left empty erases nothing, and readers learn of it."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from tests.store.rows import T0, row, written
from venule.domain.asset import Asset, Gateway
from venule.domain.geo import Position
from venule.domain.quantity import Quantity, ValueKind
from venule.store import names
from venule.store.answers import Catalogue
from venule.store.batch import Batch, Declaration
from venule.store.declaration import from_text, to_text
from venule.store.reader import Reader
from venule.store.writer import Writer

LEVEL = Quantity("level", unit="m", low=0.0, high=5.5, alarm_above=5.0, labels=("dry", "wet"), decimals=2)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def kinds(catalogue: Catalogue) -> list[str]:
    return ["" if number < 0 else catalogue.kinds[number] for number in catalogue.assets.kind]


def test_that_the_catalogue_tells_what_was_declared(cache: Path) -> None:
    place = Position(-2.6, 51.45)
    batch = Batch(
        gateways=[Gateway("lora", "roof", place)],
        assets=[
            Asset("scada", "tank 1", "water.tank", "North tank"),
            Asset("lora", "bay 7", "parking.bay", "", "roof", place, {"street": "Quay"}),
            Asset("lora", "bay 8", "parking.bay", gateway="mast"),
        ],
        declarations=[Declaration("scada", "tank 1", LEVEL, "metres", 900.0), Declaration("lora", "bay 7", LEVEL, "m")],
    )
    with written(cache, batch) as reader:
        catalogue = reader.catalogue()
        assert [network.name for network in catalogue.networks] == ["lora", "scada"]
        assert catalogue.assets.name == ("tank 1", "bay 7", "bay 8")
        assert catalogue.assets.label == ("North tank", "", "")
        assert [catalogue.networks[at].name for at in catalogue.assets.network] == ["scada", "lora", "lora"]
        assert kinds(catalogue) == ["water.tank", "parking.bay", "parking.bay"]
        assert catalogue.gateways.name == ("roof", "mast")
        assert catalogue.assets.gateway.tolist() == [-1, 0, 1]
        assert catalogue.gateways.longitude[0] == catalogue.assets.longitude[1] == -2.6
        assert np.isnan([catalogue.gateways.latitude[1], catalogue.assets.latitude[0]]).all()
        assert catalogue.quantities == (LEVEL,)
        assert catalogue.datastreams.asset.tolist() == [0, 1]
        assert catalogue.datastreams.expected_every_us.tolist() == [900_000_000, 0]
        assert catalogue.datastreams.unit_source == {0: "metres"}
        assert reader.asset_properties(int(catalogue.assets.id[1])) == {"street": "Quay"}
        assert reader.asset_properties(int(catalogue.assets.id[0])) == {}


def test_that_an_empty_field_erases_nothing(cache: Path) -> None:
    full = Asset("net", "a", "light.lamp", "Lamp", "roof", Position(1, 2), {"pole": "12", "height": "8"})
    bare = Asset("net", "a", properties={"pole": "", "owner": "city"})
    batches = [
        Batch(assets=[full], gateways=[Gateway("net", "roof", Position(3, 4))]),
        Batch(declarations=[Declaration("net", "a", LEVEL, "metres", 60.0)]),
        Batch(assets=[bare], gateways=[Gateway("net", "roof")]),
        Batch(declarations=[Declaration("net", "a", Quantity("level"))]),
        Batch(observations=[row("a", T0)]),
    ]
    with written(cache, *batches) as reader:
        catalogue = reader.catalogue()
        assert kinds(catalogue) == ["light.lamp"]
        assert catalogue.assets.label == ("Lamp",)
        assert catalogue.assets.gateway.tolist() == [0]
        assert [*catalogue.assets.longitude, *catalogue.gateways.latitude] == [1, 4]
        assert catalogue.quantities[catalogue.datastreams.quantity[0]] == LEVEL
        assert catalogue.datastreams.expected_every_us.tolist() == [60_000_000]
        assert catalogue.datastreams.unit_source == {0: "metres"}
        assert reader.asset_properties(1) == {"pole": "12", "height": "8", "owner": "city"}


def test_that_a_later_word_replaces_an_earlier_one(cache: Path) -> None:
    batches = [
        Batch(assets=[Asset("net", "a", "x.y", "Old", position=Position(1, 2))]),
        Batch(assets=[Asset("net", "a", "x.z", "New", "roof", Position(5, 2))]),
        Batch(declarations=[Declaration("net", "a", Quantity("level", unit="cm"))]),
        Batch(declarations=[Declaration("net", "a", LEVEL)]),
    ]
    with written(cache, *batches) as reader:
        catalogue = reader.catalogue()
        assert (kinds(catalogue), catalogue.assets.label) == (["x.z"], ("New",))
        assert catalogue.assets.longitude.tolist() == [5]
        assert catalogue.quantities[catalogue.datastreams.quantity[0]] == LEVEL


def test_that_the_version_grows_only_when_something_named_changes(cache: Path) -> None:
    asset = Asset("net", "a", "x.y", "Label", "roof", Position(1, 2))
    with Writer(cache) as writer, Reader(cache) as reader:

        def grows(batch: Batch) -> bool:
            before = reader.catalogue_version()
            writer.write(batch)
            return reader.catalogue_version() > before

        assert grows(Batch(assets=[asset]))
        assert not grows(Batch(assets=[asset, Asset("net", "a")]))
        assert not grows(Batch(assets=[Asset("net", "a", properties={"pole": "1"})]))
        assert grows(Batch(assets=[Asset("net", "a", position=Position(1, 3))]))
        assert grows(Batch(observations=[row("a", T0)]))
        assert not grows(Batch(observations=[row("a", T0 + 1)]))
        assert grows(Batch(observations=[row("b", T0)]))
        assert grows(Batch(declarations=[Declaration("net", "a", LEVEL)]))
        assert not grows(
            Batch(declarations=[Declaration("net", "a", LEVEL), Declaration("net", "a", Quantity("level"))])
        )
        assert not grows(Batch(gateways=[Gateway("net", "roof")]))
        assert grows(Batch(gateways=[Gateway("net", "roof", Position(1, 2))]))
        assert not grows(Batch(gateways=[Gateway("net", "roof", Position(1, 2))]))


def test_that_a_writer_that_starts_anew_changes_nothing_by_repeating_itself(cache: Path) -> None:
    batch = Batch(
        assets=[Asset("net", "a", "x.y", "Label", "roof", Position(1, 2))],
        gateways=[Gateway("net", "roof", Position(1, 2))],
        declarations=[Declaration("net", "a", LEVEL, "metres", 60.0)],
    )
    with written(cache, batch) as reader:
        before = reader.catalogue_version()
    with written(cache, batch, batch) as reader:
        assert reader.catalogue_version() == before


def test_that_properties_stop_growing_at_their_limit(cache: Path) -> None:
    long = "x" * names.MAX_PROPERTIES_BYTES
    batches = [Batch(assets=[Asset("net", "a", properties={f"p{number}": long})]) for number in range(3)]
    with written(cache, *batches) as reader:
        assert list(reader.asset_properties(1)) == ["p0"]


@pytest.mark.parametrize("quantity", [Quantity("x"), LEVEL, Quantity("s", kind=ValueKind.STATE, deadband=0.5)])
def test_that_a_declaration_survives_its_spelling(quantity: Quantity) -> None:
    assert from_text(to_text(quantity)) == quantity


def test_that_the_same_quantity_is_kept_once(cache: Path) -> None:
    declarations = [Declaration("net", f"asset {number}", LEVEL) for number in range(20)]
    with written(cache, Batch(declarations=declarations[:10]), Batch(declarations=declarations[10:])) as reader:
        assert len(reader.catalogue().quantities) == 1


def test_that_the_schema_reads_with_plain_sqlite(cache: Path) -> None:
    with written(cache, Batch(declarations=[Declaration("net", "a", LEVEL)], observations=[row("a", T0, 2.5)])):
        connection = sqlite3.connect(cache)
        statement = """SELECT network.name, asset.name, datastream.name, quantity.unit FROM datastream
            JOIN asset ON asset.id = datastream.asset JOIN network ON network.id = asset.network
            JOIN quantity ON quantity.id = datastream.quantity"""
        assert connection.execute(statement).fetchall() == [("net", "a", "level", "m")]
        connection.close()
