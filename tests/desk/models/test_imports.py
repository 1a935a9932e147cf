"""The answers of a person become a mapping file that says the same."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.models.imports import (
    ASSETS,
    DATASTREAMS,
    INVENTORY,
    LONG,
    Column,
    NotAPreview,
    Table,
    answers_of,
    mapping_of,
    read_preview,
    toml,
    with_layout,
)

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


def column(name: str, role: str, stands_for: str = "", unit: str = "") -> Column:
    return Column(name, role, "", stands_for, unit, "", ())


def table(*columns: Column, **mapping: object) -> Table:
    told = {"match": "t.csv", "layout": "wide", "time": "when", **mapping}
    return Table("t.csv", Path("t.csv"), told, columns, "", "", ".", 0, 0, 0, (), "", "", ())


WIDE = table(column("when", "time"), column("A", "value", "Tank A", "m"), column("B", "left out"), zone="+01:00")


def test_that_a_column_an_asset_has_one_datastream_and_one_unit() -> None:
    answers = replace(answers_of(WIDE), datastream="level", kind="water.tank")
    assert mapping_of(WIDE, answers) == {
        "match": "t.csv", "layout": "wide", "kind": "water.tank", "decimal": ".", "time": "when", "zone": "+01:00",
        "time_format": "iso", "skip": ["B"], "columns": "asset", "datastream": "level", "datastreams": {"A": "Tank A"},
        "unit": "m",
    }  # fmt: skip


def test_that_a_column_a_datastream_has_a_unit_each() -> None:
    mapping = mapping_of(WIDE, with_layout(answers_of(WIDE), DATASTREAMS))
    assert (mapping["columns"], mapping["units"], mapping["asset_name"]) == ("datastream", {"Tank A": "m"}, "t")


def test_that_a_long_table_names_its_columns() -> None:
    seen = table(column("when", "time"), column("A", "asset"), column("B", "value", "", "m"))
    mapping = mapping_of(seen, with_layout(answers_of(seen), LONG))
    assert (mapping["layout"], mapping["asset"], mapping["value"], mapping["unit"]) == ("long", "A", "B", "m")
    assert "asset_name" not in mapping


def test_that_an_inventory_keeps_what_is_not_left_out() -> None:
    answers = with_layout(answers_of(WIDE), INVENTORY)
    assert [one.role for one in answers.columns] == ["property", "property", "left out"]
    mapping = mapping_of(WIDE, answers)
    assert (mapping["layout"], mapping["properties"]) == ("inventory", ["when", "A"])
    assert "time" not in mapping


def test_that_what_nobody_touched_stays() -> None:
    seen = table(column("when", "time"), column("A", "value", "A"), missing=["-999"], crs="EPSG:32632")
    mapping = mapping_of(seen, answers_of(seen))
    assert (mapping["missing"], mapping["crs"]) == (["-999"], "EPSG:32632")
    assert answers_of(seen).layout == ASSETS


@given(TEXT, st.lists(TEXT, max_size=3), st.dictionaries(TEXT, TEXT, max_size=3))
def test_that_any_text_survives_the_file(text: str, texts: list[str], pairs: dict[str, str]) -> None:
    mapping = {"match": text, "skip": texts, "units": pairs}
    assert tomllib.loads(toml([mapping, mapping])) == {"table": [mapping, mapping]}


@pytest.mark.parametrize("text", ["", "{}", '{"tables": [{}]}', '{"tables": 1}'])
def test_that_what_is_no_preview_is_told_of(text: str) -> None:
    with pytest.raises(NotAPreview):
        read_preview(text)
