"""The stranger's door: plugins somebody installed beside us, found by their entry points alone."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from venule.config import FeedSettings
from venule.domain.instant import from_iso
from venule.domain.quality import Provenance
from venule.feeds import Inbound
from venule.recorder.additions import Additions
from venule.recorder.intake import Intake
from venule.recorder.watch import Watch
from venule.verticals.discovery import Found, discover, plugin_folder
from venule.verticals.guard import Guard

NOISE = '''"""Street noise meters for Venule."""

from collections.abc import Iterator

from venule import sdk

LEVEL = sdk.Quantity("level", unit="dB[A]", warn_above=65, alarm_above=75)


class Noise(sdk.Vertical):
    api = 1
    name = "noise"
    kinds = (sdk.AssetKind("meter", symbol="ear", quantities=(LEVEL,), expected_every_s=60),)

    def read(self, message: sdk.Message) -> Iterator[sdk.Observation]:
        body = message.json()
        yield sdk.Observation(asset=message.topic[2], quantity=LEVEL, value=body["dba"], observed_at=body["at"])
'''
FEED = FeedSettings("noise", "mqtt://127.0.0.1", ("city/noise/+",), dialect="plain", vertical="noise")
NOW = from_iso("2026-11-22T18:05:00Z")

Install = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A plugin folder; what is imported from it is forgotten afterwards."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.fixture
def install(folder: Path) -> Install:
    def put(name: str, source: str, member: str = "Noise", version: str = "1.2") -> None:
        (folder / f"stranger_{name}.py").write_text(source, encoding="utf-8")
        metadata = folder / f"stranger_{name}-{version}.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: stranger-{name}\nVersion: {version}\n")
        (metadata / "entry_points.txt").write_text(f"[venule.verticals]\n{name} = stranger_{name}:{member}\n")

    return put


def strangers(folder: Path) -> dict[str, Found]:
    return {found.name: found for found in discover(folder) if found.package.startswith("stranger")}


def take(guard: Guard, payload: bytes) -> Additions:
    additions = Additions()
    Intake(guard, [FEED]).take(Inbound("noise", "city/noise/N-1", payload, NOW), NOW, additions)
    return additions


def test_that_the_noise_meter_works_word_for_word(folder: Path, install: Install) -> None:
    install("noise", NOISE)
    found = strangers(folder)["noise"]
    assert (found.package, found.version, found.api, found.problem) == ("stranger-noise", "1.2", 1, "")
    guard = Guard([found])
    additions = take(guard, b'{"dba": 77.5, "at": "2026-11-22T18:04:00Z"}')
    (row,) = additions.observations
    assert (row.network, row.asset, row.datastream, row.value) == ("noise", "N-1", "level", 77.5)
    assert (row.observed_at, row.provenance) == (from_iso("2026-11-22T18:04:00Z"), Provenance.NONE)
    (asset,) = additions.assets
    assert asset.kind == "noise.meter"
    (declaration,) = additions.declarations
    assert (declaration.quantity.unit, declaration.expected_every_s) == ("dB[A]", 60)
    (alarm,) = Watch(guard.kinds).observe(additions, NOW).alarms
    assert alarm.text == "level 77.5 dB(A) is above the limit of 75 dB(A)"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("1 / 0", "cannot be imported: ZeroDivisionError: division by zero"),
        ("raise SystemExit('no licence')", "cannot be imported: SystemExit: no licence"),
        ("import a_module_nobody_has", "cannot be imported: ModuleNotFoundError"),
        ("def Noise(: pass", "cannot be imported: SyntaxError"),
        (NOISE.replace("api = 1", "api = 7"), "was written for API 7; this program offers API 1"),
        (NOISE.replace("(sdk.Vertical)", ""), "is not a class that inherits Vertical"),
        (NOISE.replace('name = "noise"', 'name = "street noise/1"'), "its name must be a word"),
    ],
)
def test_that_one_that_cannot_be_used_is_shown_with_its_reason_and_harms_nobody(
    folder: Path, install: Install, source: str, problem: str
) -> None:
    install("bad", source)
    install("noise", NOISE)
    found = strangers(folder)
    assert problem in found["bad"].problem
    assert (found["bad"].package, found["bad"].version) == ("stranger-bad", "1.2")
    assert found["noise"].problem == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('body["dba"]', 'body["nothing"]'), "noise failed on this message: KeyError: 'nothing'"),
        (('value=body["dba"]', "value=object()"), "noise failed on this message: 'level' cannot be <object"),
        (("yield sdk", "raise SystemExit; yield sdk"), "noise failed on this message: SystemExit"),
    ],
)
def test_that_one_that_fails_on_a_message_leaves_a_reject_that_names_it(
    folder: Path, install: Install, change: tuple[str, str], reason: str
) -> None:
    install("noise", NOISE.replace(*change))
    additions = take(Guard([strangers(folder)["noise"]]), b'{"dba": 77.5, "at": "2026-11-22T18:04:00Z"}')
    (refused,) = additions.rejects
    assert refused.reason.startswith(reason)
    assert (refused.stage, refused.topic, additions.observations) == ("vertical", "city/noise/N-1", [])


def test_that_a_text_where_a_number_belongs_is_refused(folder: Path, install: Install) -> None:
    install("noise", NOISE)
    additions = take(Guard([strangers(folder)["noise"]]), b'{"dba": "77.5", "at": "2026-11-22T18:04:00Z"}')
    assert additions.rejects[0].reason == "noise failed on this message: 'level' cannot be '77.5'"


def test_that_the_users_own_folder_is_looked_through_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    place = plugin_folder()
    place.mkdir(parents=True)
    discover()
    assert sys.path[-1] == str(place)


def test_that_nothing_in_the_folder_takes_the_place_of_an_installed_module(
    folder: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "venule_parking.py").write_text("raise SystemExit('replaced')")
    found = {one.name: one.problem for one in discover(folder)}
    assert found["parking"] == ""
