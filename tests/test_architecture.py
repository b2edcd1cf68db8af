"""The import rule, the addresses of outside libraries, the length of files, and whole translations."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from annotator.i18n import LANGUAGES, catalogue
from annotator.resources import resource

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "annotator"
FILES = sorted(PACKAGE.rglob("*.py"))

BOTTOM = {"model", "text", "plain", "errors", "plugins", "resources", "i18n", "work", "scheme", "telling"}
MAY_IMPORT = {
    **dict.fromkeys(BOTTOM, BOTTOM),
    **dict.fromkeys(("suggest", "review", "formats", "store"), BOTTOM),
    "incoming": BOTTOM | {"formats"},
    "reports": BOTTOM | {"incoming", "formats", "review", "suggest"},
    "insight": BOTTOM,
    "keeping": BOTTOM | {"store"},
    "corpus": BOTTOM | {"incoming", "reports", "formats", "review", "suggest", "store", "insight"},
    "cli": BOTTOM | {"corpus", "incoming", "insight", "keeping", "reports", "formats", "review", "suggest"},
    "ui": BOTTOM | {"corpus", "insight", "keeping", "reports"},
    "__main__": BOTTOM | {"cli", "ui"},
}
"""Room → rooms that it may import. A room is a module or a folder right below annotator/; all may import themselves."""

ADDRESS = {
    **dict.fromkeys(("PySide6", "shiboken6"), "ui"),
    **dict.fromkeys(("sqlite3", "pysqlite3", "sqlite_utils"), "store"),
    **dict.fromkeys(("opencc", "jieba", "rjieba", "pypinyin"), "text"),
    **dict.fromkeys(("daachorse", "numpy", "pycrfsuite", "re2"), "suggest"),
    **dict.fromkeys(("pygamma_agreement", "pyannote", "scipy"), "review"),
    "cn2an": "tests",  # a reference there; the program does not install it
    "click": "cli",
    **dict.fromkeys(("msgpack", "pyarrow", "lxml", "pypdfium2", "openpyxl", "markdown_it"), "formats"),
}
"""Outside library → the one room that may import it."""

ALSO = {
    ("review", "numpy"): "agreement by character with intervals takes seconds; in plain Python it would take minutes",
    ("text", "numpy"): "folds a text 28 times as fast as str.translate; any room below suggest/ would be a detour",
}
"""Room and library → why it may be imported there too."""

MOST_LINES = 400


def imported(source: str, path: Path) -> Iterator[str]:
    """Full names of all modules that a file imports, inside functions too; `from a import b` gives a.b."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
                base = ".".join([*package, *([base] if base else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@cache
def rooms() -> frozenset[str]:
    return frozenset(room_of(path) for path in FILES) - {"__init__"}


def breaches(source: str, path: Path) -> list[str]:
    """What a file imports and must not."""
    room = room_of(path)
    found = []
    for name in imported(source, path):
        top, target, *_ = [*name.split("."), ""]
        if top == "annotator" and target in rooms() - {room} and target not in MAY_IMPORT[room]:
            found.append(f"{room} imports {name}")
        if top in ADDRESS and room != ADDRESS[top] and (room, top) not in ALSO:
            found.append(f"{room} imports {name}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    assert breaches(path.read_text("utf-8"), path) == []


def test_every_room_is_in_the_rule() -> None:
    assert rooms() <= MAY_IMPORT.keys()


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("suggest/engine.py", "from annotator.store import Store"),
        ("review/score.py", "from annotator import formats"),
        ("formats/jsonl.py", "import annotator.suggest.engine"),
        ("store/store.py", "from ..corpus import Corpus"),
        ("cli/stats.py", "def late() -> None:\n    from annotator.ui import app"),
        ("cli/stats.py", "from annotator.store import Store"),
        ("ui/window.py", "from annotator.store.reading import Reading"),
        ("ui/window.py", "from annotator import cli"),
        ("ui/window.py", "if TYPE_CHECKING:\n    from annotator.formats.saving import atomic_writer"),
        ("model/said.py", "from annotator.corpus import Corpus"),
        ("reports.py", "from .store import Store"),
        ("corpus/view.py", "import sqlite3"),
        ("cli/demo.py", "from PySide6.QtWidgets import QApplication"),
        ("suggest/lexicon.py", "import jieba.posseg"),
        ("ui/theme.py", "import click"),
    ],
)
def test_the_rule_notices_a_breach(where: str, line: str) -> None:
    assert len(breaches(f"from __future__ import annotations\n{line}\n", PACKAGE / where)) == 1


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("suggest/engine.py", "from annotator.suggest import lexicon"),
        ("corpus/terms.py", "from annotator.store import Store"),
        ("cli/stats.py", "from annotator.corpus import Corpus"),
        ("cli/program.py", "from annotator import __version__"),
        ("store/connection.py", "from sqlite_utils import Database"),
        ("ui/window.py", "from PySide6 import QtWidgets"),
    ],
)
def test_the_rule_lets_pass_what_it_allows(where: str, line: str) -> None:
    assert breaches(line, PACKAGE / where) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


# ---- translations


ROOMS_WITH_SENTENCES = {path.stem for path in resource("translations").glob("*.json")}


def braces(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}


@pytest.mark.parametrize("path", sorted(resource("translations").glob("*.json")), ids=lambda path: path.stem)
def test_every_sentence_is_there_in_all_languages(path: Path) -> None:
    sentences = json.loads(path.read_text("utf-8"))
    for key, versions in sentences.items():
        assert versions.keys() == LANGUAGES.keys(), key
        assert all(versions.values()), key
        assert len({frozenset(braces(sentence)) for sentence in versions.values()}) == 1, key


SPEAKING = {"AnnotatorError", "Reason", "words", "_words", "named", "tell"}
"""Calls whose first argument is a key."""


def keys_used(source: str, room: str) -> Iterator[tuple[str, bool]]:
    """The keys of sentences in a file, and whether each is only a beginning (of an f-string).

    A text is a key when it is the first argument of a call that speaks, or when it looks like one of the room's own:
    tables of keys to choose from count too.
    """
    tree = ast.parse(source)
    spoken = {id(node.args[0]) for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args and speaks(node)}
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    pieces = {id(piece) for node in formatted for piece in node.values}
    own = re.compile(rf"{re.escape(room)}\.[a-z][a-z0-9-]*")
    own_or_none = own.fullmatch if room in ROOMS_WITH_SENTENCES else lambda _text: None
    for node in formatted:
        start = str(node.values[0].value) if isinstance(node.values[0], ast.Constant) else ""
        if start and (id(node) in spoken or own_or_none(start)):
            yield start, True
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in pieces:
            continue
        if id(node) in spoken or own_or_none(node.value):
            yield node.value, False


def speaks(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in SPEAKING


def unknown_keys(source: str, room: str) -> list[str]:
    known = catalogue()
    return [
        key
        for key, beginning in keys_used(source, room)
        if not (any(one.startswith(key) for one in known) if beginning else key in known)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_key_in_code_has_a_sentence(path: Path) -> None:
    assert unknown_keys(path.read_text("utf-8"), room_of(path)) == []


def test_a_key_without_a_sentence_is_noticed() -> None:
    source = """
raise AnnotatorError("store.no-such-sentence", path=path)
words("cli.about")
Reason("formats.nor-this")
keys = {"SQLITE_FULL": "store.disk-full", "SQLITE_X": "store.not-there"}
words(f"formats.loses-{kind}") + words(f"formats.gains-{kind}")
check("scheme.overlap")  # a place in a file, which only looks like a key
"""
    missing = ["store.no-such-sentence", "formats.nor-this", "store.not-there", "formats.gains-"]
    assert sorted(unknown_keys(source, "store")) == sorted(missing)


def test_fields_of_an_error_fill_its_braces() -> None:
    """A sentence whose braces its raiser does not fill would end in KeyError when somebody should read it."""
    faults = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "AnnotatorError":
                continue
            key = node.args[0]
            given = {keyword.arg for keyword in node.keywords}
            if isinstance(key, ast.Constant) and None not in given and key.value in catalogue():
                missing = braces(catalogue()[key.value]["en"]) - given
                faults += [f"{path.name}:{node.lineno} {key.value} lacks {name}" for name in missing]
    assert faults == []


def test_every_step_has_a_title() -> None:
    """Both faces name steps in the reader's language; the names stand where the verbs begin their steps."""
    named = set()
    for path in (PACKAGE / "corpus").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                first = node.args[0]
                if node.func.attr in ("step", "_step", "_change") and isinstance(first, ast.Constant):
                    named.add(first.value)
    assert {"new", "import", "annotate", "relabel"} <= named
    titled = {key.removeprefix("steps.") for key in catalogue() if key.startswith("steps.")}
    assert named | {"accept", "correct", "reject", "done", "reopen", "undo", "redo"} <= titled
