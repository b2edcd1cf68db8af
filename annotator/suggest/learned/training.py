"""Training a model on reports that people have annotated. For a worker process: plain values in, bytes out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from itertools import chain
from typing import Any

from annotator.model import SuggestionKey
from annotator.plain import dumps
from annotator.suggest.engine import Engine
from annotator.suggest.learned.calibration import Outcome, curves
from annotator.suggest.learned.fitting import Settings, Tagged, fit
from annotator.suggest.learned.joining import Judged, best, judged
from annotator.suggest.learned.model import Model, features_of
from annotator.suggest.learned.reading import Reading, hidden
from annotator.suggest.learned.tags import Example, stretches, tags_of, unbroken
from annotator.suggest.learned.weights import Weights
from annotator.suggest.wrapping import Unwrapped, unwrapped


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn: each report is read once for each of the shares of what the other suggesters know that are hidden;

    how the weights are fitted; into how many folds reports are put to be judged by a model that has not seen them.
    """

    hidden: tuple[float, ...] = (0.5, 0.2)
    settings: Settings = field(default_factory=Settings)
    folds: int = 5


THOROUGH = Plan()
QUICK = Plan(hidden=(0.3,), settings=Settings(rounds=25), folds=3)
"""For a model that grows on another one while a person waits: less than a fifth of the time, and no worse on reports
that were held out."""


@dataclass(frozen=True)
class Lesson:
    """A report as a model learns from it: its reading, and the spans that are right, in the reading's code points."""

    reading: Reading
    spans: frozenset[SuggestionKey]


def train(examples: Sequence[Example], base: bytes | None = None) -> bytes:
    """A model of the labels in the examples, as bytes for `Model.from_bytes`; the same examples give the same bytes.

    With `base`, the bytes of another model, it grows on that: it learns most from what that one reads in a text.
    Its scores are calibrated on held-out folds, where it is also compared with going without (`Model.helps`). Raises
    ValueError where no example has a span, AnnotatorError where the base is damaged.
    """
    lessons = [lesson(text, spans) for text, spans in examples]
    grown_on = Model.from_bytes(base) if base else None
    facts = {"reports": len(lessons), "trained_on": examples_hash(examples)}
    plan = QUICK if grown_on else THOROUGH
    tried = held_out(lessons, grown_on, plan)
    of_scores = curves(chain.from_iterable(one.outcomes for one in tried))
    facts |= {"curves": [curve.to_plain() for curve in of_scores], "gain": gain(tried, grown_on)}
    return with_facts(fitted_on(lessons, grown_on, plan), facts).to_bytes()


def examples_hash(examples: Iterable[Example]) -> str:
    """SHA-256 of the texts and spans, whatever their order: whether a model is still that of its reports."""
    digests = sorted(sha256(dumps([text, sorted(map(list, spans))]).encode()).digest() for text, spans in examples)
    return sha256(b"".join(digests)).hexdigest()


@cache
def _engine() -> Engine:
    return Engine(model=None)


def lesson(text: str, spans: Iterable[SuggestionKey]) -> Lesson:
    """A text and its spans, read by the other suggesters as they read a report: without the breaks of its page."""
    page = unwrapped(text)
    if page is None:
        return Lesson(_engine().read(text), frozenset((start, end, label) for start, end, label in spans))
    moved = frozenset((_on_page(page, start), _on_page(page, end), label) for start, end, label in spans)
    return Lesson(_engine().read(page.text), frozenset(one for one in moved if one[0] < one[1]))


def _on_page(page: Unwrapped, stored: int) -> int:
    """The offset without the page's breaks of an offset in the stored text; that of a break's place inside it."""
    ends = [start + removed for start, removed in zip(page.starts, page.removed[1:], strict=True)]
    passed = bisect_right(ends, stored)
    offset = stored - page.removed[passed]
    return min(offset, page.starts[passed]) if passed < len(ends) else offset


def fitted_on(lessons: Iterable[Lesson], base: Model | None = None, plan: Plan = THOROUGH) -> Weights:
    """The weights fitted on lessons, with phrases hidden in them; without curves. Raises ValueError without a span."""
    known = list(lessons)
    labels = {label for one in known for _, _, label in one.spans}
    if not labels:
        raise ValueError("nothing to learn: no spans")
    tagged = (piece for number, one in enumerate(known) for piece in _pieces(one, str(number), base, plan))
    weights = fit(tagged, labels, plan.settings)
    return replace(weights, base=base.to_bytes()) if base else weights


def _pieces(one: Lesson, seed: str, base: Model | None, plan: Plan) -> Iterator[Tagged]:
    folded = one.reading.passage.folded
    tags = tags_of(len(folded), one.spans)
    cuts = unbroken(stretches(folded), tags)
    for share in plan.hidden:
        found = features_of(hidden(one.reading, share, f"{seed} {share}"), base)
        for start, end in cuts:
            yield found[start:end], tags[start:end]


def with_facts(weights: Weights, facts: Mapping[str, Any]) -> Weights:
    return replace(weights, facts=dict(facts))


@dataclass(frozen=True)
class Tried:
    """A lesson that a model had not learned, and how the model and the other suggesters judged its spans."""

    lesson: Lesson
    judged: tuple[Judged, ...]

    @property
    def chosen(self) -> list[Judged]:
        return best(self.judged)

    @property
    def outcomes(self) -> list[Outcome]:
        """What was said of the spans that were chosen, and whether they are right."""
        return [(span.value, span.shared, span.key in self.lesson.spans) for span in self.chosen]


def held_out(lessons: Sequence[Lesson], base: Model | None = None, plan: Plan = THOROUGH) -> list[Tried]:
    """Each lesson judged by a model that was trained on the other folds. Lessons of one fold are `folds` apart."""
    tried, folds = [], plan.folds
    for fold in range(min(folds, len(lessons))):
        rest = [one for at, one in enumerate(lessons) if at % folds != fold]
        if not any(one.spans for one in rest):
            continue
        model = Model(with_facts(fitted_on(rest, base, plan), {}))
        tried += [trial(one, model) for one in lessons[fold::folds]]
    return tried


def trial(one: Lesson, model: Model) -> Tried:
    """How a model and the other suggesters judge the spans of a lesson that it did not learn."""
    return Tried(one, tuple(judged(one.reading, model)))


def gain(tried: Sequence[Tried], base: Model | None = None) -> list[float]:
    """The exact F1 on held-out lessons with the model, and without: by its base, or by no model at all."""
    gold = [one.lesson.spans for one in tried]
    ours = [{span.key for span in one.chosen} for one in tried]
    if base is None:
        without = [{other.key for other in one.lesson.reading.chosen} for one in tried]
    else:
        without = [{span.key for span in trial(one.lesson, base).chosen} for one in tried]
    return [round(_f1(gold, ours), 4), round(_f1(gold, without), 4)]


def _f1(gold: Sequence[AbstractSet[SuggestionKey]], suggested: Sequence[AbstractSet[SuggestionKey]]) -> float:
    right = sum(len(theirs & own) for own, theirs in zip(gold, suggested, strict=True))
    total = sum(map(len, gold)) + sum(map(len, suggested))
    return 2 * right / total if total else 0.0
