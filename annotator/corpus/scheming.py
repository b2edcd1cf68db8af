"""The corpus's scheme: changed as one step, without losing what is in use."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.corpus.acting import Acting
from annotator.errors import AnnotatorError
from annotator.formats.saving import atomic_writer
from annotator.model import AttributeType, Changes, Relation, RowChange, SaidTerm, Scheme
from annotator.scheme import allowed_attributes, check_attributes, check_label, check_relation, check_scheme
from annotator.store import LABELLED, Uses, Writing
from annotator.work import Progress

Row = Mapping[str, Any]
Place = tuple[Any, ...]
_PLACE = ("document", "annotator", "start", "end")
_AT_ONCE = 500
"""Rows that a label is merged in at once."""


class SchemeUses:
    """How often the parts of a scheme are in use, counted when they are first asked for, as of then."""

    def __init__(self, uses: Uses) -> None:
        self._uses = uses

    @cached_property
    def labels(self) -> Counter[str]:
        """Annotations, spans of the adjudicated layer, terms and rules of a label, together."""
        found = Counter[str]()
        for (_, label), number in self._uses.labels().items():
            found[label] += number
        return found

    @cached_property
    def attributes(self) -> Counter[tuple[str, str, str]]:
        """By label, attribute, and value where that is a text. Terms and rules carry their domain."""
        return self._with_lists(self._uses.attributes())

    def count(self, progress: Progress | None = None) -> SchemeUses:
        """The same, all of it counted now. `progress(done, all)` may raise to stop it."""
        self.__dict__["attributes"] = self._with_lists(self._uses.attributes(progress))
        for part in ("labels", "relations", "document"):
            getattr(self, part)
        return self

    def _with_lists(self, found: Counter[tuple[str, str, str]]) -> Counter[tuple[str, str, str]]:
        found.update({(label, "domain", domain): number for label, domain, number in self._uses.domains()})
        return found

    @cached_property
    def relations(self) -> Counter[tuple[str, str, str]]:
        """By type, head's label and target's label."""
        return Counter({(kind, head, target): number for kind, head, target, number in self._uses.relations()})

    @cached_property
    def document(self) -> Counter[tuple[str, str]]:
        """By attribute and value."""
        rows = self._uses.document_attributes()
        return Counter({(name, str(json.loads(value))): number for name, value, number in rows})

    def of_attribute(self, name: str, label: str = "", value: str = "") -> int:
        """Annotations, terms and rules that carry an attribute: of one label, with one value, where these are named."""
        return sum(
            number for (where, what, which), number in self.attributes.items()
            if what == name and label in ("", where) and value in ("", which)
        )  # fmt: skip

    def of_relation(self, name: str) -> int:
        return sum(number for (type_, _, _), number in self.relations.items() if type_ == name)

    def of_document(self, name: str, value: str = "") -> int:
        """Documents that carry an attribute, with one value where it is named."""
        return sum(number for (what, which), number in self.document.items() if what == name and value in ("", which))


class Scheming(Acting):
    """Verbs on the scheme. They concern everybody's work, not only this annotator's."""

    def scheme_uses(self) -> SchemeUses:
        """How often what is in use. Attributes are counted by going through all annotations."""
        return SchemeUses(self._store.uses)

    def change_scheme(self, scheme: Scheme) -> Changes:
        """Takes another scheme in the place of the present one.

        Raises AnnotatorError for what is no scheme, and where something that is in use would vanish from it or no
        longer fit: the first such part, and how often it is in use.
        """
        check_scheme(scheme, self.path)
        try:
            plain.dumps(plain.from_scheme(scheme)).encode()
        except ValueError as error:
            raise AnnotatorError("scheme.unreadable", path=self.path, reason=str(error)) from error
        for part, count in _vanishing(self.scheme, scheme, self.scheme_uses()):
            raise AnnotatorError("corpus.scheme-in-use", part=part, count=count)
        return self._put_scheme(scheme)

    def _check_fits(self, undone: Iterable[RowChange]) -> None:
        """Whether the scheme and what came back when older work was undone fit each other, as they stand now.

        Raises AnnotatorError for a part that vanished from the scheme and is in use, for a label of what came back that
        the scheme no longer has, and for relations that it does not allow where they are now.
        """
        scheme = self.scheme
        for one in undone:
            if one.table == "schemes" and one.after:
                for part, count in _vanishing(plain.scheme_of(one.after["body"]), scheme, self.scheme_uses()):
                    raise AnnotatorError("corpus.scheme-in-use", part=part, count=count)
                continue
            if one.before and one.table in LABELLED:
                check_label(scheme, one.before["label"])
                if domain := one.before.get("domain"):
                    check_attributes(scheme, one.before["label"], {"domain": domain})
            if one.table == "annotations" and one.before and one.before["label"] != (one.after or {}).get("label"):
                for relation in self._store.read.relations_at(one.row):
                    self._check_joins(scheme, relation)
            elif one.table == "relations" and (back := self._store.read.relation(one.row)):
                self._check_joins(scheme, back)

    def _check_joins(self, scheme: Scheme, relation: Relation) -> None:
        head, target = self.annotation(relation.head), self.annotation(relation.target)
        if head and target:
            check_relation(scheme, relation.type, head.label, target.label)

    def _put_scheme(self, scheme: Scheme) -> Changes:
        with self._step("scheme") as writing:
            writing.put_scheme(scheme)
        return writing.changes

    def merge_label(self, label: str, into: str, progress: Progress | None = None) -> Changes:
        """Gives everything that has a label another one and takes the first out of the scheme, as one step.

        Where the other label is there already, on the same words by the same person, that annotation stays, with its
        own relations. Types of relations name the other label too, so all else stays linked. Decisions keep what was
        suggested and done then. Raises AnnotatorError for labels that are not there, and for one into itself.
        `progress(done, all)` is called with the number of rows that have the other label. It may raise to stop all:
        then nothing has been changed.
        """
        check_label(self.scheme, label)
        check_label(self.scheme, into)
        if label == into:
            raise AnnotatorError("corpus.merge-into-itself", label=label)
        scheme = without_label(self.scheme, label, into)
        with self._step("merge-label") as writing:
            writing.put_scheme(scheme)
            self._merge_rows(writing, scheme, (label, into), progress or (lambda _done, _all: None))
            self._merge_lists(writing, label, into)
        return writing.changes

    def _merge_rows(self, writing: Writing, scheme: Scheme, labels: tuple[str, str], progress: Progress) -> None:
        uses, (label, into) = self._store.uses, labels
        ids = {table: uses.ids_with(table, label) for table in ("annotations", "adjudicated", "proposals")}
        done, every = 0, sum(map(len, ids.values()))
        for table, them in ids.items():
            there = {_place(row): row["id"] for row in uses.rows_with(table, into)} if table != "proposals" else {}
            for at in range(0, len(them), _AT_ONCE):
                rows = uses.rows_of(table, them[at : at + _AT_ONCE])
                if table == "proposals":
                    writing.put_all(table, [{**row, "label": into} for row in rows])
                else:
                    self._merge_spans(writing, scheme, table, rows, into=into, there=there)
                done += len(rows)
                progress(done, every)

    def _merge_spans(
        self,
        writing: Writing,
        scheme: Scheme,
        table: str,
        merged: Iterable[Row],
        *,
        into: str,
        there: Mapping[Place, str],
    ) -> None:
        rows, twice = [], []
        for row in merged:
            if same := there.get(_place(row)):
                twice.append(row["id"])
                if behind := self._store.read.decision_of(row["id"]):
                    writing.put_decision(replace(behind, annotation=same))
                continue
            attributes = allowed_attributes(scheme, into, json.loads(row["attributes"]))
            changed = {"changed": writing.time} if "changed" in row else {}
            rows.append({**row, "label": into, "attributes": plain.dumps(attributes), **changed})
        for id_ in twice:
            for relation in self._store.read.relations_at(id_):
                writing.remove("relations", relation.id)
        writing.remove_all(table, twice)
        writing.put_all(table, rows)

    def _merge_lists(self, writing: Writing, label: str, into: str) -> None:
        """Terms and rules: what is said of the same term or pattern under the other label already stays."""
        uses = self._store.uses
        said = [(row["text"], row["domain"], row["state"]) for row in uses.rows_with("terms", label)]
        kept = {row["text"] for row in uses.rows_with("terms", into)}
        writing.put_terms([SaidTerm(text, label, domain, "") for text, domain, _ in said])
        writing.put_terms([SaidTerm(text, into, domain, state) for text, domain, state in said if text not in kept])
        patterns = {row["pattern"] for row in uses.rows_with("rules", into)}
        for row in uses.rows_with("rules", label):
            if row["pattern"] in patterns:
                writing.remove("rules", row["id"])
            else:
                writing.put("rules", {**row, "label": into})


def without_label(scheme: Scheme, label: str, into: str = "") -> Scheme:
    """The scheme without a label; where it stood in attributes and relations there is the other one, or nothing.

    Attributes and types of relations that only it had go with it.
    """

    def named(labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in labels if (name := into if one == label else one)))

    attributes = (replace(kind, labels=named(kind.labels)) for kind in scheme.attributes)
    relations = (replace(kind, heads=named(kind.heads), targets=named(kind.targets)) for kind in scheme.relations)
    return replace(
        scheme,
        labels=tuple(one for one in scheme.labels if one.name != label),
        attributes=tuple(kind for kind in attributes if kind.labels),
        relations=tuple(
            kind
            for kind, old in zip(relations, scheme.relations, strict=True)
            if bool(kind.heads) == bool(old.heads) and bool(kind.targets) == bool(old.targets)  # none would mean any
        ),
    )


def write_scheme(path: Path, scheme: Scheme) -> None:
    """Writes a scheme in the form that `plain.read_scheme` reads. Raises AnnotatorError where the disk says no."""
    body = json.dumps(plain.from_scheme(scheme), ensure_ascii=False, indent=2)
    with atomic_writer(path) as stream:
        stream.write(f"{body}\n".encode())


def _vanishing(old: Scheme, new: Scheme, uses: SchemeUses) -> Iterator[tuple[str, int]]:
    """The parts of the old scheme that the new one has not, or has in a form that does not fit, and that are in use."""
    for label in old.labels:
        if new.label(label.name) is None and (count := uses.labels[label.name]):
            yield label.name, count
    yield from _attributes(old.attributes, new.attributes, uses)
    if old.relations != new.relations:
        for (type_, head, target), number in uses.relations.items():
            kind = new.relation(type_)
            if old.relation(type_) and (kind is None or not kind.allows(head, target)):
                yield f"{type_}: {head} → {target}", number
    for before, after in _pairs(old.document, new.document):
        if (after is None or after.kind != before.kind) and (count := uses.of_document(before.name)):
            yield before.name, count
        for gone in _lost_choices(before, after):
            if count := uses.of_document(before.name, gone):
                yield f"{before.name}: {gone}", count


def _attributes(
    old: tuple[AttributeType, ...], new: tuple[AttributeType, ...], uses: SchemeUses
) -> Iterator[tuple[str, int]]:
    for before, after in _pairs(old, new):
        for label in before.labels:
            narrower = after is None or after.kind != before.kind or label not in after.labels
            if narrower and (count := uses.of_attribute(before.name, label)):
                yield f"{label}: {before.name}", count
        for gone in _lost_choices(before, after):
            if count := uses.of_attribute(before.name, value=gone):
                yield f"{before.name}: {gone}", count


def _pairs(
    old: tuple[AttributeType, ...], new: tuple[AttributeType, ...]
) -> Iterator[tuple[AttributeType, AttributeType | None]]:
    """Each old attribute with the new one of its name, if it is still there."""
    there = {kind.name: kind for kind in new}
    return ((kind, there.get(kind.name)) for kind in old)


def _lost_choices(before: AttributeType, after: AttributeType | None) -> list[str]:
    there = {choice.name for choice in after.choices} if after else set()
    return [choice.name for choice in before.choices if choice.name not in there]


def _place(row: Row) -> Place:
    return tuple(row.get(column) for column in _PLACE)
