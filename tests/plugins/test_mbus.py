"""M-Bus telegrams: records, clocks and profiles, against the vendor's published examples and made-up faults."""

import pytest

from tests.plugins.frames import frame
from venule.sdk import HOUR, MINUTE, Observation, Quality, Unreadable, from_iso, to_iso
from venule_water import Water
from venule_water.mbus import Record, before, date_time, profile, records
from venule_water.meters import date_time as encoded
from venule_water.samples import FLOWIQ_HOURLY, FLOWIQ_MIDNIGHT

FLOWIQ = "flowiq2200-02k73a"
GUIDE = (
    7842.497, 7842.202, 7841.912, 7841.622, 7841.328, 7841.038,
    7840.748, 7840.459, 7840.164, 7839.874, 7839.584, 7839.289,
)  # fmt: skip
"""Volumes of the integration guide's example, 12:00 down to 01:00 on 2023-08-29."""

THIRTY_THREE = "78446d00331837441303000000" + "4d93132261010000000300" + "00" * 27


def read(telegram: str, tags: dict[str, str] | None = None) -> list[Observation]:
    """What the water vertical reads of a telegram."""
    return list(Water().read(frame(FLOWIQ, 1, telegram, tags=tags)))


def test_that_each_hourly_volume_comes_with_its_own_time() -> None:
    told = read(FLOWIQ_HOURLY)
    noon = from_iso("2023-08-29T12:00:00Z")
    assert [(one.value, one.observed_at) for one in told] == [
        (volume, noon - hour * HOUR) for hour, volume in enumerate(GUIDE)
    ]
    assert {one.quantity.name for one in told} == {"volume"}


def test_that_one_telegram_may_hold_thirty_three_volumes() -> None:
    told = read(THIRTY_THREE)
    assert [one.value for one in told] == [0.003] * 4 + [0.0] * 29
    assert isinstance(told[-1].observed_at, int)
    assert to_iso(told[-1].observed_at) == "2024-07-23T11:00:00Z"


def test_that_a_profile_without_its_base_value_is_refused() -> None:
    with pytest.raises(Unreadable, match="base"):
        read(THIRTY_THREE[:14] + THIRTY_THREE[26:])


def test_that_a_clock_without_a_zone_is_uncertain_until_a_tag_tells_it() -> None:
    assumed, known = read(FLOWIQ_MIDNIGHT)[0], read(FLOWIQ_MIDNIGHT, {"utc_offset": "+01:00"})[0]
    assert (assumed.quality, known.quality) == (Quality.UNCERTAIN, Quality.GOOD)
    assert "utc_offset" in assumed.reason
    assert isinstance(assumed.observed_at, int)
    assert known.observed_at == assumed.observed_at - HOUR


def test_that_an_invalid_temperature_is_left_out() -> None:
    assert FLOWIQ_MIDNIGHT.endswith("615b80515b80")
    assert not any("temperature" in one.quantity.name and one.value is not False for one in read(FLOWIQ_MIDNIGHT))


@pytest.mark.parametrize("cut", range(1, len(FLOWIQ_MIDNIGHT) // 2))
def test_that_a_telegram_cut_anywhere_is_refused_or_shorter(cut: int) -> None:
    whole = [(one.quantity.name, one.value) for one in read(FLOWIQ_MIDNIGHT)]
    try:
        told = [(one.quantity.name, one.value) for one in read(FLOWIQ_MIDNIGHT[: 2 * cut])]
    except Unreadable:
        return
    assert told == whole[: len(told)]


@pytest.mark.parametrize(
    ("telegram", "why"),
    [("", "CI"), ("51", "CI"), ("7a080000", "header"), ("7a08000005446d", "encrypted"), ("780f00", "special")],
)
def test_that_what_is_not_understood_is_refused(telegram: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(telegram)


def test_that_endless_extensions_are_refused() -> None:
    with pytest.raises(Unreadable, match="extensions"):
        list(records(b"\x78" + b"\x84" * 40))


def test_that_storage_numbers_grow_with_their_extensions() -> None:
    (record,) = records(bytes.fromhex("78" + "c48104" + "13" + "01000000"))
    assert (record.storage, record.function, record.number()) == (1 + 2 * 1 + 32 * 4, 0, 1)


def test_that_binary_coded_digits_are_read_and_bad_ones_are_not() -> None:
    good, bad = (Record(0, 0, (0x13,), 12, bytes.fromhex(data)) for data in ("78563412", "7856341f"))
    assert (good.number(), bad.number()) == (12345678, None)


@pytest.mark.parametrize("moment", ["2023-10-19T00:00:00Z", "2099-12-31T23:59:00Z", "2024-02-29T07:05:00Z"])
def test_that_a_clock_survives_encoding(moment: str) -> None:
    at = from_iso(moment)
    assert date_time(Record(0, 0, (0x6D,), 4, encoded(at))) == at


def test_that_an_impossible_date_is_no_time() -> None:
    assert date_time(Record(0, 0, (0x6D,), 4, bytes.fromhex("00001f32"))) is None


@pytest.mark.parametrize(
    ("unit", "spacing", "expected"),
    [
        (1, 15, "2024-03-31T11:45:00Z"),
        (2, 1, "2024-03-31T11:00:00Z"),
        (3, 254, "2024-02-29T12:00:00Z"),
        (2, 254, "2023-12-31T12:00:00Z"),
        (1, 254, "2023-09-30T12:00:00Z"),
        (0, 254, None),
        (2, 0, None),
    ],
)
def test_that_steps_back_follow_the_standard(unit: int, spacing: int, expected: str | None) -> None:
    at = before(from_iso("2024-03-31T12:00:00Z"), unit, spacing)
    assert (at and to_iso(at)) == expected


def test_that_a_profile_of_signed_differences_ends_at_an_invalid_one() -> None:
    record = Record(0, 1, (0x93, 0x13), 13, bytes((0xD1, 15, 0xFB, 0x02, 0x80, 0x01)))
    assert list(profile(record, 100, 10 * HOUR)) == [
        (10 * HOUR - 15 * MINUTE, 105),
        (10 * HOUR - 30 * MINUTE, 103),
    ]
