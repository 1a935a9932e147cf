"""What a person says of a table where its file does not say it, and what has to be asked where nobody did."""

from dataclasses import dataclass

from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said of a table where its file does not say it; empty where nothing was said."""

    zone: str = ""
    time_format: tuple[str, ...] = ()
    decimal: str = ""
    unit: str = ""
    kind: str = ""
    network: str = ""


NOTHING = Told()


class Unanswered(InterchangeProblem):
    """A table is understood but for one thing that would be a guess: the key of the mapping that has to be told."""

    def __init__(self, message: str, key: str, mapping: TableMapping) -> None:
        super().__init__(message)
        self.key, self.mapping = key, mapping
