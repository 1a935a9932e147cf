"""Composes the document from the material: the order of the chapters of a report."""

from venule.desk.report.document import Document
from venule.desk.report.material import Material
from venule.desk.report.request import LONGEST_TITLE
from venule.desk.report.sections.cover import cover, subtitle
from venule.desk.report.sections.coverage import coverage
from venule.desk.report.sections.evidence import evidence, made
from venule.desk.report.sections.journal import journal
from venule.desk.report.sections.notes import commands, notes
from venule.desk.report.sections.place import place
from venule.desk.report.sections.timeline import timeline
from venule.desk.report.sections.trends import trends
from venule.desk.report.wording import flat

CHAPTERS = (timeline, place, trends, journal, notes, commands, coverage, evidence)


def compose(material: Material) -> Document:
    """The report; the same material always gives the same."""
    title = flat(material.request.title, LONGEST_TITLE) or f"Incident report, {material.city}"
    sections = tuple(chapter(material) for chapter in CHAPTERS)
    return Document(title, subtitle(material), cover(material), sections, made(material))
