"""Where annotators differ: overlapping annotations gathered into clusters, and those that are disagreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import itemgetter

from annotator.errors import AnnotatorError
from annotator.model import Annotation, Relation, Span
from annotator.review.aligning import Item, in_order
from annotator.review.kinds import Pointer, Side, kinds_of
from annotator.review.versions import (
    Attributes,
    Cluster,
    Disagreement,
    Reviewed,
    Version,
    VersionLink,
    VersionSpan,
)

_Place = tuple[int, int]
_Places = list[tuple[_Place, list[tuple[str, Annotation]]]]
"""Spans with the annotations on each, and whose they are."""

_Relations = Mapping[str, "list[_Ends]"]
_Told = Mapping[Pointer, VersionLink]
_NONE: frozenset[Pointer] = frozenset()


@dataclass(frozen=True, slots=True)
class _Ends:
    """A relation with its ends found: by whom, and as what a version tells it."""

    annotator: str
    pointer: Pointer
    told: VersionLink


def disagreements(reviewed: Sequence[Reviewed], annotators: Collection[str] = ()) -> list[Disagreement]:
    """The disagreements of some documents, each document's in order of the text; `annotators` as `clusters` has them.

    Raises AnnotatorError when only one annotator is chosen, one has read nothing, or no two have read the same.
    """
    check_annotators(reviewed, annotators)
    return [one for each in reviewed for one in differing(each, annotators)]


def differing(reviewed: Reviewed, annotators: Collection[str] = ()) -> list[Disagreement]:
    """The disagreements of one document in order of the text; none where fewer than two have read it."""
    return [one for one in _clusters(reviewed, set(annotators), all_=False) if isinstance(one, Disagreement)]


def check_annotators(reviewed: Sequence[Reviewed], annotators: Collection[str]) -> None:
    """Raises AnnotatorError unless two annotators or more (of the chosen ones, if any) have read the same document.

    To have read a document is to have finished it or to have an annotation in it.
    """
    check_readers([set(one.annotators) for one in reviewed], annotators)


def check_readers(readers: Sequence[AbstractSet[str]], annotators: Collection[str]) -> None:
    """As `check_annotators`; `readers` are those of each document."""
    chosen = set(annotators)
    if len(chosen) == 1:
        raise AnnotatorError("review.one-annotator", annotator=next(iter(chosen)))
    for absent in sorted(chosen.difference(*readers)):
        raise AnnotatorError("review.nothing-read", annotator=absent)
    if not any(len(chosen & some if chosen else some) > 1 for some in readers):
        names = sorted(chosen or set().union(*readers))
        raise AnnotatorError("review.nothing-shared", annotators=", ".join(names) or "—")


def clusters(reviewed: Reviewed, annotators: Collection[str] = ()) -> list[Cluster]:
    """All clusters of a document in order of the text; those that are Disagreements were made differently.

    Annotations of the chosen annotators (of all, where none are named) that overlap, directly or through others, are
    one cluster; such that only touch are not. An annotator takes part in a cluster by having something in it, or by
    having finished the document: then having nothing is a version too. Who is not done and has nothing takes no part,
    and what such an annotator lacks inside a cluster is no difference. The same span with the same label twice by one
    annotator counts once; the same span with two labels is two annotations.
    """
    return list(_clusters(reviewed, set(annotators), all_=True))


def _clusters(reviewed: Reviewed, chosen: set[str], *, all_: bool) -> Iterator[Cluster]:
    theirs = {who: ones for who, ones in reviewed.annotations.items() if not chosen or who in chosen}
    done = {who for who in reviewed.done if not chosen or who in chosen}
    unfinished = (theirs.keys() | chosen) - done
    gathered = list(_gathered(_by_place(theirs)))
    relations = _relations(reviewed, theirs, gathered) if reviewed.relations else {}
    for places in gathered:
        if all_ or relations or not _plainly_agreed(places, done):
            yield _cluster(reviewed, places, done, unfinished, relations)


def _by_place(theirs: Mapping[str, Sequence[Annotation]]) -> dict[_Place, list[tuple[str, Annotation]]]:
    """Equal spans together: what is sorted and swept afterwards is a fraction of all annotations."""
    found: dict[_Place, list[tuple[str, Annotation]]] = {}
    for who, ones in theirs.items():
        for one in ones:
            span = one.span
            place = (span.start, span.end)
            entries = found.get(place)
            if entries is None:
                found[place] = [(who, one)]
            else:
                entries.append((who, one))
    return found


def _gathered(by_place: dict[_Place, list[tuple[str, Annotation]]]) -> Iterator[_Places]:
    """The places that overlap, transitively: by start, a place belongs to those before it while it begins in them."""
    group: _Places = []
    reach = 0
    for place in sorted(by_place):
        if group and place[0] >= reach:
            yield group
            group = []
        reach = max(reach, place[1]) if group else place[1]
        group.append((place, by_place[place]))
    if group:
        yield group


def _plainly_agreed(places: _Places, done: set[str]) -> bool:
    """The quick answer for what most clusters are: one span, one label, the same attributes, and nobody lacks it."""
    if len(places) > 1:
        return False
    entries = places[0][1]
    if len(entries) < len(done):
        return False
    label, attributes = entries[0][1].label, entries[0][1].attributes
    for _who, one in entries:
        if one.label != label or ((one.attributes or attributes) and one.attributes != attributes):
            return False
    return done <= {who for who, _one in entries}


def _cluster(
    reviewed: Reviewed, places: _Places, done: set[str], unfinished: Collection[str], relations: _Relations
) -> Cluster:
    bits, held = _held(places, done)
    told = _told_by(bits, held, relations) if relations else {}
    made = _versions(reviewed.text, bits, held, told, done)
    kinds = kinds_of([side for _version, side in made]) if len(made) > 1 else ()
    span = Span(places[0][0][0], max([end for (_start, end), _entries in places]))
    not_done = tuple(sorted([who for who in unfinished if who not in held]))
    told_as = (reviewed.document, span, span.of(reviewed.text), tuple([version for version, _side in made]), not_done)
    return Disagreement(*told_as, kinds) if kinds else Cluster(*told_as)


def _versions(
    text: str, bits: Mapping[Item, int], held: Mapping[str, int], told: Mapping[str, _Told], done: set[str]
) -> list[tuple[Version, Side]]:
    """Equal ones together: most annotators first; among as many, one with spans before one without, then by place."""
    groups: defaultdict[tuple[int, frozenset[Pointer]], list[str]] = defaultdict(list)
    for who in sorted(held):
        groups[held[who], frozenset(told[who]) if told else _NONE].append(who)
    items = in_order(bits)
    marked = [_marked(text, item) for item in items]
    ranked = []
    for (mask, pointers), by in groups.items():
        numbers = [at for at, item in enumerate(items) if mask & bits[item]]
        links = tuple(sorted((told[by[0]][pointer] for pointer in pointers), key=repr)) if pointers else ()
        version = Version(tuple(by), tuple([marked[at] for at in numbers]), links)
        side = Side(frozenset([items[at] for at in numbers]), pointers, len(by), len(done.intersection(by)))
        ranked.append(((-len(by), not numbers, numbers, repr(links) if links else ""), version, side))
    ranked.sort(key=itemgetter(0))
    return [(version, side) for _rank, version, side in ranked]


def _held(places: _Places, done: set[str]) -> tuple[dict[Item, int], dict[str, int]]:
    """Each different annotation of a cluster as a bit, and each annotator's as bits together: quick to compare."""
    bits: dict[Item, int] = {}
    held = dict.fromkeys(done, 0)
    for (start, end), entries in places:
        for who, one in entries:
            bit = bits.setdefault((start, end, one.label, frozen(one) if one.attributes else ()), 1 << len(bits))
            held[who] = held.get(who, 0) | bit
    return bits, held


def frozen(annotation: Annotation) -> Attributes:
    """An annotation's attributes as versions compare them."""
    return tuple(sorted((name, value) for name, value in annotation.attributes.items() if value is not None))


def _marked(text: str, item: Item) -> VersionSpan:
    start, end, label, attributes = item
    return VersionSpan(Span(start, end), label, text[start:end], attributes)


# ---- relations


def _relations(
    reviewed: Reviewed, theirs: Mapping[str, Sequence[Annotation]], gathered: Sequence[_Places]
) -> dict[str, list[_Ends]]:
    """The chosen annotators' relations, by annotator.

    Targets are compared by the cluster they lie in: that somebody drew the far end a character longer is a
    disagreement there, not here. A relation with an end that its annotator has not is left out.
    """
    number = {place: at for at, places in enumerate(gathered) for place, _entries in places}
    by_id = {one.id: one for annotations in theirs.values() for one in annotations}
    found: defaultdict[str, list[_Ends]] = defaultdict(list)
    for link in reviewed.relations:
        if link.annotator in theirs and link.head in by_id and link.target in by_id:
            found[link.annotator].append(_ends(reviewed.text, link, by_id, number))
    return found


def _ends(text: str, link: Relation, by_id: Mapping[str, Annotation], number: Mapping[_Place, int]) -> _Ends:
    head, target = _item(by_id[link.head]), _item(by_id[link.target])
    told = VersionLink(link.type, _marked(text, head), _marked(text, target))
    return _Ends(link.annotator, (link.type, head, number[target[:2]]), told)


def _item(annotation: Annotation) -> Item:
    return annotation.span.start, annotation.span.end, annotation.label, frozen(annotation)


def _told_by(bits: Mapping[Item, int], held: Mapping[str, int], relations: _Relations) -> dict[str, _Told]:
    """Each annotator's relations that start in a cluster."""
    return {
        who: {one.pointer: one.told for one in relations.get(who, ()) if bits.get(one.pointer[1], 0) & mask}
        for who, mask in held.items()
    }
