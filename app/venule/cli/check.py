"""`venule check`: runs a vertical on its own samples and says what is wrong."""

import argparse
import importlib
import importlib.util
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from venule.cli.ending import CommandProblem
from venule.sdk import Message, Quantity, Sample, Unreadable, Value, Vertical
from venule.verticals.declaration import problem_of
from venule.verticals.discovery import Found, discover
from venule.verticals.discovery import told as sentence_of
from venule.verticals.guard import Guard


def run(told: argparse.Namespace) -> int:
    """Check one vertical; failure if anything is wrong with it."""
    found = find(told.vertical)
    if found.vertical is None:
        raise CommandProblem(f"{found.name}: {found.problem}.")
    samples = samples_of(found.vertical)
    problems = [problem for sample in samples for problem in problems_of(Guard([found]), found, sample)]
    for problem in problems:
        print(problem)
    if problems:
        raise CommandProblem(f"{found.name}: {len(problems)} of its expectations were not met.")
    print(f"{found.name}: {len(found.vertical.kinds)} kinds, {len(samples)} samples, nothing wrong.")
    return 0


def find(name_or_path: str) -> Found:
    """A vertical by its name among those installed, else by the path of its module or package."""
    installed = discover()
    named = [found for found in installed if name_or_path in {found.name, found.package}]
    if named:
        return named[0]
    path = Path(name_or_path)
    if path.exists():
        return found_in(path.resolve())
    names = ", ".join(found.name for found in installed) or "none"
    raise CommandProblem(f"There is no vertical and no file {name_or_path!r}; installed are: {names}.")


def found_in(path: Path) -> Found:
    """The vertical that a module or package on the disk defines."""
    try:
        module = imported(path)
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # the module is a stranger's: whatever it raises is its finding
        return Found(path.stem, "", "", None, None, f"cannot be imported: {sentence_of(problem)}")
    kinds = [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Vertical) and kind is not Vertical
    ]
    if len(kinds) != 1:
        return Found(path.stem, "", "", None, None, f"defines {len(kinds)} classes that inherit Vertical, not one")
    try:
        vertical = kinds[0]()
        fault = problem_of(vertical)
    except KeyboardInterrupt:
        raise
    except BaseException as failure:
        return Found(path.stem, "", "", None, None, f"cannot be started: {sentence_of(failure)}")
    return Found(vertical.name or path.stem, "", "", vertical.api, None if fault else vertical, fault)


def imported(path: Path) -> ModuleType:
    """A module or package imported from its path, with its neighbours importable."""
    sys.path.insert(0, str(path.parent))
    try:
        return importlib.import_module(path.stem)
    finally:
        sys.path.remove(str(path.parent))


def samples_of(vertical: Vertical) -> list[Sample]:
    """The vertical's own samples; without any there is nothing to check it by."""
    try:
        samples = list(vertical.samples())
    except KeyboardInterrupt:
        raise
    except BaseException as problem:
        raise CommandProblem(f"{vertical.name}: its samples fail: {sentence_of(problem)}.") from None
    if not samples:
        raise CommandProblem(f"{vertical.name}: has no samples to be checked by; write Vertical.samples().")
    return samples


def problems_of(guard: Guard, found: Found, sample: Sample) -> Iterator[str]:
    """What is wrong with the reading of one sample."""
    try:
        read = read_values(guard, found, sample.message)
    except Unreadable as problem:
        if not sample.rejected:
            yield f"{sample.name}: was refused: {problem}"
        return
    if sample.rejected:
        yield f"{sample.name}: was read, but must be refused"
        return
    for name in sorted({*sample.expected, *read}):
        wanted = sample.expected.get(name)
        values: list[Value | None] = [*wanted] if isinstance(wanted, list) else [wanted]
        if name not in read:
            yield f"{sample.name}: {name} is missing"
        elif wanted is None:
            yield f"{sample.name}: {name} was not expected"
        elif not same(read[name], values):
            yield f"{sample.name}: {name} is {read[name]}, expected {values}"


def read_values(guard: Guard, found: Found, message: Message) -> dict[str, list[Value | None]]:
    """The values read from a message, by the name of their quantity, in their order."""
    values: dict[str, list[Value | None]] = {}
    for observation, _, _ in guard.read(message, found.name):
        quantity: Quantity = observation.quantity
        values.setdefault(quantity.name, []).append(observation.value)
    return values


def same(read: list[Value | None], wanted: list[Value | None]) -> bool:
    """Whether two lists of values agree; numbers to nine digits, since a device's digits are fewer."""
    return len(read) == len(wanted) and all(map(alike, read, wanted))


def alike(one: Value | None, other: Value | None) -> bool:
    """Whether two values are the same."""
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    if numbers and not isinstance(one, bool) and not isinstance(other, bool):
        return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(other)))  # type: ignore[arg-type]
    return one == other and type(one) is type(other)
