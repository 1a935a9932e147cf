"""What a profile says of keeping: understood or refused in a sentence, and done between two batches."""

from pathlib import Path

import pytest

from venule.config import KeepDays, Profile, ProfileProblem, RetentionSettings, load_profile
from venule.domain.instant import DAY, SECOND, Instant
from venule.domain.observation import Recorded
from venule.domain.retention import Keep, Retention
from venule.recorder.retention import GIB, Keeping, retention
from venule.recorder.upkeep import PAUSE_S, TROUBLE, Upkeep
from venule.store.batch import Batch
from venule.store.problem import DiskFull
from venule.store.reader import Reader
from venule.store.writer import Writer

FEED = '[[feed]]\nname = "lights"\nbroker = "mqtt://127.0.0.1"\ntopics = ["city/#"]\n'
DAY_S = DAY // SECOND
NOON = 1_700_000_000 * SECOND

FULL = """
[retention]
raw_days = 90
minute_days = 730
hour_days = 3650
max_gib = 50
[retention.quantity.pressure]
raw_days = 30
[retention.quantity.level]
hour_days = 800
"""


def load(folder: Path, text: str) -> Profile:
    path = folder / "town.toml"
    path.write_text(FEED + text, encoding="utf-8")
    return load_profile(path)


def test_that_without_a_word_everything_is_kept_for_ever(tmp_path: Path) -> None:
    assert retention(load(tmp_path, "").retention).is_endless


def test_that_a_quantity_is_kept_as_the_others_but_for_what_is_said_of_it(tmp_path: Path) -> None:
    told = load(tmp_path, FULL).retention
    assert told == RetentionSettings(
        KeepDays(90, 730, 3650), {"pressure": KeepDays(30, 730, 3650), "level": KeepDays(90, 730, 800)}, 50
    )
    assert retention(told) == Retention(
        Keep(90 * DAY_S, 730 * DAY_S, 3650 * DAY_S),
        {
            "pressure": Keep(30 * DAY_S, 730 * DAY_S, 3650 * DAY_S),
            "level": Keep(90 * DAY_S, 730 * DAY_S, 800 * DAY_S),
        },
        50 * GIB,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[retention]\nraw_day = 3", "retention.raw_day is not a key"),
        ("[retention]\nraw_days = 0", "retention.raw_days must be a whole number from 1 to 36500, not 0"),
        ("[retention]\nraw_days = 1.5", "retention.raw_days must be a whole number"),
        ("[retention]\nmax_gib = true", "retention.max_gib must be a whole number"),
        ("[retention]\nraw_days = 9\nminute_days = 8", r"minute_days is 8, and may not be less than raw_days \(9\)"),
        ("[retention]\nminute_days = 8", r"may not be less than raw_days \(not given: for ever\)"),
        ("[retention]\nraw_days = 9\nhour_days = 8", r"hour_days is 8, .* minute_days \(not given: for ever\)"),
        ("[retention]\nraw_days = 9\n[retention.quantity.level]\nraw_day = 8", "retention.quantity.level.raw_day is"),
        ("[retention]\nminute_days = 9\nraw_days = 9\n[retention.quantity.level]\nraw_days = 10", "level.minute_days"),
        ("[retention]\nquantity = 3", r"retention.quantity must be made of tables"),
        ("[retention.quantity]\nlevel = 3", r"retention.quantity must be made of tables"),
    ],
)
def test_that_what_cannot_be_meant_is_refused_with_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ProfileProblem, match=f"town.toml: .*{told}"):
        load(tmp_path, text)


def test_that_a_retention_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(f"retention = 3\n{FEED}", encoding="utf-8")
    with pytest.raises(ProfileProblem, match="must be a table"):
        load_profile(path)


def test_that_a_recorders_upkeep_lets_go_of_what_has_had_its_time(tmp_path: Path) -> None:
    path, clock = tmp_path / "city.venule", [NOON]

    def now() -> Instant:
        return clock[0]

    with Writer(path, durable=False) as writer:
        rows = [Recorded("net", "a", "level", NOON + n * SECOND, NOON + n * SECOND, float(n)) for n in range(100)]
        writer.write(Batch(observations=rows))
        upkeep = Upkeep(writer, keeping=Keeping(writer, RetentionSettings(KeepDays(1)), now))
        clock[0] += 2 * DAY
        turns = 0
        while turns < 2 or upkeep.due:
            upkeep.turn(0)
            turns += 1
            assert turns < 100
        with Reader(path) as reader:
            assert reader.counts().observations == 0
            assert reader.series(1, NOON, NOON + DAY, 100, clock[0]).total == 100
        assert upkeep.trouble == ""


class Short:
    """A file with room for packing and none for retention; or one that is larger than it may be."""

    retention_trouble = "It is too large."

    def __init__(self) -> None:
        self.without_room = True
        self.done: list[str] = []

    def tend(self) -> bool:
        self.done.append("tend")
        return False

    def retain(self, _: Retention, __: Instant) -> bool:
        self.done.append("retain")
        if self.without_room:
            raise DiskFull("No room is left.")
        return False


def test_that_packing_and_retention_take_turns_and_either_may_find_the_disk_full() -> None:
    short, clock = Short(), [1000.0]
    keeping = Keeping(short, RetentionSettings(), lambda: NOON)  # type: ignore[arg-type]
    upkeep = Upkeep(short, lambda: clock[0], keeping)  # type: ignore[arg-type]
    assert upkeep.trouble == "It is too large."
    for _ in range(2):
        upkeep.turn(0)
    assert upkeep.trouble == TROUBLE
    clock[0] += PAUSE_S
    upkeep.turn(0)
    assert upkeep.trouble == TROUBLE  # what failed has not been tried again
    short.without_room = False
    upkeep.turn(0)
    assert upkeep.trouble == "It is too large."
    assert short.done == ["tend", "retain"] * 2
