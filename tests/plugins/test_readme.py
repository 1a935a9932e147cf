"""The guide for writers of verticals: every piece of it runs."""

import re
import tomllib

from tests.house.tree import ROOT
from venule.sdk import Vertical

README = (ROOT / "plugins" / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_that_every_snippet_runs_from_top_to_bottom() -> None:
    snippets = blocks("python")
    assert len(snippets) >= 5
    room: dict[str, object] = {"__name__": "venule_noise"}
    for number, snippet in enumerate(snippets, start=1):
        exec(compile(snippet, f"README.md, snippet {number}", "exec"), room)
    noise = room["Noise"]
    assert isinstance(noise, type)
    assert issubclass(noise, Vertical)
    assert noise.indicators


def test_that_the_door_is_declared_under_our_own_entry_point_group() -> None:
    (declared,) = (tomllib.loads(block) for block in blocks("toml"))
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(declared["project"]["entry-points"]) <= set(ours["project"]["entry-points"])
