"""Reads a formula: numbers, lines, + − × ÷, and a handful of functions. A grammar of its own; nothing is executed."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from venule.desk.trends.formulas.tree import Called, FormulaProblem, Joined, Named, Node, Number, Rolling
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND

LONGEST = 300
"""Characters of a formula, spaces apart."""

LONGEST_WRITTEN = 4 * LONGEST
"""Characters of the same as it is written by the program, with spaces, its names in quotes or in full."""

DEEPEST = 24
"""Brackets within brackets."""

SHORTEST_WINDOW, LONGEST_WINDOW = SECOND, 31 * DAY
FUNCTIONS = {
    "sum": "sum(a, b, …)",
    "mean": "mean(a, 15 min) over time, or mean(a, b, …) of lines",
    "min": "min(a, b, …)",
    "max": "max(a, b, …)",
}
TIMES = {"s": SECOND, "min": MINUTE, "h": HOUR, "d": DAY}

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<tag>\#\d+)|"(?P<quoted>[^"]*)"|(?P<word>[^\W\d]\w*)|(?P<sign>[-+*/(),]))"""
)
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "“": '"', "”": '"', ";": ","})


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a formula. ``kind`` is ``number``, ``tag``, ``quoted``, ``word``, ``sign`` or, at last, ``end``."""

    kind: str
    text: str


END = Token("end", "")


def parse(text: str, longest: int = LONGEST) -> Node:
    """The formula as a tree. Raises :class:`FormulaProblem`."""
    length = len("".join(text.split()))
    if length > longest:
        raise FormulaProblem(f"A formula has at most {longest} characters; this one has {length}.")
    return _Reading(tuple(_tokens(text))).whole()


def _tokens(text: str) -> Iterator[Token]:
    text = text.translate(_SIGNS).rstrip()
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise FormulaProblem(f"“{text[at:].strip()[:12]}” is neither a line nor a number nor a sign.")
        yield Token(found.lastgroup, found[found.lastgroup])
        at = found.end()


def _number(text: str) -> Number:
    value = float(text)
    if not math.isfinite(value):
        raise FormulaProblem(f"{text[:12]} is too large a number.")
    return Number(value)


class _Reading:
    """One pass over the tokens, by descent: sums of products of single parts."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def whole(self) -> Node:
        """All of it."""
        if not self._tokens:
            raise FormulaProblem("A formula joins lines, as in #1 − #2 or mean(#1, 15 min).")
        node = self._sum()
        if self._next is not END:
            raise FormulaProblem(f"Before “{self._next.text}” a sign is missing: one of + − × ÷.")
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else END

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _is(self, *signs: str) -> bool:
        return self._next.kind == "sign" and self._next.text in signs

    def _sum(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaProblem(f"A formula goes at most {DEEPEST} brackets deep: make two lines of it.")
        node = self._product()
        while self._is("+", "-"):
            sign = self._take().text
            node = Joined(sign, node, self._product())
        self._depth -= 1
        return node

    def _product(self) -> Node:
        node = self._single()
        while self._is("*", "/"):
            sign = self._take().text
            node = Joined(sign, node, self._single())
        return node

    def _single(self) -> Node:
        token = self._take()
        match token.kind:
            case "number":
                return _number(token.text)
            case "tag" | "quoted":
                return Named(token.text)
            case "word":
                return self._call(token.text) if self._is("(") else Named(token.text)
        if token.text == "(":
            return self._closed(self._sum())
        if token.text == "-":
            self._depth += 1
            if self._depth > DEEPEST:
                raise FormulaProblem("There are too many signs in a row: one is enough.")
            node = Joined("*", Number(-1.0), self._single())
            self._depth -= 1
            return node
        where = f"Before “{token.text}”" if token is not END else "At the end"
        raise FormulaProblem(f"{where} a line or a number is missing.")

    def _closed(self, node: Node) -> Node:
        if not self._is(")"):
            raise FormulaProblem("A closing bracket is missing.")
        self._take()
        return node

    def _call(self, word: str) -> Node:
        name = word.casefold()
        if name not in FUNCTIONS:
            raise FormulaProblem(f"“{word}” is no function: there are {', '.join(FUNCTIONS)}.")
        self._take()
        parts = [self._sum()]
        while self._is(","):
            self._take()
            if name == "mean" and (window_us := self._window()):
                return self._rolled(parts, window_us)
            parts.append(self._sum())
        return self._closed(Called(name, tuple(parts)))

    def _window(self) -> int:
        """The microseconds of ``15 min``; 0 where no such thing comes next."""
        following = self._tokens[self._at : self._at + 2]
        if len(following) < 2 or following[0].kind != "number" or following[1].text not in TIMES:
            return 0
        self._at += 2
        return round(float(following[0].text) * TIMES[following[1].text]) or -1

    def _rolled(self, parts: list[Node], window_us: int) -> Node:
        if len(parts) > 1:
            raise FormulaProblem("A mean over time is of one line: write mean(sum(a, b), 15 min).")
        if not SHORTEST_WINDOW <= window_us <= LONGEST_WINDOW:
            raise FormulaProblem("A mean is taken over 1 s to 31 d.")
        return self._closed(Rolling(parts[0], window_us))
