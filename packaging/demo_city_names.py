"""Names of the demo town: streets, parks, districts and villages, all made up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

FIRST = (
    "Abbey", "Acorn", "Alder", "Almond", "Amber", "Anchor", "Apple", "Archer", "Ash", "Aspen", "Bakers", "Barley",
    "Barn", "Bay", "Beacon", "Beech", "Bell", "Birch", "Bishop", "Blossom", "Bow", "Bracken", "Bramble", "Brewer",
    "Bridge", "Broad", "Brook", "Cable", "Candle", "Canon", "Cartwright", "Castle", "Cedar", "Chandler", "Chapel",
    "Cherry", "Chestnut", "Church", "Cider", "Clay", "Clover", "Cobble", "Cooper", "Copper", "Coral", "Corn", "Court",
    "Crane", "Cross", "Curlew", "Cypress", "Dairy", "Damson", "Dean", "Dove", "Drapers", "Drover", "Dyer", "Eagle",
    "Elder", "Elm", "Falcon", "Farrier", "Fern", "Ferry", "Finch", "Fisher", "Flax", "Fletcher", "Flint", "Forge",
    "Foundry", "Fountain", "Fox", "Friar", "Fuller", "Garden", "Glass", "Glover", "Goose", "Gorse", "Granary",
    "Grange", "Green", "Guild", "Harbour", "Hare", "Harrow", "Hawthorn", "Hazel", "Heather", "Heron", "High", "Hill",
    "Holly", "Hop", "Hunter", "Iron", "Ivy", "Jasmine", "Jay", "Juniper", "Kestrel", "Kiln", "King's", "Kite",
    "Lantern", "Larch", "Lark", "Laurel", "Lilac", "Lime", "Linden", "Linnet", "Lock", "Loom", "Magpie", "Mallard",
    "Maltings", "Maple", "Marble", "Market", "Marsh", "Martin", "Mason", "Meadow", "Mercer", "Mill", "Miner",
    "Minster", "Mint", "Moor", "Moss", "Museum", "Myrtle", "Needle", "Nettle", "Nightingale", "Oak", "Oat", "Olive",
    "Orchard", "Osprey", "Otter", "Owl", "Palace", "Park", "Peacock", "Pear", "Pebble", "Pepper", "Pheasant",
    "Pilgrim", "Pine", "Plough", "Plover", "Plum", "Pond", "Poplar", "Potter", "Primrose", "Priory", "Quarry",
    "Queen's", "Quince", "Raven", "Reed", "River", "Robin", "Rook", "Rope", "Rose", "Rowan", "Rush", "Rye", "Saddler",
    "Saffron", "Sail", "Salt", "Sand", "School", "Shepherd", "Silver", "Slate", "Smith", "Snowdrop", "Sorrel",
    "Sparrow", "Spindle", "Spring", "Spruce", "Stable", "Starling", "Station", "Stone", "Swallow", "Swan", "Swift",
    "Sycamore", "Tailor", "Tanner", "Teal", "Temple", "Thatcher", "Thistle", "Thorn", "Thrush", "Tile", "Tinker",
    "Tower", "Trinity", "Vine", "Violet", "Wagon", "Walnut", "Warren", "Water", "Weaver", "Well", "Wharf", "Wheat",
    "Wheeler", "Willow", "Windmill", "Wool", "Wren", "Yarrow", "Yew",
)  # fmt: skip
SMALL = ("Street", "Lane", "Street", "Row", "Walk", "Place", "Rise", "Gate", "Close", "Terrace", "Grove", "Court")
LARGE = ("Road", "Way", "Drive", "Parade")
SIDES = ("Upper", "Lower", "Old", "New", "Great", "Little", "North", "South", "East", "West")
WARDS = (
    "Old Town", "Westgate", "West Foundry", "High Bridge", "South Quay", "Southfields", "Upper Orchard",
    "Nether Cross", "Harbour Side", "Castle Park", "Kiln Hill", "Saltmarsh", "Minster Yard", "North Mills",
    "Lark Rise", "Abbey Fields", "Stonebridge", "Millbrook",
)  # fmt: skip
"""The middle one, and those around it from the west by the south."""

SUBURBS = (
    "Ropewalk", "Priory Gate", "Tanners' Row", "Moorside", "Larkfield", "Coldharbour", "Oakhanger", "Brickfields",
    "Waterhead", "Sandpits", "Hazelmere", "Longacre", "Bellfield", "Woodend", "Plover Hill", "Chapel Hill",
)  # fmt: skip
VILLAGES = (
    "Aldermoor", "Brackenby", "Coldwell", "Dunmere", "Eastlinde", "Fernhope", "Graywold", "Hollin", "Ickford",
    "Jarrowby", "Kelderwick", "Lythe", "Marstow", "Nunfield", "Ottersby", "Penhallow", "Quenby", "Ravensholt",
    "Stavely", "Thornwick", "Ulverby", "Westlinde", "Yarrowdale", "Almsford", "Birkrigg", "Cawstow", "Denholt",
    "Elmsworth", "Foxby", "Garstow", "Hexby", "Inglemere", "Kirkwold", "Langthorn", "Mossby", "Netherwick",
)  # fmt: skip
PARKS = ("The Common", "Linden Park", "Minster Fields", "Queen's Park", "Southwood Park", "Harbour Gardens")


def street_names(random: Random) -> Iterator[str]:
    """Names of small streets, none twice: the plain ones first, then those with a side before them."""
    plain = [f"{first} {second}" for first, second in product(FIRST, dict.fromkeys(SMALL))]
    random.shuffle(plain)
    yield from plain
    for side in SIDES:
        yield from (f"{side} {name}" for name in plain)


def road_names(random: Random) -> Iterator[str]:
    """Names of through roads, none twice."""
    names = [f"{first} {second}" for first, second in product(FIRST, LARGE)]
    random.shuffle(names)
    yield from names
