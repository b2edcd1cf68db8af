"""The import itself: a worker reads, the window writes, and nothing is in the corpus before all of it is."""

from __future__ import annotations

from contextlib import closing

from PySide6.QtWidgets import QWidget

from annotator.corpus import Added, Ahead, Corpus, Far
from annotator.i18n import Words
from annotator.ui.importing.plan import Plan
from annotator.ui.waiting import CancelledError, Waiting, waiting


def bring_in(corpus: Corpus, plan: Plan, words: Words, parent: QWidget) -> Added | None:
    """Imports with a bar that can be cancelled; None when it was, and then nothing has changed.

    A backup of what people have done here comes first. Raises AnnotatorError where it cannot be made or the corpus not
    be written, or the system has ended the worker: then nothing has changed either.
    """
    orders = [(path, plan.options(path, corpus.annotator)) for path in plan.files]
    with (
        waiting(words, words("ui.importing"), len(orders), parent) as bar,
        closing(Ahead(orders, beside=True)) as ahead,
    ):
        try:
            corpus.back_up_first(lambda: bar.step(words("ui.backing-up")))
            return corpus.import_read(ahead.files(lambda far: _show(bar, far, words)))
        except CancelledError:
            return None


def _show(bar: Waiting, far: Far, words: Words) -> None:
    name = far.path.name
    bar.step(words("ui.importing-file", name=name, count=far.documents) if far.documents else name, far.number)
