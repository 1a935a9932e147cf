"""Entries of tile servers: what has to be there, what is refused, and never a key in a sentence."""

from pathlib import Path

import pytest

from venule.config import Basemaps, BasemapSettings, ProfileProblem, load_basemaps, load_profile
from venule.desk.links.basemap_files import find_basemaps, own_file

ENTRY = """
[[basemap]]
name = "City plan"
url = "https://tiles.city.example/{z}/{x}/{y}.png?key=hidden"
attribution = "© City"
contact = "ops@city.example"
"""
FULL = ENTRY + "min_zoom = 3\nmax_zoom = 17\ntile_px = 512\noffline_allowed = true\n"
FEED = '[[feed]]\nname = "lamps"\nbroker = "mqtt://127.0.0.1"\ntopics = ["#"]\n'
URL = "https://tiles.city.example/{z}/{x}/{y}.png?key=hidden"


def write(path: Path, text: str) -> Path:
    """A file with a text in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_that_an_entry_is_read_and_may_not_be_saved_unless_it_says_so(tmp_path: Path) -> None:
    found = load_basemaps(write(tmp_path / "basemaps.toml", ENTRY))
    assert found == Basemaps((BasemapSettings("City plan", URL, "© City", "ops@city.example"),))
    assert not found.sources[0].offline_allowed


def test_that_an_entry_may_say_more(tmp_path: Path) -> None:
    found = load_basemaps(write(tmp_path / "basemaps.toml", "basemap_cache_mib = 80\n" + FULL))
    assert found.cache_mib == 80
    assert found.sources == (BasemapSettings("City plan", URL, "© City", "ops@city.example", 3, 17, 512, True),)


def test_that_a_tile_has_its_address() -> None:
    source = BasemapSettings("City plan", URL, "© City", "ops@city.example")
    assert source.address(3, 4, 2) == "https://tiles.city.example/3/4/2.png?key=hidden"


def test_that_a_profile_may_offer_base_maps(tmp_path: Path) -> None:
    assert [source.name for source in load_profile(write(tmp_path / "p.toml", FEED + ENTRY)).basemaps] == ["City plan"]
    assert load_profile(write(tmp_path / "q.toml", FEED)).basemaps == ()


@pytest.mark.parametrize("key", ["name", "url", "attribution", "contact"])
def test_that_nothing_essential_may_be_missing(tmp_path: Path, key: str) -> None:
    lines = [line for line in ENTRY.splitlines() if not line.startswith(key)]
    with pytest.raises(ProfileProblem, match=f"basemap 1: {key} must"):
        load_basemaps(write(tmp_path / "basemaps.toml", "\n".join(lines)))


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("https://tiles", "ftp://tiles", "url must read https"),
        ("https://tiles", "tiles", "url must read https"),
        ("https://tiles", "https://user:word@tiles", "may not hold a user or password"),
        ("{y}", "", "must name"),
        ("{y}", "{y}{-y}", "must name"),
        ("tiles.city", "{s}.city", "must name"),
        ("{z}", "{z}/{z}", "must name"),
        ("hidden", "hid den", "url must read https"),
        ("ops@city.example", "the operator", "contact must"),
        ("ops@city.example", "ops@city.example\\r\\nCookie: a", "contact must"),
        ("© City", "  ", "attribution must"),
        ("City plan", "City\\nplan", "name must"),
        ('contact = "', 'tile_size = 4\ncontact = "', "tile_size is not a key"),
        ('contact = "', 'min_zoom = 9\nmax_zoom = 8\ncontact = "', "max_zoom must be"),
        ('contact = "', 'offline_allowed = "yes"\ncontact = "', "offline_allowed must be true or false"),
        ("[[basemap]]", "[basemap]", "must be made of"),
        ("[[basemap]]", "cache = 3\n[[basemap]]", "cache is not a key"),
    ],
)
def test_that_what_cannot_be_used_is_said_without_the_key(tmp_path: Path, old: str, new: str, word: str) -> None:
    with pytest.raises(ProfileProblem, match=r"basemaps\.toml: ") as caught:
        load_basemaps(write(tmp_path / "basemaps.toml", ENTRY.replace(old, new)))
    assert word in str(caught.value)
    assert "hidden" not in str(caught.value)


def test_that_two_entries_need_two_names(tmp_path: Path) -> None:
    with pytest.raises(ProfileProblem, match="two base maps are named"):
        load_basemaps(write(tmp_path / "basemaps.toml", ENTRY + ENTRY))


def test_that_entries_come_from_the_profile_the_recording_and_the_user(tmp_path: Path) -> None:
    profile = write(tmp_path / "p.toml", FEED + ENTRY)
    write(tmp_path / "city.basemaps.toml", ENTRY.replace("City plan", "Aerial"))
    write(own_file(), FULL + ENTRY.replace("City plan", "World"))
    found = find_basemaps(tmp_path / "city.venule", profile)
    assert [source.name for source in found.basemaps.sources] == ["City plan", "Aerial", "World"]
    assert not found.basemaps.sources[0].offline_allowed
    assert found.problems == ()


def test_that_a_broken_file_of_entries_spoils_no_other(tmp_path: Path) -> None:
    write(tmp_path / "city.basemaps.toml", "[[basemap]")
    write(own_file(), ENTRY)
    found = find_basemaps(tmp_path / "city.venule", tmp_path / "gone.toml")
    assert [source.name for source in found.basemaps.sources] == ["City plan"]
    assert len(found.problems) == 1
    assert "city.basemaps.toml is not TOML" in found.problems[0]
