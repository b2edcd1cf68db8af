"""What people say of terms: shown, quiet or forgotten, and the lists of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from annotator.corpus.acting import Acting
from annotator.errors import AnnotatorError
from annotator.formats import Source
from annotator.formats.termlist import read_terms, write_terms
from annotator.model import Changes, SaidTerm
from annotator.scheme import LONGEST_TERM, can_be_listed, check_term, shown
from annotator.suggest import Known, State
from annotator.text import fold
from annotator.work import Progress

_AT_ONCE = 1_000


class Terms(Acting):
    """Verbs on terms."""

    def say_of_term(self, text: str, label: str, state: State, domain: str = "") -> Changes:
        """Says that a term is always suggested ("shown"), never ("quiet"), or as if nobody had decided ("forgotten").

        An empty state takes back what was said; then the decisions on it count again. Raises AnnotatorError for an
        unknown label or domain, for an empty text, and for one that is to be shown and cannot stand on a list.
        """
        return self.say_of_terms([SaidTerm(text, label, domain, state)])

    def say_of_terms(self, terms: Iterable[SaidTerm], progress: Progress | None = None) -> Changes:
        """The same of many terms, as one step. `progress` is told of the terms written and of all."""
        scheme = self.scheme
        said = [replace(term, text=fold(term.text).strip()) for term in terms]
        for term in said:
            check_term(scheme, term)
            if not term.text:
                raise AnnotatorError("corpus.empty-term")
            if term.state == "shown" and not can_be_listed(term.text):
                raise AnnotatorError("corpus.no-term", text=shown(term.text), most=LONGEST_TERM)
        last = list({(term.text, term.label): term for term in said}.values())
        with self._step("terms") as writing:
            for at in range(0, len(last), _AT_ONCE):
                writing.put_terms(last[at : at + _AT_ONCE])
                if progress:
                    progress(min(at + _AT_ONCE, len(last)), len(last))
        return writing.changes

    def import_terms(self, path: Path, progress: Progress | None = None) -> Changes:
        """Takes over a list of terms, as one step, whole or not at all. Raises AnnotatorError that names the lines."""
        return self.say_of_terms(read_terms(Source(path), self.scheme), progress)

    def export_terms(self, path: Path) -> int:
        """Writes what was said of terms, and what is learned or quiet, as a list; returns how many there are.

        What cannot stand on one (a rejected suggestion over a line's end) stays out.
        """
        return write_terms(path, map(_said, filter(_matters, self.memory.all())))


def _matters(known: Known) -> bool:
    return can_be_listed(known.text) and (bool(known.state) or known.is_learned or known.is_quiet)


def _said(known: Known) -> SaidTerm:
    return SaidTerm(known.text, known.label, known.domain, known.state or ("quiet" if known.is_quiet else "shown"))
