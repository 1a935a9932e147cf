"""The decoder reads what mapbox-vector-tile reads, and says of everything else that it is broken."""

import gzip
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pmtiles.reader import MmapSource, all_tiles

from tests.desk.map.tiles.mvttiles import (
    as_oracle,
    block,
    encoded,
    feature,
    layer,
    number,
    packed,
    read_by_oracle,
    stored_tiles,
    stroke,
    unpacked,
    varint,
    without_ids,
)
from venule.desk.map.tiles.vector.mvt import LARGEST_BYTES, LINE, POINT, POLYGON, BrokenTile, decode, plain
from venule_resources import cities

SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]
HOLE = [(2, 2), (2, 4), (4, 4), (4, 2)]
TOWN = encoded(
    {
        "name": "street",
        "features": [
            {"geometry": "LINESTRING(0 0, 100 100, 200 100)", "properties": {"kind": "minor", "lanes": 2}},
            {"geometry": "MULTILINESTRING((5 5, 6 6), (9 9, 8 7, 6 5))", "properties": {"bridge": True}},
        ],
    },
    {"name": "place", "features": [{"geometry": "POINT(70 80)", "properties": {"name": "Łódź", "rank": -1.5}}]},
    {
        "name": "land",
        "features": [
            {"geometry": "POLYGON((0 0, 0 99, 99 99, 99 0, 0 0), (9 9, 9 20, 20 20, 20 9, 9 9))", "properties": {}}
        ],
    },
)


def assert_like_oracle(tile: bytes) -> None:
    """Every feature of every layer is read as the library reads it."""
    theirs, ours = read_by_oracle(tile), decode(tile)
    assert ours.keys() == theirs.keys()
    for name, features in ours.items():
        assert as_oracle(features, theirs[name]["extent"]) == without_ids(theirs[name])


def test_that_every_feature_of_the_tiles_at_hand_is_read_as_the_library_reads_it(shared_data: Path) -> None:
    tiles = stored_tiles(shared_data / "basemap" / "boston_buildings.mbtiles")
    assert len(tiles) == 3
    for tile in tiles:
        assert_like_oracle(gzip.decompress(tile))


def test_that_the_tiles_of_the_demo_town_are_read_as_the_library_reads_them() -> None:
    with (Path(cities.__file__).parent / "lindenhaven.pmtiles").open("rb") as file:
        tiles = [tile for _, tile in all_tiles(MmapSource(file))]
    assert len(tiles) > 100
    for tile in tiles[::9]:
        assert_like_oracle(plain(tile))


numbers = st.integers(-5000, 9000)
points = st.tuples(numbers, numbers)
values = st.one_of(
    st.text(max_size=12), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, width=32)
)
properties = st.dictionaries(st.text(min_size=1, max_size=5), values, max_size=4)
lines = st.lists(points, min_size=2, max_size=12, unique=True).map(
    lambda line: {"type": "LineString", "coordinates": line}
)
boxes = st.tuples(numbers, numbers, st.integers(1, 500), st.integers(1, 500)).map(
    lambda box: {
        "type": "Polygon",
        "coordinates": [
            [(box[0], box[1]), (box[0], box[1] + box[3]), (box[0] + box[2], box[1] + box[3]), (box[0], box[1])]
        ],
    }
)
places = st.lists(points, min_size=1, max_size=5).map(lambda place: {"type": "MultiPoint", "coordinates": place})
features_of = st.fixed_dictionaries({"geometry": st.one_of(lines, boxes, places), "properties": properties})
layers = st.lists(
    st.fixed_dictionaries(
        {"name": st.text(min_size=1, max_size=6), "features": st.lists(features_of, min_size=1, max_size=8)}
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda layer: layer["name"],
)


@settings(max_examples=150, deadline=None)
@given(layers, st.sampled_from([4096, 512, 1000, 8192]))
def test_that_any_tile_of_the_librarys_encoder_is_read_as_the_library_reads_it(content: list, extent: int) -> None:
    assert_like_oracle(encoded(*content, extents=extent))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([LINE, POLYGON]),
            st.lists(st.lists(points, min_size=1, max_size=9), min_size=1, max_size=6),
        ),
        max_size=20,
    )
)
def test_that_any_rings_and_lines_are_read_as_the_library_reads_them(drawn: list) -> None:
    features = []
    for kind, parts in drawn:
        commands, pen = [], (0, 0)
        for part in parts:
            commands += stroke(*part, start=pen, close=kind == POLYGON)
            pen = part[-1]
        features.append(feature(kind, commands))
    assert_like_oracle(layer("any", *features))


def test_that_rings_tell_by_their_area_what_they_are() -> None:
    flat = [(50, 50), (60, 50), (55, 50)]
    commands = stroke(*SQUARE, close=True) + stroke(*HOLE, start=(0, 10), close=True)
    commands += stroke(*flat, start=(4, 2), close=True) + stroke((70, 70), start=(55, 50), close=True)
    land = decode(layer("land", feature(POLYGON, commands)))["land"]
    assert land.area.tolist() == [100.0, -4.0, 0.0, 0.0]


def test_that_only_wanted_layers_are_read() -> None:
    assert decode(TOWN).keys() == {"street", "place", "land"}
    assert decode(TOWN, {"place", "moon"}).keys() == {"place"}


@pytest.mark.parametrize("press", [gzip.compress, zlib.compress])
def test_that_compression_is_undone(press: object) -> None:
    assert callable(press)
    assert decode(press(TOWN)).keys() == decode(TOWN).keys()


def test_that_what_is_known_under_a_key_is_told_for_each_feature() -> None:
    street = decode(TOWN)["street"]
    names = [street.values[place] if place >= 0 else None for place in street.column("kind").tolist()]
    assert names == ["minor", None]
    assert street.column("moon").tolist() == [-1, -1]


def test_that_each_sort_of_value_is_told_as_it_was_meant() -> None:
    written = [
        block(1, "Amber Avenue"),
        varint(2 << 3 | 5) + b"\x00\x00\xc0\x3f",
        varint(3 << 3 | 1) + b"\x00\x00\x00\x00\x00\x00\x04\xc0",
        number(4, 2**64 - 7),
        number(5, 2**64 - 7),
        number(6, 13),
        number(7, 1),
        b"",
    ]
    some = decode(layer("some", *(block(4, value) for value in written)))["some"]
    assert some.values == ("Amber Avenue", 1.5, -2.5, -7, 2**64 - 7, -7, True, None)
    assert some.values[6] is True


@pytest.mark.parametrize("count", [3, 200])
def test_that_numbers_written_one_by_one_are_read_like_packed_ones(count: int) -> None:
    commands = stroke(*((place, 7 * place) for place in range(count)))
    shared = block(3, "kind") + block(4, block(1, "minor"))
    modern = layer("way", feature(LINE, commands, 0, 0), shared)
    old = layer("way", block(2, unpacked(2, 0, 0) + number(3, LINE) + unpacked(4, *commands)), shared)
    assert as_oracle(decode(old)["way"], 4096) == as_oracle(decode(modern)["way"], 4096)


def test_that_what_the_format_does_not_know_is_skipped() -> None:
    more = number(99, 5) + block(98, "news") + varint(97 << 3 | 5) + b"1234" + varint(96 << 3 | 1) + b"12345678"
    inner = block(2, more + number(3, LINE) + packed(4, *stroke((1, 1), (2, 2))) + more)
    way = decode(more + layer("way", more, inner, block(4, more + block(1, "seen"))) + more)["way"]
    assert (way.x * 4096).tolist() == [1.0, 2.0]
    assert way.values == ("seen",)


@pytest.mark.parametrize("kind", [0, 4, 257])
def test_that_a_geometry_the_format_does_not_know_has_no_parts(kind: int) -> None:
    way = decode(layer("way", feature(kind, [77, 77]), feature(LINE, stroke((1, 1), (2, 2)))))["way"]
    assert way.part.tolist() == [0, 0, 1]


def test_that_a_feature_may_lack_everything() -> None:
    way = decode(layer("way", block(2, b""), block(2, number(3, LINE)), feature(POINT, stroke((1, 1)))))["way"]
    assert way.part.tolist() == [0, 0, 0, 1]
    assert len(decode(layer("empty"))["empty"]) == 0


def test_that_layers_of_one_name_become_one() -> None:
    first = layer("way", feature(LINE, stroke((1, 1), (2, 2)), 0, 0), block(3, "kind"), block(4, block(1, "minor")))
    second = layer(
        "way",
        feature(LINE, stroke((3, 3), (4, 4)), 0, 1),
        block(3, "kind"),
        block(4, block(1, "rail")),
        block(4, block(1, "path")),
        extent=512,
    )
    way = decode(first + second)["way"]
    assert [way.values[place] for place in way.column("kind")] == ["minor", "path"]
    assert way.first.tolist() == [0, 2, 4]
    assert way.x.tolist() == [1 / 4096, 2 / 4096, 3 / 512, 4 / 512]


def test_that_tiles_of_version_1_are_read() -> None:
    way = decode(layer("way", feature(POLYGON, stroke(*SQUARE, close=True)), version=1))["way"]
    assert way.area.tolist() == [100.0]


def test_that_a_long_number_is_read_as_protobuf_reads_it() -> None:
    long = b"\x89\x80\x80\x80\x00" + varint(8) + varint(8)  # a move to one point, in five bytes
    way = decode(layer("way", block(2, number(3, POINT) + block(4, long))))["way"]
    assert (way.x * 4096).tolist() == [4.0]


BROKEN = {
    "a feature that ends in a number": block(2, number(3, LINE) + block(4, b"\x09\x80")),
    "more points than there are": feature(LINE, [9, 0, 0, 3 << 3 | 2, 1, 1]),
    "more points than there are in a long feature": feature(LINE, [9, 0, 0] * 9 + [3 << 3 | 2, 1, 1]),
    "points of another feature": feature(LINE, [9, 0, 0, 1 << 3 | 2]) + feature(LINE, [9, 0, 0, 10, 1, 1]),
    "no point": feature(LINE, [0 << 3 | 1]),
    "a line from nowhere": feature(LINE, [10, 1, 1]),
    "an unknown command": feature(LINE, [9, 0, 0, 1 << 3 | 5, 1, 1]),
    "a key alone": feature(LINE, stroke((1, 1), (2, 2)), 0),
    "a key that is not there": feature(LINE, stroke((1, 1), (2, 2)), 1, 0) + block(3, "kind") + block(4, number(7, 1)),
    "a value that is not there": feature(LINE, stroke((1, 1), (2, 2)), 0, 1)
    + block(3, "kind")
    + block(4, number(7, 1)),
    "a point beyond the world": feature(LINE, [9, 2**32 - 1, 2**32 - 1]),
    "a group": block(2, b"\x0b\x0c"),
    "a number without end": block(2, number(3, LINE) + block(4, b"\x80" * 11 + b"\x01")),
    "no extent": number(5, 0),
}


@pytest.mark.parametrize("fields", BROKEN.values(), ids=BROKEN.keys())
def test_that_a_broken_layer_is_told_in_one_sentence(fields: bytes) -> None:
    with pytest.raises(BrokenTile, match=r"^The vector tile .*\.$"):
        decode(block(3, block(1, "way") + fields))


def layers_end() -> list[int]:
    """Where the layers of the town end in its bytes."""
    ends, at = [0], 0
    while at < len(TOWN):
        at += 2 + TOWN[at + 1]  # each is of less than 128 bytes
        ends.append(at)
    return ends


def test_that_a_tile_cut_off_anywhere_but_after_a_layer_is_broken() -> None:
    assert layers_end()[-1] == len(TOWN)
    for keep in set(range(len(TOWN))) - set(layers_end()):
        with pytest.raises(BrokenTile, match=r"^The vector tile .*\.$"):
            decode(TOWN[:keep])


@pytest.mark.parametrize("press", [gzip.compress, zlib.compress])
def test_that_compression_cut_off_or_garbled_is_broken(press: object) -> None:
    assert callable(press)
    whole = press(TOWN)
    for damaged in (whole[:-9], whole[:40] + b"\xff\xff\xff" + whole[43:], whole[:2]):
        with pytest.raises(BrokenTile):
            decode(damaged)


def test_that_a_tile_that_swells_without_end_is_stopped() -> None:
    bomb = gzip.compress(bytes(40 * LARGEST_BYTES))
    tracemalloc.start()
    try:
        with pytest.raises(BrokenTile, match="more than any map"):
            decode(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * LARGEST_BYTES


def test_that_a_tile_too_large_is_refused_as_it_is() -> None:
    with pytest.raises(BrokenTile, match="more than any map"):
        decode(block(9, bytes(LARGEST_BYTES)))


def test_that_more_numbers_than_a_map_can_show_are_refused() -> None:
    many = block(2, number(3, LINE) + block(4, b"\x09\x00\x00" + b"\x0f" * 4_000_000))
    with pytest.raises(BrokenTile, match="more than any map"):
        decode(layer("way", many))


def test_that_more_layers_than_a_map_can_show_are_refused() -> None:
    with pytest.raises(BrokenTile, match="more than any map"):
        decode(layer("way") * 257)


def read_all(data: bytes) -> None:
    """Decode a tile and ask for everything in it."""
    try:
        found = decode(data)
    except BrokenTile:
        return
    for features in found.values():
        for key in features.keys:
            features.column(key)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300))
@example(b"\x1a\x00")
@example(b"\x78\x9c")
def test_that_any_bytes_are_a_tile_or_broken(data: bytes) -> None:
    read_all(data)
    read_all(block(3, block(1, "way") + data))
    read_all(layer("way", block(2, data), block(3, "kind"), block(4, data)))


@settings(max_examples=600, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(TOWN) - 1), st.integers(0, 255), st.sampled_from(["put", "insert", "drop"])),
        min_size=1,
        max_size=6,
    )
)
def test_that_a_damaged_tile_is_a_tile_or_broken(damages: list) -> None:
    data = bytearray(TOWN)
    for at, byte, how in damages:
        place = at % len(data)
        data[place : place + (how != "insert")] = b"" if how == "drop" else bytes((byte,))
    read_all(bytes(data))
