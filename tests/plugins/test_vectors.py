"""Published payloads of real devices read as their vendors' decoders read them, field by field."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.frames import fields, frame
from venule.sdk import Unreadable, Vertical
from venule_lighting import Lighting
from venule_parking import Parking
from venule_water import Water

VERTICALS: dict[str, Vertical] = {"parking": Parking(), "lighting": Lighting(), "water": Water()}
UNREAD = {"decentlab/dl-dws-232263168-302459-1370-codec", "b-meters/iwmlr3-codec"}
NOT_FIELDS = {"type", "Device", "Cmd", "timestamp", "timeStamp", "medium", "unit"}
RENAMED = {
    "Volt": "battery_voltage",
    "SWver": "software_version",
    "HWver": "hardware_version",
    "Datecode": "date_code",
    "Status": "configuration_result",
    "MinTime": "report_min",
    "MaxTime": "report_max",
    "CurrentChange": "report_current_change",
    "BatteryChange": "report_battery_change",
    "WaterLeak": "leak",
    "MID year": "mid_year",
    "batteryVoltage": "battery_voltage",
    "batteryLevel": "battery_voltage",
    "battery": "battery_voltage",
    "MeterReading": "meter_reading",
    "TDC": "reporting_interval",
    "pulseCounter1": "pulse_counter_1",
    "pulseCounter2": "pulse_counter_2",
    "waterTemp": "water_temperature",
    "ambientTemp": "ambient_temperature",
    "temperature": "ambient_temperature",
    "valveState": "open",
    "boxTamper": "tamper",
    "flood": "leak",
    "levelPercentage": "fill",
    "last_value": "pressure",
    "min_value": "pressure_min",
    "max_value": "pressure_max",
    "average_value": "pressure_mean",
    "latestVolume_m3": "volume",
    "LowBattery": "low_battery",
    "Actuator": "open",
    "Bat": "battery",
    "Cable": "cable_fault",
    "DI0": "digital_input_0",
    "DI1": "digital_input_1",
    "Class": "device_class",
    "Power": "external_power",
    "Temp": "box_temperature",
    "Hygro": "box_humidity",
}


def vectors(shared_data: Path, *names: str) -> list[dict[str, Any]]:
    """The uplinks of some verticals."""
    found = json.loads((shared_data / "payloads" / "lorawan_vectors.json").read_text(encoding="utf-8"))["vectors"]
    return [vector for vector in found if vector["kind"] == "uplink" and vector["vertical"] in names]


def snake_case(key: str) -> str:
    """A vendor's key as a quantity's name."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=\d)|[ -]", "_", key)
    return spaced.lower()


def told(vector: dict[str, Any], profile: str) -> dict[str, Any]:
    """What the vertical reads of a vector."""
    vertical = VERTICALS[vector["vertical"]]
    message = frame(profile, vector["fPort"], vector["bytes_hex"])
    assert vertical.reads(message), profile
    return dict(fields(vertical, message))


def test_that_every_parking_field_is_read_under_its_own_name(shared_data: Path) -> None:
    read = 0
    for vector in vectors(shared_data, "parking"):
        if "data" not in vector["expected"]:
            continue
        expected = {snake_case(key): value for key, value in vector["expected"]["data"].items() if value is not None}
        del expected["type"]
        if "debug_codes" in expected:
            expected["debug_codes"] = ",".join(map(str, expected["debug_codes"]))
        assert told(vector, vector["codec"]) == expected, vector["description"]
        read += 1
    assert read == 19


def test_that_the_device_name_alone_finds_the_reader(shared_data: Path) -> None:
    for vector in vectors(shared_data, "parking", "lighting", "water"):
        if vector["codec"] in UNREAD or "data" not in vector["expected"]:
            continue
        for identity, _ in vector["devices"]:
            if identity != "p1at":
                assert told(vector, identity) == told(vector, vector["codec"]), identity


def test_that_what_a_vendor_calls_an_error_is_refused_with_a_reason(shared_data: Path) -> None:
    refused = [vector for vector in vectors(shared_data, *VERTICALS) if "errors" in vector["expected"]]
    assert len(refused) == 8
    for vector in refused:
        with pytest.raises(Unreadable, match=r"\w{3}"):
            told(vector, vector["codec"])


def test_that_a_device_nobody_can_read_is_claimed_by_nobody(shared_data: Path) -> None:
    for vector in vectors(shared_data, *VERTICALS):
        if vector["codec"] in UNREAD:
            message = frame(vector["codec"], vector["fPort"], vector["bytes_hex"])
            assert not any(vertical.reads(message) for vertical in VERTICALS.values())


def value_of(key: str, value: Any) -> Any:
    """A vendor's value as we keep it."""
    if isinstance(value, dict):
        return value["value"]
    if key in {"SWver", "HWver", "firmwareVersion", "hardwareVersion"}:
        return str(value)
    if key in {"Actuator", "Tamper", "Cable", "DI0", "DI1", "Leak", "Fraud", "Power"} and isinstance(value, str):
        return value == "1"
    if key == "WaterLeak":
        return value == "Leak"
    if key == "activatedServices":
        return ",".join(value)
    return value


def expected_of(vector: dict[str, Any]) -> dict[str, Any]:
    """The vendor's fields under our names, in our units."""
    data = vector["expected"]["data"]
    scale = {"MPa": 10.0, "kPa": 0.01}.get(data.get("unit", ""))
    expected: dict[str, Any] = {}
    for key, value in data.items():
        if key in NOT_FIELDS or value == "null" or key == "vt":
            continue
        name = (
            "meter_status" if (key, vector["vendor"]) == ("Status", "talkpool") else RENAMED.get(key, snake_case(key))
        )
        kept = value_of(key, value)
        if scale:
            kept = pytest.approx(kept * scale, rel=1e-4)
        elif (key, vector["vendor"]) == ("batteryVoltage", "terabee"):
            kept = kept / 1000
        expected[name] = kept
    return expected


@pytest.mark.parametrize("vertical", ["lighting", "water"])
def test_that_every_other_field_is_read(shared_data: Path, vertical: str) -> None:
    read = 0
    for vector in vectors(shared_data, vertical):
        if vector["codec"] in UNREAD or "data" not in vector["expected"]:
            continue
        found, expected = told(vector, vector["codec"]), expected_of(vector)
        assert {name: found.get(name) for name in expected} == expected, (vector["codec"], vector["description"])
        read += 1
    assert read == {"lighting": 12, "water": 22}[vertical]


def chirpstack3(shared_data: Path, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A recorded ChirpStack 3 uplink and what its codec made of it."""
    payload = json.loads((shared_data / "payloads" / name).read_text(encoding="utf-8"))["payload"]
    return payload, json.loads(payload["objectJSON"])


def test_that_a_luminaire_controller_reads_the_same_from_bytes_and_from_the_servers_codec(shared_data: Path) -> None:
    payload, codec = chirpstack3(shared_data, "lighting_nas_lcu_chirpstack_uplink.json")
    raw, profile = base64.b64decode(payload["data"]).hex(), payload["deviceProfileName"]
    from_bytes = list(VERTICALS["lighting"].read(frame(profile, payload["fPort"], raw)))
    for told_by_server in (codec, codec["data"]):
        message = frame(profile, payload["fPort"], raw, told_by_server)
        by_codec = list(VERTICALS["lighting"].read(message))
        assert {(one.quantity.name, one.value, one.observed_at) for one in by_codec} == {
            (one.quantity.name, one.value, one.observed_at) for one in from_bytes
        }
    values = {observation.quantity.name: observation.value for observation in from_bytes}
    assert values["dimming_level"] == 0
    assert values["dimming_reason"] == "calendar_day"
    assert values["metering_com_error"] is True
    assert values["ldr_input"] == 222
    assert (values["downlink_rssi"], values["downlink_snr"], values["mcu_temperature"]) == (-71, 7, 26)


def test_that_an_optical_reader_is_read_through_the_servers_codec_or_refused(shared_data: Path) -> None:
    payload, codec = chirpstack3(shared_data, "water_nas_oir_chirpstack_uplink.json")
    profile = payload["deviceProfileName"]
    assert fields(VERTICALS["water"], frame(profile, 25, "02800500", codec)) == {
        "low_battery": False,
        "pulse_1_trigger_alert": False,
        "pulse_2_trigger_alert": False,
        "app_connected_within_a_day": True,
        "meter_actuality_duration": 5,
    }
    with pytest.raises(Unreadable, match="codec"):
        fields(VERTICALS["water"], frame(profile, 25, "02800500"))
