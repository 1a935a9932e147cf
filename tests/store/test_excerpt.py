"""No table is forgotten: whoever adds one decides whether a cut and a join take it along."""

from venule.store import operator_copy
from venule.store.connection import CACHE, OPERATOR
from venule.store.excerpts import excerpt

OBSERVATIONS = {"log", "stretch", "chunk", "arrival", "rollup", "rollup_chunk", "tally"}


def test_that_a_cut_knows_every_table_of_a_recording() -> None:
    assert {*excerpt.NAMES, *excerpt.PARTS} | OBSERVATIONS == CACHE.tables


def test_that_a_cut_knows_every_table_of_an_operators_file() -> None:
    assert set(operator_copy.CHOSEN) == OPERATOR.tables
