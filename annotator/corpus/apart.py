"""Pictures and interventions for a worker process, which reads the corpus file by itself: plain values in and out."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from annotator.corpus.corpus import Corpus
from annotator.corpus.insights import Place
from annotator.insight import Intervention, Picture


def picture_of(path: Path, name: str, who: str = "") -> Picture:
    """A picture of the corpus in a file. Raises AnnotatorError as opening it and `Corpus.picture` do."""
    with closing(Corpus.open(path, read_only=True)) as corpus:
        return corpus.picture(name, who)


def interventions_of(path: Path, places: Collection[Place]) -> list[Intervention]:
    """The interventions of some documents; those that were removed meanwhile are left out. Raises as `picture_of`."""
    with closing(Corpus.open(path, read_only=True)) as corpus:
        there = corpus.titles().keys()
        return list(corpus.interventions([place for place in places if place[0] in there]))
