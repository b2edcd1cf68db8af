"""A learned model: reads a text and says which spans it believes in, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.learned.calibration import Curve
from annotator.suggest.learned.columns import Columns, columns
from annotator.suggest.learned.features import BITS, Features, features, grown_templates, templates
from annotator.suggest.learned.posteriors import Posteriors, Tagset, posteriors
from annotator.suggest.learned.reading import Reading
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
    """A conditional random field over the characters of a text. A value: it keeps nothing of the texts it reads."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
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
        scores = self._scores(features_of(reading, self.base))
        return posteriors(scores, self.weights.moves.astype(np.float64), self.tagset, stretches(reading.passage.folded))

    def _scores(self, found: Features) -> NDArray[np.float64]:
        """[code points, tags]: the sum of the weights of each character's features."""
        rows, matrix = self._matrix
        scores = np.zeros((len(found), len(self.tagset.tags)), np.float32)
        weights = np.empty_like(scores)
        for column in rows.take(found.T, mode="clip"):  # every mode but the usual one writes at once into `out`
            scores += matrix.take(column, axis=0, out=weights, mode="clip")
        return scores.astype(np.float64)

    @cached_property
    def _matrix(self) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """For each feature its row, and the weights by row and tag; row 0 is of all features without weights."""
        known = self.weights.features
        at = np.cumsum(np.append(True, known[1:] != known[:-1])) if len(known) else np.zeros(0, np.int64)
        rows = np.zeros(1 << BITS, np.int32)
        rows[known] = at
        matrix = np.zeros((at[-1] + 1 if len(at) else 1, len(self.tagset.tags)), np.float32)
        matrix[at, self.weights.of_tag] = self.weights.values
        return rows, matrix


def features_of(reading: Reading, base: Model | None) -> Features:
    """The features of each character; for a model that grows on another one also by what that one reads."""
    own = columns(reading)
    if base is None:
        return features(own, templates())
    return features({**own, **_read_by(base.posteriors(reading))}, grown_templates())


def _read_by(base: Posteriors) -> Columns:
    """The likeliest label that begins or stands at each character, 0 for none, and in steps how likely it is."""
    beginning, holding = base.starts, base.held
    none = 1.0 - beginning.sum(axis=1) - holding.sum(axis=1)
    chances = np.column_stack([none, beginning, holding])
    best = chances.argmax(axis=1)
    sure = np.take_along_axis(chances, best[:, None], axis=1)[:, 0]
    steps = np.minimum(sure * SURENESS, SURENESS - 1).astype(np.uint64)
    return {"base": best.astype(np.uint64) + np.uint64(1), "sure": best.astype(np.uint64) * np.uint64(SURENESS) + steps}
