"""`venule doctor`: what this machine lacks, one line each."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

from venule.cli.printing import print_json
from venule.config import load_profile
from venule.doctor.finding import Finding, State
from venule.doctor.recording import look_at_broker, look_at_clock, look_at_disk, look_at_verticals
from venule.doctor.screen import look_at_screen
from venule.verticals.discovery import discover

SIGNS = {State.GOOD: "ok", State.WORTH_KNOWING: "note", State.BROKEN: "BROKEN"}


def run(told: argparse.Namespace) -> int:
    """Print every finding; failure if anything is broken."""
    findings = list(look(told))
    if told.json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print(f"{SIGNS[finding.state]:<6}  {finding.subject}: {finding.text}")
    return 1 if any(finding.state is State.BROKEN for finding in findings) else 0


def look(told: argparse.Namespace) -> Iterator[Finding]:
    """All there is to look at."""
    yield from look_at_screen()
    yield from look_at_disk(told.cache)
    yield look_at_clock(datetime.now(UTC))
    yield from look_at_verticals(discover())
    if told.profile is not None:
        for feed in load_profile(told.profile).feeds:
            yield look_at_broker(feed)
