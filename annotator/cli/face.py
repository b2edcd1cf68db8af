"""What every command has at hand: its reader's language, the streams, and a window that may be opened."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from annotator import plain
from annotator.cli import streams
from annotator.errors import AnnotatorError
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.corpus import Printing
    from annotator.review.report import Page


class Launcher(Protocol):
    """What the command line asks of the window."""

    def run(self, path: Path | None, annotator: str = "", *, in_window: bool = False) -> int:
        """Opens the window on a corpus, or on the welcome page; returns the exit status.

        A corpus that cannot be opened is an AnnotatorError, or, `in_window`, a sentence there.
        """

    def draw(self, path: Path, picture: Path) -> None:
        """Draws the window on a corpus, without a display, to a PNG."""

    def print_report(self, page: Page, path: Path) -> None:
        """Prints a report to a PDF, without a display."""

    def press(self) -> AbstractContextManager[Printing]:
        """What sets documents on pages, without a display."""

    def try_out(self, path: Path, *, seen: bool) -> Tried:
        """Shows a corpus in the window, on the display if that is `seen`, and accepts the first suggestion."""


class Step(Protocol):
    """Hears how far work is."""

    def __call__(self, done: int, all_: int, at: str = "") -> None:
        """So much of so much is done, and this is what is being done."""


class Tried(Protocol):
    """What a window that was tried out shows."""

    @property
    def platform(self) -> str:
        """Qt's name for what the window was drawn on."""

    @property
    def font(self) -> str:
        """The family of a font for Chinese; empty where there is none."""

    @property
    def shown(self) -> int:
        """How many suggestions were highlighted."""

    @property
    def accepted(self) -> str:
        """The text of the suggestion that was accepted; empty where none was."""


@dataclass(frozen=True, slots=True)
class Face:
    """One run of the command line. `window` gives the launcher, which takes a second to import: ask late."""

    words: Words
    window: Callable[[], Launcher]

    def tell(self, key: str, **fields: object) -> None:
        """A sentence for people, on stderr."""
        self.note(self.words(key, **fields))

    def complain(self, error: AnnotatorError) -> None:
        """What the world said, on stderr."""
        self.note(error.say(self.words))

    def note(self, text: str) -> None:
        """A text for people, on stderr."""
        click.echo(streams.spelled(text), err=True)

    def show(self, text: str) -> None:
        """A line of what was asked for, on stdout. Raises as `streams.write` does."""
        streams.write(f"{text}\n")

    def show_json(self, value: object) -> None:
        """A value as one line of JSON, on stdout. Raises as `show` does."""
        self.show(plain.dumps(value))

    @contextmanager
    def progress(self, pieces: int, *, wanted: bool = True) -> Iterator[Callable[[], None]]:
        """A bar on stderr, where that is a terminal and a bar is wanted; gives what to call after each piece."""
        hidden = not (wanted and streams.on_terminal(sys.stderr))
        with click.progressbar(length=pieces, file=sys.stderr, hidden=hidden) as bar:
            yield lambda: bar.update(1)

    @contextmanager
    def progress_of(self) -> Iterator[Step]:
        """The same for work that says itself how much of how much is done; of what it does not know it says 0, 0.

        It may also say at what it is, which stands before the bar.
        """
        hidden = not streams.on_terminal(sys.stderr)
        with click.progressbar(length=1, file=sys.stderr, hidden=hidden) as bar:

            def step(done: int, all_: int, at: str = "") -> None:
                if at:
                    bar.label = streams.spelled(at)
                if all_:
                    bar.length = all_
                    bar.update(min(done, all_) - bar.pos)
                if at:
                    bar.render_progress()

            yield step
