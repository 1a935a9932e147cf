"""Letters in a PDF that can be searched and copied: Qt names shapes by private codes where a letter has several.

Tabular figures are such shapes. Their true letters are found by shaping the letters with the fonts of the report, and
put into the tables that tell a reader which letter a shape is (ISO 32000-1, 9.10.3, ToUnicode CMaps).
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtGui import QFont, QRawFont, QTextLayout

TYPED = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))) + "–—‘’“”…·−×≈≤≥°µ₂₃"
"""Letters of which other shapes are used: beside figures, and between capitals."""

AROUND = ("{}", "1{}1", "A{}A", "1 {} 1", "A{}", "{}A", "1{}", "{}1", "a{}1", "1{}a")
EVERY = "".join(map(chr, (*range(0x20, 0xD800), *range(0xE000, 0xFFFE))))
PRIVATE = range(0xE000, 0xF900)
SPACE, TABULATOR = 0x20, 0x09
"""Both have one shape, for which Qt finds the second first."""

_TABLE = re.compile(rb"<< /Length (\d+) >>\nstream\n(/CIDInit .*?begincmap.*?endcmap.*?)\nendstream", re.DOTALL)
_RANGE = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]{4})> (?:<([0-9A-F]+)>|\[([^\]]*)\])")
_CODES = re.compile(r"<([0-9A-F]+)>")
_BODY = re.compile(r"endcodespacerange\n.*endcmap", re.DOTALL)
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) n")
MOST_A_BLOCK = 100
"""Letters in one block of a table: the most that readers must take."""


def true_letters(fonts: Iterable[QFont]) -> dict[int, int]:
    """By the code that Qt gives a shape, the letter that it is, where that is another."""
    found = {TABULATOR: SPACE}
    for font in fonts:
        shapes = QRawFont.fromFont(font).glyphIndexesForString(EVERY)
        code_of: dict[int, int] = {}
        for letter, shape in zip(EVERY, shapes, strict=True):
            code_of.setdefault(shape, ord(letter))  # as Qt does: the first that has this shape
        for letter in TYPED:
            for shape in _shapes_of(letter, font):
                code = code_of.get(shape, 0)
                if code and code != ord(letter) and (code in PRIVATE or chr(code) not in TYPED):
                    found[code] = ord(letter)
    return found


def _shapes_of(letter: str, font: QFont) -> Iterator[int]:
    """The shapes that a letter has among others."""
    for around in AROUND:
        text = around.format(letter)
        layout = QTextLayout(text, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        shapes = [shape for run in layout.glyphRuns() for shape in run.glyphIndexes()]
        if len(shapes) == len(text):
            yield shapes[around.index("{}")]


def corrected(pdf: bytes, letters: Mapping[int, int]) -> bytes:
    """The same file with true letters in its tables; where each object begins is told anew."""
    moved: list[tuple[int, int]] = []
    parts, copied = list[bytes](), 0
    for found in _TABLE.finditer(pdf):
        table = _rewritten(found[2].decode("ascii"), letters).encode("ascii")
        written = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(table) + 1, table)
        parts += [pdf[copied : found.start()], written]
        copied = found.end()
        moved.append((found.start(), len(written) - (found.end() - found.start())))
    result = b"".join((*parts, pdf[copied:]))
    return _found_again(result, moved)


def _rewritten(table: str, letters: Mapping[int, int]) -> str:
    """One table with a line a shape. The one shape that Qt tells no letter of is the space."""
    codes = _codes_of(table)
    silent = [shape for shape in range(1, max(codes, default=0)) if shape not in codes]
    if len(silent) == 1:
        codes[silent[0]] = f"{SPACE:04X}"
    lines = [f"<{shape:04X}> <{_true(code, letters)}>\n" for shape, code in sorted(codes.items())]
    several = [lines[first : first + MOST_A_BLOCK] for first in range(0, len(lines), MOST_A_BLOCK)]
    blocks = [f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in several]
    return _BODY.sub(lambda _: f"endcodespacerange\n{''.join(blocks)}endcmap", table)


def _true(code: str, letters: Mapping[int, int]) -> str:
    """Letters beyond the basic plane, told by two codes, stay as they are."""
    return f"{letters.get(int(code, 16), int(code, 16)):04X}" if len(code) == 4 else code


def _codes_of(table: str) -> dict[int, str]:
    codes: dict[int, str] = {}
    for first, last, base, several in _RANGE.findall(table[table.index("endcodespacerange") :]):
        shapes = range(int(first, 16), int(last, 16) + 1)
        steps = [f"{int(base, 16) + step:0{len(base)}X}" for step in range(len(shapes))] if base else []
        told = steps or _CODES.findall(several)
        codes |= {shape: code for shape, code in zip(shapes, told, strict=False) if shape}
    return codes


def _found_again(pdf: bytes, moved: list[tuple[int, int]]) -> bytes:
    """Where each object begins, and where that is told, after some of them have grown."""

    def place(before: int) -> int:
        return before + sum(by for at, by in moved if at < before)

    head, _, told = pdf.rpartition(b"startxref\n")
    start = place(int(told.split(b"\n", 1)[0]))
    index = _ENTRY.sub(lambda entry: b"%010d %b n" % (place(int(entry[1])), entry[2]), head[start:])
    return head[:start] + index + b"startxref\n%d\n%%%%EOF\n" % start
