"""Documents: brought in, marked as done, given out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from annotator.corpus.acting import Acting
from annotator.corpus.adding import Added, Adding, files_to_read, is_own
from annotator.corpus.selecting import EVERYTHING, Selection
from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Written, formats
from annotator.formats.losses import write_losses
from annotator.model import DONE, Bundle, Changes
from annotator.reports import ReadFile, read_files
from annotator.scheme import check_label


class Documents(Acting):
    """Verbs on documents."""

    def add(self, bundles: Iterable[Bundle]) -> Added:
        """Brings documents in, with all that people said about them. Raises AnnotatorError for unknown labels."""
        with self._step("import") as writing:
            adding = Adding(writing, self._store.read, self.scheme, self.annotator)
            for bundle in bundles:
                adding.bundle(bundle)
        return adding.added(writing.changes)

    def import_files(
        self,
        paths: Iterable[Path],
        format_: str = "",
        options: ReadOptions | None = None,
        progress: Callable[[ReadFile], None] | None = None,
    ) -> Added:
        """Brings files and folders in, as one step. What cannot be read is listed in the result; the rest is in.

        `progress` is called before each file goes in and may raise to stop all: then nothing has been changed.
        """
        with self._step("import") as writing:
            adding = Adding(writing, self._store.read, self.scheme, self.annotator)
            files = files_to_read(paths, self.path)
            for file in read_files(files, format_, options or ReadOptions(annotator=self.annotator)):
                if progress:
                    progress(file)
                adding.file(file)
        return adding.added(writing.changes)

    def mark(self, document: str, status: str) -> Changes:
        """Says how far this annotator is with a document: new, started or done."""
        self.document(document)
        with self._step("done" if status == DONE else "reopen") as writing:
            writing.put_status(document, self.annotator, status)
        return writing.changes

    def export(self, out: Path, format_: str, selection: Selection = EVERYTHING) -> Written:
        """Writes the corpus, or a part of it, in a format, and beside it what that format could not carry.

        Raises AnnotatorError where the disk or the format says no.
        """
        if is_own(out, self.path):
            raise AnnotatorError("corpus.export-onto-itself", path=out)
        target = formats.get(format_)
        if target.write is None:
            raise AnnotatorError("corpus.cannot-export", format=format_)
        for label in selection.labels:
            check_label(self.scheme, label)
        written = target.write(self.bundles(selection), self.scheme, out)
        write_losses(out, written, format_)
        return written
