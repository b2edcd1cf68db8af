"""Where the data lies: beside the package in a checkout, inside it when installed from a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def resource(*parts: str) -> Path:
    """The path of a file or folder below `resources/`."""
    return _root().joinpath("resources", *parts)


def seeds() -> Path:
    """The folder with the two sample reports and, below `gold/`, their annotated versions."""
    return _root() / "seeds"
