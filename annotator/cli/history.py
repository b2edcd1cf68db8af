"""`annotator history`, `undo` and `redo`: who did what when, the way back, and forward again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.command import Option, argument, command, json_option
from annotator.cli.corpora import opened
from annotator.cli.face import Face
from annotator.i18n import Words
from annotator.telling import described, local_time

if TYPE_CHECKING:
    from annotator.corpus import Corpus
    from annotator.model import Entry


def commands(words: Words) -> list[click.Command]:
    params = [argument("corpus", "CORPUS"), json_option(words, "cli.option-json-history")]
    step = Option(["--step"], metavar="ID", help=words("cli.option-step"))
    return [
        command(words, "undo", undo, [argument("corpus", "CORPUS"), step]),
        command(words, "redo", redo, [argument("corpus", "CORPUS")]),
        command(words, "history", history, params),
    ]


def undo(face: Face, corpus: Path, step: str | None) -> None:
    """Takes the last step back, or the one that is named, and says what that was."""
    with opened(face, corpus) as open_corpus:
        if step is None:
            open_corpus.undo()
        else:
            open_corpus.undo_step(step)
        titles = open_corpus.titles_ever()
        undone = _target(open_corpus, next(open_corpus.history()))
    face.tell("cli.undone", what=described(undone, titles, face.words))


def redo(face: Face, corpus: Path) -> None:
    """Takes the last undo back, and says what was done again."""
    with opened(face, corpus) as open_corpus:
        open_corpus.redo()
        done = _target(open_corpus, _target(open_corpus, next(open_corpus.history())))
        titles = open_corpus.titles_ever()
    face.tell("cli.redone", what=described(done, titles, face.words))


def _target(corpus: Corpus, of: Entry) -> Entry:
    """The step that an undo or a redo is about."""
    return corpus.entry(of.step.target or of.step.id)


def history(face: Face, corpus: Path, as_json: bool) -> None:
    """All steps, the latest first, as they are read."""
    with opened(face, corpus) as open_corpus:
        titles = open_corpus.titles_ever()
        for entry in open_corpus.history():
            if as_json:
                face.show_json(to_plain(entry))
            else:
                face.show(f"{local_time(entry.step.time)}  {described(entry, titles, face.words)}")


def to_plain(entry: Entry) -> dict[str, object]:
    """A step with each row before and after, columns as the corpus has them; null for a row that is not there."""
    step = entry.step
    changes = [{"table": one.table, "row": one.row, "before": one.before, "after": one.after} for one in entry.changes]
    return {
        "step": step.id,
        "kind": step.kind,
        "name": step.name,
        "annotator": step.annotator,
        "time": step.time,
        "target": step.target,
        "documents": list(step.documents),
        "brought": entry.brought,
        "changes": changes,
    }
