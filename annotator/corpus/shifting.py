"""What steps add to what is known of terms, and take from it: counting again takes longer the more often one stands."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.corpus.finished import Finished
from annotator.model import ACCEPT, CORRECT, RowChange, Span
from annotator.store import Reading
from annotator.suggest import Evidence, Key, Known, around

SHIPPED = {"lexicon", "quantities"}
"""Sources that know their terms already: an annotation that grew from them as it is teaches nothing."""
MIXED_UP_TO = 2_000
"""Places of a term up to which what stands around is looked at."""

Row = Mapping[str, Any]
Place = tuple[int, bool, str, Span]
"""One more or one less (1, -1), whether it was annotated there, the document, where."""
Contexts = Mapping[tuple[str, str], Evidence]


def is_mixed(evidence: Evidence) -> bool:
    """Whether people have decided both ways, not too often: then it counts what stands around."""
    return bool(evidence.accepted and evidence.rejected) and evidence.accepted + evidence.rejected <= MIXED_UP_TO


@dataclass(slots=True)
class More:
    """What is added to a term's numbers, or taken away where negative, and where; the domains that came and went."""

    accepted: int = 0
    rejected: int = 0
    taught: int = 0
    domains: set[str] = field(default_factory=set)
    domains_gone: set[str] = field(default_factory=set)
    places: list[Place] = field(default_factory=list)

    def evidence(self, known: Known) -> Evidence:
        """A term's evidence with this."""
        return Evidence(known.evidence.accepted + self.accepted, known.evidence.rejected + self.rejected)

    def contexts(self, known: Known, text_of: Callable[[str], str]) -> Contexts:
        """A mixed term's evidence by what stands around, with this; the term was mixed before."""
        contexts = dict(known.contexts)
        for sign, stood, document, span in self.places:
            place = around(text_of(document), span)
            was = contexts.get(place, Evidence())
            contexts[place] = Evidence(was.accepted + sign * stood, was.rejected + sign * (not stood))
        return {place: evidence for place, evidence in contexts.items() if evidence != Evidence()}


class Shifts:
    """What changes of rows come to, term by term; the corpus is as it is after the last of them.

    `key` gives the term of a text and a label. `again` are the terms that have to be counted again.
    """

    def __init__(self, read: Reading, changes: Iterable[RowChange], key: Callable[[str, str], Key]) -> None:
        self._read = read
        self._key = key
        self.by_term: defaultdict[Key, More] = defaultdict(More)
        self.again: set[Key] = set()
        said = [one for one in changes if one.table in ("annotations", "decisions")]
        self._corrected = _corrected(said)
        self._annotations = {one.row for one in said if one.table == "annotations"}
        in_sight = read.in_sight({row["document"] for one in said for _, row in _signed(one)})
        for change in said:
            for sign, row in _signed(change):
                if row["document"] not in in_sight:
                    self.again.add(key(row["text"], row["label"]))
                elif change.table == "annotations":
                    self._annotated(change.row, sign, row)
                else:
                    self._decided(sign, row)

    def _annotated(self, id_: str, sign: int, row: Row) -> None:
        key = self._key(row["text"], row["label"])
        more = self.by_term[key]
        more.accepted += sign
        more.taught += sign * (row["source"] not in SHIPPED or self._was_corrected(id_, sign))
        more.places.append((sign, True, row["document"], Span(row["start"], row["end"])))
        domain = json.loads(row["attributes"]).get("domain", "")
        if isinstance(domain, str):
            (more.domains if sign > 0 else more.domains_gone).add(domain)
        else:  # a file may bring anything, and the store says how it reads
            self.again.add(key)

    def _decided(self, sign: int, row: Row) -> None:
        if row["kind"] == ACCEPT:
            return
        more = self.by_term[self._key(row["text"], row["label"])]
        more.rejected += sign
        more.places.append((sign, False, row["document"], Span(row["start"], row["end"])))
        if row["kind"] == CORRECT and row["annotation"] and row["annotation"] not in self._annotations:
            annotation = self._read.annotation(row["annotation"])  # the decision changed alone: does it still teach?
            if annotation is not None:
                self.again.add(self._key(annotation.text, annotation.label))

    def _was_corrected(self, annotation: str, sign: int) -> bool:
        """Whether an annotation grew from a suggestion that was made into something else; before all (-1) or after."""
        now = self._read.corrections(annotation)
        return (now if sign > 0 else now - self._corrected[annotation]) > 0


def passed_more(text: str, before: Mapping[str, Finished | None], now: Mapping[str, Finished]) -> int:
    """In how many places more (or fewer) a text was passed over, now that these documents are not what they were."""
    return sum(
        (now[document].passed(text) if document in now else 0) - (was.passed(text) if was else 0)
        for document, was in before.items()
    )


@dataclass(slots=True)
class Touch:
    """What changes did to a document: which spans went and came, and whether anybody's status there is another."""

    gone: list[Span] = field(default_factory=list)
    come: list[Span] = field(default_factory=list)
    status: bool = False


def touches(changes: Iterable[RowChange]) -> dict[str, Touch]:
    """By document, where annotations or a status changed; each row once (`as_one`)."""
    touched: defaultdict[str, Touch] = defaultdict(Touch)
    for change in changes:
        for sign, row in _signed(change):
            if change.table == "annotations":
                touch = touched[row["document"]]
                (touch.come if sign > 0 else touch.gone).append(Span(row["start"], row["end"]))
            elif change.table == "progress":
                touched[row["document"]].status = True
    return touched


def as_one(changes: Iterable[RowChange]) -> list[RowChange]:
    """What was done to each row, several times perhaps, as one change."""
    first: dict[tuple[str, str], RowChange] = {}
    last: dict[tuple[str, str], RowChange] = {}
    for change in changes:
        key = change.table, change.row
        first.setdefault(key, change)
        last[key] = change
    return [RowChange(*key, one.before, last[key].after) for key, one in first.items()]


def _signed(change: RowChange) -> Iterator[tuple[int, Row]]:
    """A row as it was (-1) and as it is (1)."""
    return ((sign, row) for sign, row in ((-1, change.before), (1, change.after)) if row)


def _corrected(changes: Iterable[RowChange]) -> Counter[str]:
    """By how many decisions more an annotation is somebody's correction, after these changes."""
    more = Counter[str]()
    for change in changes:
        for sign, row in _signed(change):
            if change.table == "decisions" and row["kind"] == CORRECT and row["annotation"]:
                more[row["annotation"]] += sign
    return more
