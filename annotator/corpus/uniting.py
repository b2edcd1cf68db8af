"""Where another corpus's scheme differs from ours, labels of its own aside, and what of it can come along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model import AttributeType, RelationType, Scheme


@dataclass(frozen=True, slots=True)
class Difference:
    """A part in which theirs is not ours. What `comes` can be added to ours; else ours stays as it is.

    What `stays_out`, if it does not come, is what has it there, for which ours has no place then.
    `kind` is the sentence `uniting.<kind>` about `name`, with `detail` where there is one to tell.
    """

    kind: str
    name: str
    comes: bool = False
    detail: str = ""
    stays_out: bool = False

    @property
    def asks(self) -> bool:
        """Whether somebody has to say what becomes of it."""
        return self.comes or self.stays_out


def differences(ours: Scheme, theirs: Scheme) -> list[Difference]:
    """All that differs, in labels that both have, attributes, relations and what is said of reports."""
    found = [Difference("overlap", theirs.overlap)] if ours.overlap != theirs.overlap else []
    for label in theirs.labels:
        same = ours.label(label.name)
        if same and (same.title, same.definition) != (label.title, label.definition):
            found.append(Difference("label", label.name))
    found += _attributes(ours.attributes, _of_labels(ours, theirs.attributes))
    found += (replace(one, kind=f"document-{one.kind}") for one in _attributes(ours.document, theirs.document))
    found += _relations(ours, theirs)
    return found


def united(ours: Scheme, theirs: Scheme) -> Scheme:
    """Our scheme with all of theirs that can come."""
    new = tuple(one for one in theirs.relations if ours.relation(one.name) is None and _has_ends(ours, one))
    return replace(
        ours,
        attributes=_joined(ours.attributes, _of_labels(ours, theirs.attributes)),
        document=_joined(ours.document, theirs.document),
        relations=(*ours.relations, *new),
    )


def _of_labels(ours: Scheme, attributes: Sequence[AttributeType]) -> list[AttributeType]:
    """Attributes as far as they are carried by labels that ours has."""
    known = {label.name for label in ours.labels}
    carried = ((kind, tuple(label for label in kind.labels if label in known)) for kind in attributes)
    return [replace(kind, labels=labels) for kind, labels in carried if labels]


def _attributes(ours: Sequence[AttributeType], theirs: Sequence[AttributeType]) -> Iterator[Difference]:
    by_name = {kind.name: kind for kind in ours}
    for kind in theirs:
        same = by_name.get(kind.name)
        if same is None:
            yield Difference("attribute-new", kind.name, comes=True)
        elif same.kind != kind.kind:
            yield Difference("attribute-kind", kind.name, detail=kind.kind, stays_out=True)
        else:
            if more := _more(same, kind).labels[len(same.labels) :]:
                yield Difference("attribute-labels", kind.name, comes=True, detail=", ".join(more))
            if choices := _more(same, kind).choices[len(same.choices) :]:
                yield Difference("attribute-choices", kind.name, True, ", ".join(one.name for one in choices))


def _joined(ours: Sequence[AttributeType], theirs: Sequence[AttributeType]) -> tuple[AttributeType, ...]:
    by_name = {kind.name: kind for kind in ours}
    for kind in theirs:
        same = by_name.get(kind.name)
        if same is None or same.kind == kind.kind:
            by_name[kind.name] = _more(same, kind) if same else kind
    return tuple(by_name.values())


def _more(ours: AttributeType, theirs: AttributeType) -> AttributeType:
    """Ours, with the labels and choices that only theirs has behind its own."""
    known = {one.name for one in ours.choices}
    return replace(
        ours,
        labels=(*ours.labels, *(one for one in theirs.labels if one not in ours.labels)),
        choices=(*ours.choices, *(one for one in theirs.choices if one.name not in known)),
    )


def _relations(ours: Scheme, theirs: Scheme) -> Iterator[Difference]:
    for kind in theirs.relations:
        same = ours.relation(kind.name)
        if same is None:
            yield Difference("relation-new", kind.name, comes=_has_ends(ours, kind), stays_out=True)
        elif (set(same.heads), set(same.targets)) != (set(kind.heads), set(kind.targets)):
            wider = not (_is_within(kind.heads, same.heads) and _is_within(kind.targets, same.targets))
            yield Difference("relation-ends", kind.name, stays_out=wider)


def _is_within(theirs: Sequence[str], ours: Sequence[str]) -> bool:
    """Whether ours allows all labels at an end that theirs allows; none named stands for all."""
    return not ours or (bool(theirs) and set(theirs) <= set(ours))


def _has_ends(ours: Scheme, kind: RelationType) -> bool:
    known = {label.name for label in ours.labels}
    return known.issuperset((*kind.heads, *kind.targets))
