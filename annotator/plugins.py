"""Registries: a decorator for what ships with the program, entry points for what others bring."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


class Registry(Generic[T]):
    """Plug-ins of one kind by name. `group` is both the entry-point group and what an error calls the kind."""

    def __init__(self, group: str) -> None:
        self.group = group
        self._ours: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        """Decorator: enters a function or value under `name`. A name taken twice is a bug: ValueError."""

        def enter(plugin: T) -> T:
            if name in self._ours:
                raise ValueError(f"{self.group}: {name!r} is registered twice")
            self._ours[name] = plugin
            return plugin

        return enter

    def ours(self) -> dict[str, T]:
        """What ships with the program, by name, in the order of registration."""
        return dict(self._ours)

    def announced(self) -> dict[str, EntryPoint]:
        """What is installed beside us and announces itself by an entry point, not loaded; ours win a clash of names."""
        if not _may_be_announced(self.group):
            return {}
        from importlib.metadata import entry_points

        return {point.name: point for point in entry_points(group=self.group) if point.name not in self._ours}

    def others(self) -> dict[str, T]:
        """The same, loaded: their code runs, here and now."""
        return {name: point.load() for name, point in self.announced().items()}

    def all(self) -> dict[str, T]:
        """Ours and others', by name."""
        return self.ours() | self.others()

    def get(self, name: str) -> T:
        """The plug-in of that name. Raises AnnotatorError that lists the names there are."""
        if name in self._ours:
            return self._ours[name]
        try:
            return self.others()[name]
        except KeyError:
            names = ", ".join(self.all())
            raise AnnotatorError("plugins.unknown", group=self.group, name=name, names=names) from None


def _may_be_announced(group: str) -> bool:
    """Whether anything that is installed names the group: `importlib.metadata` takes ten times as long to say no.

    What lies in an archive is not looked into: there may be.
    """
    for place in map(Path, sys.path):
        if place.is_file():
            return True
        for file in place.glob("*-info/entry_points.txt"):
            try:
                if group in file.read_text("utf-8", "replace"):
                    return True
            except OSError:
                return True
    return False
