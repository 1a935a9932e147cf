"""Painting: a painter that outlives its paint event, as in the frame of an exception, lets Qt end the process."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import inside, python_files, syntax


def calls_to(name: str, tree: ast.AST) -> list[ast.Call]:
    """Every call of a class by its name."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call for call in calls if name in {getattr(call.func, "id", ""), getattr(call.func, "attr", "")}]


def outside_with(tree: ast.Module) -> list[int]:
    """The lines that make a painter which no with statement ends."""
    held = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
    return [call.lineno for call in calls_to("QPainter", tree) if id(call) not in held]


@pytest.mark.parametrize("path", python_files("app"), ids=inside)
def test_that_every_painter_is_ended_whatever_happens(path: Path) -> None:
    assert outside_with(syntax(path)) == []


@pytest.mark.parametrize("source", ["painter = QPainter(self)", "QtGui.QPainter(self).drawLine()"])
def test_that_a_painter_without_a_with_statement_is_found(source: str) -> None:
    assert outside_with(ast.parse(source)) == [1]
