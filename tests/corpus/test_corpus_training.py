"""A corpus's own model: trained on what is finished, kept when it is better, left alone when it is stale."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from stones import STONES, UNSEEN, finished

from annotator.corpus import NONE, OTHER, STALE, USED, Corpus, Learned, learn
from annotator.errors import AnnotatorError
from annotator.model import DONE, Bundle, Document, Span
from annotator.suggest.learned.weights import FORM
from annotator.work import Worker

LABEL = "Program"


@pytest.fixture
def corpus(tmp_path):
    """Six finished reports about stones, which nobody else would suggest, and one that is new."""
    made = finished(tmp_path / "c.corpus", Document("new", "新", UNSEEN))
    yield made
    made.close()


def stones(corpus: Corpus) -> list[str]:
    return [one.text for one in corpus.suggestions("new") if one.source == "learned" and one.label == LABEL]


def test_it_learns_is_kept_used_and_forgotten(corpus):
    assert corpus.state_of_model() == NONE
    assert stones(corpus) == []
    version = corpus.engine.version
    learned = corpus.train()
    assert learned.is_better
    assert learned.report["gain"][0] > learned.report["gain"][1]
    assert len(learned.report["documents"]) == len(STONES)
    assert corpus.state_of_model() == USED
    assert stones(corpus) == ["碧晶石"]
    assert corpus.engine.version != version
    assert corpus.trained_model().trained_on == learned.trained_on
    path = corpus.path
    again = Corpus.open(path, annotator="王")
    assert stones(again) == ["碧晶石"], "for everybody, and after a restart"
    again.close()
    corpus.forget_model()
    assert corpus.state_of_model() == NONE
    assert stones(corpus) == []


def test_one_that_is_not_better_changes_nothing(corpus):
    good = corpus.train()
    worse = replace(good, report={**good.report, "gain": [0.5, 0.5]}, trained_on="x")
    assert not corpus.keep_learned(worse)
    assert corpus.trained_model().trained_on == good.trained_on


def test_it_is_left_alone_when_a_document_that_it_learned_from_is_gone(corpus):
    corpus.train()
    steps = [entry.step.name for entry in corpus.history()]
    for _ in range(steps.index("import") + 1):
        corpus.undo()
    assert corpus.state_of_model() == STALE
    assert stones(corpus) == []
    for _ in range(steps.index("import") + 1):
        corpus.redo()
    assert corpus.state_of_model() == USED
    assert stones(corpus) == ["碧晶石"]


def test_too_few_finished_reports_are_said(corpus):
    for stone in STONES[2:]:
        corpus.mark(stone, "started")
    with pytest.raises(AnnotatorError, match="2 reports"):
        corpus.lessons()


def test_lessons_are_what_was_settled_else_of_whoever_finished(corpus):
    other = Corpus.open(corpus.path, annotator="王")
    stone = STONES[0]
    other.annotate(stone, Span(0, 2), "Place")
    assert (0, 2, "Place") not in dict(zip(corpus.lessons().documents, corpus.lessons().examples, strict=True)).get(
        corpus.document(stone).sha256
    )[1], "who has not finished teaches nothing"
    corpus.mark(stone, "started")
    other.mark(stone, DONE)
    spans = {
        hash_: spans for hash_, (_, spans) in zip(corpus.lessons().documents, corpus.lessons().examples, strict=True)
    }
    assert spans[corpus.document(stone).sha256] == [(0, 2, "Place")]
    other.close()


def test_the_latest_come_first_and_there_is_a_most(corpus, monkeypatch):
    from annotator.corpus import training

    monkeypatch.setattr(training, "MOST", len(corpus.document(STONES[-1]).text) + 1)
    assert [text for text, _ in corpus.lessons().examples] == [corpus.document(STONES[-1]).text]


def test_a_worker_trains_the_same_bytes(corpus):
    worker = Worker()
    worker.give(0, learn, corpus.lessons())
    _, there = worker.take()
    worker.end()
    assert isinstance(there, Learned)
    assert there.body == learn(corpus.lessons()).body


def test_damaged_bytes_are_as_if_there_were_none(corpus):
    corpus.train()
    corpus._store.models._queries.run("UPDATE models SET body = zeroblob(9)")
    assert corpus.state_of_model() == NONE
    corpus.__dict__.pop("engine", None)
    assert stones(corpus) == []


def test_one_of_another_version_is_left_alone_and_said_until_it_is_trained_again(corpus):
    learned = corpus.train()
    plain = learned.body.replace(b'"version": ', b'"version":9', 1)
    body = FORM + sha256(plain[len(FORM) + 32 :]).digest() + plain[len(FORM) + 32 :]
    corpus._store.keep_model("x", learned.report, body)
    corpus.__dict__.pop("engine", None)
    assert corpus.state_of_model() == OTHER
    assert stones(corpus) == []
    corpus.train()
    assert corpus.state_of_model() == USED
    assert stones(corpus) == ["碧晶石"]


def test_a_sealed_one_that_is_no_model_is_left_alone_too(corpus):
    learned = corpus.train()
    plain = b"\4\0\0\0[17]"
    corpus._store.keep_model("x", learned.report, FORM + sha256(plain).digest() + plain)
    corpus.__dict__.pop("engine", None)
    assert corpus.state_of_model() == OTHER
    assert stones(corpus) == []


def test_after_very_many_finished_reports_it_is_each_tenth_as_well(corpus, monkeypatch):
    from annotator.corpus import training

    monkeypatch.setattr(training, "MOST", 5)
    monkeypatch.setattr(training, "EVERY", 5)
    corpus.add([Bundle(Document("d", "题", "第七篇"))])
    corpus.mark("d", DONE)
    assert not corpus.is_due()


def test_every_tenth_finished_report_is_told(corpus):
    assert not corpus.is_due()
    for number in range(4):
        corpus.add([Bundle(Document(f"d{number}", "题", f"第{number}篇"))])
        corpus.mark(f"d{number}", DONE)
    assert corpus.is_due()
