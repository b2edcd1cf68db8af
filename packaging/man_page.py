"""The manual page, from the command line's own help in each language: python packaging/man_page.py FOLDER.

Writes FOLDER/man1/annotator.1, FOLDER/zh_CN/man1/… and FOLDER/zh_TW/man1/….
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from annotator import __version__
from annotator.cli import program
from annotator.i18n import Words

_FOLDERS = {"en": ".", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}


def escaped(text: str) -> str:
    """A text that roff takes for nothing but text."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in safe.splitlines())


def lines(words: Words) -> Iterator[str]:
    """The page, line by line. Sections are those that man pages have; what they say is the program's own help."""
    made = program(words, _no_window)
    root = click.Context(made, info_name="annotator")
    yield f'.TH ANNOTATOR 1 "" "annotator {escaped(__version__)}"'
    yield f".SH NAME\nannotator \\- {escaped(made.get_short_help_str(500))}"
    yield f".SH SYNOPSIS\n.B annotator\n{escaped(' '.join(made.collect_usage_pieces(root)))}"
    yield f".SH DESCRIPTION\n{escaped(made.help or '')}"
    yield from options(made, root)
    yield ".SH COMMANDS"
    for name in made.list_commands(root):
        command = made.commands[name]
        context = click.Context(command, info_name=name, parent=root)
        pieces = escaped(" ".join(command.collect_usage_pieces(context)))
        yield f".SS annotator {escaped(name)} {pieces}\n{escaped(command.help or '')}"
        yield from options(command, context)


def options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.params:
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record:
            term, text = record
            yield f".TP\n.B {escaped(term)}\n{escaped(text)}"


def _no_window() -> object:
    raise AssertionError("a manual page opens no window")


def make(folder: Path) -> None:
    for language, place in _FOLDERS.items():
        path = folder / place / "man1" / "annotator.1"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines(Words(language))).replace("\n\n", "\n.PP\n") + "\n", "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
