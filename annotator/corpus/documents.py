"""Documents: brought in, marked as done, given out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from annotator.corpus.adding import Added, Adding, files_to_read, is_own
from annotator.corpus.chosen import Chosen
from annotator.corpus.copying import Copying
from annotator.corpus.selecting import EVERYTHING, Selection
from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Written, formats
from annotator.formats.losses import with_the_rest, write_losses
from annotator.formats.sheets import Press
from annotator.i18n import on_one_line
from annotator.incoming import Incoming
from annotator.incoming.ahead import Ahead, Told
from annotator.model import DONE, Bundle, Changes
from annotator.scheme import check_label
from annotator.text import expect_much
from annotator.work import collecting_seldom

T = TypeVar("T")


class Documents(Copying):
    """Verbs on documents."""

    def add(self, bundles: Iterable[Bundle]) -> Added:
        """Brings documents in, with all that people said about them. Raises AnnotatorError for unknown labels."""
        with collecting_seldom(), self._step("import") as writing:
            adding = Adding(writing, self._store, self.scheme, self.annotator)
            for bundle in bundles:
                adding.bundle(bundle)
        return adding.added(writing.changes)

    def import_files(
        self,
        paths: Iterable[Path],
        format_: str = "",
        options: ReadOptions | None = None,
        progress: Told | None = None,
    ) -> Added:
        """Brings files and folders in, as one step. What cannot be read is listed in the result; the rest is in.

        `progress` hears how far it is and may raise to stop all: then nothing has been changed. What is much is read
        by a process beside ours.
        """
        how = options or ReadOptions(annotator=self.annotator)
        with closing(Ahead([(path, how) for path in self.files_of(paths)], format_)) as ahead:
            return self.import_read(ahead.files(progress))

    def files_of(self, paths: Iterable[Path]) -> list[Path]:
        """The files of an import: folders gone through, without the corpus's own. AnnotatorError if that is named."""
        return files_to_read(paths, self.path)

    def import_read(self, files: Iterable[Incoming]) -> Added:
        """Brings in what has been read already, or is read while this goes on, as one step, like `import_files`."""
        expect_much()
        with collecting_seldom(), self._step("import") as writing:
            adding = Adding(writing, self._store, self.scheme, self.annotator)
            for file in files:
                adding.file(file)
        return adding.added(writing.changes)

    def known_texts(self, hashes: Iterable[str]) -> set[str]:
        """Those of these texts, by their hashes, that the corpus has already."""
        return {sha256 for sha256 in hashes if self._store.read.document_by_hash(sha256)}

    def mark(self, document: str, status: str) -> Changes:
        """Says how far this annotator is with a document: new, started or done."""
        self.document(document)
        return self.mark_all([document], status)

    def mark_all(self, documents: Iterable[str], status: str) -> Changes:
        """The same of many, as one step."""
        with self._step("done" if status == DONE else "reopen") as writing:
            for document in documents:
                writing.put_status(document, self.annotator, status)
        return writing.changes

    def remove_documents(self, documents: Iterable[str]) -> Changes:
        """Takes documents out of sight, with all that was said in them, as one step; undo brings them back.

        Those that are not there are passed over. (To remove one for good, also from the history: `purge`.)
        """
        with self._step("remove-documents") as writing:
            writing.remove_all("documents", documents)
        return writing.changes

    def export(
        self,
        out: Path,
        format_: str,
        selection: Selection = EVERYTHING,
        progress: Callable[[Bundle], None] | None = None,
        press: Press | None = None,
        *,
        seed: str = "",
    ) -> Written:
        """Writes the corpus, or a part of it, in a format, and beside it what that format could not carry, and what
        was not to go out.

        `progress` is called before each document goes out and may raise to stop all: then no file has been changed.
        `press` sets pages, where the format is printed; a face has one. `seed` divides the documents otherwise than
        the format would by itself. Raises AnnotatorError where the disk or the format says no.
        """
        if is_own(out, self.path):
            raise AnnotatorError("corpus.export-onto-itself", path=out)
        target = formats.get(format_)
        if not target.goes_out:
            raise AnnotatorError("corpus.cannot-export", format=format_)
        seed = on_one_line(seed)
        if seed and not target.divides:
            raise AnnotatorError("corpus.no-seed", format=format_)
        for label in selection.labels:
            check_label(self.scheme, label)
        history = target.history and selection.is_whole
        chosen = Chosen(self._store.figures.sizes(), layer=selection.adjudicated)
        bundles = chosen.counted(self.bundles(selection, history=history))
        going = _told(bundles, progress) if progress else bundles
        if target.divides and seed:
            written = target.divides(going, self.scheme, out, seed)
        elif target.write:
            written = target.write(going, self.scheme, out)
        else:
            assert target.prints
            assert press, "this format is printed"
            written = target.prints(going, self.scheme, out, press)
        written = chosen.report(with_the_rest(written, target.loses), history=target.history and not history)
        write_losses(out, written, format_)
        return written


def _told(things: Iterable[T], progress: Callable[[T], None]) -> Iterator[T]:
    """Each of the things, after `progress` has heard of it."""
    for one in things:
        progress(one)
        yield one
