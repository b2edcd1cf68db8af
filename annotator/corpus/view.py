"""What one annotator sees in an open corpus. Nothing here changes it."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.corpus.learning import Learning, Learnt
from annotator.corpus.listing import Listing
from annotator.corpus.pseudonyms import Pseudonyms
from annotator.corpus.selecting import EVERYTHING, Selection
from annotator.corpus.shares import Share
from annotator.corpus.standing import Standing
from annotator.corpus.sureness import LATEST, Proven, is_sure, sure_scores
from annotator.errors import AnnotatorError
from annotator.model import (
    ACCEPT,
    Adjudicated,
    Adjudication,
    Annotation,
    AnnotationRow,
    AttributeValue,
    Bundle,
    Decision,
    Document,
    DocumentRow,
    Entry,
    PersonalRule,
    Relation,
    Scheme,
    Suggestion,
    Trained,
)
from annotator.reports import Answers, Ways, engine_for
from annotator.scheme import check_label
from annotator.store import Holder, Presence, Store, holders
from annotator.suggest import Engine, Following, Memory, Personal, Taught, preferred

USED, NONE, STALE, OTHER = "used", "none", "stale", "other"
"""States of a corpus's own model."""
MANY = 50_000  # annotations from which counting what they teach takes longer than a person waits
AROUND = 20  # code points shown before and after an occurrence


class View:
    """An open corpus file as one annotator sees it: annotations, decisions and open suggestions are this person's."""

    def __init__(self, store: Store, annotator: str = "") -> None:
        self._store = store
        self.annotator = annotator or login_name()
        self._listing = Listing(store)
        self._learnt = 0
        """the number of the last step that is in what the corpus has taught"""
        self._others: list[Holder] = []
        self._presence: Presence | None = None

    def _enter(self) -> None:
        """Sees who else works in the corpus and, if anything can be written, says to the next that this person does."""
        self._others = holders(self.path)
        if not self.is_read_only:
            self._presence = Presence.enter(self.path, self.annotator)

    def _leave(self) -> None:
        if self._presence:
            self._presence.leave()
            self._presence = None

    @property
    def path(self) -> Path:
        return self._store.path

    @property
    def remarks(self) -> tuple[AnnotatorError, ...]:
        """What was noticed when the corpus was opened, each as a sentence; also who else was working in it."""
        return (*self._store.remarks, *(one.said_of(self.path) for one in self._others))

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be changed here; the remarks say why."""
        return self._store.refusal is not None

    @property
    def scheme(self) -> Scheme:
        body = self._store.read.scheme_body()
        if body is None:
            raise AnnotatorError("store.damaged", path=self.path, reason="no scheme")
        return plain.scheme_of(body)

    @cached_property
    def engine(self) -> Engine:
        """Made at the first question, for it reads the lexicons. The corpus's own model takes part where it may."""
        return engine_for(self.scheme, self._model)

    @property
    def _model(self) -> bytes:
        """The bytes of the corpus's own model; none where there is none, or it may not be used."""
        kept = self._store.models.kept()
        return kept.body if kept and self._state_of(kept) == USED else b""

    def state_of_model(self) -> str:
        """Whether the corpus's own model is used: USED, NONE where there is none, STALE where a document that it

        learned from is gone, OTHER where another version of the program made it.
        """
        kept = self._store.models.kept()
        return self._state_of(kept) if kept else NONE

    def _state_of(self, kept: Trained) -> str:
        if any(self._store.read.document_by_hash(one) is None for one in kept.report.get("documents", ())):
            return STALE
        try:
            engine_for(self.scheme, kept.body)
        except AnnotatorError:
            return OTHER
        return USED

    @cached_property
    def learning(self) -> Learning:
        """What the corpus has taught; made at the first question, for it counts all annotations."""
        self._learnt = self._store.last_step()
        return Learning(self._store.read)

    def _learn(self) -> None:
        """Brings in what steps have taught, also those of other programs: an undo here may take back what they did."""
        last, changes = self._store.since(self._learnt)
        self.learning.take(changes)
        self._learnt = last

    def learn_later(self) -> bool:
        """In a large corpus, goes on without what it has taught until `take_learnt` brings that; whether it does."""
        later = int(self.counts()["annotations"]) > MANY
        if later and "learning" not in self.__dict__:
            self.__dict__["learning"] = Learning(self._store.read, Learnt())
            self._learnt = self._store.last_step()
        return later

    def take_learnt(self, learnt: Learnt) -> None:
        """What the corpus had taught up to a step, and what the steps since then have."""
        self.__dict__["learning"] = Learning(self._store.read, learnt)
        self._learnt = learnt.step
        self._learn()

    @property
    def must_recall(self) -> bool:
        """Whether what was learnt is no longer what a large corpus teaches: documents have come or gone."""
        known: Learning | None = self.__dict__.get("learning")
        return bool(known and known.stale)

    @property
    def memory(self) -> Memory:
        """The known terms, as of now."""
        return self.learning.memory

    def documents(self, annotator: str = "") -> list[DocumentRow]:
        """All documents in order, with the status and counts of this annotator, or of the one named."""
        if annotator and annotator != self.annotator:
            return self._store.read.rows(annotator)
        return self._listing.rows(self.annotator)

    def annotators(self) -> list[str]:
        """The names of all who have annotated, decided or begun anything here."""
        return list(self._store.read.annotators())

    def row(self, document: str) -> DocumentRow | None:
        """One document as `documents` gives it; None when it is not there."""
        return next(iter(self._store.read.rows(self.annotator, document)), None)

    def document(self, id_: str) -> Document:
        return self._store.read.document(id_)

    def annotations(self, document: str) -> list[Annotation]:
        """This annotator's annotations, by start, the longer first."""
        return self._store.read.annotations(document, self.annotator)

    def annotation_rows(self, document: str) -> list[AnnotationRow]:
        """The same as the page shows them: where, as what, from which source."""
        return self._store.read.annotation_rows(document, self.annotator)

    def annotation(self, id_: str) -> Annotation | None:
        """One annotation, whoever made it; None when it is not there."""
        return self._store.read.annotation(id_)

    def relations(self, document: str) -> list[Relation]:
        """This annotator's relations, the oldest first."""
        return self._store.read.relations(document, self.annotator)

    def document_attributes(self, document: str) -> dict[str, AttributeValue]:
        """What people say of a document itself, by the names of `Scheme.document`."""
        return self._store.read.document_attributes(document)

    def rules(self) -> list[PersonalRule]:
        """The patterns that people wrote, switched on or off."""
        return self._store.read.rules()

    @property
    def taught(self) -> Taught:
        """The engine with this corpus's rules and all that people have taught it, as of now."""
        return Taught(self.engine, _personal(tuple(self.rules())), self.memory, self.scheme.overlap)

    @property
    def ways(self) -> Ways:
        """What a worker process needs in order to suggest as this corpus does."""
        return Ways(self.scheme, tuple(self.rules()), self._model)

    def adjudications(self, document: str) -> list[Adjudication]:
        """The decisions on a document's disagreements, by place."""
        return self._store.read.adjudications(document)

    def adjudicated(self, document: str) -> list[Adjudicated]:
        """The adjudicated layer of a document, by start, the longer first."""
        return self._store.read.adjudicated(document)

    def decisions(self, document: str) -> list[Decision]:
        """This annotator's decisions in force."""
        return self._store.read.decisions(document, self.annotator)

    def decision_of(self, annotation: str) -> Decision | None:
        """The decision that an annotation grew from; None for one made by hand."""
        return self._store.read.decision_of(annotation)

    def suggestions(self, document: str) -> list[Suggestion]:
        """What is suggested in a document and still open. Raises AnnotatorError when there is no such document."""
        return self.still_open(document, self.engine.suggest(self.document(document).text))

    def pick(
        self,
        *,
        label: str = "",
        source: str = "",
        min_score: float = 0.0,
        sure: bool = False,
        documents: Sequence[str] = (),
    ) -> dict[str, list[Suggestion]]:
        """The open suggestions that fit, by document; documents are named by title or id, none means all.

        With `sure` only those of a source, label and score of which nineteen in twenty were right (`sure_scores`).

        Raises AnnotatorError for an unknown label, and for a name that no document has.
        """
        if label:
            check_label(self.scheme, label)
        proven = self.sure_scores() if sure else {}
        picked = {
            row.id: [
                one
                for one in self.suggestions(row.id)
                if label in ("", one.label)
                and source in ("", one.source)
                and one.score >= min_score
                and (not sure or is_sure(one, proven))
            ]
            for row in self.rows_named(documents)
        }
        return {document: found for document, found in picked.items() if found}

    def sure_scores(self) -> Proven:
        """By source and label the score from which on suggestions have proven right, by this annotator's decisions.

        Those in finished documents count: there also what nobody had looked at one by one was read.
        """
        return sure_scores(self._store.figures.outcomes(self.annotator, LATEST))

    def still_open(self, document: str, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
        """Of what the engine suggests what is open, with what the corpus has taught.

        Left out is what this annotator has decided on or annotated otherwise, and what has gone quiet. What people have
        annotated before is suggested wherever else it stands, and so is what their rules match.

        What other programs suggest, as files brought it, comes before the engine's own.
        """
        return self.standing(document, suggestions).open

    def standing(self, document: str, suggestions: Iterable[Suggestion]) -> Standing:
        """This annotator's annotations in a document and what is open, as `still_open` says, to be followed.

        Raises AnnotatorError when there is no such document.
        """
        overlap, text, imported = self.scheme.overlap, self.document(document).text, self.imported(document)
        found = preferred(imported, suggestions, overlap=overlap) if imported else suggestions
        taught = self.taught
        settled = taught.personal.joined(text, found, overlap=overlap)
        following = Following(text, settled, taught.memory, overlap=overlap)
        return Standing(self._store, self.annotator, document, following, overlap=overlap)

    def answers(self, document: str) -> Answers:
        """What this annotator has said of suggestions in a document: those decided on, and where annotations stand."""
        read = self._store.read
        spans = [row.span for row in read.annotation_rows(document, self.annotator)]
        return tuple(read.decided(document, self.annotator).values()), tuple(spans)

    def imported(self, document: str) -> list[Suggestion]:
        """What other programs suggest in a document, as files brought it, whoever has decided on it."""
        return [one.suggestion for one in self._store.read.proposals(document)]

    def counts(self) -> dict[str, Any]:
        """The whole corpus in figures, all annotators together."""
        return self._store.read.counts()

    def precisions(self) -> dict[str, Share]:
        """By source, how many of its suggestions people accepted as they were, of those that anybody decided on."""
        kinds = self._store.read.counts()["sources"]
        return {source: Share(of.get(ACCEPT, 0), sum(of.values())) for source, of in kinds.items()}

    def history(self) -> Iterator[Entry]:
        """All steps, the latest first, each with what every row was before and after; then likewise those that were
        done elsewhere and came with packages."""
        for step in self._store.steps():
            yield Entry(step, self._store.log.changes_of(step.id))
        yield from self._store.pasts.entries()

    def entry(self, step: str, most: int | None = None) -> Entry:
        """One step of the history, by its id, however far back it is; of one with more changes than `most` the name."""
        is_small = most is None or self._store.log.count_of(step) <= most
        return Entry(self._store.step_of(step), self._store.log.changes_of(step) if is_small else ())

    def history_of(self, annotation: str) -> list[Entry]:
        """The steps that made or changed an annotation or the decision behind it, the latest first, those that came
        with a package last.

        They hold what happened to these alone, and name no documents: a step may have touched thousands.
        """
        decision = self._store.read.decision_of(annotation)
        rows, log = [annotation, *([decision.id] if decision else [])], self._store.log
        here = [Entry(step, log.changes_of(step.id, rows)) for step in log.steps_about(rows, whole=False)]
        return here + self._store.pasts.entries_of(annotation, rows)

    def size_of(self, step: str) -> int:
        """How many annotations and decisions a step wrote, together."""
        return sum(self._store.log.count_of(step, table) for table in ("annotations", "decisions"))

    def bundles(self, selection: Selection = EVERYTHING, *, history: bool = False) -> Iterator[Bundle]:
        """Each document with what people said about it, and if it is asked for with all that was done to it."""
        read = self._store.read
        if selection.annotator and selection.annotator not in read.annotators():
            names = ", ".join(read.annotators())
            raise AnnotatorError("corpus.no-annotator", name=selection.annotator, names=names)
        others = Pseudonyms(read.annotators()) if selection.pseudonyms else None
        for row in self._rows_of(selection):
            whole = self._bundle(row, selection.annotator or None)
            past = self._store.pasts.of(row.id) if history else ()
            bundle = selection.of(replace(whole, history=past) if past else whole)
            if bundle is not None:
                yield others.of(bundle) if others else bundle

    def rows_named(self, names: Sequence[str]) -> list[DocumentRow]:
        """The documents of these titles or ids; without a name all. Raises AnnotatorError for a name that none has."""
        return self._rows_of(Selection(documents=tuple(names)))

    def _rows_of(self, selection: Selection) -> list[DocumentRow]:
        """The documents that the selection names. Raises AnnotatorError for a name that none has."""
        rows = self.documents()
        for name in selection.documents:
            if not any(name in (row.title, row.id) for row in rows):
                raise AnnotatorError("corpus.no-document-named", name=name)
        return [row for row in rows if selection.wants(row)]

    def _bundle(self, row: DocumentRow, who: str | None) -> Bundle:
        read = self._store.read
        return Bundle(
            read.document(row.id),
            tuple(read.annotations(row.id, who)),
            tuple(read.decisions(row.id, who)),
            {name: of for name, of in read.progress(row.id).items() if who in (None, name)},
            tuple(read.relations(row.id, who)),
            read.document_attributes(row.id),
            tuple(read.adjudications(row.id)),
            tuple(read.adjudicated(row.id)),
            tuple(read.proposals(row.id)),
        )


@lru_cache(maxsize=4)
def _personal(rules: tuple[PersonalRule, ...]) -> Personal:
    """Compiled once as long as the rules are the same."""
    return Personal(rules)


def login_name() -> str:
    """Who works here when nobody says otherwise: the name that the system knows the person by."""
    try:
        return getpass.getuser().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except (KeyError, OSError, ImportError):  # no entry for the user id, as in a container; no such list on Windows
        return "annotator"
