"""What a worker process is asked of a corpus: it opens the file by itself to read. Plain values in and out.

All raise AnnotatorError as opening the corpus and the verbs that they call do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.corpus.corpus import Corpus
from annotator.corpus.insights import Place
from annotator.corpus.measuring import Measured
from annotator.corpus.reviewing import QueueRow
from annotator.i18n import Words
from annotator.insight import Intervention, Picture

if TYPE_CHECKING:  # they need numpy
    from annotator.review.numbers import Number
    from annotator.review.report import Page


def picture_of(path: Path, name: str, who: str = "") -> Picture:
    """A picture of the corpus in a file."""
    with closing(Corpus.open(path, read_only=True)) as corpus:
        return corpus.picture(name, who)


def interventions_of(path: Path, places: Collection[Place]) -> list[Intervention]:
    """The interventions of some documents; those that were removed meanwhile are left out."""
    with closing(Corpus.open(path, read_only=True)) as corpus:
        there = corpus.titles().keys()
        return list(corpus.interventions([place for place in places if place[0] in there]))


def queue_of(path: Path, documents: Sequence[str], annotators: Sequence[str]) -> list[QueueRow]:
    """The cases of some documents, as a list shows them."""
    with closing(Corpus.open(path, read_only=True)) as corpus:
        return corpus.queue(documents, annotators)


def measure(path: Path, annotators: Sequence[str], gamma: Number | None) -> Measured:
    """All numbers of agreement."""
    with closing(Corpus.open(path, read_only=True)) as corpus:
        return corpus.measured(annotators, gamma=gamma)


def gammas_of(path: Path, documents: Sequence[str], annotators: Sequence[str]) -> list[float]:
    """Gamma of some documents."""
    with closing(Corpus.open(path, read_only=True)) as corpus:
        return corpus.gammas(documents, annotators)


def report_of(path: Path, language: str, annotators: Sequence[str], gamma: Number | None) -> Page:
    """The report of agreement, in a language."""
    with closing(Corpus.open(path, read_only=True)) as corpus:
        return corpus.report(Words(language), annotators, gamma=gamma)
