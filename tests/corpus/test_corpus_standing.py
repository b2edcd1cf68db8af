"""What is followed step by step is what reading all of it again would find, whatever is done, and by whom."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.corpus import Corpus, Shift
from annotator.errors import AnnotatorError
from annotator.model import ACCEPT, REJECT, Bundle, Changes, Document, Reason, Span, Suggestion
from annotator.plain import read_scheme
from annotator.suggest.merge import merged

LABELS = ("Program", "Measure", "Quantity")
WORDS = ("产业", "扶贫", "产业扶贫", "扶贫车间", "贫困户", "車間", "户", "，", "。", "扶貧資金", "资金")


def _text(dice: random.Random) -> str:
    return "".join(dice.choices(WORDS, k=80))


def _suggestions(dice: random.Random, text: str, overlap: str) -> list[Suggestion]:
    """What an engine might find: words and more than words, some of them over one another."""
    found = []
    for _ in range(40):
        start = dice.randrange(len(text) - 8)
        span = Span(start, start + dice.randint(1, 6))
        score, source = dice.choice((0.5, 0.7, 0.9)), dice.choice(("rules", "lexicon"))
        found.append(Suggestion(span, dice.choice(LABELS), span.of(text), score, source, Reason("suggest.why-learned")))
    return merged(found, overlap=overlap)


class Followed:
    """A person's work in one report of two, followed; the other one teaches too."""

    def __init__(self, path: Path, seed: int, overlap: str) -> None:
        self.dice = dice = random.Random(seed)
        self.corpus = Corpus.create(path, replace(read_scheme(), overlap=overlap), annotator="李")
        texts = {"a": _text(dice), "b": _text(dice)}
        self.corpus.add([Bundle(Document(id_, id_, text)) for id_, text in texts.items()])
        self.suggested = {id_: _suggestions(dice, text, overlap) for id_, text in texts.items()}
        self.corpus.learning  # noqa: B018  # what is taught from now on is followed
        self.standing = self.corpus.standing("a", self.suggested["a"])
        self.annotations = dict(self.standing.annotations)
        self.open = {one.key: one for one in self.standing.open}
        self.anew = 0

    def look(self) -> None:
        """What was followed, and what is told of it, is what a new look sees."""
        shift = self.standing.follow(self.corpus.memory)
        if shift is None:
            self.anew += 1
            self.standing = self.corpus.standing("a", self.suggested["a"])
            self.annotations = dict(self.standing.annotations)
            self.open = {one.key: one for one in self.standing.open}
            return
        self._told(shift)
        if self.dice.random() < 0.3:
            return  # other places wait until after the next step
        while self.standing.later:
            at, direction = self.dice.randrange(200), self.dice.choice((1, -1))
            near = self.standing.next_later(at, direction)
            self._told(self.standing.go_on(at, direction, self.dice.choice((1, 3, None))))
            assert near not in self.standing.later
        fresh = self.corpus.standing("a", self.suggested["a"])
        assert self.standing.annotations == self.annotations == fresh.annotations
        assert self.standing.open == fresh.open
        assert self.open == {one.key: one for one in fresh.open}

    def _told(self, shift: Shift) -> None:
        for id_ in shift.gone:
            del self.annotations[id_]
        self.annotations |= {one.id: one for one in shift.come}
        for one in shift.closed:
            assert self.open.pop(one.key) == one
        self.open |= {one.key: one for one in shift.opened}
        assert self.annotations == self.standing.annotations
        assert self.open == {one.key: one for one in self.standing.open}

    def gesture(self, corpus: Corpus) -> Changes | None:
        document = self.dice.choice("aab")
        act = self.dice.choice(
            (self._decide, self._decide, self._decide, self._annotate, self._change, self._many, self._say, self._mark)
        )
        return act(corpus, document)

    def _decide(self, corpus: Corpus, document: str) -> Changes | None:
        if open_ := corpus.still_open(document, self.suggested[document]):
            one, verb = self.dice.choice(open_), self.dice.choice(("accept", "reject", "correct"))
            words = {"label": self.dice.choice(LABELS)} if verb == "correct" else {}
            return getattr(corpus, verb)(document, one, **words)
        return None

    def _annotate(self, corpus: Corpus, document: str) -> Changes | None:
        length = len(corpus.document(document).text)
        start = self.dice.randrange(length)
        end = length if self.dice.random() < 0.05 else min(start + self.dice.randint(1, 7), length)
        return corpus.annotate(document, Span(start, end), self.dice.choice(LABELS))

    def _change(self, corpus: Corpus, document: str) -> Changes | None:
        if found := corpus.annotations(document):
            one = self.dice.choice(found)
            end = min(one.span.end + 1, len(corpus.document(document).text))
            return self.dice.choice((
                lambda: corpus.relabel(one.id, self.dice.choice(LABELS)),
                lambda: corpus.move(one.id, Span(one.span.start, end)),
                lambda: corpus.set_note(one.id, self.dice.choice("甲乙")),
                lambda: corpus.remove(one.id),
            ))()  # fmt: skip
        return None

    def _many(self, corpus: Corpus, document: str) -> Changes | None:
        if self.dice.random() < 0.5:
            places = corpus.occurrences(self.dice.choice(WORDS[:7]), [document])
            return corpus.annotate_all(places, self.dice.choice(LABELS))
        open_ = corpus.still_open(document, self.suggested[document])
        picked = self.dice.sample(open_, min(len(open_), 5))
        return corpus.decide_all(self.dice.choice((ACCEPT, REJECT)), {document: picked})

    def _say(self, corpus: Corpus, _document: str) -> Changes | None:
        state = self.dice.choice(("shown", "quiet", "forgotten", ""))
        return corpus.say_of_term(self.dice.choice((*WORDS[:5], "扶贫车间贫困户")), self.dice.choice(LABELS), state)

    def _mark(self, corpus: Corpus, document: str) -> Changes | None:
        return corpus.mark(document, self.dice.choice(("started", "done")))


@pytest.mark.parametrize("overlap", ["flat", "nested"])
@pytest.mark.parametrize("seed", range(6))
def test_followed_is_read_again(tmp_path: Path, seed: int, overlap: str) -> None:
    work = Followed(tmp_path / "a.corpus", seed, overlap)
    other = Corpus.open(tmp_path / "a.corpus", annotator="李")  # another window of the same person
    depth = 0  # steps that can be undone before the reports themselves are
    for _ in range(120):
        chance = work.dice.random()
        try:
            if chance < 0.15 and depth:
                work.corpus.undo()
                depth -= 1
            elif chance < 0.22:
                work.corpus.redo()
                depth += 1
            else:
                depth += bool(work.gesture(other if chance < 0.27 else work.corpus))
        except AnnotatorError:
            pass  # it was refused: twice the same annotation, nothing to take back
        if chance < 0.9:  # else several steps are followed at once
            work.look()
    other.close()
    work.corpus.close()
    assert work.anew == 0


def test_what_may_change_every_suggestion_is_read_again(tmp_path: Path) -> None:
    work = Followed(tmp_path / "a.corpus", 1, "flat")
    work.corpus.add_rule("产业", "Measure")
    work.look()
    assert work.anew == 1
    assert any(one.source == "personal" for one in work.standing.open)
    work.corpus.close()


def test_a_decision_reads_its_own_stretch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the text is, only what stands around the word and where it stands again is asked about."""
    work = Followed(tmp_path / "a.corpus", 2, "flat")
    asked = []
    memory = type(work.corpus.memory)
    joined = memory.joined_at
    monkeypatch.setattr(
        memory, "joined_at", lambda *args, **words: asked.append(len(args[4])) or joined(*args, **words)
    )
    one = next(one for one in work.standing.open if one.source == "lexicon")
    work.corpus.reject("a", one)
    work.standing.follow(work.corpus.memory)
    work.standing.go_on()
    assert asked
    assert 1 <= sum(asked) < len(work.suggested["a"]) / 4
    work.corpus.close()
