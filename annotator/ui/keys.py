"""Which key does what. The keys are data of one table, read by the window, the hints and the list of keys alike."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NAMES = {
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_BracketLeft: "[",
    Qt.Key.Key_BracketRight: "]",
    Qt.Key.Key_BraceLeft: "{",
    Qt.Key.Key_BraceRight: "}",
} | {getattr(Qt.Key, f"Key_F{number}"): f"F{number}" for number in range(1, 13)}
_SHIFTED = {"[": "{", "]": "}"}
_SIGNS = set(_SHIFTED) | set(_SHIFTED.values())


@dataclass(frozen=True, slots=True)
class Binding:
    """A key and the action it stands for. `group` is the heading under which the list of keys shows it."""

    chord: str
    action: str
    group: str
    argument: str = ""


BINDINGS = (
    Binding("Tab", "next", "move"),
    Binding("Shift+Tab", "previous", "move"),
    Binding("Ctrl+Down", "next-document", "move"),
    Binding("Ctrl+Up", "previous-document", "move"),
    Binding("Enter", "accept", "decide"),
    Binding("X", "reject", "decide"),
    *(Binding(str(digit), "label", "decide", str(digit)) for digit in range(1, 10)),
    Binding("[", "left-out", "boundary"),
    Binding("]", "left-in", "boundary"),
    Binding("{", "right-in", "boundary"),
    Binding("}", "right-out", "boundary"),
    Binding("Ctrl+[", "left-out-word", "boundary"),
    Binding("Ctrl+]", "left-in-word", "boundary"),
    Binding("Ctrl+{", "right-in-word", "boundary"),
    Binding("Ctrl+}", "right-out-word", "boundary"),
    Binding("Delete", "remove", "decide"),
    Binding("Backspace", "remove", "decide"),
    Binding("N", "note", "decide"),
    Binding("A", "everywhere", "decide"),
    Binding("T", "terms", "document"),
    Binding("Esc", "leave", "move"),
    Binding("Ctrl+Z", "undo", "step"),
    Binding("Ctrl+Shift+Z", "redo", "step"),
    Binding("Ctrl+Y", "redo", "step"),
    Binding("Ctrl+H", "history", "step"),
    Binding("Ctrl+Enter", "done", "document"),
    Binding("Ctrl+I", "import", "document"),
    Binding("Ctrl+E", "export", "document"),
    Binding("Ctrl+O", "open", "document"),
    Binding("Ctrl+N", "new", "document"),
    Binding("Ctrl+F", "search", "document"),
    Binding("F1", "keys", "help"),
)


@dataclass(frozen=True, slots=True)
class Edge:
    """A move of one boundary of the current span: to the left (-1) or right (1), by a character or a word."""

    left: bool
    by: int
    word: bool = False


EDGES = {
    "left-out": Edge(left=True, by=-1),
    "left-in": Edge(left=True, by=1),
    "right-in": Edge(left=False, by=-1),
    "right-out": Edge(left=False, by=1),
    "left-out-word": Edge(left=True, by=-1, word=True),
    "left-in-word": Edge(left=True, by=1, word=True),
    "right-in-word": Edge(left=False, by=-1, word=True),
    "right-out-word": Edge(left=False, by=1, word=True),
}
GROUPS = ("move", "decide", "boundary", "step", "document", "help")
HINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("next", ("next",)),
    ("accept", ("accept",)),
    ("reject", ("reject",)),
    ("label", ("label",)),
    ("left", ("left-out", "left-in")),
    ("right", ("right-in", "right-out")),
    ("note", ("note",)),
    ("undo", ("undo",)),
    ("done", ("done",)),
    ("keys", ("keys",)),
)
"""What the window's lower edge shows: the hint's name and the actions whose keys it shows together."""


def chord_of(event: QKeyEvent) -> str:
    """A key event as the table writes it: `X`, `Shift+Tab`, `Ctrl+{`. Capitals and Caps Lock make no difference."""
    modifiers = event.modifiers()
    name = _NAMES.get(Qt.Key(event.key())) or _letter(event)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if shift and name in _SHIFTED:  # some platforms send the key without what Shift makes of it
        name = _SHIFTED[name]
    prefix = "Ctrl+" if modifiers & Qt.KeyboardModifier.ControlModifier else ""
    prefix += "Alt+" if modifiers & Qt.KeyboardModifier.AltModifier else ""
    prefix += "Shift+" if shift and name not in _SIGNS and (len(name) > 1 or prefix) else ""
    return prefix + name


def _letter(event: QKeyEvent) -> str:
    """The key's own letter; with Ctrl the event's text is a control character, so the key code says it."""
    code = event.key()
    return chr(code) if 0x20 < code < 0x7F else event.text().upper().strip()


def binding_of(event: QKeyEvent) -> Binding | None:
    """What the table says of a key event; None for keys that it does not have."""
    chord = chord_of(event)
    return next((binding for binding in BINDINGS if binding.chord == chord), None)


def chords_of(action: str) -> list[str]:
    """The keys of an action, the first one first."""
    return [binding.chord for binding in BINDINGS if binding.action == action]
