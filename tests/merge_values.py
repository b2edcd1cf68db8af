"""Corpora that go apart and come together again."""

from __future__ import annotations

import random
import shutil
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from annotator.corpus import Corpus, Verdict
from annotator.errors import AnnotatorError
from annotator.model import Bundle, Document, Past, Reason, RowChange, SaidTerm, Span, Suggestion, new_id
from annotator.plain import to_proposal
from annotator.store.sqlite import sqlite3
from annotator.store.tables import TABLES

TEXTS = (
    "县里实施易地扶贫搬迁工程，\r\n落实低保，👍🏽推广雨露計劃，每户补助5000元。",
    "𠮷林鄉全面推行「百企幫百村」行動，發放補貼478萬元。",
    "今年4月，驻村工作队帮扶贫困户发展产业扶贫车间12个。",
    "全区脱贫攻坚总结：完成危房改造。",
)
LABELS = ("Program", "Measure", "Quantity", "Place")
PEOPLE = ("李", "王")


def live(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row in sight, by table and id."""
    found = {}
    with closing(sqlite3.connect(str(path))) as looking:
        for table in TABLES.values():
            for *values, _ in looking.execute(f"{table.select} WHERE deleted = 0"):
                found[table.name, values[0]] = dict(zip(table.columns, values, strict=True))
    return found


class Worker:
    """Random gestures on a copy of a corpus."""

    def __init__(self, path: Path, dice: random.Random) -> None:
        self.path, self.dice = path, dice

    def work(self, gestures: int, people: tuple[str, ...] = PEOPLE) -> None:
        with closing(Corpus.open(self.path, annotator=self.dice.choice(people))) as corpus:
            for _ in range(gestures):
                corpus.annotator = self.dice.choice(people)
                with suppress(AnnotatorError):  # not everything can be done at any time
                    self._gesture(corpus)

    def _gesture(self, corpus: Corpus) -> None:
        rows = corpus.documents()
        kinds = ["annotate"] * 4 + ["accept"] * 3 + ["reject", "change", "change", "change", "note", "remove",
                 "mark", "mark", "describe", "relate", "relate", "undo", "redo", "undo_step", "settle", "term",
                 "rule", "propose"]  # fmt: skip
        kind = self.dice.choice(kinds)
        if not rows or self.dice.random() < 0.06:
            text = self.dice.choice(TEXTS)
            corpus.add([Bundle(Document(f"{self.dice.random():.12f}", "题", text))])
            return
        getattr(self, f"_{kind}")(corpus, self.dice.choice(rows).id)

    def _span(self, corpus: Corpus, document: str) -> Span:
        length = len(corpus.document(document).text)
        start = self.dice.randrange(0, length - 2, 4)
        return Span(start, min(start + self.dice.choice((2, 4)), length))

    def _propose(self, corpus: Corpus, document: str) -> None:
        """A file brings what another program suggests, and what was done in another corpus."""
        whole = corpus.document(document)
        start = self.dice.randrange(len(whole.text) - 1)
        said = {"start": start, "end": start + 1, "label": "Measure", "text": whole.text[start], "attributes": {}}
        one = to_proposal({"id": new_id(), **said, "score": 0.5, "source": "imported: m"}, document)
        change = RowChange("annotations", new_id(), None, said)
        past = Past(new_id(), new_id(), "do", "annotate", "远", "2026-01-01T00:00:00+00:00", change)
        corpus.add([Bundle(whole, proposals=(one,), history=(past,))])

    def _annotate(self, corpus: Corpus, document: str) -> None:
        corpus.annotate(document, self._span(corpus, document), self.dice.choice(LABELS), {})

    def _suggestion(self, corpus: Corpus, document: str) -> Suggestion:
        span = self._span(corpus, document)
        text = span.of(corpus.document(document).text)
        return Suggestion(span, self.dice.choice(LABELS), text, 0.5, "rules", Reason("suggest.why-lexicon"))

    def _accept(self, corpus: Corpus, document: str) -> None:
        corpus.accept(document, self._suggestion(corpus, document))

    def _reject(self, corpus: Corpus, document: str) -> None:
        corpus.reject(document, self._suggestion(corpus, document))

    def _one(self, corpus: Corpus, document: str) -> str:
        found = corpus.annotations(document)
        return self.dice.choice(found).id if found else ""

    def _change(self, corpus: Corpus, document: str) -> None:
        one = self._one(corpus, document)
        if self.dice.random() < 0.5:
            corpus.relabel(one, self.dice.choice(LABELS))
        else:
            corpus.move(one, self._span(corpus, document))

    def _note(self, corpus: Corpus, document: str) -> None:
        corpus.set_note(self._one(corpus, document), self.dice.choice("甲乙丙"))

    def _remove(self, corpus: Corpus, document: str) -> None:
        corpus.remove(self._one(corpus, document))

    def _mark(self, corpus: Corpus, document: str) -> None:
        corpus.mark(document, self.dice.choice(("new", "started", "done", "done")))

    def _describe(self, corpus: Corpus, document: str) -> None:
        corpus.describe(document, {"year": self.dice.choice((None, 2019, 2020))})

    def _relate(self, corpus: Corpus, document: str) -> None:
        relations = corpus.relations(document)
        if relations and self.dice.random() < 0.3:
            corpus.unrelate([self.dice.choice(relations).id])
            return
        annotations = corpus.annotations(document)
        head, target = self.dice.sample(annotations, 2) if len(annotations) > 1 else (None, None)
        for kind in corpus.scheme.relations:
            if head and target and kind.allows(head.label, target.label):
                corpus.relate(head.id, target.id, kind.name)

    def _undo(self, corpus: Corpus, _document: str) -> None:
        for _ in range(self.dice.choice((1, 1, 2, 4))):
            corpus.undo()

    def _redo(self, corpus: Corpus, _document: str) -> None:
        corpus.redo()

    def _undo_step(self, corpus: Corpus, _document: str) -> None:
        steps = [entry.step.id for entry in corpus.history()]
        corpus.undo_step(self.dice.choice(steps))

    def _settle(self, corpus: Corpus, _document: str) -> None:
        found = corpus.disagreements(PEOPLE)
        if found:
            one = self.dice.choice(found)
            corpus.adjudicate(one, Verdict("taken", self.dice.choice(one.versions).spans))

    def _term(self, corpus: Corpus, _document: str) -> None:
        corpus.say_of_terms([SaidTerm("低保", "Measure", "", self.dice.choice(("shown", "quiet", "forgotten", "")))])

    def _rule(self, corpus: Corpus, _document: str) -> None:
        rules = corpus.rules()
        if rules and self.dice.random() < 0.5:
            corpus.switch_rules([self.dice.choice(rules).id], on=self.dice.random() < 0.5)
        elif rules and self.dice.random() < 0.3:
            corpus.remove_rules([self.dice.choice(rules).id])
        else:
            corpus.add_rule(self.dice.choice(("易地.{2}", "低保", "补助")), "Measure")


def copied(path: Path, name: str) -> Path:
    """A copy beside it, as a colleague gets one."""
    target = path.with_name(name)
    shutil.copy(path, target)
    return target


__all__ = ["LABELS", "PEOPLE", "TEXTS", "Worker", "copied", "live"]
