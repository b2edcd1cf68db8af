"""How often faults are tried: a few times in every run of the tests, many times in `make torture`."""

from __future__ import annotations

import os


def trials(quick: int, torture: int) -> int:
    """The number of trials of a test: `quick` in `make test`, `torture` in `make torture`."""
    return torture if os.environ.get("ANNOTATOR_TORTURE") else quick
