"""A foreign table as its preview told of it, what a person corrects in it, and the mapping that comes of both."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

INVENTORY, ASSETS, DATASTREAMS, LONG, EXPORTED = "inventory", "assets", "datastreams", "long", "exported"
LAYOUTS = {
    INVENTORY: "a row an asset",
    ASSETS: "a row a time, a column an asset",
    DATASTREAMS: "a row a time, a column a datastream",
    LONG: "a row an observation",
    EXPORTED: "an export of Venule's",
}
ROLES = {
    "time": "time of observation", "time_of_day": "time of day", "minute": "minute", "month": "month", "day": "day",
    "recorded_at": "time of recording", "asset": "name of the asset", "label": "label",
    "network_column": "name of the network", "kind_column": "kind", "datastream_column": "name of the datastream",
    "value": "values", "unit_column": "unit", "longitude": "longitude", "latitude": "latitude",
    "location": "latitude, longitude", "shape": "line or area", "place": "place", "property": "property",
    "left out": "left out",
}  # fmt: skip
"""What a column may be, by the key of the mapping, in the words of the desk."""

PLACES = ("longitude", "latitude", "location")
TIMES = ("time", "time_of_day", "minute", "month", "day", "recorded_at")
ROLES_OF = {
    INVENTORY: ("asset", "label", "kind_column", "network_column", *PLACES, "shape", "property", "left out"),
    ASSETS: (*TIMES, "value", "left out"),
    DATASTREAMS: (*TIMES, "value", "asset", "network_column", *PLACES, "left out"),
    LONG: (*TIMES, "asset", "datastream_column", "value", "unit_column", "network_column", *PLACES,
           "left out"),
}  # fmt: skip
FORMS = {
    "iso": "2022-12-31 23:00", "day_first": "31/12/2022 23:00, day first",
    "month_first": "12/31/2022 23:00, month first", "year_first": "2022/12/31 23:00",
    "epoch_s": "seconds since 1970", "epoch_ms": "milliseconds since 1970", "epoch_us": "microseconds since 1970",
}  # fmt: skip

KEPT = ("match", "crs", "missing", "values", "flags", "header", "asset_name", "kind", "network")
"""Keys of a mapping that stay as they are, or are answered by themselves."""


class NotAPreview(ValueError):
    """What was printed is no preview; the message says so."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role, what it stands for, its unit, how it is read, and its first cells."""

    column: str
    role: str
    type: str
    stands_for: str
    unit: str
    kept_in: str
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a preview."""

    table: str
    file: Path
    mapping: Mapping[str, object]
    columns: tuple[Column, ...]
    problem: str
    ask: str
    decimal: str
    rows: int
    tried: int
    refused: int
    refusals: tuple[str, ...]
    first: str
    last: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says of one table; what they did not touch is what the preview understood."""

    layout: str
    network: str
    kind: str
    zone: str
    time_format: str
    decimal: str
    datastream: str
    columns: tuple[Column, ...]


def read_preview(text: str) -> tuple[Table, ...]:
    """The tables of ``venule import --preview --json``; raises :class:`NotAPreview`."""
    try:
        return tuple(_table(told) for told in json.loads(text)["tables"])
    except (ValueError, KeyError, TypeError) as problem:
        raise NotAPreview(f"The preview cannot be read: {problem}.") from None


def _table(told: Mapping[str, object]) -> Table:
    columns, refusals = told["columns"], told["refusals"]
    if not isinstance(columns, list) or not isinstance(refusals, list):
        raise TypeError("its columns are no list")
    taken: dict[str, object] = {
        name: told[name] for name in Table.__slots__ if name not in ("columns", "refusals", "file")
    }
    taken["remarks"] = tuple(told["remarks"])  # type: ignore[arg-type]
    return Table(
        file=Path(str(told["file"])),
        columns=tuple(_column(column) for column in columns),
        refusals=tuple(f"line {one['line']}: {one['reason']}" for one in refusals),
        **taken,  # type: ignore[arg-type]
    )


def _column(told: Mapping[str, object]) -> Column:
    examples = told["examples"]
    assert isinstance(examples, list)
    pairs = tuple((str(cell), str(read)) for cell, read in examples)
    column, role, form, stands_for, unit, kept_in = (
        str(told[name]) for name in ("column", "role", "type", "stands_for", "unit", "kept_in")
    )
    return Column(column, role, form, stands_for, unit, kept_in, pairs)


def answers_of(table: Table) -> Answers:
    """What the preview understood, as answers."""
    mapping = table.mapping
    layout = str(mapping.get("layout", INVENTORY))
    if layout == "wide":
        layout = DATASTREAMS if mapping.get("columns") == "datastream" else ASSETS
    return Answers(
        layout,
        str(mapping.get("network", "")),
        str(mapping.get("kind", "")),
        str(mapping.get("zone", "")),
        str(mapping.get("time_format", "iso")),
        table.decimal,
        str(mapping.get("datastream", "value")),
        table.columns,
    )


def with_layout(answers: Answers, layout: str) -> Answers:
    """The same in another layout: columns whose role it does not have are its values, or its properties."""
    rest = "property" if layout == INVENTORY else "left out"
    columns = tuple(
        column if column.role in ROLES_OF.get(layout, ()) else replace(column, role=rest) for column in answers.columns
    )
    return replace(answers, layout=layout, columns=columns)


def mapping_of(table: Table, answers: Answers) -> dict[str, object]:
    """The mapping that reads the table as it was answered."""
    if answers.layout == EXPORTED:
        return dict(table.mapping)
    mapping = {key: value for key, value in table.mapping.items() if key in KEPT}
    mapping["layout"] = "wide" if answers.layout in (ASSETS, DATASTREAMS) else answers.layout
    mapping |= {"network": answers.network, "kind": answers.kind, "decimal": answers.decimal}
    for column in answers.columns:
        if column.role not in ("value", "property", "left out", "place"):
            mapping.setdefault(column.role, column.column)
    left_out = [column.column for column in answers.columns if column.role == "left out"]
    if answers.layout == INVENTORY:
        mapping["properties"] = [column.column for column in answers.columns if column.role == "property"]
    else:
        mapping |= {"zone": answers.zone, "time_format": answers.time_format, "skip": left_out}
        mapping |= _values(table, answers)
    return {key: value for key, value in mapping.items() if value not in ("", [], {}) or key == "properties"}


def _values(table: Table, answers: Answers) -> dict[str, object]:
    """The keys of the columns that hold values."""
    values = [column for column in answers.columns if column.role == "value"]
    units = {column.stands_for or column.column: column.unit for column in values if column.unit}
    one_unit = next(iter(units.values()), "")
    names = {column.column: column.stands_for or column.column for column in values}
    named = any(column.role == "asset" for column in answers.columns)
    own_name: dict[str, object] = {} if named else {"asset_name": table.mapping.get("asset_name") or stem(table)}
    if answers.layout == ASSETS:
        named_by_columns: dict[str, object] = {"columns": "asset", "datastreams": names, "asset_name": ""}
        return named_by_columns | {"datastream": answers.datastream, "unit": one_unit}
    if answers.layout == DATASTREAMS:
        return {"columns": "datastream", "datastreams": names, "units": units} | own_name
    by_column = any(column.role == "unit_column" for column in answers.columns)
    value = values[0].column if values else ""
    return {"value": value, "datastream": answers.datastream, "unit": "" if by_column else one_unit} | own_name


def stem(table: Table) -> str:
    """What an asset of a table without names is called."""
    return table.table.split("/")[-1].split(".")[0]


def toml(mappings: Sequence[Mapping[str, object]]) -> str:
    """Mappings as a file of ``[[table]]`` sections."""
    sections = []
    for mapping in mappings:
        sections.append("\n".join(["[[table]]", *(f"{key} = {_told(value)}" for key, value in mapping.items())]))
    return "\n\n".join(sections) + "\n"


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_text(str(key))} = {_text(str(one))}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_text(str(one)) for one in value) + "]"
    return _text(str(value))


def _text(text: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
