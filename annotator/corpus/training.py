"""The corpus's own model: trained on its finished documents, used while it does better than going without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from annotator.corpus.acting import Acting
from annotator.errors import AnnotatorError
from annotator.model import DONE, Trained
from annotator.text import overlapping

FEWEST = 3
"""finished documents: fewer cannot be held out from each other"""
EVERY = 10
"""After so many finished documents more it is trained again."""
MOST = 30_000
"""code points that are learned from, the latest documents first: about ten seconds"""
Example = tuple[str, list[tuple[int, int, str]]]
"""A text, and its spans as start, end (half-open code points) and label."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a worker process trains on: texts with their spans, and the hashes of those texts. Plain values."""

    examples: tuple[Example, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What training gave: the model's bytes, the hash of what it was trained on, and how it did."""

    trained_on: str
    body: bytes = field(repr=False)
    report: Mapping[str, Any] = field(hash=False)

    @property
    def is_better(self) -> bool:
        """Whether it did better on held-out documents than the suggestions without it."""
        with_it, without = self.report["gain"]
        return bool(with_it > without)


def learn(lessons: Lessons) -> Learned:
    """Trains a model that grows on the one that ships, and tries it on held-out folds. For a worker: takes seconds.

    Raises AnnotatorError where this machine has nothing to train with (there is no wheel of it for Intel Macs).
    """
    try:
        from annotator.suggest.learned.training import train
    except ImportError as error:
        raise AnnotatorError("corpus.cannot-train") from error
    from annotator.suggest.learned.base import base_bytes
    from annotator.suggest.learned.model import Model

    began = perf_counter()
    body = train(lessons.examples, base_bytes())
    model = Model.from_bytes(body)
    report = {
        "gain": list(model.gain),
        "documents": list(lessons.documents),
        "spans": sum(len(spans) for _, spans in lessons.examples),
        "seconds": round(perf_counter() - began, 1),
    }
    return Learned(model.trained_on, body, report)


class Training(Acting):
    """Verbs on the corpus's model. It is computed from the rest of the corpus, so none of them is a step."""

    def lessons(self) -> Lessons:
        """What can be learned from now: the finished documents, the latest first, up to MOST code points.

        Raises AnnotatorError where too few are finished.
        """
        examples: list[Example] = []
        documents: list[str] = []
        left = MOST
        finished = self._store.read.finished_documents(MOST)  # no text is shorter than one code point
        for id_ in finished:
            document = self.document(id_)
            if examples and len(document.text) > left:
                break
            left -= len(document.text)
            examples.append((document.text, self._settled(id_)))
            documents.append(document.sha256)
        if len(finished) < FEWEST or not any(spans for _, spans in examples):
            raise AnnotatorError("corpus.too-few-finished", count=len(finished), fewest=FEWEST)
        return Lessons(tuple(examples), tuple(documents))

    def _settled(self, document: str) -> list[tuple[int, int, str]]:
        """The spans of a finished document: the adjudicated layer where something was settled, else those of whoever

        finished it (this person before others).
        """
        read = self._store.read
        done = [name for name, status in read.progress(document).items() if status == DONE]
        whose = self.annotator if self.annotator in done else done[0]
        settled = overlapping([one.span for one in read.adjudications(document)])
        spans = [(one.span, one.label) for one in read.adjudicated(document)]
        own = ((one.span, one.label) for one in read.annotation_rows(document, whose))
        spans += [(span, label) for span, label in own if not settled(span)]
        return sorted((span.start, span.end, label) for span, label in spans)

    def keep_learned(self, learned: Learned) -> bool:
        """Keeps a trained model if it does better than going without; else all stays as it was, and False comes back.

        Raises AnnotatorError where the corpus cannot be written to.
        """
        if learned.is_better:
            self._store.keep_model(learned.trained_on, learned.report, learned.body)
            self.__dict__.pop("engine", None)
        return learned.is_better

    def train(self) -> Learned:
        """Trains now, in this process, and keeps the model if it is better. Raises AnnotatorError as `lessons` does."""
        learned = learn(self.lessons())
        self.keep_learned(learned)
        return learned

    def forget_model(self) -> None:
        """Takes the corpus's model away; what ships with the program suggests again."""
        self._store.forget_model()
        self.__dict__.pop("engine", None)

    def trained_model(self) -> Trained | None:
        """The model that is kept, used or not; None where there is none."""
        return self._store.models.kept()

    def is_due(self) -> bool:
        """Whether another EVERY documents have just been finished."""
        count = self._store.read.count_finished()
        return count > 0 and count % EVERY == 0
