"""Gathers what a report is made from: each file is hashed, then opened for reading alone, and nothing is written."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from venule import __version__
from venule.desk.models.status import names_of
from venule.desk.questions import Health
from venule.desk.report.course import told, worst_moment
from venule.desk.report.evidence import MANIFEST, OPERATORS, RECORDING, REVIEW, FileFacts, file_facts
from venule.desk.report.hearing import POINTS, heard, reach
from venule.desk.report.material import Material, Stream, Subject, subject_of
from venule.desk.report.moment import CityMoment, city_at
from venule.desk.report.request import Request, Tell
from venule.desk.report.scope import Scope, key_of, scope
from venule.desk.report.watched import MOST_STREAMS, alarmed_quantities, drawn, in_turn, quantity_of, streams_of
from venule.desk.session import find_basemap
from venule.desk.views.banner import alive
from venule.domain.alarm import Status
from venule.domain.asset import AssetKind
from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.store.answers import LAST, Catalogue
from venule.store.beside import manifest_beside, review_beside
from venule.store.operator import OperatorFile
from venule.store.placing import laid_over, placed_rows
from venule.store.reader import Reader
from venule.store.reviewing import ReviewedFile

CHART_POINTS = 1_400
"""About two a pixel of a chart's width on paper."""


def gather(request: Request, kinds: Mapping[str, AssetKind], tell: Tell) -> tuple[Material, CityMoment]:
    """Ask both files. Raises :class:`venule.store.problem.StoreProblem` where one cannot be read."""
    request = replace(request, basemap=request.basemap or find_basemap(request.cache))
    live = being_written(request)
    files = hashed(request, live, tell)
    with ExitStack() as stack:
        reader = stack.enter_context(Reader(request.cache))
        operator = said_beside(request.cache)
        if operator is not None:
            stack.callback(operator.close)
        return _Gathering(request, reader, operator, live, tell).finish(files, dict(kinds))


def said_beside(cache: Path) -> OperatorFile | ReviewedFile | None:
    """What operators said, and what those who reviewed a sealed recording added; both are read alone."""
    operators, review = OperatorFile.path_beside(cache), review_beside(cache)
    evidence = OperatorFile(operators, read_only=True) if operators.is_file() else None
    return ReviewedFile(evidence, OperatorFile(review, read_only=True)) if review.is_file() else evidence


def being_written(request: Request) -> bool:
    """Whether a recorder was heard of just now."""
    with Reader(request.cache) as reader:
        recorder = reader.recorder()
    return alive(Health(request.made_at, request.made_at, (), recorder))


def hashed(request: Request, live: bool, tell: Tell) -> tuple[FileFacts, ...]:
    """The recording, and what lies beside it: the operator's file, and the manifest that it is checked against."""
    places: list[tuple[str, Path]] = [(RECORDING, request.cache)]
    beside = (
        (OPERATORS, OperatorFile.path_beside(request.cache)),
        (REVIEW, review_beside(request.cache)),
        (MANIFEST, manifest_beside(request.cache)),
    )
    places += [(role, path) for role, path in beside if path.is_file()]
    whole, done, found = sum(path.stat().st_size for _, path in places) or 1, 0, []
    for role, path in places:
        size, before = path.stat().st_size, done

        def tell_share(share: float, before: int = before, size: int = size) -> None:
            tell("hashing the files", 0.3 * (before + share * size) / whole)

        found.append(file_facts(role, path, live and role == RECORDING, tell_share))
        done += size
    return tuple(found)


class _Gathering:
    """One report in the making: both files, and as of when they are asked."""

    def __init__(
        self, request: Request, reader: Reader, operator: OperatorFile | ReviewedFile | None, live: bool, tell: Tell
    ) -> None:
        self._request, self._reader, self._operator, self._live, self._tell = request, reader, operator, live, tell
        self._as_of: Instant = request.made_at if live else LAST

    def finish(self, files: tuple[FileFacts, ...], kinds: dict[str, AssetKind]) -> tuple[Material, CityMoment]:
        """Everything, and the moment of its map."""
        request, reader = self._request, self._reader
        start, end = request.start, request.end
        self._tell("asking the recording", 0.3)
        told_catalogue = reader.catalogue()
        placements = self._operator.placements(self._as_of) if self._operator is not None else ()
        catalogue = laid_over(told_catalogue, placed_rows(told_catalogue, placements))
        names = names_of(catalogue)
        events = reader.events(start, end, self._as_of)
        chosen = scope(catalogue, names, events.alarms, start, request.assets)
        worst = worst_moment(chosen.alarms, start, end)
        values, claims = reader.latest(worst, basis=Basis.HAPPENED), reader.liveness(worst)
        moment = CityMoment(worst, values, events.alarms, claims, placements)
        subjects = self._subjects(catalogue, chosen, moment)
        streams, stream_count = self._streams(catalogue, chosen, subjects)
        notes = self._notes()
        ours = tuple(note for note in notes if _concerns(note, subjects))
        remarks = self._operator.remarks(LAST) if self._operator is not None else ()
        material = Material(
            request=request,
            city=request.cache.stem.replace("_", " ").replace("-", " ").strip().capitalize(),
            catalogue=catalogue,
            names=names,
            kinds=kinds,
            scope=chosen,
            alarms=told(chosen.alarms, remarks),
            events=events,
            subjects=subjects,
            streams=streams,
            stream_count=stream_count,
            notes=ours,
            notes_elsewhere=len(notes) - len(ours),
            gaps=reader.gaps(start, end, self._as_of),
            worst=worst,
            files=files,
            counts=reader.counts(),
            as_of=self._as_of,
            live=self._live,
            version=__version__,
        )
        return material, moment

    def _subjects(self, catalogue: Catalogue, chosen: Scope, moment: CityMoment) -> tuple[Subject, ...]:
        status = city_at(catalogue, moment).status
        found = []
        for number, row in enumerate(chosen.rows, 1):
            properties = tuple(self._reader.asset_properties(int(catalogue.assets.id[row])).items())
            found.append(subject_of(catalogue, row, number, properties, Status(int(status[row]))))
        return tuple(found)

    def _streams(
        self, catalogue: Catalogue, chosen: Scope, subjects: Sequence[Subject]
    ) -> tuple[tuple[Stream, ...], int]:
        in_alarm = alarmed_quantities(chosen.alarms)
        alarmed = [in_alarm.get(key_of(catalogue, subject.row), set()) for subject in subjects]
        by_asset = [streams_of(catalogue, subject.row, told) for subject, told in zip(subjects, alarmed, strict=True)]
        charted = drawn(catalogue, by_asset, alarmed)
        rest = [row for row in in_turn(by_asset) if row not in set(charted)]
        rows = [*charted, *rest][:MOST_STREAMS]
        owner = {row: subject for rows_of, subject in zip(by_asset, subjects, strict=True) for row in rows_of}
        found = []
        for done, row in enumerate(rows):
            self._tell("reading the datastreams", 0.35 + 0.3 * done / len(rows))
            found.append(self._stream(catalogue, row, owner[row], row in charted))
        return tuple(found), sum(map(len, by_asset))

    def _stream(self, catalogue: Catalogue, row: int, subject: Subject, is_charted: bool) -> Stream:
        reader, start, end = self._reader, self._request.start, self._request.end
        streams = catalogue.datastreams
        datastream, every_us = int(streams.id[row]), int(streams.expected_every_us[row])
        read = reader.series(datastream, start - reach(every_us), end, POINTS, self._as_of)
        known = heard(read, start, end, every_us)
        shown = None
        if is_charted and known.observations:
            shown = reader.series(datastream, start, end, CHART_POINTS, self._as_of, around=True)
        return Stream(datastream, subject, quantity_of(catalogue, row), every_us, known, shown)

    def _notes(self) -> tuple[Note, ...]:
        if self._operator is None:
            return ()
        notes = self._operator.notes(self._request.end, Basis.HAPPENED)
        return tuple(note for note in notes if self._request.start <= note.at <= self._request.end)


def _concerns(note: Note, subjects: Sequence[Subject]) -> bool:
    """Whether a note is about one of the assets, or about all of their network, or about the city."""
    if note.asset:
        return any((note.network, note.asset) == (subject.network, subject.name) for subject in subjects)
    return not note.network or not subjects or any(note.network == subject.network for subject in subjects)
