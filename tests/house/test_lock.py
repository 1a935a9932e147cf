"""The lock names every declared dependency, pins each by hash, and says nothing of where it came from."""

import re
from collections.abc import Iterator

from tests.house.test_tree import PROJECT
from tests.house.tree import ROOT

LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
PINS = [pin for pin in re.split(r"\n(?=[a-z])", LOCK) if not pin.startswith("#")]


def declared() -> Iterator[str]:
    """The normalised name of each distribution that pyproject asks for."""
    asked = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    for requirement in asked:
        yield re.sub(r"[-_.]+", "-", re.split(r"[<>=!\[; ]", requirement)[0]).lower()


def test_that_the_lock_names_every_dependency() -> None:
    assert set(declared()) <= {pin.split("==")[0] for pin in PINS}


def test_that_everything_locked_is_pinned_by_hash() -> None:
    assert [pin for pin in PINS if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin, re.DOTALL)] == []


def test_that_the_lock_tells_no_address() -> None:
    assert "://" not in LOCK
    assert re.findall(r"^\s*-.*$", re.sub(r"--hash=\S+", "", LOCK), re.MULTILINE) == []
