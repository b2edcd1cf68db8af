"""The model that ships with the program."""

from __future__ import annotations

from functools import cache

from annotator.resources import resource
from annotator.suggest.learned.model import Model
from annotator.suggest.learned.steps import kept_steps
from annotator.suggest.learned.weights import read_weights
from annotator.suggest.prepared import prepared


def base_bytes() -> bytes:
    """The base model as bytes: what a corpus's model grows on. Made by packaging/train_base.py."""
    return resource("models", "base.bin").read_bytes()


@cache
def base_model() -> Model:
    """Read once: it is a value."""
    return Model(read_weights(base_bytes()), kept_steps(prepared()))
