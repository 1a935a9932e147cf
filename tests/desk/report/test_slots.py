"""Pieces onto pages: whole, in order, with headings beside what they head, whatever their heights."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from venule.desk.report.setting.slots import Page, Slot, pages
from venule.desk.style.palette import Palette

ROOM = 100.0


@dataclass(frozen=True)
class Block:
    """A piece that is only as high as it is."""

    name: str
    height: float

    def paint(self, painter: QPainter, at: QPointF, palette: Palette) -> None:
        raise NotImplementedError


HEAD = Block("head", 8.0)
SLOTS = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 10), st.booleans(), st.booleans()), min_size=1, max_size=40
).map(
    lambda rows: [
        Slot(Block(str(number), float(height)), float(gap), keeps, HEAD if headed and not keeps else None)
        for number, (height, gap, keeps, headed) in enumerate(rows)
    ]
)


def names(page: Page) -> list[str]:
    return [placed.piece.name for placed in page if isinstance(placed.piece, Block)]


@given(SLOTS)
def test_that_every_piece_stands_once_in_order_and_none_overlaps_or_leaves_the_page(slots: list[Slot]) -> None:
    made = pages(slots, ROOM)
    assert [name for page in made for name in names(page) if name != "head"] == [str(n) for n in range(len(slots))]
    for page in made:
        for above, below in pairwise(page):
            assert above.top + above.piece.height <= below.top
        foot = page[-1].top + page[-1].piece.height
        assert foot <= ROOM or len(page) <= 2  # a piece, or a head and its row, that is higher than a page


@given(SLOTS)
def test_that_no_heading_is_left_alone_at_a_foot_where_both_fit_a_page(slots: list[Slot]) -> None:
    made = pages(slots, ROOM)
    page_of = {name: number for number, page in enumerate(made) for name in names(page)}
    chain: list[int] = []
    for number, slot in enumerate(slots):
        chain.append(number)
        if slot.keeps and number < len(slots) - 1:
            continue
        whole = sum(slots[one].gap + slots[one].piece.height for one in chain)
        if whole <= ROOM - HEAD.height:
            assert len({page_of[str(one)] for one in chain}) == 1
        chain = []


def test_that_a_row_that_begins_a_page_stands_below_the_titles_of_its_table() -> None:
    rows = [Slot(Block(str(number), 30.0), head=HEAD) for number in range(1, 6)]
    made = pages([Slot(HEAD, keeps=True), *rows], ROOM)
    assert [names(page) for page in made] == [["head", "1", "2", "3"], ["head", "4", "5"]]


def test_that_the_gap_above_falls_away_at_the_top_of_a_page() -> None:
    made = pages([Slot(Block("0", 90.0)), Slot(Block("1", 20.0), 15.0)], ROOM)
    assert [placed.top for page in made for placed in page] == [0.0, 0.0]
