"""What a person wants of an export."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.corpus import Format, Selection


@dataclass(frozen=True, slots=True)
class Order:
    """A format, and a part of the corpus; a seed, where documents are to be divided otherwise than by the format's."""

    format: Format
    selection: Selection
    seed: str = ""
