"""What the small commands print, for people and for scripts."""

import json
from pathlib import Path

import pytest

from venule.cli import main
from venule.domain.instant import from_iso
from venule.domain.observation import Recorded
from venule.store.batch import Batch
from venule.store.writer import Writer

INFO_KEYS = [
    "networks", "gateways", "assets", "datastreams", "observations", "rejects", "alarms", "commands",
    "first_observed_at", "last_observed_at", "first_recorded_at", "last_recorded_at", "file_bytes",
]  # fmt: skip
AT = from_iso("2026-05-01T00:00:00.250Z")

VERTICAL = '''
"""Street noise meters."""

from venule import sdk

LEVEL = sdk.Quantity("level", unit="dB[A]")
MESSAGE = sdk.Message(topic=("noise", "N1"), payload=b'{"dba": 61.5}', received_at=1)


class Noise(sdk.Vertical):
    api = 1
    name = "noise"
    kinds = (sdk.AssetKind("meter", quantities=(LEVEL,)),)

    def read(self, message):
        yield sdk.Observation(asset="N1", quantity=LEVEL, value=message.json()["dba"], observed_at=1)

    def samples(self):
        yield sdk.Sample("loud", MESSAGE, {"level": EXPECTED})
'''


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    path = tmp_path / "city.venule"
    with Writer(path) as writer:
        writer.write(Batch(observations=[Recorded("net", "A", "level", AT, AT + 1, 1.5)]))
    return path


def test_that_info_tells_scripts_exactly_these_things(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(cache), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == INFO_KEYS
    assert (told["networks"], told["assets"], told["observations"]) == (1, 1, 1)
    assert told["first_observed_at"] == "2026-05-01T00:00:00.250Z"
    assert told["last_recorded_at"] == "2026-05-01T00:00:00.250001Z"


def test_that_info_of_an_empty_file_knows_no_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.venule"
    Writer(path).close()
    main(["info", str(path), "--json"])
    assert json.loads(capsys.readouterr().out)["first_observed_at"] is None
    assert main(["info", str(path)]) == 0
    assert "first observed at  none" in capsys.readouterr().out


def test_that_an_export_can_go_down_a_pipe(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(cache), "-o", "-", "--from", "2026-05-01"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "network,asset,datastream,observed_at,recorded_at,value,unit,quality",
        "net,A,level,2026-05-01T00:00:00.250Z,2026-05-01T00:00:00.250001Z,1.5,,good",
    ]


def test_that_verticals_are_listed_with_their_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verticals", "--json"]) == 0
    told = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(told) >= {"parking", "lighting", "water"}
    assert told["water"] == {
        "name": "water", "package": "venule", "version": told["water"]["version"], "api": 1, "state": "ready",
        "reason": "",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["parking", "lighting", "water"])
def test_that_our_own_verticals_read_their_own_samples(name: str) -> None:
    assert main(["check", name]) == 0


def test_that_a_vertical_is_checked_by_its_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, wrong, broken = tmp_path / "noise_good.py", tmp_path / "noise_wrong.py", tmp_path / "noise_broken.py"
    good.write_text(VERTICAL.replace("EXPECTED", "61.5"))
    wrong.write_text(VERTICAL.replace("EXPECTED", "70"))
    broken.write_text("raise OSError('no licence')")
    assert main(["check", str(good)]) == 0
    assert capsys.readouterr().out == "noise: 1 kinds, 1 samples, nothing wrong.\n"
    assert main(["check", str(wrong)]) == 1
    assert "loud: level is [61.5], expected [70]" in capsys.readouterr().out
    assert main(["check", str(broken)]) == 1
    assert "cannot be imported: OSError: no licence" in capsys.readouterr().err
    assert main(["check", "noize"]) == 1
    assert "There is no vertical and no file 'noize'" in capsys.readouterr().err


def test_that_the_doctor_finds_a_broker_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "city.toml"
    profile.write_text('[[feed]]\nname = "lights"\nbroker = "mqtt://127.0.0.1:1"\ntopics = ["x"]\n')
    assert main(["doctor", str(profile), "--cache", str(tmp_path / "c.venule"), "--json"]) == 1
    found = {finding["subject"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert {"Qt", "display", "font", "file system", "disk", "clock", "vertical water"} <= set(found)
    assert found["broker of lights"]["state"] == "broken"
    assert "mqtt://127.0.0.1:1 cannot be reached" in found["broker of lights"]["text"]
    assert found["Qt"]["state"] == "good"
