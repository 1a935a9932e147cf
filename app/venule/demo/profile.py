"""The demo's profile: what its recorder is told to listen to."""

from pathlib import Path

from venule.sdk.simulation import DEMO_TOPIC

PROFILE = """\
name = "{name}"

[[feed]]
name = "city"
broker = "mqtt://127.0.0.1:{port}"
topics = ["{own}/#", "application/#"]
qos = 1
dialect = "auto"

[feed.json]
topic = "{template}"
value = "v"
observed_at = "t"
time = "epoch_ms"
unit = "u"
longitude = "lon"
latitude = "lat"
"""


def profile_text(name: str, port: int) -> str:
    """The profile for a broker on a port of this machine."""
    return PROFILE.format(name=name, port=port, own=DEMO_TOPIC.split("/")[0], template=DEMO_TOPIC)


def write_profile(path: Path, name: str, port: int) -> None:
    """Write it as a file."""
    path.write_text(profile_text(name, port), encoding="utf-8")
