"""An open corpus and all that a person can do with it: the verbs of the other files of this room, joined."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator import plain
from annotator.corpus.deciding import Deciding
from annotator.corpus.documents import Documents
from annotator.corpus.giving import Giving
from annotator.corpus.guidelines import Guidelines
from annotator.corpus.insights import Insights
from annotator.corpus.measuring import Measuring
from annotator.corpus.merging import Merging
from annotator.corpus.relating import Relating
from annotator.corpus.rules import Rules
from annotator.corpus.scheming import Scheming
from annotator.corpus.terms import Terms
from annotator.corpus.training import Training
from annotator.formats import Format, formats
from annotator.model import Changes, Scheme
from annotator.resources import seeds
from annotator.store import Store


class Corpus(
    Deciding, Relating, Terms, Rules, Documents, Giving, Merging, Measuring, Training, Scheming, Insights, Guidelines
):  # fmt: skip
    """An open corpus file and the annotator who works in it. Each verb that changes something returns Changes."""

    @classmethod
    def create(cls, path: Path, scheme: Scheme | None = None, *, annotator: str = "") -> Corpus:
        """Makes an empty corpus with a scheme. Raises AnnotatorError when it is there already or cannot be made."""
        corpus = cls(Store.create(path), annotator)
        with _whole_or_gone(corpus), corpus._store.step("new", corpus.annotator, undoable=False) as writing:
            writing.put_scheme(scheme or plain.read_scheme())
        corpus._enter()
        return corpus

    @classmethod
    def open(cls, path: Path, *, annotator: str = "", read_only: bool = False) -> Corpus:
        """Opens a corpus; `remarks` is what people should be told of that.

        One of an older version is brought up to date, one of a newer version can only be read: then, and when it is
        opened so, each verb raises AnnotatorError. So does this for a file that is missing or no corpus.
        """
        corpus = cls(Store(path, read_only=read_only), annotator)
        corpus._enter()
        return corpus

    def close(self) -> None:
        self._leave()
        self._store.close()

    def undo(self) -> Changes:
        """Takes the last step back, whoever made it. Raises AnnotatorError when there is none."""
        return self._learned(self._store.undo(self.annotator))

    def undo_step(self, step: str) -> Changes:
        """Takes one step back alone.

        Raises AnnotatorError that names the later step which depends on it, or the part of the scheme that is in use
        or that what would come back needs.
        """
        return self._learned(self._store.undo_step(step, self.annotator, self._check_fits))

    def redo(self) -> Changes:
        """Does the step that was taken back again. Raises AnnotatorError when there is none."""
        return self._learned(self._store.redo(self.annotator))


def make_demo(path: Path, *, annotator: str = "") -> Corpus:
    """A fresh corpus with the two sample reports in it, or none. Raises AnnotatorError as `create` does."""
    corpus = Corpus.create(path, annotator=annotator)
    with _whole_or_gone(corpus):
        corpus.import_files(sorted(seeds().glob("*.txt")))
    return corpus


@contextmanager
def _whole_or_gone(corpus: Corpus) -> Iterator[None]:
    """A new corpus that a full disk or Ctrl-C keeps from being filled leaves no file."""
    try:
        yield
    except BaseException:
        corpus.close()
        corpus.path.unlink()
        raise


def writable_formats() -> dict[str, Format]:
    """What a corpus can be exported to, by name."""
    return {name: one for name, one in formats.all().items() if one.goes_out}
