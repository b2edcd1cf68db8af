"""How often faults are tried: a few times in every run of the tests, many times in `make torture`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def trials(quick: int, torture: int) -> int:
    """The number of trials of a test: `quick` in `make test`, `torture` in `make torture`."""
    return torture if os.environ.get("ANNOTATOR_TORTURE") else quick


@contextmanager
def quick_folder(otherwise: Path) -> Iterator[Path]:
    """A folder in memory where the system has one: trials that are not about the disk itself need not wait for it."""
    memory = Path("/dev/shm")
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else otherwise
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)
