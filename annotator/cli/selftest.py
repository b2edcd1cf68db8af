"""`annotator selftest`: whether the program works here, from the window to the export."""

from __future__ import annotations

import json
import os
import platform
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from annotator import __version__
from annotator.cli.command import command
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.window import has_display
from annotator.errors import AnnotatorError
from annotator.i18n import Words


def commands(words: Words) -> list[click.Command]:
    return [command(words, "selftest", selftest, [])]


def selftest(face: Face) -> None:
    """A line for each thing that works. Raises AnnotatorError at the first that does not."""
    from annotator.corpus import make_demo
    from annotator.keeping import sqlite_version

    system = f"{platform.system()} {platform.machine()}"
    _say(face, "program", version=__version__, python=platform.python_version(), system=system)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # Windows may hold a file a little longer
        corpus = Path(folder) / "试用 selftest.corpus"
        make_demo(corpus).close()
        _say(face, "sqlite", version=sqlite_version())
        _try_worker(face, corpus)
        accepted = _try_window(face, corpus)
        _try_export(face, corpus, accepted)
    _say(face, "done")


def _say(face: Face, what: str, **fields: object) -> None:
    face.show(face.words(f"cli.selftest-{what}", **fields))


def _try_worker(face: Face, corpus: Path) -> None:
    """The first report's suggestions, computed in a worker and here."""
    from annotator.reports import suggest_text
    from annotator.work import in_order

    with opened(face, corpus) as open_corpus:
        document = open_corpus.document(open_corpus.documents()[0].id)
        expected, ways = open_corpus.engine.suggest(document.text), open_corpus.ways
    with closing(in_order(partial(suggest_text, ways=ways), [document.text], 1)) as results:
        found, _ = next(results)
    if found != expected:
        raise AnnotatorError("cli.selftest-worker-differs", document=document.origin.name, found=len(found),
                             expected=len(expected))  # fmt: skip
    _say(face, "worker", count=len(found))


def _try_window(face: Face, corpus: Path) -> str:
    """What was accepted in the window."""
    tried = face.window().try_out(corpus, seen=has_display(os.environ, sys.platform))
    if not tried.font:
        raise AnnotatorError("cli.selftest-no-font")
    _say(face, "font", font=tried.font)
    if not (tried.shown and tried.accepted):
        raise AnnotatorError("cli.selftest-nothing-shown")
    _say(face, "window", count=tried.shown, platform=tried.platform)
    _say(face, "decided", text=tried.accepted)
    return tried.accepted


def _try_export(face: Face, corpus: Path, accepted: str) -> None:
    """The export, read again as people's other programs would."""
    out = corpus.with_suffix(".jsonl")
    with opened(face, corpus) as open_corpus:
        written = open_corpus.export(out, "jsonl")
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    if accepted not in (one["text"] for line in lines for one in line.get("annotations", ())):
        raise AnnotatorError("cli.selftest-not-exported", text=accepted)
    _say(face, "exported", documents=written.documents, annotations=written.annotations)
