"""Which key does what, as the program comes: a table, which `Keymap` reads and a person may change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Binding:
    """A key and the action it stands for. `group` is the heading under which the list of keys shows it."""

    chord: str
    action: str
    group: str
    argument: str = ""

    @property
    def name(self) -> str:
        """What the settings know it by: the action, and its argument where one action has several."""
        return f"{self.action}-{self.argument}" if self.argument else self.action


BINDINGS = (
    Binding("Tab", "next", "move"),
    Binding("Shift+Tab", "previous", "move"),
    Binding("U", "unsure", "move"),
    Binding("M", "next-note", "move"),
    Binding("Q", "next-disputed", "move"),
    Binding("O", "order", "move"),
    Binding(".", "next-span", "move"),
    Binding(",", "previous-span", "move"),
    Binding("S", "elsewhere", "move"),
    Binding("K", "spans", "move"),
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
    Binding("L", "repeat", "decide"),
    Binding(";", "number", "decide"),
    Binding("V", "caret", "select"),
    Binding("W", "select-word", "select"),
    Binding("C", "select-sentence", "select"),
    Binding("P", "select-paragraph", "select"),
    Binding("Delete", "remove", "decide"),
    Binding("Backspace", "remove", "decide"),
    Binding("N", "note", "decide"),
    Binding("A", "everywhere", "decide"),
    Binding("B", "bulk", "decide"),
    Binding("R", "relate", "decide"),
    Binding("Ctrl+B", "relations", "decide"),
    Binding("E", "inspect", "decide"),
    Binding("D", "describe", "document"),
    Binding("T", "terms", "document"),
    Binding("Ctrl+L", "train", "document"),
    Binding("Esc", "leave", "move"),
    Binding("Ctrl+Z", "undo", "step"),
    Binding("Ctrl+Shift+Z", "redo", "step"),
    Binding("Ctrl+Y", "redo", "step"),
    Binding("Ctrl+H", "history", "step"),
    Binding("Ctrl+Enter", "done", "document"),
    Binding("Ctrl+I", "import", "document"),
    Binding("Ctrl+Shift+I", "import-folder", "document"),
    Binding("Ctrl+E", "export", "document"),
    Binding("Ctrl+M", "merge", "document"),
    Binding("Ctrl+Shift+M", "package", "document"),
    Binding("Ctrl+O", "open", "document"),
    Binding("Ctrl+N", "new", "document"),
    Binding("Ctrl+Shift+D", "demo", "document"),
    Binding("Ctrl+Shift+A", "annotator", "document"),
    Binding("Ctrl+D", "search", "document"),
    Binding("Ctrl+Shift+F", "search-corpus", "document"),
    Binding("Ctrl+Shift+X", "pattern", "document"),
    Binding("Ctrl+F", "find", "view"),
    Binding("Ctrl+T", "script", "view"),
    Binding("Ctrl+J", "joined", "view"),
    Binding("Ctrl+R", "rejected", "view"),
    Binding("Ctrl+U", "disputed", "view"),
    Binding("Ctrl+=", "larger", "view"),
    Binding("Ctrl++", "larger", "view"),
    Binding("Ctrl+-", "smaller", "view"),
    Binding("Ctrl+0", "normal-size", "view"),
    Binding("Ctrl+,", "settings", "view"),
    Binding("0", "nothing", "review"),
    Binding("B", "both", "review"),
    Binding("E", "edit", "review"),
    Binding("D", "defer", "review"),
    Binding("R", "reason", "review"),
    Binding("H", "blind", "review"),
    Binding("F", "filter", "review"),
    Binding("M", "settle", "review"),
    Binding("V", "view", "review"),
    Binding("P", "report", "review"),
    Binding("Ctrl+1", "page-annotate", "page"),
    Binding("Ctrl+2", "page-corpus", "page"),
    Binding("Ctrl+3", "page-review", "page"),
    Binding("Ctrl+4", "page-insight", "page"),
    Binding("F2", "guidelines", "help"),
    Binding("Shift+F2", "read-guidelines", "help"),
    Binding("F4", "scheme", "document"),
    Binding("F10", "menu", "help"),
    Binding("Ctrl+K", "commands", "help"),
    Binding("F1", "keys", "help"),
)


OF_ONE_PAGE = ("review",)
"""Groups whose keys hold on the page of that name only, and there before all others."""


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
GROUPS = ("move", "select", "decide", "boundary", "review", "step", "view", "document", "page", "help")
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
"""What the lower edge of the page of annotating shows: the hint's name and the actions whose keys it shows together."""
REVIEW_HINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("take", ("label",)),
    ("majority", ("accept",)),
    ("nothing", ("nothing",)),
    ("both", ("both",)),
    ("edit", ("edit",)),
    ("defer", ("defer",)),
    ("reason", ("reason",)),
    ("note", ("note",)),
    ("next-case", ("next",)),
    ("same", ("everywhere",)),
    ("blind", ("blind",)),
    ("undo", ("undo",)),
    ("keys", ("keys",)),
)
"""The same for the page of reviewing; there digits take versions."""
NUMBERS_HINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("other-view", ("view",)),
    ("settle", ("settle",)),
    ("report", ("report",)),
    ("undo", ("undo",)),
    ("keys", ("keys",)),
)
"""And where that page shows numbers: no key decides there."""
