"""EPANET input files: the junctions, tanks and reservoirs of a water network as a table of places.

Layout of the sections: EPANET 2.2 user manual, appendix C (https://epanet22.readthedocs.io).
"""

from collections.abc import Iterator
from pathlib import Path

from venule.interchange.csv_table import open_text, sniff
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Row, Table

NODES = {"JUNCTIONS": "junction", "TANKS": "tank", "RESERVOIRS": "reservoir"}
COLUMNS = ("id", "type", "elevation", "x", "y")


def epanet_table(path: Path) -> Table:
    """One row a node. Its coordinates are in a system that the format cannot name."""
    nodes, places = read_nodes(path)
    if not nodes:
        raise InterchangeProblem(f"{path.name} holds no junction, tank or reservoir: it is no EPANET input file.")

    def read() -> Iterator[Row]:
        for name, (line, kind, elevation) in nodes.items():
            yield Row(line, (name, kind, elevation, *places.get(name, ("", ""))))

    return Table(path, COLUMNS, read, place=("x", "y"), crs="")


def read_nodes(path: Path) -> tuple[dict[str, tuple[int, str, str]], dict[str, tuple[str, str]]]:
    """Line, type and elevation of each node, and the coordinates given for some, by the node's name."""
    nodes: dict[str, tuple[int, str, str]] = {}
    places: dict[str, tuple[str, str]] = {}
    section = ""
    _, encoding = sniff(path)
    with open_text(path, encoding) as text:
        for line, raw in enumerate(text, 1):
            words = raw.partition(";")[0].split()
            if not words:
                continue
            if words[0].startswith("["):
                section = words[0].strip("[]").upper()
            elif section in NODES:
                nodes.setdefault(words[0], (line, NODES[section], words[1] if len(words) > 1 else ""))
            elif section == "COORDINATES" and len(words) >= 3:
                places[words[0]] = (words[1], words[2])
    return nodes, places
