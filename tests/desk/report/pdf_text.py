"""Reads back what Qt wrote into a PDF: its pages, the text on each, its title and which fonts are embedded."""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)endstream", re.DOTALL)
SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|\[?<([0-9a-fA-F]+)>|T\*|Td|Tm|ET", re.DOTALL)
CODES = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
HEX = re.compile(rb"<([0-9a-fA-F]+)>")


@dataclass(frozen=True, slots=True)
class Pdf:
    """What a reader of it would find."""

    title: str
    pages: tuple[str, ...]
    embedded_fonts: int
    pictures: int

    @property
    def text(self) -> str:
        """All of it, without spaces, which a PDF need not have."""
        return "".join("".join(self.pages).split())


def read_pdf(path: Path) -> Pdf:
    """Read a file that Qt wrote: no object streams, texts as hexadecimal glyphs."""
    objects = {int(number): body for number, body in OBJECT.findall(path.read_bytes())}
    maps = {number: _codes(objects, body) for number, body in objects.items() if b"/ToUnicode" in body}
    kids = next(body for body in objects.values() if b"/Kids" in body)
    pages = [int(number) for number in re.findall(rb"(\d+) 0 R", kids[kids.index(b"/Kids") :].split(b"]")[0])]
    return Pdf(
        title=_title(objects),
        pages=tuple(_page_text(objects, objects[page], maps) for page in pages),
        embedded_fonts=sum(b"/FontFile" in body for body in objects.values()),
        pictures=sum(b"/Subtype /Image" in body for body in objects.values()),
    )


def misplaced(path: Path) -> list[int]:
    """The objects that do not begin where the file's own table says, and whatever stream is not as long as it says."""
    content = path.read_bytes()
    table = int(content.rpartition(b"startxref\n")[2].split(b"\n", 1)[0])
    assert content[table:].startswith(b"xref\n")
    entries = re.findall(rb"(\d{10}) \d{5} ([nf])", content[table:])
    places = {number: int(at) for number, (at, used) in enumerate(entries) if used == b"n"}
    wrong = [number for number, at in places.items() if not content[at:].startswith(b"%d 0 obj" % number)]
    for number, body in OBJECT.findall(content):
        length = re.match(rb"<< /Length (\d+) >>\nstream\n", body)
        if length and body[length.end() + int(length[1]) :].strip() != b"endstream":
            wrong.append(int(number))
    return wrong


def _stream(objects: dict[int, bytes], number: int) -> bytes:
    found = STREAM.search(objects[number])
    assert found is not None
    return zlib.decompress(found[1]) if b"/FlateDecode" in objects[number] else found[1]


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb"\s+(\d+) 0 R", body)
    assert found is not None, name
    return int(found[1])


def _codes(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    """From glyph to letter."""
    codes: dict[int, str] = {}
    for kind, body in CODES.findall(_stream(objects, _reference(font, b"ToUnicode"))):
        for line in body.splitlines():
            numbers = HEX.findall(line)
            if kind == b"char" and len(numbers) == 2:
                codes[int(numbers[0], 16)] = bytes.fromhex(numbers[1].decode()).decode("utf-16-be")
            elif len(numbers) >= 3:
                first, last = int(numbers[0], 16), int(numbers[1], 16)
                letters = [bytes.fromhex(number.decode()).decode("utf-16-be") for number in numbers[2:]]
                if len(letters) == 1:
                    letters = [chr(ord(letters[0]) + step) for step in range(last - first + 1)]
                codes |= dict(zip(range(first, last + 1), letters, strict=False))
    return codes


def _page_text(objects: dict[int, bytes], page: bytes, maps: dict[int, dict[int, str]]) -> str:
    resources = objects[_reference(page, b"Resources")]
    fonts = {name: int(number) for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", resources)}
    text, codes = [], dict[int, str]()
    for name, shown in SHOWN.findall(_stream(objects, _reference(page, b"Contents"))):
        if name:
            codes = maps.get(fonts.get(name, -1), {})
        elif shown:
            text += [codes.get(int(shown[at : at + 4], 16), "\ufffd") for at in range(0, len(shown), 4)]
        else:
            text.append(" ")
    return "".join(text)


def _title(objects: dict[int, bytes]) -> str:
    for body in objects.values():
        found = re.search(rb"/Title \((.*?)(?<!\\)\)", body, re.DOTALL) if b"/Producer" in body else None
        if found is not None:
            raw = re.sub(rb"\\(.)", rb"\1", found[1], flags=re.DOTALL)
            return raw.removeprefix(b"\xfe\xff").decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode()
    return ""
