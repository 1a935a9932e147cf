"""EPANET input files: the nodes and the links of a water network as a table of places and lines.

Layout of the sections: EPANET 2.2 user manual, appendix C (https://epanet22.readthedocs.io).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from venule.interchange.csv_table import open_text, sniff
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Row, Table
from venule.store.wkb import Form, Geometry

NODES = {"JUNCTIONS": "junction", "TANKS": "tank", "RESERVOIRS": "reservoir"}
LINKS = {"PIPES": "pipe", "PUMPS": "pump", "VALVES": "valve"}
COLUMNS = ("id", "type", "elevation", "from", "to", "length", "diameter", "x", "y")

Words = list[str]


class Entry(NamedTuple):
    """A node or a link: its line in the file, its type and what follows on its name."""

    line: int
    kind: str
    words: Words


@dataclass(slots=True)
class Network:
    """What an input file tells of its nodes and links, by their names; ``twice`` are lines that name one again."""

    nodes: dict[str, Entry] = field(default_factory=dict)
    links: dict[str, Entry] = field(default_factory=dict)
    twice: list[tuple[int, str, str]] = field(default_factory=list)
    places: dict[str, Words] = field(default_factory=dict)
    vertices: dict[str, list[Words]] = field(default_factory=dict)

    def take(self, section: str, line: int, words: Words) -> None:
        """Take in a line of a section."""
        name, *more = words
        if section in NODES or section in LINKS:
            entries, kind = (self.nodes, NODES[section]) if section in NODES else (self.links, LINKS[section])
            if name in entries:
                self.twice.append((line, name, kind))
            entries.setdefault(name, Entry(line, kind, more))
        elif section == "COORDINATES" and len(more) >= 2:
            self.places[name] = more[:2]
        elif section == "VERTICES" and len(more) >= 2:
            self.vertices.setdefault(name, []).append(more[:2])

    def rows(self) -> Iterator[Row]:
        """A row a node, then a row a link."""
        for name, (line, kind, words) in self.nodes.items():
            elevation = words[0] if words else ""
            yield Row(line, (name, kind, elevation, "", "", "", "", *self.places.get(name, ("", ""))))
        for name, (line, kind, words) in self.links.items():
            begin, end, size, more = (*words, "", "", "", "")[:4]
            length, diameter = {"pipe": (size, more), "valve": ("", size)}.get(kind, ("", ""))
            cells = (self.called(name, kind), kind, "", begin, end, length, diameter, "", "")
            yield Row(line, cells, "", self.line(name, begin, end))
        for line, name, kind in self.twice:
            yield Row(line, (name, kind), f"names the {kind} {name!r}, and another line before has named one so")

    def called(self, link: str, kind: str) -> str:
        """A link's name; with its type before it if a node has the same name, which the format allows."""
        return f"{kind} {link}" if link in self.nodes else link

    def line(self, link: str, begin: str, end: str) -> Geometry | None:
        """From the node at its begin over its vertices to the node at its end, where both have coordinates."""
        if begin not in self.places or end not in self.places:
            return None
        points = [self.places[begin], *self.vertices.get(link, ()), self.places[end]]
        try:
            return Geometry(Form.LINES, ((np.array([(float(x), float(y)) for x, y in points], np.float64),),))
        except ValueError:
            return None


def epanet_table(path: Path) -> Table:
    """One row a node or link. Their coordinates are in a system that the format cannot name."""
    network = read_network(path)
    if not network.nodes:
        raise InterchangeProblem(f"{path.name} holds no junction, tank or reservoir: it is no EPANET input file.")
    return Table(path, COLUMNS, network.rows, place=("x", "y"), crs="", asset="id", kind="type")


def read_network(path: Path) -> Network:
    """The nodes and links of a file and their coordinates."""
    network, section = Network(), ""
    _, encoding = sniff(path)
    with open_text(path, encoding) as text:
        for line, raw in enumerate(text, 1):
            words = raw.partition(";")[0].split()
            if words and words[0].startswith("["):
                section = words[0].strip("[]").upper()
            elif words:
                network.take(section, line, words)
    return network
