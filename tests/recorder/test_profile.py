"""Profiles: what they say is read as it stands, and what they cannot mean is refused with file, key and reason."""

from pathlib import Path

import pytest

from venule.config import FeedSettings, JsonMapping, Profile, ProfileProblem, load_profile
from venule.feeds import decoder
from venule.recorder.credential import password, tls_context

CONTRACT = """
name = "Bristol"

[[feed]]
name     = "street lights"
broker   = "mqtt://127.0.0.1:1884"
topics   = ["city/+/+/+"]
qos      = 1
dialect  = "json"

[feed.json]
topic       = "city/{network}/{asset}/{datastream}"
value       = "v"
observed_at = "t"
time        = "epoch_ms"
unit        = "u"
"""


def load(folder: Path, text: str) -> Profile:
    path = folder / "bristol.toml"
    path.write_text(text, encoding="utf-8")
    return load_profile(path)


def changed(old: str, new: str) -> str:
    assert old in CONTRACT
    return CONTRACT.replace(old, new)


def test_that_the_contracts_profile_is_read(tmp_path: Path) -> None:
    profile = load(tmp_path, CONTRACT)
    (feed,) = profile.feeds
    assert (profile.name, feed.name, feed.host, feed.port, feed.tls) == (
        "Bristol",
        "street lights",
        "127.0.0.1",
        1884,
        False,
    )
    assert feed.json == JsonMapping(
        "city/{network}/{asset}/{datastream}", value="v", observed_at="t", time="epoch_ms", unit="u"
    )


def test_that_several_readers_may_share_a_feed(tmp_path: Path) -> None:
    (feed,) = load(tmp_path, changed("qos      = 1", "readers = 16")).feeds
    assert feed.readers == 16


def test_that_defaults_stand_in_for_what_is_left_out(tmp_path: Path) -> None:
    profile = load(tmp_path, '[[feed]]\nname = "a"\nbroker = "mqtts://broker.example"\ntopics = ["#"]\n')
    (feed,) = profile.feeds
    assert profile.name == "bristol"
    assert (feed.dialect, feed.qos, feed.port, feed.tls, feed.max_payload_bytes) == ("auto", 1, 8883, True, 1024 * 1024)
    assert feed.readers == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", r"at least one \[\[feed\]\] table"),
        ("name = ", "is not TOML"),
        ("feed = 5", r"at least one \[\[feed\]\] table"),
        (changed('name     = "street lights"\n', ""), "feed 1: name must be a text"),
        (changed("mqtt://", "http://"), "feed 1: broker must read mqtt://host:port"),
        (changed(":1884", ":99999"), "feed 1: broker must read mqtt://host:port"),
        (changed("//127", "//me:secret@127"), "feed 1: broker may not hold a user or password"),
        (changed('["city/+/+/+"]', '"city/#"'), "feed 1: topics must be a list"),
        (changed("city/+/+/+", "city/#/lamps"), "'city/#/lamps' is not an MQTT topic filter"),
        (changed("city/+/+/+", "city/lamp+"), "is not an MQTT topic filter"),
        (changed("qos      = 1", "qos = 2"), "feed 1: qos must be a whole number from 0 to 1, not 2"),
        (changed("qos      = 1", "qos = true"), "feed 1: qos must be a whole number"),
        (changed('"json"', '"sparkplug"'), "dialect must be one of auto, json, chirpstack, plain, not 'sparkplug'"),
        (changed("qos      = 1", "readers = 0"), "feed 1: readers must be a whole number from 1 to 16, not 0"),
        (changed("qos      = 1", "readers = 2.0"), "feed 1: readers must be a whole number from 1 to 16, not 2.0"),
        (changed('"json"', '"auto"\nreaders = 2'), 'feed 1: readers must be 1 in dialect "auto": several share a feed'),
        (changed("qos      = 1", "qso = 1"), "feed 1: qso is not a key that a profile knows"),
        (changed("qos      = 1", 'password = "1234"'), "feed 1: password may not stand in a profile"),
        (changed("qos      = 1", 'ca = "nowhere.pem"'), "feed 1: ca: there is no file .*nowhere.pem"),
        (changed('"epoch_ms"', '"epoch"'), "feed 1: json.time must be one of iso, epoch_s, epoch_ms"),
        (changed("value       =", "valeu ="), "feed 1: json.valeu is not a key"),
        (CONTRACT[: CONTRACT.index("[feed.json]")], r'dialect "json" needs a table \[feed.json\]'),
        (changed('"json"', '"plain"'), 'dialect "plain" needs the key vertical'),
        (CONTRACT + CONTRACT[CONTRACT.index("[[feed]]") :], "two feeds are named 'street lights'"),
    ],
)
def test_that_a_profile_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ProfileProblem, match=reason) as refused:
        load(tmp_path, text)
    assert "bristol.toml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_that_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileProblem, match=r"nowhere\.toml cannot be read: No such file"):
        load_profile(tmp_path / "nowhere.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileProblem, match="is not a text file in UTF-8"):
        load_profile(tmp_path / "binary.toml")


def test_that_a_template_is_judged_before_anything_is_recorded(tmp_path: Path) -> None:
    (feed,) = load(tmp_path, changed("{asset}", "+")).feeds
    with pytest.raises(ProfileProblem, match=r"feed .street lights.: json\.topic .* must name \{asset\}"):
        decoder(feed)


def test_that_the_password_comes_from_the_environment_or_not_at_all() -> None:
    feed = FeedSettings("f", "mqtt://h", ("#",), user="u", password_env="VENULE_TEST")
    assert password(feed, {"VENULE_TEST": "word"}) == "word"
    with pytest.raises(ProfileProblem, match="no variable VENULE_TEST"):
        password(feed, {})
    assert password(FeedSettings("f", "mqtt://h", ("#",), user="u"), {}) is None
    assert password(FeedSettings("f", "mqtt://h", ("#",)), {}) is None


def test_that_certificates_that_are_none_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("not a certificate")
    with pytest.raises(ProfileProblem, match=r"feed 'f': certificates cannot be read \(.*ca\.pem\)"):
        tls_context(FeedSettings("f", "mqtts://h", ("#",), ca=broken))
    assert tls_context(FeedSettings("f", "mqtt://h", ("#",))) is None
