"""In place of a child process, which takes a second to start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Here:
    """A worker whose calls are done in this process; what they raise is raised when they are given."""

    def __init__(self, **_: object) -> None:
        self._answer: Any = None

    def give(self, number: int, function: Callable[..., Any], *args: Any) -> None:
        self._answer = (number, function(*args))

    def ready(self, _within: float = 0.0) -> bool:
        return True

    def take(self) -> Any:
        return self._answer

    def end(self) -> None:
        """Nothing to be ended."""
