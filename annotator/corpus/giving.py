"""Work packages: a part of the corpus to work on, without anybody else's work; it comes back by a merge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotator.corpus.acting import Acting
from annotator.corpus.selecting import Selection
from annotator.errors import AnnotatorError


class Giving(Acting):
    """The verb that gives a part out."""

    def give(self, out: Path, documents: Sequence[str], annotator: str = "") -> int:
        """Makes a corpus of documents, named by title or id, with the scheme, the terms and the rules.

        Of all work only that of `annotator` goes along, if one is named, who may be new. Returns how many documents it
        holds. Raises AnnotatorError for a name that no document has, for none at all, and where `out` cannot be made.
        """
        ids = [row.id for row in self._rows_of(Selection(documents=documents))] if documents else []
        if not ids:
            raise AnnotatorError("corpus.package-empty", path=self.path)
        self._store.give(out, ids, annotator, self.annotator)
        return len(ids)
