"""The program: its commands, and what the ways in which a run may end mean to a script."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any, NoReturn

import click

from annotator import __version__
from annotator.cli import (
    corpora,
    deciding,
    demo,
    evaluate,
    exporting,
    formats,
    history,
    importing,
    interventions,
    lists,
    merging,
    reviewing,
    safekeeping,
    search,
    selftest,
    stats,
    suggest,
    training,
    window,
)
from annotator.cli.command import Context, help_option, showing_option
from annotator.cli.face import Face, Launcher
from annotator.cli.usage import UnknownCommandError, explain
from annotator.errors import AnnotatorError
from annotator.i18n import Words

DONE, REFUSED, MISUSED, INTERRUPTED, UNREAD = 0, 1, 2, 130, 141
"""Exit statuses; the last two are what a shell reports of a program ended by SIGINT and by SIGPIPE."""


class Program(click.Group):
    """The commands. Every run ends in SystemExit with one of the statuses above, and never in a traceback by the
    world's fault."""

    context_class = Context

    def __init__(self, face: Face, **attributes: Any) -> None:
        super().__init__("annotator", **attributes)
        self._face = face

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        extra |= {"standalone_mode": False, "prog_name": "annotator", "obj": self._face}
        sys.exit(self._status(*args, **extra))

    def _status(self, *args: Any, **extra: Any) -> int:
        try:
            return int(super().main(*args, **extra) or DONE)
        except click.UsageError as error:
            self._face.note(explain(error, self._face.words))
            return MISUSED
        except AnnotatorError as error:
            self._face.complain(error)
            return REFUSED
        except click.Abort:
            return self._interrupted()
        except RuntimeError as error:
            if not isinstance(error.__cause__, KeyboardInterrupt):  # as Python 3.11 wraps one while a class is made
                raise
            return self._interrupted()

    def _interrupted(self) -> int:
        self._face.tell("cli.interrupted")
        return INTERRUPTED

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _read_enough():  # --help and --version are written as soon as they are met
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _read_enough():
            return super().invoke(ctx)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise UnknownCommandError(name, get_close_matches(name, self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)  # as they follow each other in work, not by the alphabet


def program(words: Words, launcher: Callable[[], Launcher]) -> Program:
    """The command line in one language. `launcher` is called only when a window, or its picture, is wanted."""
    version = showing_option("--version", words("cli.option-version"), lambda _ctx: f"annotator {__version__}")
    made = Program(
        Face(words, launcher),
        callback=click.pass_context(_without_command),
        invoke_without_command=True,
        params=[version, help_option(words)],
        help=words("cli.about"),
        add_help_option=False,
        subcommand_metavar="COMMAND [ARGS]...",
    )
    for module in (window, demo, corpora, importing, suggest, evaluate, deciding, reviewing, lists, training,
                   search, exporting, history, stats, interventions, formats, merging,
                   safekeeping, selftest):  # fmt: skip
        for command in module.commands(words):
            made.add_command(command)
    return made


@contextmanager
def _read_enough() -> Iterator[None]:
    """Whoever read stdout has read enough, as `head` does: nothing to be said."""
    try:
        yield
    except BrokenPipeError as error:
        raise click.exceptions.Exit(UNREAD) from error


def _without_command(ctx: click.Context) -> int:
    """`annotator` alone opens the welcome page."""
    return window.open_window(ctx.obj, None) if ctx.invoked_subcommand is None else DONE
