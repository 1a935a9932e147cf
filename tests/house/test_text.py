"""What the text of the project may say: a sentence at the top, no colour out of place, nothing of one machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from tests.house.tree import ROOT, files, inside, python_files, syntax

STYLE = ROOT / "app" / "venule" / "desk" / "style"
HEX_COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b", re.IGNORECASE)
COLOUR_MAKERS = {"QColor", "QRgba64", "fromHsl", "fromHsv", "fromRgb", "fromRgbF", "mkBrush", "mkColor", "mkPen"}
LARGEST_TEXT = 1_000_000
OF_ONE_MACHINE = {
    "a folder of one machine": re.compile(r"(?<![\w.)/-])(?:/(?:home|root|Users|work)/\w|[A-Z]:\\Users\\)"),
    "an index option": re.compile(r"--(?:extra-)?index-url|--find[-]links"),
    "an index address": re.compile(r"(?:pypi\.org|://[\w.:-]+)/(?:\w+/)*simple\b|pythonhosted\.|registry\.npmjs"),
}


@pytest.mark.parametrize("path", python_files(), ids=inside)
def test_that_a_module_says_what_it_is_for(path: Path) -> None:
    first = (ast.get_docstring(syntax(path)) or "").split("\n\n")[0].strip()
    assert first, "no docstring"
    assert first[0].isupper() or not first[0].isalpha(), "begins like a sentence"
    assert first.endswith("."), "ends like a sentence"


@pytest.mark.parametrize("path", python_files("app", "plugins"), ids=inside)
def test_that_colours_are_named_in_the_style_alone(path: Path) -> None:
    if not path.is_relative_to(STYLE):
        assert list(colours(syntax(path))) == []


def colours(tree: ast.Module) -> Iterator[str]:
    """Each colour spelled out in a module, with its line."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) not in prose and is_colour(node):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def is_colour(node: ast.AST) -> TypeGuard[ast.expr]:
    """Whether an expression spells out a colour."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and HEX_COLOUR.search(node.value) is not None
    if isinstance(node, ast.Attribute):
        return ast.unparse(node).startswith("Qt.GlobalColor.")
    return isinstance(node, ast.Call) and makes_a_colour(node)


def makes_a_colour(call: ast.Call) -> bool:
    """Whether a colour, pen or brush is made from constants."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in COLOUR_MAKERS and any(isinstance(value, ast.Constant | ast.Tuple) and value for value in call.args)


def test_that_a_spelled_out_colour_is_seen() -> None:
    source = """'Says #fff.'
a = "#a0b1c2"
b = QColor(1, 2, 3)
c = pg.mkPen(pen)
d = Qt.GlobalColor.red
e = "#12"
"""
    assert [found.split(":")[0] for found in colours(ast.parse(source))] == ["line 2", "line 3", "line 5"]


@pytest.mark.parametrize("path", files(), ids=inside)
def test_that_no_file_tells_of_one_machine(path: Path) -> None:
    if path.stat().st_size > LARGEST_TEXT:
        return
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    told = {what: found[0] for what, pattern in OF_ONE_MACHINE.items() if (found := pattern.search(text))}
    assert told == {}
