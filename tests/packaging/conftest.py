"""The scripts of the packaging folder as modules: they find one another as they do when one of them is run."""

import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from tests.house.tree import ROOT


@pytest.fixture(scope="session")
def script() -> Iterator[Callable[[str], ModuleType]]:
    """Import one by its name."""
    folder = str(ROOT / "packaging")
    sys.path.insert(0, folder)
    yield importlib.import_module
    sys.path.remove(folder)
