"""What stays in the corpus when a part of it goes out, counted: an export's report adds up to the whole corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from annotator.formats import Written
from annotator.model import Bundle

_PARTS = {
    "annotations": "annotations", "decisions": "decisions", "relations": "relations", "status": "progress",
    "described": "document_attributes", "adjudications": "adjudications", "proposals": "proposals",
}  # fmt: skip
"""How the kinds of `formats.loses-<kind>` are called in the store."""


class Chosen:
    """Counts documents on their way out. `sizes` are the whole corpus's rows by table; with `layer` the spans that go
    out are the adjudicated layer's."""

    def __init__(self, sizes: Mapping[str, int], *, layer: bool) -> None:
        self._sizes = sizes
        self._layer = layer
        self._went: Counter[str] = Counter()

    def counted(self, bundles: Iterable[Bundle]) -> Iterator[Bundle]:
        """The same bundles."""
        for bundle in bundles:
            self._went.update(
                documents=1,
                annotations=0 if self._layer else len(bundle.annotations),
                adjudicated=len(bundle.annotations if self._layer else bundle.adjudicated),
                decisions=len(bundle.decisions),
                relations=len(bundle.relations),
                status=len(bundle.status),
                described=len(bundle.attributes),
                adjudications=len(bundle.adjudications),
                proposals=len(bundle.proposals),
            )
            yield bundle

    def report(self, written: Written, *, history: bool) -> Written:
        """What was written, with what was not to be; `history` says whether that of its documents was left behind."""
        left = {kind: self._sizes[table] - self._went[kind] for kind, table in _PARTS.items()}
        left["documents"] = self._sizes["documents"] - self._went["documents"]
        left["history"] = written.documents if history else 0
        spans = self._sizes["adjudicated"] - self._went["adjudicated"] if self._layer else left["annotations"]
        return replace(written, left_out={kind: count for kind, count in left.items() if count}, spans_left_out=spans)
