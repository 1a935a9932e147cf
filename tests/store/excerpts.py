"""Recordings made of small steps in time, to be cut and joined: and whether two of them say the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from tests.store.rows import T0, row
from venule.domain.alarm import Alarm, alarm_uid
from venule.domain.instant import MINUTE
from venule.domain.liveness import FeedGap, Liveness, Presence, Subject
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.domain.reject import Reject
from venule.domain.rule import Priority
from venule.store.batch import Batch, Declaration, FeedStatus
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

TINY = Sizes(seal_rows=24, seal_pieces=4, fan=2, full_rows=48, chunk_rows=16, full_buckets=40)
STEP = 7 * MINUTE
STEPS = 24
DOOR = Declaration("net", "door", Quantity("level", kind=ValueKind.EVENT))
COLUMNS = ("datastream", "observed_at", "recorded_at", "number", "quality", "provenance")

VALUES = st.sampled_from([1.0, -0.0, 0, 2, True, None, "on", "off", 2**60, float("inf")])


@dataclass(frozen=True, slots=True)
class Step:
    """What one moment brings: observations so many steps late, and what else happens."""

    rows: tuple[tuple[str, int, object, int], ...] = ()
    again: bool = False
    alarm: str = ""
    gap: bool = False
    reject: bool = False
    presence: str = ""


ROWS = st.tuples(st.sampled_from(["a", "b", "door"]), st.integers(0, 5), VALUES, st.integers(0, 1))
HISTORIES = st.lists(
    st.builds(
        Step,
        st.lists(ROWS, max_size=6).map(tuple),
        st.booleans(),
        st.sampled_from(["", "a", "b"]),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "online", "offline"]),
    ),
    min_size=1,
    max_size=STEPS,
)


def at(step: int) -> int:
    """When a step is recorded."""
    return T0 + step * STEP


def batches(history: Sequence[Step]) -> list[Batch]:
    """What a recorder writes, step by step; alarms, gaps and so on last until the same comes again."""
    standing: dict[str, Alarm] = {}
    gap: FeedGap | None = None
    made, before = [Batch(declarations=[DOOR])], list[Recorded]()
    for number, step in enumerate(history):
        now = at(number)
        rows = [
            row(asset, now - late * STEP, value, now, key=key)._replace(
                quality=Quality.BAD if late == 3 else Quality.GOOD, reason="frost" if late == 3 else ""
            )
            for asset, late, value, key in step.rows
        ]
        told = rows + [one._replace(recorded_at=now) for one in before] if step.again else rows
        alarms, gaps = list[Alarm](), list[FeedGap]()
        if step.alarm and (known := standing.pop(step.alarm, None)) is not None:
            alarms.append(ended(known, now))
        elif step.alarm:
            alarms.append(raised(step.alarm, now))
            standing[step.alarm] = alarms[-1]
        if step.gap:
            gap = (
                FeedGap("tanks", now, None, "lost", True) if gap is None else FeedGap("tanks", gap.since, now, "", True)
            )
            gaps, gap = [gap], gap if gap.until is None else None
        made.append(
            Batch(
                observations=told,
                alarms=alarms,
                gaps=gaps,
                rejects=[Reject("tanks", "t", b"no", 2, "unreadable", "decoder", now)] * 2 if step.reject else (),
                liveness=[Liveness(Subject.ASSET, "net", "a", Presence(step.presence), now)] if step.presence else (),
                feeds=[FeedStatus("tanks", "json", "MQTT 5", 1, Presence(step.presence), now, "", now)]
                if step.presence
                else (),
            )
        )
        before = rows
    return made


def raised(subject: str, now: int) -> Alarm:
    return Alarm(
        alarm_uid("net", subject, "high", now), "net", subject, "high", Priority.HIGH, now - 5, now, "too high"
    )


def ended(alarm: Alarm, now: int) -> Alarm:
    return replace(alarm, cleared_at=now - 5, cleared_recorded_at=now)


def write(path: Path, history: Sequence[Step], sizes: Sizes = TINY) -> Path:
    """Record it, packing now and then."""
    with Writer(path, durable=False, sizes=sizes) as writer:
        for number, batch in enumerate(batches(history)):
            writer.write(batch)
            while number % 3 == 0 and writer.tend():
                continue
    return path


def assert_same(one: Reader, other: Reader, times: Sequence[int]) -> None:
    """Two recordings say the same at all those times."""
    for time in times:
        mine, theirs = one.latest(time), other.latest(time)
        for column in COLUMNS:
            np.testing.assert_array_equal(getattr(mine, column), getattr(theirs, column), f"{column} at {time}")
        assert (mine.text, mine.reason) == (theirs.text, theirs.reason)
        assert one.alarms(time) == other.alarms(time)
        assert one.feeds(time) == other.feeds(time)
        assert one.liveness(time) == other.liveness(time)
