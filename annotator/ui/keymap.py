"""The keys in force: those of the table, but for what the person has changed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from annotator.ui.keys import BINDINGS, OF_ONE_PAGE, Binding
from annotator.ui.listkeys import LISTS, OF_LISTS

_NAMES = {
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_PageDown: "PgDown",
    Qt.Key.Key_BracketLeft: "[",
    Qt.Key.Key_BracketRight: "]",
    Qt.Key.Key_BraceLeft: "{",
    Qt.Key.Key_BraceRight: "}",
} | {getattr(Qt.Key, f"Key_F{number}"): f"F{number}" for number in range(1, 13)}
_MOVES = {"Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown"}
_SHIFTED = {"[": "{", "]": "}"}
_SIGNS = set(_SHIFTED) | set(_SHIFTED.values())
ALL = (*BINDINGS, *OF_LISTS)
"""All that can be changed."""


class Keymap:
    """`changed` holds the person's own keys by the binding's name; an empty list leaves an action without a key."""

    def __init__(self, changed: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.changed = dict(changed or {})
        self.bindings = tuple(self._in_force())
        self._by_chord = {(page_of(binding), binding.chord): binding for binding in reversed(self.bindings)}

    def _in_force(self) -> list[Binding]:
        kept = [binding for binding in ALL if binding.name not in self.changed]
        by_name = {binding.name: binding for binding in ALL}
        own = [
            Binding(chord, by_name[name].action, by_name[name].group, by_name[name].argument)
            for name, chords in self.changed.items()
            if name in by_name  # a file of another version may name what is not there
            for chord in chords
        ]
        order = {binding.name: at for at, binding in reversed([*enumerate(ALL)])}
        return sorted([*kept, *own], key=lambda binding: order[binding.name])

    def binding_of(self, event: QKeyEvent, page: str = "") -> Binding | None:
        """What a key event means, on a page that has keys of its own; None for keys that are not bound."""
        chord = chord_of(event)
        return self._by_chord.get((page, chord)) or self._by_chord.get(("", chord))

    def action_of(self, event: QEvent, list_: str) -> str:
        """What an event of a list with keys of its own means; empty for what is no press of one of them."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return ""
        binding = self._by_chord.get((list_, chord_of(event)))
        return binding.action if binding else ""

    def first(self, action: str) -> str:
        """The first key of an action, to be said in a sentence; a dash where it has none."""
        return next(iter(self.chords_of(action)), "—")

    def chords_of(self, action: str) -> list[str]:
        """The keys of an action, the first one first."""
        return [binding.chord for binding in self.bindings if binding.action == action]

    def conflicts(self) -> dict[tuple[str, str], list[Binding]]:
        """Where keys stand for more than one thing in one place, and for what: the place and the key, the things.

        The first one is done. Two lists, or a page and a list, may well have the same key.
        """
        found: dict[tuple[str, str], list[Binding]] = {}
        for binding in self.bindings:
            found.setdefault((page_of(binding), binding.chord), []).append(binding)
        return {where: several for where, several in found.items() if len(several) > 1}


def page_of(binding: Binding) -> str:
    """The only page or list on which a binding holds; empty for one that holds on all pages."""
    return binding.group if binding.group in OF_ONE_PAGE or binding.group in LISTS else ""


def chord_of(event: QKeyEvent) -> str:
    """A key event as the table writes it: `X`, `Shift+Tab`, `Ctrl+{`. Capitals and Caps Lock make no difference.

    Empty for a modifier alone and for keys that have no name here.
    """
    modifiers = event.modifiers()
    name = _NAMES.get(Qt.Key(event.key())) or _letter(event)
    if not name:
        return ""
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if shift and name in _SHIFTED:  # some platforms send the key without what Shift makes of it
        name = _SHIFTED[name]
    prefix = "Ctrl+" if modifiers & Qt.KeyboardModifier.ControlModifier else ""
    prefix += "Alt+" if modifiers & Qt.KeyboardModifier.AltModifier else ""
    prefix += "Shift+" if shift and name not in _SIGNS and (len(name) > 1 or prefix) else ""
    return prefix + name


def is_free(chord: str, binding: Binding) -> bool:
    """Whether a key can be given to a binding: not those that move, select or copy in the report, or in a list."""
    if binding.group not in LISTS:
        return not is_the_readers(chord)
    *modifiers, key = chord.split("+") if not chord.endswith("+") else (chord,)
    return key != "Tab" and not (key in _MOVES and "Alt" not in modifiers)


def is_the_readers(chord: str) -> bool:
    """Whether a key moves the caret, selects or copies in the report: the same as everywhere, never another's."""
    *modifiers, key = chord.split("+") if not chord.endswith("+") else (chord,)
    if key in _MOVES:
        return not (key in ("Up", "Down") and modifiers == ["Ctrl"])
    return chord in ("Ctrl+C", "Ctrl+A")


def _letter(event: QKeyEvent) -> str:
    """The key's own letter; with Ctrl the event's text is a control character, so the key code says it."""
    code = event.key()
    return chr(code) if 0x20 < code < 0x7F else event.text().upper().strip()
