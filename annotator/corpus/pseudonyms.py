"""Other names for people in what leaves the house: one for each, the same all through one export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import SystemRandom
from typing import Any

from annotator.model import Bundle


class Pseudonyms:
    """`annotator-1`, `annotator-2`, … in an order that says nothing, and that another export need not share.

    Only names where the program knows them as such: what people wrote into notes, and the reports, stay as they are.
    """

    def __init__(self, names: Iterable[str]) -> None:
        shuffled = sorted(set(names))
        SystemRandom().shuffle(shuffled)
        self._given: dict[str, str] = {}
        for name in shuffled:
            self._of(name)

    def _of(self, name: str) -> str:
        return self._given.setdefault(name, f"annotator-{len(self._given) + 1}") if name else ""

    def of(self, bundle: Bundle) -> Bundle:
        """The bundle without a name that it had."""
        status = sorted((self._of(name), status) for name, status in bundle.status.items())
        return replace(
            bundle,
            annotations=tuple(replace(one, annotator=self._of(one.annotator)) for one in bundle.annotations),
            decisions=tuple(replace(one, annotator=self._of(one.annotator)) for one in bundle.decisions),
            relations=tuple(replace(one, annotator=self._of(one.annotator)) for one in bundle.relations),
            adjudications=tuple(
                replace(one, annotator=self._of(one.annotator), versions=tuple(map(self._version, one.versions)))
                for one in bundle.adjudications
            ),
            status=dict(status),
        )

    def _version(self, version: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**version, "annotators": sorted(self._of(name) for name in version.get("annotators", ()))}
