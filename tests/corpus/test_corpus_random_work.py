"""Random work through the verbs, back and forth, through restarts: every step leads to the state it should."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import Bundle, Document, Span

TEXTS = (
    "县里实施易地扶贫搬迁工程，\r\n落实低保，👍🏽推广雨露計劃，每户补助5000元，贫困发生率降至0.4%。",
    "𠮷林鄉全面推行「百企幫百村」行動，發放殘疾人兩項補貼478萬元，\u2028惠及貧困戶30餘戶。",
    "今年4月，驻村工作队帮扶贫困户发展产业扶贫车间12个。",
)
LABELS = ("Program", "Measure", "Indicator", "Quantity", "Beneficiary", "Organisation", "Place", "Time")


class Work:
    """One person's random work; knows the state before each step that can be taken back, and after each undone one."""

    def __init__(self, path: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.corpus = Corpus.create(path, annotator="李")
        self.undoable: list[object] = []
        self.redoable: list[object] = []

    def state(self) -> object:
        rows = [(row.id, row.status) for row in self.corpus.documents()]
        return list(self.corpus.bundles()), rows, self.corpus.scheme

    def reopen(self) -> None:
        path = self.corpus.path
        self.corpus.close()
        self.corpus = Corpus.open(path, annotator="李")

    def do(self) -> None:
        before, steps = self.state(), self.steps()
        self._gesture()
        if self.steps() > steps:
            self.undoable.append(before)
            self.redoable.clear()
        else:
            assert self.state() == before

    def steps(self) -> int:
        return len(list(self.corpus.history()))

    def _gesture(self) -> None:
        rows = self.corpus.documents()
        if not rows or (len(rows) < len(TEXTS) and self.dice.random() < 0.1):
            text = TEXTS[len(rows)]
            self.corpus.add([Bundle(Document(f"d{self.dice.random()}", "题", text))])
            return
        document = self.dice.choice(rows).id
        gesture = self.dice.choice(
            [
                self._decide,
                self._decide,
                self._annotate,
                self._change,
                self._mark,
                self._relate,
                self._describe,
                self._reshape,
                self._withdraw,
            ]
        )
        gesture(document)

    def _decide(self, document: str) -> None:
        open_ = self.corpus.suggestions(document)
        if open_:
            one = self.dice.choice(open_)
            verb = self.dice.choice(["accept", "reject", "correct"])
            words = {"label": self._label()} if verb == "correct" else {}
            getattr(self.corpus, verb)(document, one, **words)

    def _span(self, document: str) -> Span:
        length = len(self.corpus.document(document).text)
        start = self.dice.randrange(length)
        return Span(start, self.dice.randint(start + 1, length))

    def _annotate(self, document: str) -> None:
        if self.dice.random() < 0.2:
            row = [(self._span(document), self._label()) for _ in range(3)]
            self.corpus.annotate_row(document, row)
        else:
            self.corpus.annotate(document, self._span(document), self._label())

    def _change(self, document: str) -> None:
        annotations = self.corpus.annotations(document)
        if annotations:
            one = self.dice.choice(annotations)
            self.dice.choice([
                lambda: self.corpus.relabel(one.id, self._label()),
                lambda: self.corpus.move(one.id, self._span(document)),
                lambda: self.corpus.set_note(one.id, self.dice.choice(["", "记", "再看"])),
                lambda: self.corpus.remove(one.id),
            ])()  # fmt: skip

    def _relate(self, document: str) -> None:
        annotations, relations = self.corpus.annotations(document), self.corpus.relations(document)
        if relations and self.dice.random() < 0.3:
            self.corpus.unrelate([self.dice.choice(relations).id])
        elif len(annotations) > 1:
            head, target = self.dice.sample(annotations, 2)
            for kind in self.corpus.scheme.relations:
                if kind.allows(head.label, target.label):
                    self.corpus.relate(head.id, target.id, kind.name)
                    return

    def _label(self) -> str:
        return self.dice.choice(self.corpus.scheme.labels).name

    def _reshape(self, _document: str) -> None:
        """A label more, or one merged into another with all that has it."""
        scheme = self.corpus.scheme
        if scheme.label("Extra"):
            self.corpus.merge_label("Extra", self.dice.choice(LABELS))
        else:
            extra = replace(scheme.labels[0], name="Extra", key="")
            kinds = tuple(replace(kind, heads=(*kind.heads, "Extra")) for kind in scheme.relations)
            self.corpus.change_scheme(replace(scheme, labels=(*scheme.labels, extra), relations=kinds))

    def _describe(self, document: str) -> None:
        self.corpus.describe(document, {"year": self.dice.choice([None, 2019, 2020]), "note": self.dice.choice("甲乙")})

    def _withdraw(self, document: str) -> None:
        if self.dice.random() < 0.3:
            self.corpus.remove_documents([document])

    def _mark(self, document: str) -> None:
        self.corpus.mark(document, self.dice.choice(["started", "done"]))

    def undo(self) -> None:
        if not self.undoable:
            with pytest.raises(AnnotatorError):
                self.corpus.undo()
            return
        self.redoable.append(self.state())
        self.corpus.undo()
        assert self.state() == self.undoable.pop()

    def redo(self) -> None:
        if not self.redoable:
            with pytest.raises(AnnotatorError):
                self.corpus.redo()
            return
        self.undoable.append(self.state())
        self.corpus.redo()
        assert self.state() == self.redoable.pop()


@pytest.mark.parametrize("seed", range(6))
def test_back_and_forth(tmp_path, seed):
    work = Work(tmp_path / "w.corpus", seed)
    moves = [work.do] * 6 + [work.undo] * 3 + [work.redo] * 2 + [work.reopen]
    for _ in range(120):
        work.dice.choice(moves)()
    while work.undoable:
        work.undo()
    assert work.corpus.documents() == []
    while work.redoable:
        work.redo()
    work.corpus.close()
