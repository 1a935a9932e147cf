"""Figures about a file are counted, each of them, and agree with what can be asked for."""

from pathlib import Path

from tests.store.rows import T0, alarm, row, written
from venule.domain.asset import Gateway
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer


def test_that_everything_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    rows = [row("a", T0 + 5, recorded_at=T0 + 9), row("b", T0 + 3, recorded_at=T0 + 7), row("a", T0 + 5)]
    with written(path, Batch(observations=rows, gateways=[Gateway("lora", "g")], alarms=[alarm("a", T0)])) as reader:
        counts = reader.counts()
        assert (counts.networks, counts.gateways, counts.assets, counts.datastreams) == (2, 1, 2, 2)
        assert (counts.observations, counts.rejects, counts.alarms, counts.commands) == (2, 0, 1, 0)
        assert (counts.first_observed_at, counts.last_observed_at) == (T0 + 3, T0 + 5)
        assert (counts.first_recorded_at, counts.last_recorded_at) == (T0 + 7, T0 + 9)
        assert counts.file_bytes == path.stat().st_size
        assert counts.observations == len(list(reader.observations()))


def test_that_an_empty_file_counts_nothing(tmp_path: Path) -> None:
    with written(tmp_path / "city.venule") as reader:
        counts = reader.counts()
        assert (counts.observations, counts.first_observed_at, counts.last_recorded_at) == (0, None, None)


def test_that_arrivals_fall_into_their_bins(tmp_path: Path) -> None:
    rows = [row("a", T0 + number, recorded_at=T0 + at) for number, at in enumerate((0, 9, 10, 25, 29, 30))]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        whole = reader.arrivals(T0, T0 + 30, 3, T0 + 99)
        assert (whole.start, whole.width_us, whole.count.tolist()) == (T0, 10, [2, 1, 2])
        assert reader.arrivals(T0, T0 + 30, 3, T0 + 25).count.tolist() == [2, 1, 1]
        assert reader.arrivals(T0, T0 + 30, 3, T0 - 5).count.tolist() == [0, 0, 0]
        assert reader.arrivals(T0, T0 + 31, 3, T0 + 99).count.sum() == 6
        assert reader.arrivals(T0, T0 + 3, 10, T0 + 99).count.tolist() == [1] + [0] * 9
        assert reader.arrivals(T0, T0, 4, T0 + 99).count.tolist() == [0] * 4


def test_that_the_log_beside_the_file_counts_as_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0 + number) for number in range(1000)]))
        assert reader.counts().file_bytes > path.stat().st_size
