"""Which part of a recording is exported."""

from dataclasses import dataclass

from venule.domain.instant import Instant
from venule.interchange.problem import InterchangeProblem
from venule.store.answers import Catalogue


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: observed from ``start`` until before ``end``, of these assets and datastreams, or of all."""

    start: Instant | None = None
    end: Instant | None = None
    assets: tuple[str, ...] = ()
    datastreams: tuple[str, ...] = ()

    def check(self, catalogue: Catalogue) -> None:
        """Refuse what is mistyped, and would export nothing, silently: an unknown name, an end before the beginning."""
        if self.start is not None and self.end is not None and self.start > self.end:
            raise InterchangeProblem("An export cannot end before it begins: give an earlier --from or a later --to.")
        streams = {catalogue.quantities[place].name for place in catalogue.datastreams.quantity.tolist()}
        for what, wanted, there in (
            ("asset", self.assets, set(catalogue.assets.name) if self.assets else set()),
            ("datastream", self.datastreams, streams),
        ):
            for name in wanted:
                if name not in there:
                    raise InterchangeProblem(f"The recording holds no {what} named {name!r}.")

    def streams_in(self, catalogue: Catalogue) -> int:
        """How many datastreams of a recording are chosen."""
        streams = catalogue.datastreams
        if not self.assets and not self.datastreams:
            return len(streams.id)
        assets, names = set(self.assets), set(self.datastreams)
        pairs = zip(streams.asset.tolist(), streams.quantity.tolist(), strict=True)
        return sum(
            (not assets or catalogue.assets.name[asset] in assets)
            and (not names or catalogue.quantities[quantity].name in names)
            for asset, quantity in pairs
        )
