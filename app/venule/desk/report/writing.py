"""Makes a report from beginning to end: gathered, composed, set on pages, and written as a PDF."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from venule import __version__
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.report.composing import compose
from venule.desk.report.document import Document, Paragraph, words
from venule.desk.report.gathering import gather
from venule.desk.report.material import Material
from venule.desk.report.moment import CityMoment
from venule.desk.report.request import ReportProblem, Request, Tell
from venule.desk.report.scenery import Scenery
from venule.desk.report.setting.paper import BODY, SHEETS
from venule.desk.report.setting.pdf import Book, write_pdf
from venule.desk.report.setting.slots import pages
from venule.desk.report.setting.texts import unwritable
from venule.desk.report.setting.typesetting import Typesetting
from venule.desk.style.look import prepare
from venule.desk.style.palette import PALETTES, PAPER, Palette, Theme
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

LETTERS_TOLD = 20
NO_FONT = (
    "This machine has no font for some letters of this report, which are shown as empty boxes: {}. Make it on a "
    "machine that has one to see them."
)
MISSING_TILES = "Parts of the base map had not come in time and are missing on the map."


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it."""

    place: Path
    pages: int
    alarms: int
    unread: int = 0

    def sentence(self) -> str:
        """For the person who asked for it."""
        alarms = "1 alarm" if self.alarms == 1 else f"{self.alarms:,} alarms"
        alarms += f", and {self.unread:,} more were not read: ask for a shorter time" if self.unread else ""
        return f"{self.place.name}: {self.pages} {'page' if self.pages == 1 else 'pages'}, {alarms}."


def write_report(request: Request, place: Path, tell: Tell) -> Written:
    """Write it. Raises :class:`ReportProblem`, or :class:`venule.store.problem.StoreProblem`."""
    check(request)
    application = QApplication.instance() or QApplication(["venule"])
    if isinstance(application, QApplication):
        prepare(application)
    guard = Guard(discover())
    material, moment = gather(request, guard.kinds, tell)
    made = book(material, moment, guard, tell)
    write_pdf(made, place, lambda share: tell("writing the pages", 0.85 + 0.15 * share))
    return Written(place, len(made.pages), len(material.alarms), material.unread)


def check(request: Request) -> None:
    """Refuse what cannot be."""
    if request.end <= request.start:
        raise ReportProblem("The stretch ends before it begins: let --to be later than --from.")
    if request.paper not in SHEETS:
        raise ReportProblem(f"There is no paper {request.paper!r}: {' and '.join(SHEETS)} are known.")


def book(material: Material, moment: CityMoment, guard: Guard, tell: Tell, worker: Worker | None = None) -> Book:
    """All pages of a report. Needs the application to be there, and its fonts."""
    request = material.request
    palette = palette_of(request.theme)
    tell("painting the map", 0.7)
    scenery = Scenery(material, moment, guard, palette, worker)
    try:
        setting = Typesetting(SHEETS[request.paper], palette, request.zone, scenery.plate)
        document = said_honestly(compose(material))
        slots = setting.slots(document)
        if scenery.missing:
            slots += setting.slots_of(Paragraph(MISSING_TILES, weak=True))
    finally:
        scenery.close()
    sheet = SHEETS[request.paper]
    tell("setting the pages", 0.85)
    made = pages(slots, sheet.body_height)
    return Book(document.title, document.made, f"Venule {__version__}", sheet, palette, made)


def palette_of(theme: Theme) -> Palette:
    """White paper, unless the dark look is asked for."""
    return PAPER if theme is Theme.LIGHT else PALETTES[theme]


def said_honestly(document: Document) -> Document:
    """The document, with a sentence at its end where letters of it cannot be shown."""
    missing = unwritable("".join(words(document)), BODY)
    if not missing:
        return document
    told = ", ".join(f"U+{ord(letter):04X}" for letter in missing[:LETTERS_TOLD])
    more = f" and {len(missing) - LETTERS_TOLD:,} more" if len(missing) > LETTERS_TOLD else ""
    last = document.sections[-1]
    honest = replace(last, blocks=(*last.blocks, Paragraph(NO_FONT.format(told + more))))
    return replace(document, sections=(*document.sections[:-1], honest))
