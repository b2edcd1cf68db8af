"""The verbs: all that a person can do with a corpus, one method each. Each that changes something returns Changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.adding import Added, Adding, files_to_read, is_own
from annotator.errors import AnnotatorError
from annotator.formats import Format, ReadOptions, Source, Written, formats
from annotator.formats.losses import write_losses
from annotator.formats.termlist import read_terms, write_terms
from annotator.model import (
    ACCEPT,
    CORRECT,
    DONE,
    MANUAL,
    NEW,
    REJECT,
    STARTED,
    Annotation,
    Attributes,
    Bundle,
    Changes,
    Decision,
    Occurrence,
    SaidTerm,
    Scheme,
    Span,
    Suggestion,
    new_id,
)
from annotator.reports import ReadFile, read_files
from annotator.resources import seeds
from annotator.scheme import allowed_attributes, check_attributes, check_label
from annotator.store import Store, Writing
from annotator.suggest import Known, State
from annotator.text import fold
from annotator.view import EVERYTHING, Selection, View, login_name

__all__ = [
    "Added", "Corpus", "Known", "ReadFile", "Selection", "Written", "login_name", "make_demo", "writable_formats",
]  # fmt: skip

_READ_WITHIN = 2_000  # code points


class Corpus(View):
    """An open corpus file and the annotator who works in it: what this person decides and annotates is theirs."""

    @classmethod
    def create(cls, path: Path, scheme: Scheme | None = None, *, annotator: str = "") -> Corpus:
        """Makes an empty corpus with a scheme. Raises AnnotatorError when it is there already or cannot be made."""
        corpus = cls(Store.create(path), annotator)
        with _whole_or_gone(corpus), corpus._store.step("new", corpus.annotator, undoable=False) as writing:
            writing.put_scheme(scheme or plain.read_scheme())
        return corpus

    @classmethod
    def open(cls, path: Path, *, annotator: str = "") -> Corpus:
        """Raises AnnotatorError for a file that is missing, no corpus, or of a newer version."""
        return cls(Store(path), annotator)

    def close(self) -> None:
        self._store.close()

    # ---- deciding on suggestions

    def accept(self, document: str, suggestion: Suggestion) -> Changes:
        """Makes the suggestion an annotation, as it is. Raises AnnotatorError when it has one already."""
        return self._decide(document, suggestion, suggestion.span, suggestion.label)

    def correct(
        self, document: str, suggestion: Suggestion, *, span: Span | None = None, label: str | None = None
    ) -> Changes:
        """Makes it an annotation with another span or label, or both. With neither it is an accept."""
        return self._decide(document, suggestion, span or suggestion.span, label or suggestion.label)

    def reject(self, document: str, suggestion: Suggestion) -> Changes:
        """Says no, for good: it is not suggested here again."""
        with self._step(REJECT, document) as writing:
            writing.put_decision(self._decision(document, suggestion, REJECT, None, writing.time))
        return writing.changes

    def decide_all(self, kind: str, picks: Mapping[str, Sequence[Suggestion]]) -> Changes:
        """Accepts or rejects many suggestions, by document, as one step. Raises AnnotatorError as `accept` does."""
        with self._step("decide-all") as writing:
            for document, suggestions in picks.items():
                for one in suggestions:
                    if kind == ACCEPT:
                        self._write_decided(writing, document, one, one.span, one.label)
                    else:
                        writing.put_decision(self._decision(document, one, kind, None, writing.time))
                self._start(writing, document)
        return writing.changes

    def _decide(self, document: str, suggestion: Suggestion, span: Span, label: str) -> Changes:
        with self._step(_kind(suggestion, span, label), document) as writing:
            self._write_decided(writing, document, suggestion, span, label)
        return writing.changes

    def _write_decided(self, writing: Writing, document: str, suggestion: Suggestion, span: Span, label: str) -> None:
        kind = _kind(suggestion, span, label)
        # another stretch, or another label, has attributes of its own
        attributes = allowed_attributes(self.scheme, label, suggestion.attributes) if kind == ACCEPT else None
        annotation = self._annotation(document, span, label, attributes, source=suggestion.source, time=writing.time)
        writing.put_annotation(annotation)
        writing.put_decision(self._decision(document, suggestion, kind, annotation.id, writing.time))

    def _decision(
        self, document: str, suggestion: Suggestion, kind: str, annotation: str | None, time: str
    ) -> Decision:
        """The decision to write: in the place of an earlier rejection, if there is one."""
        earlier = self._store.read.decision_on(document, self.annotator, suggestion.key)
        if earlier and earlier.annotation:
            raise AnnotatorError("corpus.decided", text=suggestion.text)
        id_ = earlier.id if earlier else new_id()
        return Decision(id_, document, self.annotator, kind, suggestion, self.engine.version, annotation, time)

    # ---- annotations

    def annotate(self, document: str, span: Span, label: str, attributes: Attributes | None = None) -> Changes:
        """Labels a stretch of text by hand. The same label on the same span again changes nothing.

        Without attributes it gets those that the engine reads off the text (a quantity's value, say). Raises
        AnnotatorError for a label or attribute that the scheme has not, and a span that is not in the text.
        """
        if any((one.span, one.label) == (span, label) for one in self.annotation_rows(document)):
            return Changes()
        with self._step("annotate", document) as writing:
            annotation = self._annotation(document, span, label, attributes, source=MANUAL, time=writing.time)
            writing.put_annotation(annotation)
        return writing.changes

    def relabel(self, annotation: str, label: str) -> Changes:
        """Gives an annotation another label, with the attributes that belong to it."""
        old = self._own(annotation)
        check_label(self.scheme, label)
        kept = allowed_attributes(self.scheme, label, old.attributes)
        return self._change("relabel", old, label=label, attributes=kept or self._as_read(label, old.text))

    def move(self, annotation: str, span: Span) -> Changes:
        """Gives an annotation other boundaries. Attributes that nobody has edited follow the text.

        Raises AnnotatorError where the boundaries are not in the text.
        """
        old = self._own(annotation)
        text = self._slice(old.document, span)
        untouched = old.attributes == self._as_read(old.label, old.text)
        attributes = self._as_read(old.label, text) if untouched else old.attributes
        return self._change("move", old, span=span, text=text, attributes=attributes)

    def set_attributes(self, annotation: str, attributes: Attributes) -> Changes:
        """Replaces an annotation's attributes. Raises AnnotatorError for what the scheme does not allow."""
        return self._change("attributes", self._own(annotation), attributes=dict(attributes))

    def set_note(self, annotation: str, note: str) -> Changes:
        """Replaces an annotation's note; an empty one takes it away."""
        return self._change("note", self._own(annotation), note=note)

    def remove(self, annotation: str) -> Changes:
        """Takes an annotation away. One that grew from a suggestion leaves that rejected, so it does not come back."""
        old = self._own(annotation)
        behind = self._store.read.decision_of(old.id)
        with self._step("remove", old.document) as writing:
            if behind:
                writing.put_decision(replace(behind, kind=REJECT, annotation=None, time=writing.time))
            writing.remove("annotations", old.id)
        return writing.changes

    def _change(self, name: str, old: Annotation, **fields: Any) -> Changes:
        new = replace(old, **fields)
        if new == old:
            return Changes()
        # only what is new: attributes that came in with a file may be such as this scheme does not have
        self._check(new.label, dict(new.attributes.items() - old.attributes.items()))
        behind = self._store.read.decision_of(old.id)
        with self._step(name, old.document) as writing:
            writing.put_annotation(replace(new, changed=writing.time))
            if behind:
                writing.put_decision(replace(behind, kind=_kind(behind.suggestion, new.span, new.label)))
        return writing.changes

    def _own(self, annotation: str) -> Annotation:
        found = self._store.read.annotation(annotation)
        if found is None:
            raise AnnotatorError("corpus.no-annotation")
        if found.annotator != self.annotator:
            raise AnnotatorError("corpus.not-yours", annotator=found.annotator)
        return found

    def _annotation(
        self, document: str, span: Span, label: str, attributes: Attributes | None, *, source: str, time: str
    ) -> Annotation:
        text = self._slice(document, span)
        read = self._as_read(label, text) if attributes is None else attributes
        self._check(label, read)
        return Annotation(new_id(), document, self.annotator, span, label, text, read, "", source, time, time)

    def _as_read(self, label: str, text: str) -> dict[str, Any]:
        """The attributes that the engine gives a stretch of text by itself; of a mere part of it, only the choices.

        None to a stretch that is longer than any name or number, which would take a while to read.
        """
        if len(text) > _READ_WITHIN:
            return {}
        inside = [one for one in self.engine.suggest(text) if one.label == label]
        best = max(inside, key=lambda one: len(one.span), default=None)
        if best is None:
            return {}
        choices = {kind.name for kind in self.scheme.attributes_of(label) if kind.kind == "choice"}
        whole = best.text == text
        attributes = {name: value for name, value in best.attributes.items() if whole or name in choices}
        return allowed_attributes(self.scheme, label, attributes)

    def _slice(self, document: str, span: Span) -> str:
        text = self.document(document).text
        if span.end > len(text):
            raise AnnotatorError("corpus.outside", start=span.start, end=span.end, length=len(text))
        return span.of(text)

    def _check(self, label: str, attributes: Attributes) -> None:
        check_label(self.scheme, label)
        check_attributes(self.scheme, label, attributes)

    # ---- terms

    def say_of_term(self, text: str, label: str, state: State, domain: str = "") -> Changes:
        """Says that a term is always suggested ("shown"), never ("quiet"), or as if nobody had decided ("forgotten").

        An empty state takes back what was said; then the decisions on it count again. Raises AnnotatorError for an
        unknown label or domain, and for an empty text.
        """
        return self.say_of_terms([SaidTerm(text, label, domain, state)])

    def say_of_terms(self, terms: Iterable[SaidTerm]) -> Changes:
        """The same of many terms, as one step."""
        with self._step("terms") as writing:
            for term in terms:
                self._check(term.label, {"domain": term.domain} if term.domain else {})
                if not (folded := fold(term.text).strip()):
                    raise AnnotatorError("corpus.empty-term")
                if term.state:
                    writing.put_term(folded, term.label, term.domain, term.state)
                else:
                    writing.remove_term(folded, term.label)
        return writing.changes

    def import_terms(self, path: Path) -> Changes:
        """Takes over a list of terms, as one step, whole or not at all. Raises AnnotatorError that names the line."""
        return self.say_of_terms(read_terms(Source(path)))

    def export_terms(self, path: Path) -> int:
        """Writes what was said of terms, and what is learned or quiet, as a list; returns how many there are."""
        return write_terms(path, map(_said, filter(_matters, self.memory.all())))

    def annotate_all(self, places: Iterable[Occurrence], label: str) -> Changes:
        """Labels all these places by hand, as one step. What has that label there already stays as it is."""
        by_document: dict[str, list[Span]] = {}
        for place in places:
            by_document.setdefault(place.document, []).append(place.span)
        with self._step("annotate-all") as writing:
            for document, spans in by_document.items():
                there = {(one.span, one.label) for one in self.annotation_rows(document)}
                for span in spans:
                    if (span, label) not in there:
                        writing.put_annotation(
                            self._annotation(document, span, label, None, source=MANUAL, time=writing.time)
                        )
                self._start(writing, document)
        return writing.changes

    # ---- documents

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
        self.__dict__.pop("engine", None)  # the scheme may have come with the first file
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

    # ---- back and forth

    def undo(self) -> Changes:
        """Takes the last step back, whoever made it. Raises AnnotatorError when there is none."""
        return self._learned(self._store.undo(self.annotator))

    def redo(self) -> Changes:
        """Does the step that was taken back again. Raises AnnotatorError when there is none."""
        return self._learned(self._store.redo(self.annotator))

    @contextmanager
    def _step(self, name: str, document: str = "") -> Iterator[Writing]:
        """A step of this annotator; work on a document that was new to them also says that they have started."""
        with self._store.step(name, self.annotator) as writing:
            yield writing
            if document and writing.changes:
                self._start(writing, document)
        self._learned(writing.changes)

    def _start(self, writing: Writing, document: str) -> None:
        if self._store.read.progress(document).get(self.annotator, NEW) == NEW:
            writing.put_status(document, self.annotator, STARTED)

    def _learned(self, changes: Changes) -> Changes:
        """The same changes, once what they teach is known (if anybody has asked what is known)."""
        if changes.step and "learning" in self.__dict__:
            self.learning.take(self._store.log.changes_of(changes.step))
        return changes


def _kind(suggestion: Suggestion, span: Span, label: str) -> str:
    return ACCEPT if (suggestion.span, suggestion.label) == (span, label) else CORRECT


def _matters(known: Known) -> bool:
    return bool(known.state) or known.is_learned or known.is_quiet


def _said(known: Known) -> SaidTerm:
    return SaidTerm(known.text, known.label, known.domain, known.state or ("quiet" if known.is_quiet else "shown"))


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
    return {name: one for name, one in formats.all().items() if one.write}
