"""A learned model: reads a text and says which spans it believes in, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.learned.calibration import Curve
from annotator.suggest.learned.columns import Columns, columns
from annotator.suggest.learned.features import (
    Features,
    Template,
    by_template,
    features,
    grown_templates,
    templates,
)
from annotator.suggest.learned.posteriors import Posteriors, Tagset, posteriors
from annotator.suggest.learned.reading import Reading
from annotator.suggest.learned.steps import Steps, steps_of
from annotator.suggest.learned.tags import stretches
from annotator.suggest.learned.weights import Weights, read_weights

FLOOR = 0.05
"""spans that are less likely are not looked at"""
SURENESS = 8
"""steps into which the base model's probability is cut as a feature"""


@dataclass(frozen=True, slots=True)
class Likely:
    """A span `[start, end)` in code points that the model believes in with a probability."""

    start: int
    end: int
    label: str
    probability: float


class Model:
    """A conditional random field over the characters of a text. A value: it keeps nothing of the texts it reads.

    `steps` are its weights as they are added up, where they were made before.
    """

    def __init__(self, weights: Weights, steps: Steps | None = None) -> None:
        self.weights = weights
        self._given_steps = steps
        self.tagset = Tagset(weights.tags)
        self.base = Model(read_weights(weights.base)) if weights.base else None

    @classmethod
    def from_bytes(cls, data: bytes) -> Model:
        """The model that `training.train` gave. Raises AnnotatorError where the bytes are damaged."""
        return cls(read_weights(data))

    def to_bytes(self) -> bytes:
        return self.weights.to_bytes()

    @cached_property
    def version(self) -> str:
        """Eight hex digits over the whole model."""
        return sha256(self.to_bytes()).hexdigest()[:8]

    @property
    def labels(self) -> tuple[str, ...]:
        return self.tagset.labels

    @property
    def reports(self) -> int:
        """How many reports it was trained on, those of its base included."""
        return int(self.weights.facts["reports"]) + (self.base.reports if self.base else 0)

    @property
    def trained_on(self) -> str:
        """The hash of the texts and spans it was trained on, as `training.examples_hash` gives it."""
        return str(self.weights.facts["trained_on"])

    @property
    def gain(self) -> tuple[float, float]:
        """The exact F1 on held-out folds with it, and with its base or no model; 1 and 0 where it was not measured."""
        with_it, without = self.weights.facts.get("gain", (1.0, 0.0))
        return float(with_it), float(without)

    @property
    def helps(self) -> bool:
        """Whether it did better on held-out folds than its base, or than no model; True where that was not measured."""
        with_it, without = self.gain
        return with_it > without

    @cached_property
    def curves(self) -> tuple[Curve, Curve]:
        """How often what it says is right: of spans that no other suggester has, and of those that one has."""
        alone, shared = self.weights.facts["curves"]
        return Curve.from_plain(alone), Curve.from_plain(shared)

    def spans(self, reading: Reading, floor: float = FLOOR) -> list[Likely]:
        """All spans of a text with a probability above `floor`, by start, end and label. They may overlap."""
        starts, ends, labels, chances = self.posteriors(reading).likely(floor)
        found = zip(starts.tolist(), ends.tolist(), labels.tolist(), chances.tolist(), strict=True)
        ordered = sorted((start, end, self.labels[label], chance) for start, end, label, chance in found)
        return [Likely(*one) for one in ordered]

    def posteriors(self, reading: Reading) -> Posteriors:
        """What it believes of each character of a text."""
        scores = self._scores(columns_of(reading, self.base), len(reading.passage.folded))
        return posteriors(scores, self.weights.moves.astype(np.float64), self.tagset, stretches(reading.passage.folded))

    def _scores(self, read: Columns, length: int) -> NDArray[np.float64]:
        """[code points, tags]: the sum of the weights of each character's features, less that of the first tag."""
        sums = self.steps.sums(by_template(read, templates_of(self.base)), length)
        scores = np.zeros((length, len(self.tagset.tags)))
        np.multiply(sums, self.steps.step, out=scores[:, 1:])
        return scores

    @cached_property
    def steps(self) -> Steps:
        return self._given_steps or steps_of(self.weights, len(templates_of(self.base)))


def features_of(reading: Reading, base: Model | None) -> Features:
    """The features of each character; for a model that grows on another one also by what that one reads."""
    return features(columns_of(reading, base), templates_of(base))


def columns_of(reading: Reading, base: Model | None) -> Columns:
    """What the features are made of."""
    own = columns(reading)
    return {**own, **_read_by(base.posteriors(reading))} if base else own


def templates_of(base: Model | None) -> tuple[Template, ...]:
    """What a model looks at that grows on `base`, or on none."""
    return grown_templates() if base else templates()


def _read_by(base: Posteriors) -> Columns:
    """The likeliest label that begins or stands at each character, 0 for none, and in steps how likely it is."""
    beginning, holding = base.starts, base.held
    none = 1.0 - beginning.sum(axis=1) - holding.sum(axis=1)
    chances = np.column_stack([none, beginning, holding])
    best = chances.argmax(axis=1)
    sure = np.take_along_axis(chances, best[:, None], axis=1)[:, 0]
    steps = np.minimum(sure * SURENESS, SURENESS - 1).astype(np.uint32)
    read = best.astype(np.uint32)
    return {"base": read + np.uint32(1), "sure": read * np.uint32(SURENESS) + steps}
