"""The letters by which kinds of asset are told apart when the map is close."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase


@dataclass(frozen=True, slots=True)
class KindSign:
    """One letter, and the kind's name in words for the legend."""

    letter: str
    title: str


def kind_signs(kinds: Sequence[str]) -> tuple[KindSign, ...]:
    """Signs for kinds named ``"vertical.kind"``: a letter of the kind's own name, no other's while any is left."""
    taken: set[str] = set()
    signs = []
    for kind in kinds:
        title = kind.rpartition(".")[2].replace("_", " ") or "asset"
        letters = [letter for letter in title.upper() + ascii_uppercase if letter.isalpha()]
        letter = next((letter for letter in letters if letter not in taken), letters[0])
        taken.add(letter)
        signs.append(KindSign(letter, title))
    return tuple(signs)
