"""The export itself, with a bar and a way out: what was there before stays as it was until all is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from annotator.corpus import Corpus, Written
from annotator.i18n import Words
from annotator.model import Bundle
from annotator.ui.exporting.order import Order
from annotator.ui.press import Pages
from annotator.ui.waiting import CancelledError, waiting


def write_out(corpus: Corpus, path: Path, order: Order, words: Words, parent: QWidget) -> Written | None:
    """Exports; None when the person has cancelled. Raises AnnotatorError where the disk or the format says no."""
    most = len(order.selection.documents) or int(corpus.counts()["documents"])
    with waiting(words, words("exporting.under-way"), most, parent) as bar:
        done = 0

        def step(bundle: Bundle) -> None:
            nonlocal done
            bar.step(" ".join(bundle.document.title.split()), done)
            done += 1

        try:
            return corpus.export(path, order.format.name, order.selection, step, Pages, seed=order.seed)
        except CancelledError:
            return None
