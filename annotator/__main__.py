"""Where the program starts: the command line, which opens the window when it is asked to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from annotator.cli import Launcher


def main() -> NoReturn:
    """Runs one command line and ends with its exit status."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()  # a bundle's worker is this program again: here it goes another way
    try:
        from annotator.cli import program, streams
        from annotator.i18n import Words, system_language

        streams.configure()
        program(Words(system_language()), window).main()
    except KeyboardInterrupt:  # before there are words to say it in
        sys.exit(130)


def window() -> Launcher:
    """The window, which takes Qt and a second to import."""
    from annotator.ui import app

    return app


if __name__ == "__main__":
    main()
