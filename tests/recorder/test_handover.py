"""What a reader hands over arrives as it was, and is recorded when the writer says."""

import pickle
from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from venule.domain.asset import Asset, Gateway
from venule.domain.geo import Position
from venule.domain.instant import SECOND, Instant
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity
from venule.domain.reject import Reject
from venule.recorder.additions import Additions
from venule.recorder.columnar import by_columns, joined
from venule.recorder.handover import HandOver, packed, unpacked
from venule.store.batch import Batch, Declaration
from venule.store.columns import Columns, columns

NOW: Instant = 1_764_000_000 * SECOND
LATER: Instant = NOW + SECOND
REJECT = Reject("f", "t", b"{", 1, "payload is not JSON", "decoder", NOW, "")


def row(asset: str, value: float | int | bool | str | None, at: Instant = NOW, reason: str = "") -> Recorded:
    quality = Quality.MISSING if value is None else Quality.GOOD
    return Recorded("n", asset, "level", at, NOW, value, None, quality, reason, Provenance.TIME_ASSUMED, 5)


ROWS = [row("a", 1.5), row("b", "open"), row("a", None, NOW + 1, "no value"), row("c", 2**60), row("c", True)]


def given(observations: Sequence[Recorded], **more: object) -> HandOver:
    return HandOver("f", -1, 3, 5, NOW, columns(observations), **more)  # type: ignore[arg-type]


def told(table: Columns) -> list[tuple[object, ...]]:
    """The observations by name and value."""
    names, rows = table
    reasons = rows.text(rows.reason)
    return [
        (*names[place], int(rows.observed_at[at]), int(rows.recorded_at[at]), rows.value(at), reasons.get(at, ""))
        for at, place in enumerate(rows.stream.tolist())
    ]


def test_that_it_arrives_as_it_was() -> None:
    sent = given(
        ROWS,
        watched=ROWS[:1],
        heard=[("n", "a")],
        assets=[Asset("n", "a", "k.lamp", "Lamp", "g", Position(1.0, 2.0), {"pole": "7"})],
        gateways=[Gateway("n", "g", None)],
        declarations=[Declaration("n", "a", Quantity("level", "m"), "metres", 60.0)],
        rejects=[REJECT],
    )
    found = unpacked(pickle.loads(packed(sent)))
    assert found._replace(observations=sent.observations) == sent
    at = [table.recorded(LATER).observations for table in (found, sent)]
    assert told(at[0]) == told(at[1])
    assert isinstance(found.watched[0], Recorded)


def test_that_everything_is_recorded_when_the_writer_says() -> None:
    found = given(ROWS, watched=ROWS, rejects=[REJECT]).recorded(LATER)
    assert set(found.observations.rows.recorded_at.tolist()) == {LATER}
    assert {row.recorded_at for row in found.watched} == {found.rejects[0].recorded_at} == {LATER}


def test_that_what_several_hand_over_is_one_batch_in_its_order() -> None:
    additions = Additions()
    additions.take(given(ROWS[:2]))
    additions.take(given(ROWS[2:]))
    additions.observations.append(row("b", "shut", LATER))
    batch = additions.batch()
    assert isinstance(batch.observations, Columns)
    assert told(batch.observations) == told(columns([*ROWS, row("b", "shut", LATER)]))
    assert len(batch.observations.names) == 3


def test_that_a_table_alone_stays_as_it_is() -> None:
    table = columns(ROWS)
    assert joined([table]) is table


def test_that_what_the_file_cannot_hold_is_refused_before_it_is_handed_over() -> None:
    batch, table = by_columns(Batch(observations=[row("a", 1.0), row("b", "half \ud800"), row("\udfff", 1.0)]))
    assert [value for *_, value, _ in told(table)] == [1.0]
    assert [refused.reason for refused in batch.rejects] == ["text with half a character in it"] * 2


def test_that_every_column_is_handed_over() -> None:
    found = unpacked(pickle.loads(packed(given(ROWS)))).observations.rows
    for field in fields(found):
        before = getattr(columns(ROWS).rows, field.name)
        if isinstance(before, np.ndarray) and field.name != "recorded_at":
            np.testing.assert_array_equal(getattr(found, field.name), before)
