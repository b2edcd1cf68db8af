"""`annotator evaluate`: how good the suggestions are against gold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.command import argument, command, json_option
from annotator.cli.face import Face
from annotator.cli.suggest import corpus_option, scheme_and_engine
from annotator.cli.width import table
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.model import Scheme
    from annotator.review.score import Score, Scores


def commands(words: Words) -> list[click.Command]:
    params = [argument("gold", "GOLD_DIR"), corpus_option(words), json_option(words)]
    return [command(words, "evaluate", evaluate, params)]


def evaluate(face: Face, gold: Path, corpus: Path | None, as_json: bool) -> int:
    """Prints the scores of all that could be read; 1 when a file could not."""
    from annotator import reports

    scheme, engine = scheme_and_engine(corpus)
    scores, faults = reports.evaluate(gold, engine, scheme)
    if as_json:
        face.show_json(scores.to_plain())
    else:
        face.show(score_table(scores, scheme, face.words))
    for fault in faults:
        face.complain(fault)
    return int(bool(faults))


def score_table(scores: Scores, scheme: Scheme, words: Words) -> str:
    """A row a label, all of them first: counts, then precision, recall and F1, exact and overlapping."""
    measures = [words(key) for key in ("cli.precision", "cli.recall", "cli.f1")]
    exact, overlap = words("cli.exact"), words("cli.overlap")
    head = [words("cli.label"), words("cli.gold"), words("cli.suggested")]
    rows = [[""] * 3 + [exact] * 3 + [overlap] * 3, [*head, *measures, *measures]]
    for name, score in scores.exact.items():
        rows.append([_title(name, scheme, words), *_cells(score), *_ratios(scores.overlap[name])])
    return table(rows)


def _title(name: str, scheme: Scheme, words: Words) -> str:
    """A label by its name, which exports and options know it by, and its title where that says more."""
    label = scheme.label(name)
    if label is None:
        return words("cli.all") if name == "all" else name
    title = words.pick(label.title)
    return name if title == name else f"{name} {title}"


def _cells(score: Score) -> Iterator[str]:
    yield from (str(score.gold), str(score.suggested))
    yield from _ratios(score)


def _ratios(score: Score) -> Iterator[str]:
    yield from (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
