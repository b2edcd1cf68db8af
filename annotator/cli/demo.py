"""`annotator demo`: a fresh corpus with the two sample reports, in the window or drawn."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator import plain
from annotator.cli.command import FilePath, Option, command
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.cli.window import has_display, open_window
from annotator.errors import AnnotatorError
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.corpus import Corpus

_MADE_BY_US = ["import", "new"]
"""The steps of a demo corpus that nobody has worked in, the latest first."""


def commands(words: Words) -> list[click.Command]:
    params = [
        Option(["--headless"], is_flag=True, help=words("cli.option-headless")),
        Option(["--out"], type=FilePath(), default="out", metavar="DIR", help=words("cli.option-out")),
    ]
    return [command(words, "demo", demo, params)]


def demo(face: Face, headless: bool, out: Path) -> int:
    """Makes DIR/demo.corpus and shows it: in the window, else as a picture, JSON lines and counts."""
    corpus = out / "demo.corpus"
    _make_folder(out)
    if aside := _put_in_place(_draft(corpus), corpus):
        face.tell("cli.demo-aside", path=corpus, aside=aside)
    seen = has_display(os.environ, sys.platform)
    if seen and not headless:
        return open_window(face, corpus)
    if not headless:
        face.tell("cli.demo-no-display", picture=out / "annotate.png")
    _write(face, corpus, out)
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AnnotatorError("cli.no-folder", path=folder, reason=error.strerror or str(error)) from error


def _draft(corpus: Path) -> Path:
    """A new corpus with the sample reports, beside the path that it will have once it is whole."""
    from annotator.corpus import make_demo

    draft = corpus.with_name(f".demo.{os.getpid()}.corpus")
    try:
        make_demo(draft).close()
    except AnnotatorError as error:  # people know it by its other name
        raise AnnotatorError(error.key, **{**error.fields, "path": corpus}) from error
    return draft


def _put_in_place(draft: Path, corpus: Path) -> Path | None:
    """Gives the draft its name. A corpus of that name that may hold work goes aside, to the path that is returned."""
    try:
        aside = None
        if corpus.exists() and not _is_untouched(corpus):
            aside = corpus.with_name(f"demo-{datetime.now():%Y%m%d-%H%M%S-%f}.corpus")
            corpus.rename(aside)
        draft.replace(corpus)
    except OSError as error:
        raise AnnotatorError("cli.no-folder", path=corpus.parent, reason=error.strerror or str(error)) from error
    finally:
        draft.unlink(missing_ok=True)
    return aside


def _is_untouched(corpus: Path) -> bool:
    """Whether nobody has done anything in it. Raises AnnotatorError while another program has it open.

    Opening and closing it folds its -wal in, unless somebody else is there: then the file must not be moved.
    """
    try:
        with opened(None, corpus) as open_corpus:
            steps = [entry.step.name for entry in islice(open_corpus.history(), len(_MADE_BY_US) + 1)]
    except AnnotatorError:  # no corpus of ours, or none that opens: somebody may want it
        steps = []
    if any(corpus.with_name(f"{corpus.name}-{part}").exists() for part in ("wal", "shm")):
        raise AnnotatorError("cli.demo-in-use", path=corpus)
    return steps == _MADE_BY_US


def _write(face: Face, corpus: Path, out: Path) -> None:
    from annotator.formats.saving import atomic_writer

    with opened(face, corpus) as open_corpus:
        lines = list(_suggested(open_corpus, face.words))
        scheme = open_corpus.scheme
    with atomic_writer(out / "suggestions.jsonl") as stream:
        stream.write("".join(f"{plain.dumps(line)}\n" for line in lines).encode("utf-8"))
    titles = {label.name: face.words.pick(label.title) for label in scheme.labels}
    for line in lines:
        face.show(_found(line, titles, face.words))
    face.window().draw(corpus, out / "annotate.png")
    face.show(face.words("cli.demo-picture", path=out / "annotate.png"))
    face.show(face.words("cli.demo-lines", path=out / "suggestions.jsonl"))
    face.show(face.words("cli.demo-open", command=f"annotator open {shlex.quote(str(corpus))}"))


def _suggested(corpus: Corpus, words: Words) -> Iterator[dict[str, Any]]:
    from annotator.reports import suggested_line

    for bundle in corpus.bundles():
        suggestions = corpus.engine.suggest(bundle.document.text)
        yield suggested_line(bundle, bundle.document.origin.name, suggestions, words)


def _found(line: Mapping[str, Any], titles: Mapping[str, str], words: Words) -> str:
    """A report's suggestions by label, in the scheme's order."""
    counted = Counter(one["label"] for one in line["suggestions"])
    by_label = ", ".join(f"{titles[name]} {counted[name]}" for name in titles if counted[name])
    return words("cli.demo-found", document=line["document"], count=len(line["suggestions"]), labels=by_label)
