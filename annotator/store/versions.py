"""Which rows the heads of a document come to: what was said on several machines, brought into one.

A function of the heads alone: in whatever order corpora are merged, the rows are the same. What two machines said
alike becomes one row; what they said differently stays, the second as the version of `name (2)`, so that it is a
disagreement to be looked at like any other. A removal gives way to a change.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import count

from annotator import plain
from annotator.model import DONE, NEW, STARTED
from annotator.store.heads import Head, Place
from annotator.store.people import People, derived
from annotator.store.tables import Row

Fit = Callable[[str, Row, tuple[str, str]], Row | None]
"""Of a row of a table what our scheme has a place for, None for nothing; a relation's with the labels at its ends."""


@dataclass(frozen=True, slots=True)
class Settling:
    """How somebody wants what our scheme has not: `labels` are their label → ours, the empty one leaves out what has

    theirs; `fit` is asked about what is new here, by `fresh` events.
    """

    labels: Mapping[str, str]
    fit: Fit
    fresh: Set[str] = frozenset()


_SLOT = ("start", "end", "label")
_REACHED = (NEW, STARTED, DONE)
_DEFERRED, _NOTHING = "deferred", "nothing"


@dataclass(slots=True)
class Due:
    """What a row should be (None: not there), the events that say so, and what they say where a label was settled."""

    row: Row | None
    follows: tuple[str, ...]
    unsettled: Row | None = None


@dataclass(slots=True)
class Version:
    """A head that is there, on its way to a row: `id` is that row's."""

    id: str
    row: Row
    follows: list[str]
    unsettled: Row | None = None


class Versions:
    """The rows of one document, which may have come in several times under several ids."""

    def __init__(
        self,
        document: str,
        heads: Iterable[Head],
        people: People,
        settling: Settling,
        rows: Iterable[Place],
    ) -> None:
        """`document` is the id that stays; `rows` are all rows that are known of it, those without a head too."""
        self._document = document
        self._people = people
        self._settling = settling
        self._heads: defaultdict[str, list[Head]] = defaultdict(list)
        self.due: dict[Place, Due] = {}
        self.second = 0
        """how many second versions there are"""
        for place in rows:
            self.due[place] = Due(None, ())
        for one in heads:
            self._heads[one.place[0]].append(one)
            said = self.due.get(one.place, Due(None, ()))
            self.due[one.place] = Due(None, (*said.follows, one.event))
        self._into: dict[str, str] = {}  # annotations and adjudications: the row into which another has gone
        self._say_all()

    def _say_all(self) -> None:
        self._annotations()
        self._decisions()
        self._relations()
        self._progress()
        self._described()
        self._adjudications()
        self._brought()
        self._documents()

    # ---- common ground

    def _live(self, table: str) -> list[Version]:
        """What is there of a table: each base's first line as the row itself, others as rows of their own."""
        by_base: defaultdict[str, list[Head]] = defaultdict(list)
        for one in self._heads[table]:
            if one.after is not None:
                by_base[one.base].append(one)
        taken = {one.place[1] for one in self._heads[table] if one.place[1] != one.base}
        found = []
        for base, heads in by_base.items():
            found += self._lines(base, heads, taken)
        return sorted(found, key=lambda one: one.id)

    def _lines(self, base: str, heads: list[Head], taken: set[str]) -> list[Version]:
        found: list[Version] = []
        said: list[Version] = []
        for one in heads:  # in the order of their branches
            row: Row = {**one.after, "document": self._document}  # type: ignore[dict-item]
            if one.place[1] != base:
                found.append(Version(one.place[1], row, [one.event]))
                continue
            like = next((other for other in said if _alike(other.row, row)), None)
            if like:
                like.follows.append(one.event)
                continue
            id_ = base
            if said:
                id_ = derived(base, one.branch)
                id_ = id_ if id_ not in taken else derived(base, one.branch, one.event)
                if "annotator" in row:
                    row["annotator"] = self._people.second(row["annotator"], len(said) + 1)
                self.second += 1
            said.append(Version(id_, {**row, "id": id_}, [one.event]))
        return [*found, *said]

    def _put(self, table: str, versions: Iterable[Version]) -> None:
        for one in versions:
            self.due[table, one.id] = Due({**one.row, "id": one.id}, tuple(sorted(one.follows)), one.unsettled)

    def _settled(self, table: str, versions: list[Version]) -> list[Version]:
        """Those that stay, with our labels; what is left out is said to be so."""
        found = []
        for one in versions:
            if (label := one.row["label"]) in self._settling.labels:
                one.unsettled, one.row = one.row, {**one.row, "label": self._settling.labels[label]}
            if one.row["label"] and self._fits(table, one):
                found.append(one)
            else:
                self._leave_out(table, one)
        return found

    def _leave_out(self, table: str, one: Version) -> None:
        """It is not there, by how somebody wanted it."""
        self.due[table, one.id] = Due(None, tuple(one.follows), one.unsettled)

    def _fits(self, table: str, one: Version, ends: tuple[str, str] = ("", ""), behind: Iterable[str] = ()) -> bool:
        """Leaves of a row that is new here, or stands on events that are (`behind`), what our scheme has a place for;

        whether anything stays.
        """
        is_old = self._settling.fresh.isdisjoint((*one.follows, *behind))
        fitting = one.row if is_old else self._settling.fit(table, one.row, ends)
        if fitting != one.row:
            one.unsettled = one.unsettled or one.row
            one.row = fitting or one.row
        return fitting is not None

    def _apart(self, versions: Iterable[Version], same: Callable[[Version, Version], bool]) -> list[Version]:
        """One version for each annotator and place: what says the same goes into one, the rest to second versions."""
        slots: dict[tuple[object, ...], Version] = {}
        for one in versions:
            owner = one.row["annotator"]
            for number in count(2):
                slot = (self._people.name(one.row["annotator"]), *(one.row[column] for column in _SLOT))
                first = slots.setdefault(slot, one)
                if first is one:
                    break
                if same(first, one):
                    self._into[one.id] = first.id
                    first.follows += one.follows
                    break
                one.row = {**one.row, "annotator": self._people.second(owner, number)}
                self.second += number == 2
        return list(slots.values())

    def _gone_into(self, id_: str | None) -> str | None:
        return None if id_ is None else self._into.get(id_, id_)

    def _is_there(self, table: str, id_: str | None) -> bool:
        due = self.due.get((table, id_ or ""))
        return due is not None and due.row is not None

    # ---- table by table, those that others name first

    def _annotations(self) -> None:
        versions = self._settled("annotations", self._live("annotations"))
        self._put("annotations", self._apart(versions, lambda a, b: _said(a.row) == _said(b.row)))

    def _decisions(self) -> None:
        versions = self._settled("decisions", self._live("decisions"))
        for one in versions:
            to = self._gone_into(one.row["annotation"])
            one.row["annotation"] = to if self._is_there("annotations", to) else None
        versions.sort(key=lambda one: (one.row["annotation"] is None, one.id))
        kept = self._apart(versions, lambda a, b: _verdict(a.row) == _verdict(b.row))
        self._put("decisions", kept)

    def _relations(self) -> None:
        seen: dict[tuple[object, ...], Version] = {}
        for one in self._live("relations"):
            head, target = (self._gone_into(one.row[end]) for end in ("head", "target"))
            if head == target or not all(self._is_there("annotations", end) for end in (head, target)):
                continue
            one.row |= {"head": head, "target": target}
            behind = (event for end in (head, target) for event in self.due["annotations", end or ""].follows)
            if not self._fits("relations", one, (self._label_of(head), self._label_of(target)), behind):
                self._leave_out("relations", one)
                continue
            said = (self._people.name(one.row["annotator"]), one.row["type"], head, target)
            if seen.setdefault(said, one) is not one:
                seen[said].follows += one.follows
        self._put("relations", seen.values())

    def _label_of(self, annotation: str | None) -> str:
        due = self.due["annotations", annotation or ""]
        return str(due.row["label"]) if due.row else ""

    def _progress(self) -> None:
        """One row for each person: the furthest that anybody has said."""
        of: defaultdict[str, list[Version]] = defaultdict(list)
        for one in self._live_as_one("progress"):
            of[self._people.name(one.row["annotator"])].append(one)
        for several in of.values():
            who = min(one.row["annotator"] for one in several)
            status = max((one.row["status"] for one in several), key=_REACHED.index)
            row = {"annotator": who, "status": status}
            self._put("progress", [self._one("progress", f"{self._document}:{who}", row, several)])

    def _described(self) -> None:
        """One value for each name; of several the one that comes first as JSON."""
        of: defaultdict[str, list[Version]] = defaultdict(list)
        for one in self._live_as_one("document_attributes"):
            of[one.row["name"]].append(one)
        for name, several in of.items():
            row = {"name": name, "value": min(one.row["value"] for one in several)}
            one = self._one("document_attributes", f"{self._document}:{name}", row, several)
            if self._fits("document_attributes", one):
                self._put("document_attributes", [one])
            else:
                self._leave_out("document_attributes", one)

    def _live_as_one(self, table: str) -> list[Version]:
        """All heads that are there, however many a row has."""
        return [
            Version(one.place[1], {**one.after, "document": self._document}, [one.event])
            for one in self._heads[table] if one.after is not None
        ]  # fmt: skip

    def _one(self, table: str, id_: str, row: Row, of: Iterable[Version]) -> Version:
        """The one row that several heads come to."""
        follows = [event for one in of for event in one.follows]
        follows += [one.event for one in self._heads[table] if one.place[1] == id_]
        return Version(id_, {"id": id_, **row, "document": self._document}, sorted(dict.fromkeys(follows)))

    def _adjudications(self) -> None:
        """Verdicts on the same words that differ are all put off: somebody has to look again."""
        gold: defaultdict[str, list[Version]] = defaultdict(list)
        for one in self._settled("adjudicated", self._live("adjudicated")):
            gold[one.row["adjudication"]].append(one)
        for group in _overlapping(self._live("adjudications")):
            first, *rest = group
            said = [(_verdict_of(one.row), _gold(gold[one.id])) for one in group]
            if all(one == said[0] for one in said):
                for other in rest:
                    first.follows += other.follows
                self._put("adjudications", [first])
                self._put("adjudicated", gold[first.id] if first.row["outcome"] not in (_DEFERRED, _NOTHING) else [])
            else:
                self.second += len(rest)
                for one in group:
                    one.row = {**one.row, "outcome": _DEFERRED}
                self._put("adjudications", group)

    def _brought(self) -> None:
        """What files brought of other programs' suggestions and of history done elsewhere, as it came."""
        self._put("proposals", self._settled("proposals", self._live("proposals")))
        self._put("past", self._live("past"))

    def _documents(self) -> None:
        """The document itself: there if anybody has it, or has said something in it since it was taken away."""
        heads = self._heads["documents"]
        said = [(one.after, one.place[1]) for one in heads if one.after is not None]
        if not said and any(due.row for (table, _), due in self.due.items() if table in ("annotations", "decisions")):
            said = [(one.before, one.place[1]) for one in heads if one.before is not None]
        if said:
            row, _ = min(said, key=lambda one: (one[1] != self._document, one[1], plain.dumps(one[0])))
            follows = tuple(sorted(one.event for one in heads))
            self.due["documents", self._document] = Due({**row, "id": self._document}, follows)


def _alike(a: Row, b: Row) -> bool:
    """Whether two lines of a row say the same, whenever they did."""
    left_out = ("id", "changed", "time", "created")
    return all(a[name] == b[name] for name in a if name not in left_out)


def _said(row: Row) -> tuple[object, ...]:
    return json.loads(row["attributes"]), row["note"]


def _verdict(row: Row) -> tuple[object, ...]:
    return row["kind"], row["annotation"]


def _verdict_of(row: Row) -> tuple[object, ...]:
    return row["start"], row["end"], row["outcome"]


def _gold(of: Iterable[Version]) -> list[tuple[object, ...]]:
    return sorted((one.row["start"], one.row["end"], one.row["label"], one.row["attributes"]) for one in of)


def _overlapping(versions: Iterable[Version]) -> list[list[Version]]:
    """Groups of verdicts whose stretches overlap, directly or through others; each group by id."""
    groups: list[list[Version]] = []
    reach = 0
    for one in sorted(versions, key=lambda one: (one.row["start"], one.row["end"], one.id)):
        if groups and one.row["start"] < reach:
            groups[-1].append(one)
        else:
            groups.append([one])
        reach = max(reach, one.row["end"])
    return [sorted(group, key=lambda one: one.id) for group in groups]
