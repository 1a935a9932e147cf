"""Reads CSV as it is met: comma, semicolon, tab or bar, a byte order mark or none, line breaks within quotes."""

import codecs
import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BufferedIOBase, StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path

from venule.interchange.decimal_sign import signs_of
from venule.interchange.header_lines import MOST_LINES, ROWS_BELOW, HeaderLines, header_lines
from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Reached, Row, Table

DELIMITERS = ",;\t|"
SEPARATOR = re.compile(r'"?sep=([^\s"])"?\s*[\r\n]', re.IGNORECASE)
"""A first line in which a spreadsheet is told what separates the cells."""

SNIFFED_BYTES = 64 * 1024
ROWS_BETWEEN_LOOKS = 1024
LONGEST_CELL = 8 * 1024 * 1024
"""Characters. The well-known text of the largest shape has some 4 million."""

FOREIGN = {
    b"PK\x03\x04": "is a ZIP archive, as spreadsheets are too: unpack it, or save it as CSV, first.",
    b"\x1f\x8b": "is packed by gzip: let its name end in .csv.gz, or unpack it first.",
}
"""What files begin with that bear the name of a text by mistake, and what to do about it."""

BROKEN = (OSError, EOFError, zlib.error)
"""What reading a file may raise: the last two come of a gzip file that was cut off or damaged."""


def csv_table(path: Path, header: Sequence[str] = ()) -> Table:
    """The table in a CSV file; ``header`` names the columns of a file that has no header line."""
    sample, encoding = sniff(path)
    declared = SEPARATOR.match(sample)
    try:
        delimiter = declared[1] if declared else delimiter_of(sample)
        filled = (row for row in csv.reader(StringIO(sample, newline=""), delimiter=delimiter) if is_filled(row))
        rows = list(islice(filled, int(declared is not None), MOST_LINES + ROWS_BELOW + 1))
        if rows and "\0" in "".join(rows[0]):
            raise csv.Error
    except csv.Error:
        raise InterchangeProblem(
            f"{path.name} cannot be split into cells, so it is no CSV file; save it as one first."
        ) from None
    if not rows:
        raise InterchangeProblem(f"{path.name} is empty.")
    head = HeaderLines(tuple(header), count=0) if header else header_lines(rows)
    columns = tuple(header) or distinct(head.names)
    units = {columns[place]: unit for place, unit in head.units.items()}
    skip = head.count + int(declared is not None)
    reached = Reached()

    def read() -> Iterator[Row]:
        return csv_rows(path, encoding, delimiter, skip, reached=reached)

    decimal, signs = signs_of(read, delimiter)
    return Table(
        path, columns, read, decimal=decimal, signs=signs, guarded=True, reached=reached, units=units,
        header_lines=head.count,
    )  # fmt: skip


def is_filled(cells: Sequence[str]) -> bool:
    """Whether a row holds anything: spreadsheets write rows of separators below a table."""
    return any(cell and not cell.isspace() for cell in cells)


def open_text(path: Path, encoding: str) -> TextIOWrapper:
    """The file as text, unpacked if it is a gzip file; bytes that do not fit the encoding are kept to be told of."""
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=encoding, errors=errors, newline="")
    return path.open(encoding=encoding, errors=errors, newline="")


def sniff(path: Path) -> tuple[str, str]:
    """The beginning of a file and its encoding: UTF-8 if it can be, else what Western spreadsheets write.

    It is judged by the first stretch that holds more than ASCII, however far into the file that is.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            start = telling = file.read(SNIFFED_BYTES)
            with suppress(*BROKEN):  # told with its line when the rows are read
                while telling.isascii() and (more := file.read(SNIFFED_BYTES)):
                    telling = more
    except BROKEN as problem:
        raise InterchangeProblem(f"{path} cannot be read: {getattr(problem, 'strerror', None) or problem}.") from None
    if foreign := next((said for mark, said in FOREIGN.items() if start.startswith(mark)), ""):
        raise InterchangeProblem(f"{path.name} {foreign}")
    if encoding := utf_16(start):
        return start.decode(encoding, "replace"), encoding
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(telling)
    except UnicodeDecodeError:
        return start.decode("cp1252", "replace"), "cp1252"
    return start.decode("utf-8-sig", "ignore"), "utf-8-sig"


def utf_16(start: bytes) -> str:
    """The form of UTF-16 in which a file is written; empty if it is in none. It need not begin with a mark."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[:1024:2], start[1:1024:2]
    if odd and not any(odd) and 0 not in even:
        return "utf-16-le"
    return "utf-16-be" if even and not any(even) and 0 not in odd else ""


def delimiter_of(sample: str) -> str:
    """The sign that splits the first line into most columns; the comma if none does."""
    first = next(filter(None, sample.splitlines()), "")
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Column names without the blanks around them; a nameless or repeated one is called by its place."""
    taken: set[str] = set()
    result = []
    for place, raw in enumerate(names, 1):
        name = raw.strip()
        name = name if name and name not in taken else f"column {place}"
        taken.add(name)
        result.append(name)
    return tuple(result)


def csv_rows(path: Path, encoding: str, delimiter: str, skip: int, reached: Reached) -> Iterator[Row]:
    """The rows after ``skip`` first ones; one that cannot be split comes as a problem and does not end the file."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    with open_text(path, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter)
        while True:
            line = reader.line_num + 1
            if not line % ROWS_BETWEEN_LOOKS:
                reached.bytes = position_in(text)
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as problem:
                yield Row(line, (), f"cannot be split into cells: {problem}")
                continue
            except BROKEN as problem:
                raise InterchangeProblem(f"{path.name} breaks off after line {line - 1}: {problem}.") from None
            if not is_filled(cells):
                continue
            if skip:
                skip -= 1
            elif not is_text("".join(cells)):
                yield Row(line, (), f"holds bytes that are no text in {encoding}, as what stands before it is")
            else:
                yield Row(line, cells)


def position_in(text: TextIOWrapper) -> int:
    """How many bytes of the file, packed or not, were read."""
    below: object = text.buffer
    while isinstance(below, gzip.GzipFile):
        below = below.fileobj
    return below.tell() if isinstance(below, BufferedIOBase) else 0


def is_text(text: str) -> bool:
    """Whether every byte of a text fitted its encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
