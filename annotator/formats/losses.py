"""What a format could not carry, counted and written beside the export."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from annotator import plain
from annotator.formats.files import LOSSES
from annotator.formats.format import Written
from annotator.formats.saving import atomic_writer

SPANS = ("annotations", "overlapping", "edges")
"""The kinds of loss that are spans: each one counted is an annotation that is not in the file."""


def losses_path(out: Path) -> Path:
    """`corpus.txt` → `corpus.txt.losses.json`, beside it."""
    return out.with_name(f"{out.name}{LOSSES}")


def with_the_rest(written: Written, loses: Collection[str]) -> Written:
    """Counts what each document, or each annotation, loses by the form alone; writers count what they meet."""
    documents = written.documents
    rest = {"annotator": written.annotations, "origin": documents, "history": documents, "scheme": min(1, documents)}
    lost = {kind: count for kind, count in rest.items() if kind in loses and count}
    return replace(written, lost={**written.lost, **lost})


def write_losses(out: Path, written: Written, format_: str) -> Path:
    """Writes what is not in the file to OUT.losses.json, also where that is nothing, and returns its path.

    `{"format", "documents", "decisions", "spans": {"corpus", "file", "lost", "left_out"}, "lost": {kind: count},
    "left_out": {kind: count}}`: the spans in the file, those that the format lost and those that were not to go out are
    together all of the corpus. Raises AnnotatorError as `atomic_writer` does.
    """
    path = losses_path(out)
    lost = sum(written.lost.get(kind, 0) for kind in SPANS)
    spans = {"file": written.annotations, "lost": lost, "left_out": written.spans_left_out}
    report = {
        "format": format_,
        "documents": written.documents,
        "decisions": written.decisions,
        "spans": {"corpus": sum(spans.values()), **spans},
        "lost": dict(written.lost),
        "left_out": dict(written.left_out),
    }
    with atomic_writer(path) as stream:
        stream.write(f"{plain.dumps(report)}\n".encode())
    return path
