"""A mapping file is checked key by key, and every complaint names the file, the table and what is expected."""

from pathlib import Path

import pytest

from venule.interchange.mapping import load_mapping, mapping_for
from venule.interchange.problem import InterchangeProblem

GOOD = """
[[table]]
match = "meta*.csv"
asset = "place_id"
properties = ["city"]

[[table]]
match = "*.csv"
layout = "wide"
time = "timestamp"
units = { free = "1" }
"""


def test_that_the_first_table_that_fits_a_file_s_name_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(GOOD)
    mappings = load_mapping(path)
    assert [mapping_for(Path(name), mappings) for name in ("meta-data.csv", "a/2026.csv", "x.inp")] == [
        mappings[0], mappings[1], None,
    ]  # fmt: skip
    assert mappings[0].properties == ("city",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[table]\n", "is not TOML"),
        ("a = 1\n", r"must hold \[\[table\]\] sections"),
        ('[[table]]\nlayuot = "wide"\n', "table 1: there is no key 'layuot'"),
        ('[[table]]\nlayout = "tall"\n', "'layout' must be 'inventory' or 'wide' or 'long' or 'exported', not 'tall'"),
        ("[[table]]\nasset = 5\n", "'asset' must be a text, not 5"),
        ('[[table]]\nproperties = "city"\n', "'properties' must be a list of texts"),
        ('[[table]]\nlayout = "wide"\n', "a wide table needs the key 'time'"),
        ('[[table]]\nlayout = "long"\ntime = "t"\n', "needs the key 'asset' or 'asset_name'"),
    ],
)
def test_that_a_wrong_mapping_is_told_in_one_sentence(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(InterchangeProblem, match=complaint) as caught:
        load_mapping(path)
    assert "m.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_every_shipped_mapping_can_be_loaded() -> None:
    from venule.cli.import_files import mapping_named

    assert [mapping.kind for mapping in mapping_named("german_garages")] == ["parking.garage"] * 2
