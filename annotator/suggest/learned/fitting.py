"""Fitting the weights: python-crfsuite's L-BFGS with both penalties (N. Okazaki, CRFsuite, 2007; G. Andrew and J. Gao,
Scalable training of L1-regularized log-linear models, ICML 2007). Runs in a worker process: it takes seconds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from annotator.suggest.learned.features import Features
from annotator.suggest.learned.tags import OUTSIDE, begin, inside
from annotator.suggest.learned.weights import Weights

Tagged = tuple[Features, Sequence[str]]
"""The features of a stretch of text, and its tags."""
_TRANSITION = re.compile(r"^  \(\d+\) (\S+) --> (\S+): (\S+)$", re.MULTILINE)
_STATE = re.compile(r"^  \(0\) (\S+) --> (\S+): (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fit: the weights of the penalties on absolute and squared weights, the most rounds, and how small a weight
    of a feature is left out."""

    c1: float = 0.05
    c2: float = 1.0
    rounds: int = 60
    least: float = 0.0


def fit(sequences: Iterable[Tagged], labels: Iterable[str], settings: Settings | None = None) -> Weights:
    """The weights that make the tags of the sequences likeliest. `labels` are all that the tags may have."""
    from pycrfsuite import Tagger, Trainer

    tags = (OUTSIDE, *(tag for label in sorted(labels) for tag in (begin(label), inside(label))))
    how = settings or Settings()
    trainer = Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": how.c1, "c2": how.c2, "max_iterations": how.rounds})
    for features, its_tags in sequences:
        trainer.append(_as_strings(features), its_tags)
    with TemporaryDirectory() as folder:
        fitted, dumped = Path(folder, "fitted"), Path(folder, "dumped")
        trainer.train(str(fitted))
        tagger = Tagger()
        tagger.open(str(fitted))
        tagger.dump(str(dumped))
        tagger.close()
        return _weights(dumped.read_text("utf-8"), tags, how.least)


def _as_strings(features: Features) -> list[list[str]]:
    """CRFsuite names features by strings; each is made once."""
    known, at = np.unique(features, return_inverse=True)
    names = [format(name, "x") for name in known.tolist()]
    return [[names[one] for one in row.tolist()] for row in at.reshape(features.shape)]


def _weights(dump: str, tags: tuple[str, ...], least: float) -> Weights:
    number = {tag: at for at, tag in enumerate(tags)}
    transitions, states = dump.split("STATE_FEATURES", 1)
    moves = np.zeros((len(tags), len(tags)), np.float32)
    for before, after, weight in _TRANSITION.findall(transitions):
        moves[number[before], number[after]] = float(weight)
    found = ((int(feature, 16), number[tag], float(weight)) for feature, tag, weight in _STATE.findall(states))
    rows = sorted(row for row in found if abs(row[2]) >= least)
    features, of_tag, values = zip(*rows, strict=True) if rows else ((), (), ())
    return Weights(tags, moves, np.array(features, np.uint32), np.array(of_tag, np.uint8), np.array(values, np.float16))
