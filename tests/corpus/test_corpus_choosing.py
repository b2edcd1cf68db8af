"""A part of a corpus goes out: nobody else's name or work with it, and the report adds up to the whole corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_corpus_pseudonyms import Sheets, everything

from annotator.corpus import Corpus, Selection, Verdict, writable_formats
from annotator.errors import AnnotatorError
from annotator.model import DONE, STARTED, Bundle, Document, Span
from annotator.review.versions import Cluster

MINE, OTHER = "林小梅", "陳太文"
TEXT = "全县实施产业扶贫，落实低保。"


def settle(corpus: Corpus, one: Cluster) -> None:
    version = next(version for version in one.versions if version.spans[0].label == "Measure")
    corpus.adjudicate(one, Verdict("taken", version.spans))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four reports: two people differ in three of them, one finished, one begun; two disagreements are settled."""
    path = tmp_path_factory.mktemp("choosing") / "x.corpus"
    Corpus.create(path, annotator=MINE).close()
    for who, label in ((OTHER, "Program"), (MINE, "Measure")):
        corpus = Corpus.open(path, annotator=who)
        corpus.add([Bundle(Document(f"d{one}", f"题{one}", f"{TEXT}{one}")) for one in range(4)])
        for document in ("d0", "d1", "d2"):
            corpus.annotate(document, Span(4, 8), label)
            corpus.annotate(document, Span(11, 13), "Measure")
            corpus.mark(document, {"d0": DONE, "d1": STARTED}.get(document, DONE if who == MINE else STARTED))
        for one in corpus.suggestions("d0")[:1]:
            corpus.reject("d0", one)
        if who == MINE:
            settled = [one for one in corpus.disagreements() if one.document in ("d0", "d2")]
            assert len(settled) == 2
            settle(corpus, settled[0])
        corpus.close()
    corpus = Corpus.open(path, annotator=OTHER)
    settle(corpus, next(one for one in corpus.disagreements() if one.document == "d2"))
    corpus.close()
    return path


@pytest.fixture
def corpus(path: Path) -> Iterator[Corpus]:
    corpus = Corpus.open(path, annotator=MINE)
    yield corpus
    corpus.close()


@pytest.mark.parametrize("adjudicated", [False, True])
@pytest.mark.parametrize("name", sorted(writable_formats()))
def test_with_one_annotator_goes_nobody_elses_name_in_any_format(
    corpus: Corpus, tmp_path: Path, name: str, adjudicated: bool
) -> None:
    try:
        corpus.export(tmp_path / "out", name, Selection(annotator=MINE, adjudicated=adjudicated), press=Sheets)
    except AnnotatorError as error:  # a format whose library is not installed
        pytest.skip(str(error))
    written = everything(tmp_path)
    for spelled in (OTHER.encode(), OTHER.encode("utf-16-le"), ascii(OTHER)[1:-1].encode()):
        assert spelled not in written


def test_what_one_annotator_settled_goes_out_when_it_is_asked_for(corpus: Corpus) -> None:
    for who, reports in ((MINE, {"d0"}), (OTHER, {"d2"})):
        plain = list(corpus.bundles(Selection(annotator=who)))
        assert not any(one.adjudications or one.adjudicated for one in plain)
        assert {one.annotator for bundle in plain for one in bundle.annotations} == {who}
        layer = [
            one for bundle in corpus.bundles(Selection(annotator=who, adjudicated=True)) for one in bundle.annotations
        ]
        assert {(one.annotator, one.document) for one in layer} == {(who, report) for report in reports}


def test_with_labels_goes_what_was_settled_of_them(corpus: Corpus) -> None:
    def settled(**wanted: str | list[str]) -> set[str]:
        return {one.document for bundle in corpus.bundles(Selection(**wanted)) for one in bundle.adjudications}

    assert settled() == settled(labels=["Measure"]) == settled(labels=["Program"]) == {"d0", "d2"}
    assert settled(labels=["Place"]) == settled(until="2020-01-01") == set()


PARTS = {
    "all": Selection(),
    "one annotator": Selection(annotator=OTHER),
    "labels": Selection(labels=["Program"]),
    "done": Selection(status=DONE),
    "one report": Selection(documents=["题1"]),
    "no rejected": Selection(rejected=False),
    "days": Selection(until="2020-01-01"),
    "layer": Selection(adjudicated=True),
    "other names": Selection(pseudonyms=True),
    "script": Selection(script="hant"),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", ["jsonl", "package", "conll", "marks", "annotations-csv", "text"])
def test_what_is_in_the_file_what_is_lost_and_what_stays_are_the_corpus(
    corpus: Corpus, tmp_path: Path, name: str, part: str
) -> None:
    selection = PARTS[part]
    corpus.export(tmp_path / "out", name, selection)
    said = json.loads((tmp_path / "out.losses.json").read_text("utf-8"))
    spans = said["spans"]
    whole, out = list(corpus.bundles()), list(corpus.bundles(selection))
    all_of_them = sum(len(one.adjudicated if selection.adjudicated else one.annotations) for one in whole)
    assert spans["corpus"] == all_of_them == spans["file"] + spans["lost"] + spans["left_out"]
    assert spans["left_out"] == all_of_them - sum(len(one.annotations) for one in out)
    assert said["documents"] + said["left_out"].get("documents", 0) == len(whole)
    decisions = said["decisions"] + said["lost"].get("decisions", 0) + said["left_out"].get("decisions", 0)
    assert decisions == sum(len(one.decisions) for one in whole)
    stay = sum(len(one.adjudications) for one in whole) - sum(len(one.adjudications) for one in out)
    assert said["left_out"].get("adjudications", 0) == stay


def test_the_history_that_stays_behind_is_said(corpus: Corpus, tmp_path: Path) -> None:
    for part, selection in PARTS.items():
        written = corpus.export(tmp_path / "a.anpack", "package", selection)
        went = any(bundle.history for bundle in corpus.bundles(selection, history=selection.is_whole))
        assert bool(written.left_out.get("history")) == (not went and written.documents > 0), part
        assert corpus.export(tmp_path / "a.jsonl", "jsonl", selection).lost.get("history", 0) == written.documents


@pytest.mark.parametrize(("status", "reports"), [("new", {"d3"}), (STARTED, {"d1", "d2"}), (DONE, {"d0", "d2"})])
def test_by_how_far_anybody_is(corpus: Corpus, status: str, reports: set[str]) -> None:
    assert {one.document.id for one in corpus.bundles(Selection(status=status))} == reports


@pytest.mark.parametrize(("status", "reports"), [("new", {"d3"}), (STARTED, {"d1"}), (DONE, {"d0", "d2"})])
def test_by_how_far_one_annotator_is(corpus: Corpus, status: str, reports: set[str]) -> None:
    chosen = Selection(status=status, annotator=MINE)
    assert {one.document.id for one in corpus.bundles(chosen)} == reports
