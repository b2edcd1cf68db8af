"""Work packages: a part of the corpus to work on, without anybody else's work; it comes back by a merge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotator.corpus.acting import Acting
from annotator.corpus.selecting import Selection
from annotator.errors import AnnotatorError


class Giving(Acting):
    """The verb that gives a part out, and for whom it is there."""

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

    @property
    def meant_for(self) -> str:
        """Whose work package this is, while nobody else has worked in it and this annotator is somebody else.

        What is annotated stays under the name it was made with, so whoever opens it should know. Empty otherwise.
        """
        name = self._store.given_to()
        return "" if name == self.annotator else name
