"""What was used last: the desk knows the profile of the recording that it opens, and of no other."""

from pathlib import Path

from venule.cli.lastused import profile_of, recall, remember


def test_that_a_recording_keeps_its_profile_when_the_desk_opens_it(tmp_path: Path) -> None:
    cache, profile = tmp_path / "city.venule", tmp_path / "city.toml"
    assert profile_of(cache) is None
    remember(cache, profile)
    remember(cache, None)
    assert profile_of(cache) == profile
    assert profile_of(tmp_path / "other.venule") is None


def test_that_another_recording_has_no_profile(tmp_path: Path) -> None:
    remember(tmp_path / "city.venule", tmp_path / "city.toml")
    remember(tmp_path / "other.venule", None)
    last = recall()
    assert last is not None
    assert last.profile is None
    assert profile_of(tmp_path / "other.venule") is None
