"""Links pictures of the map: one at a time is taken, with a progress that can be cancelled, and saved or copied."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from venule.desk.map.picture.exposure import LIMIT_MS, Exposed, Exposure, Progress
from venule.desk.map.picture.heading import heading
from venule.desk.map.picture.png import encoded, pixels_of
from venule.desk.map.picture.saving import Encode, Results, Saved, Saving
from venule.desk.map.picture.sizes import FACTORS, USUAL_FACTOR, factor_that_fits
from venule.desk.map.picture.still import Still, Subject
from venule.desk.map.picture.svg import GROUND_RATIO, drawn
from venule.desk.map.view import MapView
from venule.desk.models.wording import plural
from venule.desk.pulse import Pulse
from venule.desk.style.look import Look
from venule.desk.views.search_box import Command
from venule.domain.instant import to_datetime

PNG, SVG = ".png", ".svg"
USUAL_FIRST = (USUAL_FACTOR, *(factor for factor in FACTORS if factor != USUAL_FACTOR))
FILTERS = {f"Picture at {factor} × (*.png)": factor for factor in USUAL_FIRST} | {"Drawing (*.svg)": USUAL_FACTOR}
PATIENCE_MS = 400
"""A picture that is there sooner shows no progress."""

BUSY = "A picture is being taken: wait for it, or cancel it."
NO_PICTURE = "{} is no picture: let its name end in .png or .svg."
MISSING = " {} of the map had not come within {:.0f} s and {} missing in it."
LOWERED = " At {} × it would be too large."

Take = Callable[[Still], None]


class PictureLink(QObject):
    """``told`` carries a sentence for the operator."""

    told = Signal(str)

    def __init__(
        self, view: MapView, look: Look, pulse: Pulse, *, city: str, window: QWidget, limit_ms: int = LIMIT_MS
    ) -> None:
        super().__init__(window)
        self._view, self._look, self._pulse, self._city, self._window = view, look, pulse, city, window
        self._limit_ms = limit_ms
        self._still: Still | None = None
        self._exposure: Exposure | None = None
        self._progress: QProgressDialog | None = None
        self._remark = ""
        self._results = Results()  # without a parent: a picture under way keeps it alive
        self._results.saved.connect(self._tell_saved)

    def commands(self) -> tuple[Command, ...]:
        """What can be done."""
        return (
            Command("Save the map as a picture…", "", self.ask_file),
            Command("Copy the map as a picture", "", self.copy),
        )

    @property
    def busy(self) -> bool:
        """Whether a picture is being taken."""
        return self._still is not None

    @Slot()
    def ask_file(self) -> None:
        """Let a file be named; the desk goes on meanwhile."""
        moment = to_datetime(self._pulse.moment().now).astimezone()
        dialog = QFileDialog(self._window, "Save the map as a picture")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(FILTERS))
        dialog.setDefaultSuffix(PNG)
        dialog.selectFile(f"{self._city} {moment:%Y-%m-%d %H-%M}{PNG}")
        dialog.filterSelected.connect(partial(_follow_filter, dialog))
        dialog.fileSelected.connect(lambda name: self.save(Path(name), FILTERS[dialog.selectedNameFilter()]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, place: Path, factor: int = USUAL_FACTOR) -> None:
        """Save the map as it is now; the ending tells the format, the factor how sharp a PNG is."""
        ending = place.suffix.lower()
        if ending not in (PNG, SVG):
            self.told.emit(NO_PICTURE.format(place.name))
        elif ending == SVG:
            self._begin(int(GROUND_RATIO), partial(self._write_svg, place))
        else:
            self._begin(factor, partial(self._write_png, place))

    @Slot()
    def copy(self) -> None:
        """Put the map as it is now on the clipboard."""
        self._begin(USUAL_FACTOR, self._to_clipboard)

    @Slot()
    def cancel(self) -> None:
        """Take no picture after all."""
        self._end()

    def _begin(self, wanted: int, take: Take) -> None:
        if self.busy:
            self.told.emit(BUSY)
            return
        factor = factor_that_fits(self._view.camera, wanted)
        self._remark = LOWERED.format(wanted) if factor < wanted else ""
        self._still = Still(self._subject(), self._view.worker, float(factor))
        self._exposure = Exposure(self._still, self, self._limit_ms)
        self._exposure.progressed.connect(self._show_progress)
        self._exposure.exposed.connect(partial(self._take, take))
        self._progress = self._made_progress()
        self._exposure.start()

    def _subject(self) -> Subject:
        view, moment = self._view, self._pulse.moment()
        said = heading(self._city, moment.now, moment.clock)
        return Subject(view.frame, view.camera, self._look.palette, view.selected, view.chosen, said)

    def _made_progress(self) -> QProgressDialog:
        progress = QProgressDialog("Taking a picture of the map…", "Cancel", 0, 0, self._window)
        progress.setWindowModality(Qt.WindowModality.NonModal)
        progress.setMinimumDuration(PATIENCE_MS)
        progress.setAutoReset(False)
        progress.setAutoClose(False)
        progress.canceled.connect(self.cancel)
        return progress

    @Slot(object)
    def _show_progress(self, far: Progress) -> None:
        if self._progress is not None:
            self._progress.setMaximum(far.wanted)
            self._progress.setValue(far.come)

    def _take(self, take: Take, exposed: Exposed) -> None:
        """All has come that will."""
        if self._still is None:
            return
        if exposed.missing:
            missing, verb = plural(exposed.missing, "tile"), "is" if exposed.missing == 1 else "are"
            self._remark += MISSING.format(missing, self._limit_ms / 1000, verb)
        try:
            take(self._still)
        finally:
            self._end()

    def _end(self) -> None:
        """Let go of everything that one picture needed."""
        if self._exposure is not None:
            self._exposure.cancel()
            self._exposure.deleteLater()
        if self._progress is not None:
            self._progress.canceled.disconnect(self.cancel)
            self._progress.close()
            self._progress.deleteLater()
        if self._still is not None:
            self._still.close()
        self._still = self._exposure = self._progress = None

    def _write_png(self, place: Path, still: Still) -> None:
        pixels = pixels_of(still.developed())
        self._write(place, partial(encoded, pixels, still.ratio))

    def _write_svg(self, place: Path, still: Still) -> None:
        self._write(place, drawn(still).encoded)

    def _write(self, place: Path, encode: Encode) -> None:
        QThreadPool.globalInstance().start(Saving(encode, place, self._results))

    @Slot(object)
    def _tell_saved(self, saved: Saved) -> None:
        self.told.emit(saved.problem or f"Saved as {saved.place.name}.{self._remark}")

    def _to_clipboard(self, still: Still) -> None:
        QGuiApplication.clipboard().setImage(still.developed())
        self.told.emit(f"The map is on the clipboard as a picture.{self._remark}")


def _follow_filter(dialog: QFileDialog, chosen: str) -> None:
    """Let the name end as the kind of file does that was chosen."""
    ending = SVG if SVG in chosen else PNG
    dialog.setDefaultSuffix(ending)
    names = dialog.selectedFiles()
    if names and Path(names[0]).suffix.lower() in (PNG, SVG):
        dialog.selectFile(Path(names[0]).with_suffix(ending).name)
