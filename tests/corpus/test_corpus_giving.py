"""Work packages: blind, and they come back by a merge as nothing but the work that was done in them."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from children import Here
from merge_values import TEXTS, live

from annotator import work
from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import Bundle, Document, Reason, SaidTerm, Span, Suggestion
from annotator.store import make_backup


@pytest.fixture(autouse=True)
def _without_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Worker", Here)


@pytest.fixture
def corpus(tmp_path: Path):
    with closing(Corpus.create(tmp_path / "all.corpus", annotator="李")) as made:
        made.add(Bundle(Document(f"d{number}", f"题{number}", text)) for number, text in enumerate(TEXTS))
        made.annotate("d0", Span(4, 8), "Measure", {})
        made.describe("d0", {"year": 2020})
        made.say_of_terms([SaidTerm("低保", "Measure", "", "shown")])
        made.add_rule("易地.{2}", "Measure")
        made.annotator = "王"
        made.annotate("d0", Span(0, 2), "Place", {})
        suggestion = Suggestion(Span(2, 4), "Place", TEXTS[0][2:4], 0.5, "rules", Reason("suggest.why-lexicon"))
        made.accept("d0", suggestion)
        made.annotator = "李"
        yield made


def test_it_holds_what_is_needed_and_nobodys_work(corpus: Corpus, tmp_path: Path) -> None:
    corpus.annotator = "主编"
    assert corpus.give(tmp_path / "p.corpus", ["题0", "d2"]) == 2
    assert corpus.give(tmp_path / "w.corpus", ["题0"], "王") == 1
    with closing(Corpus.open(tmp_path / "p.corpus", annotator="陈")) as package:
        assert [row.id for row in package.documents()] == ["d0", "d2"]
        assert package.scheme == corpus.scheme
        assert [rule.pattern for rule in package.rules()] == ["易地.{2}"]
        assert package.document_attributes("d0") == {"year": 2020}
        assert package.counts()["annotations"] == 0
        assert package.annotators() == []
        assert package._store.check() == []
    with closing(Corpus.open(tmp_path / "w.corpus", annotator="王")) as package:
        assert package.annotators() == ["王"]
        assert len(package.annotations("d0")) == 2
        assert len(package.decisions("d0")) == 1
        assert package._store.check() == []
    for name, absent in (("p", "李王"), ("w", "李")):
        content = b"".join(path.read_bytes() for path in tmp_path.glob(f"{name}.corpus*"))
        assert not any(who.encode() in content for who in absent)


def test_it_comes_back_as_the_work_that_was_done(corpus: Corpus, tmp_path: Path) -> None:
    corpus.give(tmp_path / "w.corpus", ["d0", "d1"], "王")
    corpus.say_of_terms([SaidTerm("低保", "Measure", "", "quiet")])  # meanwhile we go on
    before = live(corpus.path)
    assert not corpus.merge([tmp_path / "w.corpus"]).changes or live(corpus.path) == before
    with closing(Corpus.open(tmp_path / "w.corpus", annotator="王")) as package:
        first = package.annotations("d0")[0]
        package.relabel(first.id, "Organisation")
        package.annotate("d1", Span(0, 2), "Place", {})
        package.mark("d0", "done")
    brought = corpus.merge([tmp_path / "w.corpus"], sure=True)
    assert brought.merged.by_annotator == {"王": 1}
    assert brought.merged.changed == {"王": 1}
    assert brought.merged.second == 0
    assert brought.merged.new["documents"] == 0
    after = live(corpus.path)
    assert {key for key in after if after[key] != before.get(key)} >= {("annotations", first.id)}
    assert after["terms", "Measure:低保"]["state"] == "quiet", "what was only given along says nothing"
    assert corpus._store.read.progress("d0")["王"] == "done"
    assert corpus._store.check() == []
    assert not corpus.merge([tmp_path / "w.corpus"]).is_new


def test_two_blind_packages_come_together(corpus: Corpus, tmp_path: Path) -> None:
    for who in ("甲", "乙"):
        path = tmp_path / f"{who}.corpus"
        corpus.give(path, ["d1"], who)
        with closing(Corpus.open(path, annotator=who)) as package:
            package.annotate("d1", Span(0, 2 if who == "甲" else 3), "Place", {})
            package.mark("d1", "done")
    corpus.merge([tmp_path / "甲.corpus", tmp_path / "乙.corpus"])
    (one,) = corpus.disagreements(["甲", "乙"])
    assert one.type == "boundary"
    assert corpus._store.check() == []


def test_packages_that_meet_without_their_corpus(corpus: Corpus, tmp_path: Path) -> None:
    for who in ("甲", "乙"):
        path = tmp_path / f"{who}.corpus"
        corpus.give(path, ["d1"], who)
        with closing(Corpus.open(path, annotator=who)) as package:
            package.annotate("d1", Span(0, 2), "Place", {})
    with closing(Corpus.open(tmp_path / "甲.corpus", annotator="甲")) as package:
        package.merge([tmp_path / "乙.corpus"])
        assert package._store.check() == []
        assert sorted(package.annotators()) == ["乙", "甲"]
        assert len(package.documents()) == 1
    corpus.merge([tmp_path / "甲.corpus"])
    assert corpus._store.check() == []
    assert corpus.counts()["annotators"]["乙"] == 1


def test_it_comes_back_to_whoever_has_merged_the_same(corpus: Corpus, tmp_path: Path) -> None:
    """What stands in it may have come by a merge that another corpus has not: a copy from before, which merged anew."""
    copy = make_backup(corpus.path).path
    one, other, wang = (Path(shutil.copy(copy, tmp_path / f"{name}.corpus")) for name in ("one", "other", "wang"))
    with closing(Corpus.open(wang, annotator="王")) as theirs:
        theirs.relabel(theirs.annotations("d0")[0].id, "Organisation")
    for path in (one, other):
        with closing(Corpus.open(path, annotator="李")) as merging:
            merging.merge([theirs.path], sure=True)
    with closing(Corpus.open(one, annotator="李")) as giving:
        giving.give(tmp_path / "again.corpus", ["题0"], "王")
    with closing(Corpus.open(tmp_path / "again.corpus", annotator="王")) as again:
        again.relabel(again.annotations("d0")[0].id, "Program")
    for path in (one, other):
        with closing(Corpus.open(path, annotator="王")) as merging:
            assert merging.merge([again.path], sure=True).merged.second == 0
            assert [found.label for found in merging.annotations("d0")] == ["Program", "Place"]
            assert merging._store.check() == []
    assert live(one) == live(other)


def test_whoever_opens_it_under_another_name_can_be_told(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "w.corpus"
    corpus.give(path, ["题0"], "王")
    corpus.give(tmp_path / "p.corpus", ["题0"])
    for file, annotator, name in (
        (path, "wang", "王"), (path, "王", ""), (tmp_path / "p.corpus", "wang", ""), (corpus.path, "wang", ""),
    ):  # fmt: skip
        with closing(Corpus.open(file, annotator=annotator)) as opened:
            assert opened.meant_for == name
    with closing(Corpus.open(path, annotator="wang")) as package:
        package.annotate("d0", Span(8, 10), "Place", {})
        assert package.meant_for == "", "two are known in it now"


def test_what_cannot_be_given(corpus: Corpus, tmp_path: Path) -> None:
    for documents, out, key in (
        ([], "x.corpus", "corpus.package-empty"),
        (["题9"], "x.corpus", "corpus.no-document-named"),
        (["d0"], "all.corpus", "store.exists"),
    ):
        before = corpus.path.read_bytes()
        with pytest.raises(AnnotatorError) as caught:
            corpus.give(tmp_path / out, documents)
        assert caught.value.key == key
        assert corpus.path.read_bytes() == before
    assert not (tmp_path / "x.corpus").exists()
