"""Which part of a recording is exported."""

from collections.abc import Collection
from dataclasses import dataclass

from venule.domain.instant import Instant
from venule.interchange.problem import InterchangeProblem
from venule.store.answers import Catalogue


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: observed from ``start`` until before ``end``, of these assets and datastreams, or of all.

    An asset is meant by its name wherever it occurs, or as ``network/name``; so is a datastream, or as
    ``network/asset/name``. ``known_by`` leaves out what was recorded later, as a look back does.
    """

    start: Instant | None = None
    end: Instant | None = None
    assets: tuple[str, ...] = ()
    datastreams: tuple[str, ...] = ()
    known_by: Instant | None = None

    def check(self, catalogue: Catalogue) -> None:
        """Refuse what is mistyped, and would export nothing, silently: an unknown name, an end before the beginning."""
        if self.start is not None and self.end is not None and self.start > self.end:
            raise InterchangeProblem("An export cannot end before it begins: give an earlier --from or a later --to.")
        rows = range(len(catalogue.assets.name) if self.assets else 0)
        assets = {name for row in rows for name in called(catalogue, row)}
        rows = range(len(catalogue.datastreams.id) if self.datastreams else 0)
        streams = {name for row in rows for name in streamed(catalogue, row)}
        for what, wanted, there in (
            ("asset", self.assets, assets),
            ("datastream", self.datastreams, streams),
        ):
            for name in wanted:
                if name not in there:
                    raise InterchangeProblem(f"The recording holds no {what} named {name!r}.")

    def assets_in(self, catalogue: Catalogue) -> Collection[int]:
        """The rows of the assets that are chosen."""
        rows = range(len(catalogue.assets.name))
        wanted = frozenset(self.assets)
        return frozenset(row for row in rows if not wanted.isdisjoint(called(catalogue, row))) if wanted else rows

    def streams_in(self, catalogue: Catalogue) -> Collection[int]:
        """The rows of the datastreams that are chosen."""
        rows = range(len(catalogue.datastreams.id))
        if not self.assets and not self.datastreams:
            return rows
        assets, wanted = self.assets_in(catalogue), frozenset(self.datastreams)
        return frozenset(
            row
            for row, asset in enumerate(catalogue.datastreams.asset.tolist())
            if asset in assets and not (wanted and wanted.isdisjoint(streamed(catalogue, row)))
        )


def called(catalogue: Catalogue, row: int) -> tuple[str, str]:
    """The two names of an asset: its own, and with its network's before it."""
    return catalogue.assets.name[row], catalogue.full_name(row)


def streamed(catalogue: Catalogue, row: int) -> tuple[str, str]:
    """The two names of a datastream: its own, and with its network's and its asset's before it."""
    streams = catalogue.datastreams
    name = catalogue.quantities[int(streams.quantity[row])].name
    return name, f"{catalogue.full_name(int(streams.asset[row]))}/{name}"
