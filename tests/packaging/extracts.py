"""Small extracts of OpenStreetMap, written node by node."""

from collections.abc import Sequence
from pathlib import Path

import osmium
from osmium.osm import Box, Location
from osmium.osm.mutable import Node, Relation, Way

Place = tuple[float, float]
WEST, SOUTH, EAST, NORTH = 10.0, 53.0, 10.1, 53.1


class Extract:
    """An extract of a square of a tenth of a degree, in which places are told as shares of its side."""

    def __init__(self, path: Path, boxed: bool = True) -> None:
        header = osmium.io.Header()
        if boxed:
            header.add_box(Box(WEST, SOUTH, EAST, NORTH))
        self._nodes: list[Node] = []
        self._ways: list[Way] = []
        self._relations: list[Relation] = []
        self._path, self._header = path, header

    def node(self, place: Place, /, **tags: str) -> int:
        """A node, by its number."""
        number = len(self._nodes) + 1
        spot = Location(WEST + place[0] * (EAST - WEST), SOUTH + place[1] * (NORTH - SOUTH))
        self._nodes.append(Node(id=number, version=1, location=spot, tags=tags))
        return number

    def way(self, *places: Place, closed: bool = False, lost: Sequence[int] = (), **tags: str) -> int:
        """A way through places, of which some nodes are not in the extract."""
        nodes = [10_000 + at if at in lost else self.node(place) for at, place in enumerate(places)]
        number = len(self._ways) + 1
        self._ways.append(Way(id=number, version=1, nodes=[*nodes, *nodes[: int(closed)]], tags=tags))
        return number

    def area(self, outer: int, inner: int, **tags: str) -> int:
        """A multipolygon of two closed ways."""
        number = len(self._relations) + 1
        members = [("w", outer, "outer"), ("w", inner, "inner")]
        self._relations.append(Relation(id=number, version=1, members=members, tags={"type": "multipolygon"} | tags))
        return number

    def write(self) -> Path:
        """The finished file."""
        with osmium.SimpleWriter(str(self._path), header=self._header, overwrite=True) as writer:
            for node in self._nodes:
                writer.add_node(node)
            for way in self._ways:
                writer.add_way(way)
            for relation in self._relations:
                writer.add_relation(relation)
        return self._path


def square(left: float, bottom: float, side: float) -> list[Place]:
    """Four corners, counterclockwise."""
    return [(left, bottom), (left + side, bottom), (left + side, bottom + side), (left, bottom + side)]
