"""A large corpus: what it has taught comes later and is the same, and the list of reports is kept right."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus import Corpus, recall, view
from annotator.corpus.finished import Finished
from annotator.corpus.learning import Learning
from annotator.errors import AnnotatorError
from annotator.model import DONE, Annotation, Bundle, Document, Span
from annotator.suggest import Texts

TEXT = "全县实施光伏扶贫，落实低保；各村推广光伏扶贫和林果种植，低保标准提高。"
TERMS = ("光伏扶贫", "低保", "林果种植", "伏扶", "标准")


@pytest.fixture
def corpus(tmp_path: Path):
    """Six reports, of which two people have gone through some."""
    path = tmp_path / "x.corpus"
    for number, who in enumerate(("李", "王")):
        made = Corpus.open(path, annotator=who) if number else Corpus.create(path, annotator=who)
        made.add(Bundle(Document(f"d{one}", f"题{one}", f"{TEXT}{one}")) for one in range(6))
        for one in range(number, 4):
            work(made, f"d{one}", random.Random(one + 10 * number))
        made.mark("d3", DONE)
        made.close()
    made = Corpus.open(path, annotator="李")
    yield made
    made.close()


def work(corpus: Corpus, document: str, dice: random.Random) -> None:
    """A few annotations, some of them taken back, relabelled, or made from suggestions."""
    for term in dice.sample(TERMS, 3):
        at = TEXT.index(term)
        span = Span(at, at + len(term))
        if any(one.span.overlaps(span) for one in corpus.annotation_rows(document)):
            continue
        corpus.annotate(document, span, dice.choice(("Measure", "Program")))
        if dice.random() < 0.3:
            corpus.undo()
    for one in corpus.suggestions(document)[:3]:
        dice.choice((corpus.accept, corpus.reject))(document, one)


def known(corpus: Corpus) -> list[object]:
    """What is known of all terms of which there is anything to know."""
    return [one for one in corpus.memory.all() if one.evidence != replace(one.evidence, accepted=0, rejected=0)]


def counted_anew(corpus: Corpus) -> list[object]:
    found = Learning(corpus._store.read).memory.all()
    return [one for one in found if one.evidence != replace(one.evidence, accepted=0, rejected=0)]


def test_what_was_taught_comes_later_and_is_the_same(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "MANY", 3)
    assert corpus.learn_later()
    assert corpus.memory.all() == []
    learnt = recall(corpus.path)
    work(corpus, "d4", random.Random(4))  # while it was counted
    corpus.take_learnt(learnt)
    assert known(corpus) == counted_anew(corpus) != []
    work(corpus, "d3", random.Random(5))
    corpus.mark("d0", DONE)
    corpus.undo()
    assert known(corpus) == counted_anew(corpus)
    assert not corpus.must_recall
    corpus.add([Bundle(Document("e", "新", f"{TEXT}新"))])
    assert corpus.must_recall
    corpus.take_learnt(recall(corpus.path))
    assert not corpus.must_recall
    assert known(corpus) == counted_anew(corpus)


def test_a_small_corpus_knows_at_once(corpus: Corpus) -> None:
    assert not corpus.learn_later()
    assert known(corpus) == counted_anew(corpus) != []


@pytest.mark.parametrize("seed", range(4))
def test_what_steps_add_is_what_counting_anew_gives(corpus: Corpus, seed: int) -> None:
    """Numbers, domains and what stands around, after each step, back and forth."""
    corpus.take_learnt(recall(corpus.path))
    dice = random.Random(seed)
    for number in range(60):
        step(corpus, dice)
        assert known(corpus) == counted_anew(corpus) != [], number


def step(corpus: Corpus, dice: random.Random) -> None:
    document = f"d{dice.randrange(6)}"
    open_, made = corpus.suggestions(document), corpus.annotations(document)
    gesture = dice.randrange(8)
    if gesture == 0:
        corpus.mark(document, dice.choice(("started", DONE)))
    elif gesture == 1 and made:
        dice.choice((corpus.remove, lambda one: corpus.relabel(one, "Program")))(dice.choice(made).id)
    elif gesture == 2 and made:
        corpus.set_attributes(dice.choice(made).id, {"domain": dice.choice(("产业", "健康"))})
    elif gesture == 3:
        with suppress(AnnotatorError):  # nothing to redo
            dice.choice((corpus.undo, corpus.undo, corpus.redo))()
    elif gesture == 4 and open_:
        corpus.correct(document, dice.choice(open_), label="Program")
    elif gesture == 5 and open_:
        corpus.decide_all(dice.choice(("accept", "reject")), {document: dice.sample(open_, min(3, len(open_)))})
    elif gesture == 6:
        corpus.say_of_term(dice.choice(TERMS), "Measure", dice.choice(("", "shown", "quiet", "forgotten")))
    else:
        work(corpus, document, dice)


@pytest.mark.parametrize("domain", [5, True, None, 0.5])
def test_a_domain_that_is_no_text_stops_nothing(corpus: Corpus, domain: object) -> None:
    """A file of another program may bring any value."""
    span = Span(4, 8)
    odd = Annotation("odd", "o", "李", span, "Measure", span.of(f"{TEXT}奇"), {"domain": domain})
    corpus.add([Bundle(Document("o", "奇", f"{TEXT}奇"), (odd,))])
    assert known(corpus) == counted_anew(corpus)
    corpus.set_note("odd", "记")
    corpus.remove("odd")
    corpus.undo()
    assert known(corpus) == counted_anew(corpus)


def test_a_persons_word_counts(corpus: Corpus) -> None:
    corpus.take_learnt(recall(corpus.path))
    (term, *_) = [one for one in known(corpus) if one.taught]
    corpus.say_of_term(term.text, term.label, "quiet")
    assert corpus.memory.known(*term.key).state == "quiet"


@given(st.text("甲乙丙", max_size=40), st.sets(st.text("甲乙丙", min_size=1, max_size=3)), st.integers(0, 39))
def test_many_texts_in_one_pass_count_as_one_by_one(folded: str, texts: set[str], at: int) -> None:
    one = Finished(folded, (Span(at, at + 2),))
    found = list(one.all_passed(Texts(texts)))
    assert {text: found.count(text) for text in texts} == {text: one.passed(text) for text in texts}


# ---- the list of reports


def listed(corpus: Corpus) -> list[object]:
    """The list, read row by row."""
    return corpus.rows_of(corpus.document_ids())


def test_the_list_is_right_after_each_step(corpus: Corpus) -> None:
    assert corpus.documents() == listed(corpus)
    work(corpus, "d4", random.Random(1))
    assert corpus.documents() == listed(corpus)
    corpus.mark("d4", DONE)
    assert corpus.documents()[4].status == DONE
    corpus.undo()
    assert corpus.documents() == listed(corpus)
    corpus.add([Bundle(Document("e", "新", f"{TEXT}新"))])
    assert corpus.documents() == listed(corpus)
    corpus.undo()
    assert len(corpus.documents()) == 6
    assert corpus.documents("王") == corpus._store.read.rows("王") != corpus.documents()


def test_the_list_is_read_anew_after_another_program(corpus: Corpus) -> None:
    before = corpus.documents()
    other = Corpus.open(corpus.path, annotator="李")
    other.mark("d5", DONE)
    assert corpus.documents() == listed(corpus) != before
    other.mark("d1", DONE)
    work(corpus, "d4", random.Random(1))  # a step of ours in between hides nothing
    assert corpus.documents() == listed(corpus)
    other.close()


def test_the_list_is_not_read_twice(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.documents()
    corpus.mark("d5", DONE)
    monkeypatch.setattr(corpus._store.read, "rows", None)
    assert corpus.documents()[5].status == DONE


def test_counting_hits_with_and_without_removed_reports(corpus: Corpus) -> None:
    assert corpus.search_count("低保") == 6
    with corpus._store.step("remove", "李") as writing:
        writing.remove("documents", "d2")
    assert corpus.search_count("低保") == 5
    corpus.undo()
    assert corpus.search_count("低保") == 6
