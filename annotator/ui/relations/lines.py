"""Relations as lines that people read, as values: those that are made, and those that are only proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.corpus import Pair
from annotator.i18n import Words, on_one_line
from annotator.model import Relation, Scheme, Span

_LONGEST = 40  # code points of an end


@dataclass(frozen=True, slots=True)
class Ends:
    """What relations are told by: a document's text, the spans of annotations by id, the types' titles, a language."""

    text: str
    spans: Mapping[str, Span]
    scheme: Scheme
    words: Words

    def of(self, annotation: str) -> str:
        """The words of an end, shortened, on one line."""
        span = self.spans.get(annotation)
        words = on_one_line(span.of(self.text)) if span else "—"
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"

    def title(self, type_: str) -> str:
        """A type's title; its name where the scheme no longer has it."""
        kind = self.scheme.relation(type_)
        return self.words.pick(kind.title) if kind else type_

    def whole(self, type_: str, head: str, target: str) -> str:
        """A relation from its head to its target."""
        return f"{self.of(head)} — {self.title(type_)} → {self.of(target)}"


@dataclass(frozen=True, slots=True)
class RelationLine:
    """One relation. `relation` is its id, or empty for one that is proposed; then `pair` is not None, and `why` said.

    `other` is the annotation at the end where the reader is not, or the target where neither is current.
    """

    shown: str
    other: str
    relation: str = ""
    pair: Pair | None = None
    why: str = ""


def lines_at(
    annotation: str, relations: Iterable[Relation], proposed: Iterable[Pair], ends: Ends
) -> list[RelationLine]:
    """The relations of one annotation: an arrow tells whether it is the head, the type what the other end is to it."""

    def told(one: Relation | Pair) -> tuple[str, str]:
        leads = one.head == annotation
        other = one.target if leads else one.head
        return f"{'→' if leads else '←'} {ends.title(one.type)}：{ends.of(other)}", other

    return [*(_made(*told(one), one, ends.words) for one in relations),
            *(_proposal(*told(one), one, ends.words) for one in proposed)]  # fmt: skip


def lines_of(relations: Iterable[Relation], proposed: Iterable[Pair], ends: Ends) -> list[RelationLine]:
    """All relations of a document, from head to target; the proposed ones come first: they wait for an answer."""

    def told(one: Relation | Pair) -> tuple[str, str]:
        return ends.whole(one.type, one.head, one.target), one.target

    return [*(_proposal(*told(one), one, ends.words) for one in proposed),
            *(_made(*told(one), one, ends.words) for one in relations)]  # fmt: skip


def _made(shown: str, other: str, relation: Relation, words: Words) -> RelationLine:
    source = words.named(f"ui.source-{relation.source}", relation.source)
    why = words("ui.relation-by", who=relation.annotator, source=source)
    return RelationLine(shown, other, relation=relation.id, why=why)


def _proposal(shown: str, other: str, pair: Pair, words: Words) -> RelationLine:
    return RelationLine(words("ui.relation-proposed", relation=shown), other, pair=pair, why=words.reason(pair.why))
