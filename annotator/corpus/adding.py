"""Bringing documents into a corpus, with all that people said about them. Used inside one step."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from annotator.errors import AnnotatorError
from annotator.incoming import Incoming, files_of
from annotator.model import (
    DONE,
    NEW,
    REJECT,
    Annotation,
    Attributes,
    Bundle,
    Changes,
    Decision,
    Document,
    Past,
    Proposal,
    Relation,
    Scheme,
    Span,
    new_id,
)
from annotator.store import Store, Writing

Said = TypeVar("Said", Annotation, Decision, Relation)

What = tuple[str, Span, str]


@dataclass(frozen=True, slots=True)
class Added:
    """What an import brought: new documents, those whose text was there already, and why files stayed out.

    `remarks` are what readers said of the files that came in: what was left out of them or only guessed.
    """

    changes: Changes
    documents: int
    known: int
    annotations: int
    decisions: int
    faults: tuple[AnnotatorError, ...] = ()
    remarks: tuple[AnnotatorError, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict, hash=False)
    """what the files had and a corpus cannot hold, by kind"""
    proposals: int = 0
    """how many suggestions of other programs came in"""


Identity = tuple[int, int]
"""A file's device and its number there."""


def files_to_read(paths: Iterable[Path], corpus: Path) -> list[Path]:
    """The files of an import: those that the paths stand for, but for the open corpus's own.

    To open and close such a file here would take SQLite's locks away. Raises AnnotatorError when it is named itself.
    """
    named, own = list(paths), _own_files(corpus)
    for path in named:
        if _identity(path) in own:
            raise AnnotatorError("corpus.import-itself", path=path)
    return [path for path in files_of(named) if _identity(path) not in own]


def is_own(path: Path, corpus: Path) -> bool:
    """Whether a path, by whatever name, is the corpus's file or one that SQLite keeps beside it."""
    return _identity(path) in _own_files(corpus)


def _own_files(corpus: Path) -> set[Identity]:
    found = (_identity(f"{corpus}{part}") for part in ("", "-wal", "-shm", "-journal"))
    return {one for one in found if one}


def _identity(path: str | Path) -> Identity | None:
    """What `os.path.samefile` compares, asked once a file; None for one that is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Adding:
    """An import under way. A document whose text is there already is the same document: only what is new joins it."""

    def __init__(self, writing: Writing, store: Store, scheme: Scheme, annotator: str) -> None:
        self._writing = writing
        self._read = store.read
        self._pasts = store.pasts
        self._scheme = scheme
        self._annotator = annotator
        self._position = self._read.next_position()
        self._faults: list[AnnotatorError] = []
        self._remarks: list[AnnotatorError] = []
        self._left_out: Counter[str] = Counter()
        self._counts = dict.fromkeys(("documents", "known", "annotations", "decisions", "proposals"), 0)

    def added(self, changes: Changes) -> Added:
        """What has come in so far."""
        said = (tuple(self._faults), tuple(self._remarks), dict(self._left_out))
        n = self._counts
        counts = (n["documents"], n["known"], n["annotations"], n["decisions"])
        return Added(changes, *counts, *said, n["proposals"])

    def file(self, file: Incoming) -> None:
        """All documents of a file, or none of them: then the reason is among the faults."""
        before = (self._scheme, self._position, dict(self._counts), Counter(self._left_out))
        try:
            if file.fault:
                raise file.fault
            self._bundles(file)
        except AnnotatorError as fault:
            if fault.key.startswith(("store.", "work.")):  # the corpus itself, or who reads, not the file
                raise
            self._scheme, self._position, self._counts, self._left_out = before
            self._faults.append(fault)
            return
        self._remarks += file.remarks
        self._left_out.update(+Counter(file.left_out))

    def _bundles(self, file: Incoming) -> None:
        """Only reading and the labels refuse a file: one of a single document is known to stay before it is written.

        Else what was written has to be taken back, for which SQLite copies each page that a file touches.
        """
        bundles = self._checked(file)
        some = [] if file.scheme else list(islice(bundles, 2))
        if len(some) == 1:
            self._bundle(some[0])
            return
        with self._writing.part():
            self._adopt(file)
            for bundle in chain(some, bundles):
                self._bundle(bundle)

    def _checked(self, file: Incoming) -> Iterator[Bundle]:
        """The documents of a file; of one that is refused for its labels no more is asked for."""
        for bundle in file.bundles:
            self._check_labels([bundle], str(file.path))
            yield bundle

    def _adopt(self, file: Incoming) -> None:
        """An empty corpus takes the scheme of the first file that brings one; later files must fit it."""
        if file.scheme and file.scheme != self._scheme and not self._read.document_count():
            self._writing.put_scheme(file.scheme)
            self._scheme = file.scheme

    def _check_labels(self, bundles: Iterable[Bundle], source: str) -> None:
        known = {label.name for label in self._scheme.labels}
        for bundle in bundles:
            said = [one.label for one in bundle.annotations] + [one.suggestion.label for one in bundle.proposals]
            if others := list(dict.fromkeys(label for label in said if label not in known)):
                named = {"labels": ", ".join(sorted(known)), "others": ", ".join(others)}
                raise AnnotatorError("corpus.import-label", path=source, label=others[0], **named)

    def bundle(self, bundle: Bundle) -> None:
        """One document. Raises AnnotatorError for a label that the scheme has not; slices are checked when written."""
        self._check_labels([bundle], bundle.document.title)
        self._bundle(bundle)

    def _bundle(self, bundle: Bundle) -> None:
        document, is_new = self._document(bundle.document)
        ids = self._annotations(document, [self._of(one, document) for one in bundle.annotations], is_new=is_new)
        if bundle.decisions:
            self._decisions(document, [self._of(one, document) for one in bundle.decisions], ids)
        for relation in (self._of(one, document) for one in bundle.relations):
            self._relation(relation, ids)
        if bundle.attributes:
            self._describe(document, bundle.attributes)
        self._adjudicated(document, bundle)
        self._propose(document, bundle.proposals)
        self._bring_past(document, bundle.history, ids)
        already = {} if is_new else self._read.progress(document)
        for annotator, status in (bundle.status or _finished(bundle)).items():
            if already.get(annotator, NEW) == NEW:
                self._writing.put_status(document, annotator or self._annotator, status)

    def _document(self, document: Document) -> tuple[str, bool]:
        """The id under which the corpus has the text, and whether it has had neither before: nothing is said of it."""
        if found := self._read.document_by_hash(document.sha256):
            self._counts["known"] += 1
            return found, False
        taken = self._read.hash_of(document.id)
        id_ = document.id if taken in (None, document.sha256) else new_id()
        self._writing.put_document(replace(document, id=id_), self._position)
        self._position += 1
        self._counts["documents"] += 1
        return id_, taken != document.sha256

    def _of(self, said: Said, document: str) -> Said:
        """What was said as one of this corpus: of its document, and of somebody."""
        who = said.annotator or self._annotator
        if (said.document, said.annotator) == (document, who):
            return said
        return replace(said, document=document, annotator=who)

    def _annotations(self, document: str, annotations: Sequence[Annotation], *, is_new: bool) -> dict[str, str]:
        """The id under which the corpus has each of a document's annotations, by the one it came with.

        What is there already stays as it is; where another annotation has taken an id, a new one is given. Files of
        other programs bring new ids each time: what somebody has said there before is that again.
        """
        if not annotations:  # the text of a document that another file speaks of
            return {}
        people = {one.annotator: "" for one in annotations}
        people = {name: self._writing.annotator(name) for name in people}
        there = self._writing.live("annotations", [one.id for one in annotations])
        owners = {id_: (row["document"], row["annotator"]) for id_, row in there.items()}
        ids: dict[str, str] = {}
        before = {} if is_new else {_said(one): one.id for one in self._read.annotations(document)}
        new: list[Annotation] = []
        for one in annotations:
            if before and one.id not in owners and (same := before.get(_said(one))):
                ids[one.id] = same
                continue
            owner = (one.document, people[one.annotator])
            id_ = one.id if owners.get(one.id, owner) == owner else new_id()
            ids[one.id] = id_
            if id_ not in owners:
                owners[id_] = owner
                new.append(one if id_ == one.id else replace(one, id=id_))
        self._writing.put_annotations(new)
        self._counts["annotations"] += len(new)
        return ids

    def _decisions(self, document: str, decisions: Sequence[Decision], ids: Mapping[str, str]) -> None:
        """Those on what their annotators have not decided yet; `ids` are those of the annotations that came along."""
        decided = {(one.annotator, one.suggestion.key) for one in self._read.decisions(document)}
        taken = set(self._writing.live("decisions", [one.id for one in decisions]))
        new: list[Decision] = []
        for one in decisions:
            if (one.annotator, one.suggestion.key) in decided:
                continue
            decided.add((one.annotator, one.suggestion.key))
            id_ = new_id() if one.id in taken else one.id
            taken.add(id_)
            stood_by = one.annotation if one.kind != REJECT else None
            new.append(replace(one, id=id_, annotation=ids.get(stood_by) if stood_by else None))
        self._writing.put_decisions(new)
        self._counts["decisions"] += len(new)

    def _relation(self, relation: Relation, ids: Mapping[str, str]) -> None:
        """A relation between annotations that came along, unless it is there already or the scheme has no such type."""
        head, target = ids.get(relation.head), ids.get(relation.target)
        if head is None or target is None or self._scheme.relation(relation.type) is None:
            self._left_out["relations"] += 1
            return
        there = {(one.type, one.head, one.target) for one in self._read.relations_at(head)}
        if (relation.type, head, target) not in there:
            id_ = new_id() if self._writing.get("relations", relation.id) else relation.id
            self._writing.put_relation(replace(relation, id=id_, head=head, target=target))

    def _describe(self, document: str, attributes: Attributes) -> None:
        """What is said of the document itself, where nothing is said yet and the scheme knows it."""
        there = self._read.document_attributes(document)
        known = {kind.name for kind in self._scheme.document}
        for name, value in attributes.items():
            if name in known and name not in there and value is not None:
                self._writing.put_document_attribute(document, name, value)

    def _adjudicated(self, document: str, bundle: Bundle) -> None:
        """Adjudications that are not here yet, each with what it put into the adjudicated layer."""
        for one in bundle.adjudications:
            if self._writing.get("adjudications", one.id):
                continue
            self._writing.put_adjudication(replace(one, document=document))
            for gold in bundle.adjudicated:
                if gold.adjudication == one.id:
                    self._writing.put_adjudicated(replace(gold, document=document))

    def _propose(self, document: str, proposals: Sequence[Proposal]) -> None:
        """What other programs suggest there, unless the same program has suggested it already."""
        if not proposals:
            return
        there = {(one.suggestion.source, one.suggestion.key) for one in self._read.proposals(document)}
        taken = set(self._writing.live("proposals", [one.id for one in proposals]))
        new: list[Proposal] = []
        for one in proposals:
            said = (one.suggestion.source, one.suggestion.key)
            if said not in there:
                there.add(said)
                new.append(replace(one, id=new_id() if one.id in taken else one.id, document=document))
        self._writing.put_proposals(new)
        self._counts["proposals"] += len(new)

    def _bring_past(self, document: str, history: Sequence[Past], ids: Mapping[str, str]) -> None:
        """What was done to it elsewhere, as far as it is not known; rows with other ids here are named by these."""
        if not history:
            return
        brought = self._pasts.brought(document)
        events = [one.id for one in history]
        known = {one.id for one in brought} | self._pasts.known(events) | self._writing.live("past", events).keys()
        new = [
            replace(one, change=replace(one.change, row=ids.get(one.change.row, one.change.row)))
            for one in history if one.id not in known
        ]  # fmt: skip
        self._writing.put_past(document, new, len(brought))


def _said(annotation: Annotation) -> What:
    return annotation.annotator, annotation.span, annotation.label


def _finished(bundle: Bundle) -> dict[str, str]:
    """What a file that does not say how far its annotators are is taken for: their finished work."""
    return {annotation.annotator: DONE for annotation in bundle.annotations}
