"""What a person has said about an import: which files, and how they are to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.corpus import ANNOTATIONS, ReadOptions


@dataclass(frozen=True, slots=True)
class Plan:
    """`encodings` holds those that were changed, `labels` the file's names under which ours, or nothing, stand."""

    files: tuple[Path, ...]
    encodings: Mapping[Path, str] = field(default_factory=dict, hash=False)
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    predictions: str = ANNOTATIONS
    predicted: bool = False

    @staticmethod
    def of(files: Iterable[Path]) -> Plan:
        """All files as they are recognised."""
        return Plan(tuple(files))

    def options(self, file: Path, annotator: str) -> ReadOptions:
        """How a file is to be read; `annotator` stands by what nobody in the file does."""
        return ReadOptions(
            encoding=self.encodings.get(file),
            annotator=annotator,
            labels=dict(self.labels),
            predictions=self.predictions,
            predicted=self.predicted,
        )
