"""`annotator` and `annotator open`: the window, where there is a display."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from annotator.cli.command import Name, Option, argument, command
from annotator.cli.face import Face
from annotator.errors import AnnotatorError
from annotator.i18n import Words

_DRAWN_NOWHERE = ("offscreen", "minimal")


def commands(words: Words) -> list[click.Command]:
    params = [
        argument("corpus", "CORPUS", required=False),
        Option(["--annotator"], type=Name(), metavar="NAME", help=words("cli.option-annotator")),
        Option(["--in-window"], is_flag=True, help=words("cli.option-in-window")),
    ]
    return [command(words, "open", open_window, params)]


def open_window(face: Face, corpus: Path | None, annotator: str | None = None, *, in_window: bool = False) -> int:
    """Runs the window to its end. Raises AnnotatorError where there is no display to show it on.

    With `in_window` a corpus that cannot be opened is said there: who starts the program by a double click sees no
    terminal.
    """
    if not has_display(os.environ, sys.platform):
        raise AnnotatorError("cli.no-display")
    if corpus and (place := _unsafe_place(corpus)):
        face.complain(place)
    return face.window().run(corpus, annotator or "", in_window=in_window)


def _unsafe_place(corpus: Path) -> AnnotatorError | None:
    from annotator.keeping import unsafe_place

    return unsafe_place(corpus)


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window would be seen. A Qt platform that was chosen by hand decides before what the system has."""
    if chosen := environment.get("QT_QPA_PLATFORM", ""):
        return chosen.split(";")[0].split(":")[0] not in _DRAWN_NOWHERE
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
