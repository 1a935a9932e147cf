"""Keeps errors inside the overrides of Qt's functions: one that gets out of them can end the process.

What is raised in an override that Qt calls on its own, PySide prints. Where Python called Qt and Qt the override (a
widget is grabbed or resized, a canvas paints itself by a call of its base), PySide keeps the error until Qt returns. Up
to 6.11.3 it counts references wrongly when Qt calls further overrides meanwhile; and on Python 3.11 it takes the words
of an error that C code raised (an index beyond an array, a division by zero) for an exception, and their hash for an
address. So an error is reported as PySide itself would, and the override gives nothing.
"""

import sys
from collections.abc import Callable, Iterator
from functools import wraps
from types import FunctionType

from PySide6.QtCore import QMetaMethod, QMetaObject, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainterPath
from shiboken6 import Shiboken

HOOK, META = "__init_subclass__", "staticMetaObject"
NOTHING: dict[str, Callable[[], object]] = {
    "boundingRect": QRectF,
    "columnCount": int,
    "event": bool,
    "eventFilter": bool,
    "flags": lambda: Qt.ItemFlag.NoItemFlags,
    "focusNextPrevChild": bool,
    "hitButton": bool,
    "index": QModelIndex,
    "mimeTypes": list,
    "minimumSizeHint": QSize,
    "parent": QModelIndex,
    "rowCount": int,
    "setData": bool,
    "shape": QPainterPath,
    "sizeHint": QSize,
}
"""What an override gives that met an error, where Qt wants more than ``None``."""


def guard_overrides() -> None:
    """Guard the overrides of every class there is and of every one to come, ours and others'; once for the process.

    Overrides of Qt's slots are left alone: of what is connected PySide counts the parameters, which a guard hides.
    """
    if HOOK in vars(Shiboken.Object):
        return
    setattr(Shiboken.Object, HOOK, classmethod(_begin))
    for heir in set(_heirs(Shiboken.Object)):
        _guard(heir)


def _begin(heir: type[Shiboken.Object], /, **more: object) -> None:
    super(Shiboken.Object, heir).__init_subclass__(**more)
    _guard(heir)


def _heirs(cls: type) -> Iterator[type]:
    heirs: list[type] = type.__subclasses__(cls)
    for heir in heirs:
        yield heir
        yield from _heirs(heir)


def _guard(cls: type) -> None:
    if _is_qts(cls):
        return
    bases = [base for base in cls.__mro__[1:] if _is_qts(base)]
    virtual = {name for base in bases for name in vars(base) if not name.startswith("__")} - _slots(bases)
    for name, value in list(vars(cls).items()):
        if name in virtual and isinstance(value, FunctionType):
            setattr(cls, name, guarded(value, NOTHING.get(name)))


def _is_qts(cls: type) -> bool:
    return cls.__module__.partition(".")[0] in ("PySide6", "Shiboken", "shiboken6")


def _slots(bases: list[type]) -> set[str]:
    """The names of the slots of the first of the bases, those it inherits among them."""
    metas: list[QMetaObject] = [getattr(base, META) for base in bases[:1] if issubclass(base, QObject)]
    methods = [meta.method(index) for meta in metas for index in range(meta.methodCount())]
    slots = (method for method in methods if method.methodType() is QMetaMethod.MethodType.Slot)
    return {bytes(method.name().data()).decode() for method in slots}


def guarded(override: Callable[..., object], nothing: Callable[[], object] | None) -> Callable[..., object]:
    """The same, but its errors are reported and ``nothing`` is given instead."""

    @wraps(override)
    def guard(*values: object, **named: object) -> object:
        try:
            return override(*values, **named)
        except Exception:
            sys.excepthook(*sys.exc_info())
            return None if nothing is None else nothing()

    return guard
