"""A model as bytes and back: a line that names the form, a SHA-256 of the rest, a header in JSON, plain arrays.

Never a pickle: reading it runs nothing. All numbers are little-endian.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.errors import AnnotatorError
from annotator.suggest.learned.features import VERSION
from annotator.suggest.learned.tags import OUTSIDE, begin, inside, label_of

FORM = b"poverty-report-annotator model 1\n"
_DIGEST, _LENGTH = 32, 4


@dataclass(frozen=True)
class Weights:
    """The weights of a CRF. `features`, `of_tag` and `values` are the rows of a sparse matrix, in order: feature, tag
    number, weight.

    `moves[before, after]` are the transition weights. `facts` are what else is known of the model, as JSON has it;
    `base` is the model it grew on, as bytes, empty where there is none.
    """

    tags: tuple[str, ...]
    moves: NDArray[np.float32]
    features: NDArray[np.uint32]
    of_tag: NDArray[np.uint8]
    values: NDArray[np.float16]
    facts: Mapping[str, Any] = field(default_factory=dict)
    base: bytes = b""

    def to_bytes(self) -> bytes:
        """The same weights give the same bytes."""
        plain = {
            "version": VERSION,
            "tags": list(self.tags),
            "weights": len(self.values),
            "base": len(self.base),
            "facts": dict(self.facts),
        }
        header = json.dumps(plain, ensure_ascii=True, sort_keys=True).encode()
        arrays = (
            self.moves.astype("<f4"),
            self.features.astype("<u4"),
            self.values.astype("<f2"),
            self.of_tag.astype("u1"),
        )
        body = b"".join(
            [len(header).to_bytes(_LENGTH, "little"), header, *(array.tobytes() for array in arrays), self.base]
        )
        return FORM + sha256(body).digest() + body


def read_weights(data: bytes) -> Weights:
    """Raises AnnotatorError where the bytes are no model, are damaged, or were made for other features.

    A corpus may come from anybody: what the sum vouches for need not be a model all the same.
    """
    digest, body = data[len(FORM) : len(FORM) + _DIGEST], data[len(FORM) + _DIGEST :]
    if not data.startswith(FORM) or sha256(body).digest() != digest:
        raise AnnotatorError("suggest.model-damaged")
    try:
        weights = _weights(body)
        _check(weights)
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError) as error:
        raise AnnotatorError("suggest.model-damaged") from error
    return weights


def _weights(body: bytes) -> Weights:
    header_end = _LENGTH + int.from_bytes(body[:_LENGTH], "little")
    plain = json.loads(body[_LENGTH:header_end])
    if plain["version"] != VERSION:
        raise AnnotatorError("suggest.model-other", theirs=plain["version"], ours=VERSION)
    tags, count, at = tuple(plain["tags"]), plain["weights"], header_end
    shapes = (("<f4", len(tags) ** 2), ("<u4", count), ("<f2", count), ("u1", count))
    arrays = []
    for kind, length in shapes:
        arrays.append(np.frombuffer(body, kind, length, at))
        at += arrays[-1].nbytes
    moves, features, values, of_tag = arrays
    moves = moves.reshape(len(tags), len(tags))
    return Weights(tags, moves, features, of_tag, values, plain["facts"], body[at : at + plain["base"]])


def _check(weights: Weights) -> None:
    """Raises ValueError, or what Python says of it, where one of them cannot be."""
    labels = sorted({label_of(tag) for tag in weights.tags} - {""})
    count, facts = len(weights.values), weights.facts
    alone, shared = facts["curves"]
    if (
        weights.tags != (OUTSIDE, *(tag for label in labels for tag in (begin(label), inside(label))))
        or not len(weights.features) == len(weights.of_tag) == count
        or not (np.isfinite(weights.moves).all() and np.isfinite(weights.values).all())
        or (count and int(weights.of_tag.max()) >= len(weights.tags))
        or int(facts["reports"]) < 0
        or any(not said or len(said) != len(right) for said, right in (alone, shared))
        or not np.isfinite([float(one) for curve in (alone, shared) for part in curve for one in part]).all()
    ):
        raise ValueError("no such weights")
