"""Every command, its options and its help. `DECISIONS.md` says what scripts may rely on."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from venule import __version__
from venule.cli.arguments import asset_count, instant, positive, shift, time_zone, window_size
from venule.cli.bench_options import bench
from venule.cli.declaring import Commands, add, command, json_option
from venule.config import DIALECTS


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; wrong usage ends the process with status 2."""
    parser = argparse.ArgumentParser(prog="venule", description="An operations desk for a city's sensor networks.")
    parser.add_argument("--version", action="version", version=f"venule {__version__}")
    parser.set_defaults(run=command("start"))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for declare in COMMANDS:
        declare(commands)
    return parser.parse_args(attached(arguments))


def attached(arguments: Sequence[str]) -> list[str]:
    """A span of time that begins with a minus belongs to the option before it, and is no option itself."""
    found: list[str] = []
    for one in arguments:
        if found and found[-1] == "--shift":
            found[-1] = f"--shift={one}"
        else:
            found.append(one)
    return found


def demo(commands: Commands) -> None:
    """``venule demo``."""
    parser = add(commands, "demo", "demo", "An embedded broker, a simulated city, the recorder and the desk.")
    parser.add_argument("--for", dest="for_s", type=positive, metavar="S", help="end after so many seconds")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="keep the recording; without it, it is thrown away")
    parser.add_argument("--assets", type=asset_count, default=1500, metavar="N", help="about so many (default: 1500)")
    parser.add_argument("--rate", type=positive, metavar="MSG_PER_S", help="let the city live faster, to send so many")
    parser.add_argument(
        "--screenshot", type=Path, metavar="PNG", help="save a picture of the desk with live data, and end"
    )
    look_options(parser)


def desk(commands: Commands) -> None:
    """``venule desk``."""
    parser = add(commands, "desk", "desk", "The desk on a cache that is being recorded, or on a finished recording.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--at", type=instant, metavar="ISO_TIME", help="look back at this time (UTC unless it says else)"
    )
    parser.add_argument("--beside", type=Path, metavar="FILE", help="a second window on this recording, on one clock")
    parser.add_argument(
        "--shift", type=shift, metavar="TIME", help="how far the second looks behind or ahead, such as -1d or +90min"
    )
    parser.add_argument("--workspace", metavar="NAME", help="the arrangement of panes to open with")
    look_options(parser)
    parser.add_argument("--screenshot", type=Path, metavar="PNG", help="draw until settled, save a picture, and end")
    parser.add_argument("--gauge", type=Path, metavar="JSON", help="paint all the time, and write how smoothly it went")
    parser.add_argument("--lifeline", action="store_true", help=argparse.SUPPRESS)


def record(commands: Commands) -> None:
    """``venule record``."""
    dialects = {
        "auto": "looks at each message: ChirpStack where it is one, else the mapping in [feed.json]",
        "json": "JSON by the declared mapping in [feed.json]",
        "chirpstack": "ChirpStack 3 and 4, JSON envelopes",
        "plain": "topic and payload untouched, for a feed that names its vertical",
    }
    listed = "\n".join(f"  {name:<11} {dialects.get(name, '')}" for name in DIALECTS)
    parser = add(
        commands, "record", "record", "The recorder alone, without a display. SIGTERM ends it cleanly.",
        f"dialects of a feed:\n{listed}",
    )  # fmt: skip
    parser.add_argument("profile", type=Path, metavar="PROFILE", help="the TOML file that names the feeds")
    parser.add_argument("--cache", type=Path, required=True, metavar="FILE", help="the file to record into")
    parser.add_argument("--for", dest="for_s", type=positive, metavar="S", help="end after so many seconds")
    parser.add_argument("--lifeline", action="store_true", help=argparse.SUPPRESS)


def info(commands: Commands) -> None:
    """``venule info``."""
    parser = add(commands, "info", "info", "What a file holds: counts, times and size.")
    parser.add_argument("file", type=Path, metavar="FILE")
    json_option(parser)


def export(commands: Commands) -> None:
    """``venule export``."""
    parser = add(
        commands, "export", "export",
        "Observations as CSV or Parquet, assets with their latest values as GeoJSON, or a stretch as a recording.",
        "A text that a spreadsheet would take for a formula (= + - @ at its start) gets a ' in front; numbers do not.\n"
        "A recording is cut by the time of recording, which is what replays run on, with --from and --to included.\n"
        "Beside OUT.venule are written OUT.desk.sqlite (acknowledgements, notes, places), OUT.profile.toml and, with\n"
        "the SHA-256 of all of them, OUT.manifest.json.",
    )  # fmt: skip
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "-o", "--out", required=True, metavar="OUT", help="the file to write, or - for CSV on standard output"
    )
    parser.add_argument(
        "--format", choices=("csv", "parquet", "geojson", "venule"), help="default: by the ending of OUT, else csv"
    )
    parser.add_argument("--from", dest="start", type=instant, metavar="T", help="observed at or after this time")
    parser.add_argument("--to", dest="end", type=instant, metavar="T", help="observed before this time")
    parser.add_argument(
        "--asset",
        action="append",
        default=[],
        metavar="ID",
        help="only this asset, by its name or as NETWORK/NAME; may be repeated",
    )
    parser.add_argument(
        "--datastream",
        action="append",
        default=[],
        metavar="NAME",
        help="only these, by their name or as NETWORK/ASSET/NAME; may be repeated",
    )
    parser.add_argument(
        "--known-by", type=instant, metavar="T", help="recorded by this time, as a look back at it shows"
    )
    parser.add_argument("--profile", type=Path, metavar="TOML", help="the profile to put beside a recording")
    parser.add_argument("--layouts", action="store_true", help="with a recording, also how the desk was left")


def import_(commands: Commands) -> None:
    """``venule import``."""
    from venule.interchange.mapping import HELP

    parser = add(
        commands,
        "import",
        "import_files",
        "CSV, Parquet, GeoJSON, GeoPackage and EPANET files into a recording.",
        HELP,
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="the recording to add to, or to make")
    parser.add_argument("--preview", action="store_true", help="write nothing, show how each column would be read")
    parser.add_argument(
        "--mapping", metavar="TOML", help="which column means what; a file, or the name of a shipped one"
    )
    told = parser.add_argument_group("what a table does not say itself, where there is no mapping")
    told.add_argument("--zone", default="", metavar="ZONE", help="zone of its times: Europe/Berlin, or +01:00")
    told.add_argument("--time-format", default="", metavar="FORM", help="day_first, month_first, or as in a mapping")
    told.add_argument("--decimal", default="", choices=(".", ","), metavar="SIGN", help="the decimal sign: . or ,")
    told.add_argument("--unit", default="", metavar="UNIT", help="unit of all its values: m3/h")
    told.add_argument("--kind", default="", metavar="KIND", help="kind of its assets: water.tank")
    told.add_argument("--network", default="", metavar="NAME", help="name of the network (default: the file's name)")
    json_option(parser)
    parser.set_defaults(misuse=parser.error)


def report(commands: Commands) -> None:
    """``venule report``."""
    parser = add(
        commands, "report", "report", "An incident as a PDF: what happened, where, what was done, what is not known.",
        "Without --asset it is about the assets whose alarms were raised in the stretch. Changes nothing.",
    )  # fmt: skip
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="PDF", help="the file to write")
    parser.add_argument("--from", dest="start", type=instant, required=True, metavar="T", help="when it begins")
    parser.add_argument("--to", dest="end", type=instant, required=True, metavar="T", help="when it ends")
    parser.add_argument("--title", default="", metavar="TEXT", help="default: Incident report, and the file's name")
    parser.add_argument("--asset", action="append", default=[], metavar="ID", help="about this asset; may be repeated")
    parser.add_argument(
        "--zone", type=time_zone, metavar="ZONE", help="tell times in this zone, such as Europe/Rome (default: here)"
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="default: light, for paper")
    parser.add_argument("--paper", choices=("A4", "Letter"), default="A4")


def compact(commands: Commands) -> None:
    """``venule compact``."""
    parser = add(
        commands, "compact", "compact", "Brings a file up to date, packs all of it, and gives free room back.",
        "No recorder may be writing the file. An interruption loses nothing: call it again, and it goes on from there.",
    )  # fmt: skip
    parser.add_argument("file", type=Path, metavar="FILE")
    json_option(parser)


def verify(commands: Commands) -> None:
    """``venule verify``."""
    parser = add(
        commands, "verify", "verify", "Reads all of a file and says what is wrong with it; status 1 if anything is.",
        "Changes nothing, and works beside a recorder. Where FILE's manifest lies beside it, both are compared too.",
    )  # fmt: skip
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--manifest", type=Path, metavar="JSON", help="the manifest to hold it against")
    parser.add_argument("--seal", action="store_true", help="where it is sound, write its manifest beside it")
    json_option(parser)


def verticals(commands: Commands) -> None:
    """``venule verticals``."""
    json_option(add(commands, "verticals", "verticals", "Each vertical found, in working order or not."))


def check(commands: Commands) -> None:
    """``venule check``."""
    parser = add(commands, "check", "check", "Runs a vertical on its own samples and says what is wrong.")
    parser.add_argument("vertical", metavar="NAME_OR_PATH", help="the name of one found, or a folder or file to import")


def doctor(commands: Commands) -> None:
    """``venule doctor``."""
    parser = add(commands, "doctor", "doctor", "What this machine lacks, one line each.")
    parser.add_argument(
        "profile", type=Path, nargs="?", metavar="PROFILE", help="also try the brokers this profile names"
    )
    parser.add_argument("--cache", type=Path, metavar="FILE", help="judge this file's disk rather than the usual place")
    json_option(parser)


def look_options(parser: argparse.ArgumentParser) -> None:
    """How the desk opens."""
    parser.add_argument("--select", metavar="ASSET", help="the asset to open with")
    parser.add_argument("--theme", choices=("dark", "light"))
    parser.add_argument("--size", type=window_size, metavar="WxH", help="the window's size, such as 1280x800")


COMMANDS = (
    demo, desk, record, info, export, import_, report, compact, verify, verticals, check, bench, doctor,
)  # fmt: skip
