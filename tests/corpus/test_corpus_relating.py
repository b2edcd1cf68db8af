"""Relations between annotations, and what is said of a document itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import Bundle, Document, Span

TEXT = "𠮷林村推广雨露計劃，\r\n每户补助5000元；落实低保。"
OTHER = "另一份报告：发放低保金300元。"


@pytest.fixture
def corpus(tmp_path: Path):
    made = Corpus.create(tmp_path / "关系.corpus", annotator="李")
    made.add([Bundle(Document("d1", "甲", TEXT)), Bundle(Document("d2", "乙", OTHER))])
    yield made
    made.close()


def annotated(corpus: Corpus, text: str, label: str, document: str = "d1") -> str:
    at = (TEXT if document == "d1" else OTHER).index(text)
    corpus.annotate(document, Span(at, at + len(text)), label)
    return next(one.id for one in corpus.annotations(document) if one.text == text)


def refused(call) -> str:
    with pytest.raises(AnnotatorError) as caught:
        call()
    return caught.value.key


def test_a_link_is_made_once_and_taken_away(corpus):
    program, quantity = annotated(corpus, "雨露計劃", "Program"), annotated(corpus, "5000元", "Quantity")
    changes = corpus.relate(program, quantity, "has-quantity")
    assert changes.touch("relations", "d1")
    assert not corpus.relate(program, quantity, "has-quantity")
    (relation,) = corpus.relations("d1")
    assert (relation.head, relation.target, relation.type, relation.source) == (
        program, quantity, "has-quantity", "manual",
    )  # fmt: skip
    corpus.unrelate([relation.id])
    assert corpus.relations("d1") == []
    corpus.undo()
    assert corpus.relations("d1") == [relation]


def test_what_cannot_be_linked(corpus):
    program, quantity = annotated(corpus, "雨露計劃", "Program"), annotated(corpus, "5000元", "Quantity")
    elsewhere = annotated(corpus, "300元", "Quantity", "d2")
    assert refused(lambda: corpus.relate(program, quantity, "is-like")) == "scheme.no-relation"
    assert refused(lambda: corpus.relate(quantity, program, "has-quantity")) == "scheme.relation-ends"
    assert refused(lambda: corpus.relate(program, elsewhere, "has-quantity")) == "corpus.no-pair"
    assert refused(lambda: corpus.relate(program, program, "part-of")) == "corpus.no-pair"
    assert refused(lambda: corpus.relate(program, "gone", "part-of")) == "corpus.no-annotation"


def test_links_go_with_their_ends_and_come_back_with_them(corpus):
    program, quantity = annotated(corpus, "雨露計劃", "Program"), annotated(corpus, "5000元", "Quantity")
    corpus.relate(program, quantity, "has-quantity")
    before = corpus.relations("d1")
    corpus.remove(quantity)
    assert corpus.relations("d1") == []
    corpus.undo()
    assert corpus.relations("d1") == before
    corpus.relabel(program, "Measure")
    assert corpus.relations("d1") == before
    corpus.relabel(quantity, "Time")
    assert corpus.relations("d1") == []


def test_only_ones_own(corpus):
    program, quantity = annotated(corpus, "雨露計劃", "Program"), annotated(corpus, "5000元", "Quantity")
    corpus.relate(program, quantity, "has-quantity")
    (relation,) = corpus.relations("d1")
    corpus.annotator = "王"
    assert corpus.relations("d1") == []
    assert refused(lambda: corpus.unrelate([relation.id])) == "corpus.not-yours"
    assert refused(lambda: corpus.relate(program, quantity, "has-quantity")) == "corpus.not-yours"


def test_a_report_is_described(corpus):
    corpus.describe("d1", {"region": "𠮷林", "year": 2019, "level": "village", "note": "再看\n一遍"})
    assert corpus.document_attributes("d1") == {
        "region": "𠮷林", "year": 2019, "level": "village", "note": "再看\n一遍",
    }  # fmt: skip
    corpus.describe("d1", {"year": None, "level": "county"})
    assert corpus.document_attributes("d1") == {"region": "𠮷林", "level": "county", "note": "再看\n一遍"}
    corpus.undo()
    assert corpus.document_attributes("d1")["year"] == 2019
    assert refused(lambda: corpus.describe("d1", {"colour": "red"})) == "scheme.no-document-attribute"
    assert refused(lambda: corpus.describe("d1", {"level": "planet"})) == "scheme.bad-value"
    assert refused(lambda: corpus.describe("d3", {"year": 1})) == "store.no-document"


def test_all_of_it_goes_out_and_comes_in_again(corpus, tmp_path):
    program, quantity = annotated(corpus, "雨露計劃", "Program"), annotated(corpus, "5000元", "Quantity")
    corpus.relate(program, quantity, "has-quantity")
    corpus.describe("d1", {"region": "𠮷林"})
    corpus.export(tmp_path / "a.jsonl", "jsonl")
    other = Corpus.create(tmp_path / "other.corpus", annotator="王")
    other.import_files([tmp_path / "a.jsonl"])
    other.import_files([tmp_path / "a.jsonl"])
    assert list(other.bundles()) == list(corpus.bundles())
    other.close()


def test_proposed_relations_are_made_all_at_once_and_proposed_no_more(corpus):
    annotated(corpus, "低保", "Measure")
    program = annotated(corpus, "雨露計劃", "Program")
    village = annotated(corpus, "𠮷林村", "Place")
    (pair,) = corpus.proposed_relations("d1")
    assert (pair.type, pair.head, pair.target) == ("located-in", program, village)
    changes = corpus.relate_all([pair, pair])
    assert changes.touch("relations", "d1")
    assert [one.source for one in corpus.relations("d1")] == ["rules"]
    assert corpus.proposed_relations("d1") == []
    corpus.undo()
    assert corpus.proposed_relations("d1") == [pair]


def test_of_many_relations_one_that_cannot_be_leaves_none(corpus):
    program, village = annotated(corpus, "雨露計劃", "Program"), annotated(corpus, "𠮷林村", "Place")
    (pair,) = corpus.proposed_relations("d1")
    bad = type(pair)("located-in", village, program, pair.why)
    assert refused(lambda: corpus.relate_all([pair, bad])) == "scheme.relation-ends"
    assert corpus.relations("d1") == []
