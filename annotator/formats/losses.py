"""What a format could not carry, counted and written beside the export."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from annotator import plain
from annotator.formats.format import Written
from annotator.formats.saving import atomic_writer

SPANS = ("annotations", "overlapping", "edges")
"""The kinds of loss that are spans: each one counted is an annotation that is not in the file."""


def losses_path(out: Path) -> Path:
    """`corpus.txt` → `corpus.txt.losses.json`, beside it."""
    return out.with_name(f"{out.name}.losses.json")


def write_losses(out: Path, written: Written, format_: str) -> Path | None:
    """Writes what was lost to OUT.losses.json and returns its path; where nothing was, takes an older one away.

    `{"format", "documents", "decisions", "spans": {"corpus", "file", "lost"}, "lost": {kind: count}}`; the spans in
    the file and those lost are together those of the exported part of the corpus. Raises AnnotatorError as
    `atomic_writer` does.
    """
    path = losses_path(out)
    if not written.lost:
        with suppress(OSError):
            path.unlink()
        return None
    lost = sum(written.lost.get(kind, 0) for kind in SPANS)
    report = {
        "format": format_,
        "documents": written.documents,
        "decisions": written.decisions,
        "spans": {"corpus": written.annotations + lost, "file": written.annotations, "lost": lost},
        "lost": dict(written.lost),
    }
    with atomic_writer(path) as stream:
        stream.write(f"{plain.dumps(report)}\n".encode())
    return path
