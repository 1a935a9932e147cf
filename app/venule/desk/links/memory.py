"""Start where you left off: layout, choice, map, trends and list go to the operator's file when the desk closes."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress

from PySide6.QtCore import QByteArray

from venule.desk.building import Desk
from venule.desk.map.camera import Camera
from venule.desk.models.drafts import decoded, encoded
from venule.desk.session import Session
from venule.desk.style.palette import Theme
from venule.desk.writings import WriteMemory

MOST_UNFOLDED = 200
STREAM_NAMES = 3
"""Network, asset, quantity."""


def remember(desk: Desk, session: Session, theme: Theme, ask: Callable[[str, WriteMemory], None]) -> None:
    """Write down how the desk is left, under the name of its workspace."""
    for name, value in _kept(desk, theme):
        ask(f"memory/{name}", WriteMemory(session.memory_key(name), value))


def _kept(desk: Desk, theme: Theme) -> Iterator[tuple[str, bytes]]:
    window, camera = desk.window, desk.map.camera
    yield "theme", theme.value.encode()
    yield "geometry", bytes(window.saveGeometry().data())
    yield "layout", window.layout_state()
    yield "share", f"{window.centre.share:.3f}".encode()
    yield "selected", "/".join(desk.selection.key or ()).encode()
    if len(desk.city.catalogue.assets.name):  # what an empty map looks at is no place to come back to
        yield "camera", f"{camera.x!r} {camera.y!r} {camera.zoom!r}".encode()
    yield "lines", "\n".join(desk.trends.kept()).encode()
    yield "span", str(desk.trends.span).encode()
    yield "panes", desk.trends.arrangement.encode()
    yield "unfolded", "\n".join(sorted(desk.alarms.unfolded)[:MOST_UNFOLDED]).encode()
    yield "draft", encoded(desk.notes.editor.draft)
    yield "columns", bytes(window.panes.alarms.table.horizontalHeader().saveState().data())


def recall(desk: Desk, session: Session) -> None:
    """Put everything back where it was."""
    kept, window = session.remembered, desk.window
    window.restore_layout(kept.get("geometry"), kept.get("layout"))
    desk.alarms.set_unfolded(frozenset(_text(kept.get("unfolded")).splitlines()))
    window.panes.alarms.table.horizontalHeader().restoreState(QByteArray(kept.get("columns", b"")))
    with suppress(ValueError):
        window.centre.set_share(float(_text(kept.get("share"))))
    with suppress(ValueError):
        x, y, zoom = (float(word) for word in _text(kept.get("camera")).split())
        desk.map.look_from(Camera(x, y, zoom))
    with suppress(ValueError):
        desk.trends.set_span(int(_text(kept.get("span"))))
    desk.trends.arrange(_text(kept.get("panes")))
    desk.notes.editor.recall(decoded(kept.get("draft")))
    desk.trends.recall([_line(text) for text in _text(kept.get("lines")).splitlines()])
    if name := _text(kept.get("selected")):
        desk.selection.choose_named(name)


def recalled_theme(session: Session) -> Theme:
    """The theme of the last sitting; dark at the first."""
    kept = _text(session.remembered.get("theme"))
    return Theme(kept) if kept in {theme.value for theme in Theme} else Theme.DARK


def _line(text: str) -> str:
    """A kept line; before lines could be made of others, names with tabs between were kept."""
    names = text.split("\t")
    return json.dumps({"stream": names}) if len(names) == STREAM_NAMES else text


def _text(kept: bytes | None) -> str:
    return (kept or b"").decode(errors="replace")
