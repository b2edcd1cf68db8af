"""Keys of lists, which hold where their list has the focus; and those that are the same everywhere and stay so."""

from __future__ import annotations

from annotator.ui.keys import Binding

OF_LISTS = (
    Binding("T", "bulk-look", "bulk"),
    Binding("A", "bulk-accept", "bulk"),
    Binding("X", "bulk-reject", "bulk"),
    Binding("Enter", "bulk-open", "bulk"),
    Binding("Enter", "judge-right", "look"),
    Binding("X", "judge-wrong", "look"),
    Binding("Backspace", "judge-back", "look"),
    Binding("B", "term-shown", "terms"),
    Binding("Q", "term-quiet", "terms"),
    Binding("F", "term-forgotten", "terms"),
    Binding("Delete", "term-nothing", "terms"),
    Binding("N", "rule-new", "rules"),
    Binding("Insert", "rule-new", "rules"),
    Binding("Enter", "rule-edit", "rules"),
    Binding("Space", "rule-switch", "rules"),
    Binding("Delete", "rule-remove", "rules"),
    Binding("Enter", "report-open", "reports"),
    Binding("Space", "report-mark", "reports"),
    Binding("Ctrl+A", "report-mark-all", "reports"),
    Binding("Delete", "report-remove", "reports"),
    Binding("Alt+Up", "report-sort-up", "reports"),
    Binding("Alt+Down", "report-sort-down", "reports"),
    Binding("Enter", "hit-open", "hits"),
    Binding("Space", "hit-mark", "hits"),
    Binding("Ctrl+A", "hit-mark-all", "hits"),
    Binding("X", "hit-reject", "hits"),
    Binding("Delete", "hit-reject", "hits"),
)
"""`group` is the list. Two lists may have the same key for different things."""
LISTS = tuple(dict.fromkeys(one.group for one in OF_LISTS))

FIXED = (
    Binding("← →", "caret-character", "caret"),
    Binding("↑ ↓", "caret-line", "caret"),
    Binding("Ctrl+← →", "caret-word", "caret"),
    Binding("Alt+← →", "caret-sentence", "caret"),
    Binding("Alt+↑ ↓", "caret-paragraph", "caret"),
    Binding("Home End", "caret-ends", "caret"),
    Binding("Ctrl+Home End", "caret-far-ends", "caret"),
    Binding("PgUp PgDown", "caret-page", "caret"),
    Binding("Shift", "caret-select", "caret"),
    Binding("Ctrl+A", "caret-all", "caret"),
    Binding("Ctrl+C", "caret-copy", "caret"),
    Binding("Esc", "caret-drop", "caret"),
    Binding("↑ ↓ PgUp PgDown", "lists-move", "lists"),
    Binding("Ctrl+Home End", "lists-ends", "lists"),
    Binding("Enter", "lists-open", "lists"),
    Binding("Space", "lists-tick", "lists"),
    Binding("Delete", "lists-remove", "lists"),
    Binding("Tab Shift+Tab", "lists-on", "lists"),
    Binding("Esc", "lists-leave", "lists"),
)
"""Shown among the keys, but not to be changed: they move a caret in texts, and do in any list what they do there."""
FIXED_GROUPS = tuple(dict.fromkeys(one.group for one in FIXED))
