"""Evidence: which files the report was made from, by which program, as of when, and how anybody can check it."""

from collections.abc import Iterator

from venule.desk.report.document import Block, Facts, Heading, Paragraph, Section
from venule.desk.report.evidence import FileFacts
from venule.desk.report.material import Material
from venule.desk.report.wording import Times, size_text
from venule.domain.instant import to_iso

BASIS = (
    "Happened then: times are those at which devices observed. All that the files hold was used, however late it was "
    "recorded."
)
LIVE = (
    "A recorder was writing the recording while this report was made. What is told is of one moment. For a file that "
    "stays as it is, cut the stretch out: venule export {} -o OUT.venule --format venule --from T --to T"
)
CHECK = (
    "To check a file, compare its SHA-256 with the one above (sha256sum FILE, or Get-FileHash FILE on Windows), then "
    "let the program read all of it: venule verify {}."
)
AGAIN = "The same report is made again by this command:"


def evidence(material: Material) -> Section:
    """The section."""
    times = Times(material.request.start, material.request.end, material.zone)
    blocks: list[Block] = []
    for file in material.files:
        blocks += [Heading(file.role.capitalize()), _file(file)]
    if not material.is_commented:
        blocks.append(Paragraph("There was no operator's file beside it."))
    blocks += [Heading("How it was made"), Facts(tuple(_made(material, times)))]
    if material.live:
        blocks.append(Paragraph(LIVE.format(material.request.cache.name)))
    if any(file.sha256 for file in material.files):
        blocks.append(Paragraph(CHECK.format(material.request.cache.name)))
    blocks.append(Paragraph(AGAIN))
    blocks.append(Paragraph(command(material), weak=True))
    return Section("Evidence", tuple(blocks))


def made(material: Material) -> str:
    """When it was made, and by what."""
    times = Times(material.request.made_at, material.request.made_at, material.zone)
    return f"Made on {times.whole(material.request.made_at)} by Venule {material.version}."


def _file(file: FileFacts) -> Facts:
    return Facts((("Name", file.name), ("Size", size_text(file.size)), ("SHA-256", file.sha256 or file.why_not)))


def _made(material: Material, times: Times) -> Iterator[tuple[str, str]]:
    counts = material.counts
    yield "Program", f"Venule {material.version}"
    yield "Stretch", f"{times.whole(times.start)} to {times.whole(times.end)}"
    yield "Basis", BASIS
    if counts.first_recorded_at is not None and counts.last_recorded_at is not None:
        yield "Recorded", f"{times.whole(counts.first_recorded_at)} to {times.whole(counts.last_recorded_at)}"
    if counts.first_observed_at is not None and counts.last_observed_at is not None:
        yield "Observed", f"{times.whole(counts.first_observed_at)} to {times.whole(counts.last_observed_at)}"
    yield (
        "Holds",
        f"{counts.observations:,} observations of {counts.datastreams:,} datastreams at {counts.assets:,} assets",
    )
    chosen = "the assets that were named" if material.scope.named else "assets whose alarms were raised in the stretch"
    yield "Report is about", chosen


def command(material: Material) -> str:
    """The command that makes the same report."""
    request = material.request
    parts = ["venule", "report", _quoted(request.cache.name), "-o", "REPORT.pdf"]
    parts += ["--from", to_iso(request.start), "--to", to_iso(request.end)]
    if request.title:
        parts += ["--title", _quoted(request.title)]
    for asset in request.assets:
        parts += ["--asset", _quoted(asset)]
    if request.zone is not None:
        parts += ["--zone", str(request.zone)]
    return " ".join(parts)


def _quoted(text: str) -> str:
    plain = text and all(letter.isalnum() or letter in "-_./+:" for letter in text)
    escaped = text.replace("'", "'\\''")
    return text if plain else f"'{escaped}'"
