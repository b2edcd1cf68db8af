"""The verbs one by one: what each leaves in the corpus, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from annotator.corpus import Corpus, Selection, make_demo
from annotator.errors import AnnotatorError
from annotator.model import Bundle, Document, Span
from annotator.plain import read_scheme

TEXT = "𠮷林村实施易地扶贫搬迁工程，\r\n落实低保，👍🏽推广雨露計劃，每户补助5000元。"


@pytest.fixture
def corpus(tmp_path: Path):
    made = Corpus.create(tmp_path / "甲 乙#1.corpus", annotator="李")
    made.add([Bundle(Document("d1", "样本", TEXT))])
    yield made
    made.close()


def suggestion(corpus: Corpus, text: str):
    return next(one for one in corpus.suggestions("d1") if one.text == text)


def span_of(text: str) -> Span:
    at = TEXT.index(text)
    return Span(at, at + len(text))


def refusal(call, key: str) -> str:
    with pytest.raises(AnnotatorError) as caught:
        call()
    assert caught.value.key == key
    return str(caught.value)


def test_suggestions_are_found_in_both_scripts_and_slice_to_the_text(corpus):
    found = corpus.suggestions("d1")
    assert {"低保", "雨露計劃", "5000元"} <= {one.text for one in found}
    assert all(one.span.of(TEXT) == one.text for one in found)


def test_accept_keeps_the_suggestion_as_it_was(corpus):
    one = suggestion(corpus, "雨露計劃")
    changes = corpus.accept("d1", one)
    assert changes.touch("annotations", "d1")
    assert changes.touch("decisions", "d1")
    (annotation,) = corpus.annotations("d1")
    assert (annotation.span, annotation.label, annotation.text) == (one.span, one.label, one.text)
    assert (annotation.annotator, annotation.source) == ("李", one.source)
    (decision,) = corpus.decisions("d1")
    assert (decision.kind, decision.suggestion, decision.annotation) == ("accept", one, annotation.id)
    assert decision.engine == corpus.engine.version
    assert one.key not in {other.key for other in corpus.suggestions("d1")}


def test_a_quantity_keeps_its_value(corpus):
    corpus.accept("d1", suggestion(corpus, "5000元"))
    (annotation,) = corpus.annotations("d1")
    assert annotation.attributes["value"] == 5000
    assert annotation.attributes["unit"] == "元"


def test_words_are_read_only_for_a_label_with_attributes(corpus, monkeypatch):
    read: list[str] = []
    monkeypatch.setattr(
        "annotator.suggest.Engine.without_model",
        property(lambda _engine: SimpleNamespace(suggest=lambda text: read.append(text) or [])),
    )
    corpus.annotate("d1", span_of("村"), "Place")
    assert read == []
    corpus.annotate("d1", span_of("5000元"), "Quantity")
    assert read == ["5000元"]


def test_correct_is_another_label_or_another_span_and_otherwise_an_accept(corpus):
    one = suggestion(corpus, "低保")
    corpus.correct("d1", one, label="Program")
    assert corpus.decisions("d1")[0].kind == "correct"
    other = suggestion(corpus, "雨露計劃")
    corpus.correct("d1", other, span=Span(other.span.start - 2, other.span.end))
    assert {annotation.text for annotation in corpus.annotations("d1")} == {"低保", "推广雨露計劃"}
    third = suggestion(corpus, "5000元")
    corpus.correct("d1", third)
    assert [decision.kind for decision in corpus.decisions("d1")] == ["correct", "correct", "accept"]


def test_moving_back_to_the_suggestion_is_an_accept_again(corpus):
    one = suggestion(corpus, "雨露計劃")
    corpus.accept("d1", one)
    (annotation,) = corpus.annotations("d1")
    corpus.move(annotation.id, Span(one.span.start, one.span.end - 1))
    assert corpus.decisions("d1")[0].kind == "correct"
    corpus.move(annotation.id, one.span)
    assert corpus.decisions("d1")[0].kind == "accept"


def test_reject_leaves_no_annotation_and_does_not_come_back(corpus):
    one = suggestion(corpus, "低保")
    corpus.reject("d1", one)
    assert corpus.annotations("d1") == []
    assert one.key not in {other.key for other in corpus.suggestions("d1")}
    corpus.accept("d1", one)  # a change of mind takes the rejection's place
    assert [decision.kind for decision in corpus.decisions("d1")] == ["accept"]
    assert "低保" in refusal(lambda: corpus.accept("d1", one), "corpus.decided")


def test_removing_what_was_suggested_is_a_rejection(corpus):
    one = suggestion(corpus, "低保")
    corpus.accept("d1", one)
    corpus.remove(corpus.annotations("d1")[0].id)
    assert corpus.annotations("d1") == []
    assert [(decision.kind, decision.annotation) for decision in corpus.decisions("d1")] == [("reject", None)]
    assert one.key not in {other.key for other in corpus.suggestions("d1")}
    corpus.undo()
    assert [decision.kind for decision in corpus.decisions("d1")] == ["accept"]


def test_nobody_has_one_label_twice_on_the_same_words(corpus):
    """Whichever way it would come about; the check would call it damage."""
    stale, other = suggestion(corpus, "低保"), suggestion(corpus, "雨露計劃")
    corpus.annotate("d1", stale.span, stale.label)
    corpus.annotate("d1", other.span, stale.label)
    first, second = corpus.annotations("d1")
    for way in (
        lambda: corpus.accept("d1", stale),
        lambda: corpus.correct("d1", other, span=stale.span, label=stale.label),
        lambda: corpus.decide_all("accept", {"d1": [stale]}),
        lambda: corpus.move(second.id, first.span),
    ):
        assert "低保" in refusal(way, "corpus.annotated-so")
    corpus.annotate("d1", first.span, "Program")
    assert "低保" in refusal(lambda: corpus.relabel(first.id, "Program"), "corpus.annotated-so")
    assert len(corpus.annotations("d1")) == 3
    corpus.annotator = "王"
    assert corpus.accept("d1", stale), "somebody else may say the same"


def test_annotate_by_hand_reads_the_attributes_off_the_text(corpus):
    corpus.annotate("d1", span_of("5000元"), "Quantity")
    (annotation,) = corpus.annotations("d1")
    assert (annotation.source, annotation.attributes["value"]) == ("manual", 5000)
    assert not corpus.annotate("d1", span_of("5000元"), "Quantity")
    assert len(corpus.annotations("d1")) == 1
    assert corpus.decisions("d1") == []


def test_a_row_is_annotated_as_one_step_or_not_at_all(corpus):
    row = [(span_of("低保"), "Measure"), (span_of("雨露計劃"), "Program"), (span_of("5000元"), "Quantity")]
    refusal(lambda: corpus.annotate_row("d1", [*row, (span_of("每户"), "NoSuchLabel")]), "scheme.no-label")
    assert corpus.annotations("d1") == []
    steps = len(list(corpus.history()))
    assert corpus.annotate_row("d1", [*row, row[0]])
    assert [(one.span, one.label) for one in corpus.annotations("d1")] == row
    assert corpus.annotations("d1")[2].attributes["value"] == 5000
    assert len(list(corpus.history())) == steps + 1
    assert not corpus.annotate_row("d1", row), "what is there stays as it is"
    corpus.undo()
    assert corpus.annotations("d1") == []


def test_attributes_that_nobody_edited_follow_the_text(corpus):
    corpus.annotate("d1", span_of("5000元"), "Quantity")
    (annotation,) = corpus.annotations("d1")
    corpus.move(annotation.id, Span(annotation.span.start + 1, annotation.span.end))
    assert corpus.annotations("d1")[0].attributes.get("value") in (0, None)
    corpus.move(annotation.id, annotation.span)
    assert corpus.annotations("d1")[0].attributes["value"] == 5000
    edited = {**annotation.attributes, "value": 4999}
    corpus.set_attributes(annotation.id, edited)
    corpus.move(annotation.id, span_of("补助5000元"))
    assert corpus.annotations("d1")[0].attributes == edited


def test_relabel_takes_the_attributes_of_the_new_label(corpus):
    corpus.accept("d1", suggestion(corpus, "5000元"))
    (annotation,) = corpus.annotations("d1")
    corpus.relabel(annotation.id, "Place")
    assert (corpus.annotations("d1")[0].label, corpus.annotations("d1")[0].attributes) == ("Place", {})
    corpus.relabel(annotation.id, "Quantity")
    assert corpus.annotations("d1")[0].attributes["value"] == 5000


def test_in_a_flat_scheme_an_annotation_answers_what_it_overlaps(corpus):
    one = suggestion(corpus, "雨露計劃")
    corpus.annotate("d1", Span(one.span.start - 2, one.span.end), "Program")
    assert one.key not in {other.key for other in corpus.suggestions("d1")}
    corpus.undo()
    assert one.key in {other.key for other in corpus.suggestions("d1")}


def test_notes_and_progress(corpus):
    assert corpus.documents()[0].status == "new"
    corpus.annotate("d1", span_of("低保"), "Measure")
    assert corpus.documents()[0].status == "started"
    (annotation,) = corpus.annotations("d1")
    corpus.set_note(annotation.id, "见上\n文")
    assert corpus.annotations("d1")[0].note == "见上\n文"
    assert not corpus.set_note(annotation.id, "见上\n文")
    corpus.mark("d1", "done")
    assert corpus.documents()[0].status == "done"
    corpus.set_note(annotation.id, "")
    assert corpus.documents()[0].status == "done", "work on a finished document does not reopen it"


@pytest.mark.parametrize("way", ["label", "span", "attribute", "value", "document", "annotation"])
def test_what_the_scheme_or_text_does_not_allow_is_refused_and_nothing_is_written(corpus, way):
    steps = len(list(corpus.history()))
    span = span_of("低保")
    refused = {
        "label": (lambda: corpus.annotate("d1", span, "Nonsense"), "scheme.no-label"),
        "span": (lambda: corpus.annotate("d1", Span(3, len(TEXT) + 1), "Place"), "corpus.outside"),
        "attribute": (lambda: corpus.annotate("d1", span, "Place", {"domain": "产业"}), "scheme.no-attribute"),
        "value": (lambda: corpus.annotate("d1", span, "Measure", {"domain": "月亮"}), "scheme.bad-value"),
        "document": (lambda: corpus.annotate("d9", span, "Measure"), "store.no-document"),
        "annotation": (lambda: corpus.relabel("no such", "Place"), "corpus.no-annotation"),
    }
    call, key = refused[way]
    refusal(call, key)
    assert len(list(corpus.history())) == steps
    assert corpus.annotations("d1") == []


def test_only_their_annotator_changes_annotations(corpus):
    corpus.annotate("d1", span_of("低保"), "Measure")
    (annotation,) = corpus.annotations("d1")
    corpus.annotator = "王"
    assert "李" in refusal(lambda: corpus.relabel(annotation.id, "Program"), "corpus.not-yours")
    assert corpus.annotations("d1") == []
    assert "低保" in {one.text for one in corpus.suggestions("d1")}, "each annotator has their own open suggestions"


def test_a_suggestion_from_another_text_cannot_be_written(corpus):
    one = suggestion(corpus, "低保")
    corpus.add([Bundle(Document("d2", "另", "完全不同的一段文字。" * 9))])
    with pytest.raises(ValueError, match="holds"):
        corpus.accept("d2", one)
    assert corpus.annotations("d2") == []
    assert corpus.decisions("d2") == []


def test_history_of_an_annotation_tells_who_when_what(corpus):
    corpus.accept("d1", suggestion(corpus, "低保"))
    (annotation,) = corpus.annotations("d1")
    corpus.relabel(annotation.id, "Program")
    entries = corpus.history_of(annotation.id)
    assert [entry.step.name for entry in entries] == ["relabel", "accept"]
    (change,) = [change for change in entries[0].changes if change.table == "annotations"]
    assert (change.before["label"], change.after["label"]) == ("Measure", "Program")
    assert {entry.step.annotator for entry in entries} == {"李"}


def test_a_new_corpus_cannot_be_undone_out_of_existence(tmp_path):
    corpus = Corpus.create(tmp_path / "a.corpus")
    refusal(corpus.undo, "store.nothing-to-undo")
    assert corpus.scheme == read_scheme()
    corpus.close()


def test_everything_is_there_after_closing_and_opening(tmp_path):
    corpus = make_demo(tmp_path / "a.corpus", annotator="李")
    for row in corpus.documents():
        for one in corpus.suggestions(row.id)[:5]:
            corpus.accept(row.id, one)
    before = list(corpus.bundles())
    corpus.close()
    again = Corpus.open(tmp_path / "a.corpus", annotator="李")
    assert list(again.bundles()) == before
    assert sum(row.annotations for row in again.documents()) == 10
    again.undo()
    assert sum(row.annotations for row in again.documents()) == 9
    again.close()


def test_selection_takes_a_part(corpus):
    corpus.accept("d1", suggestion(corpus, "低保"))
    corpus.accept("d1", suggestion(corpus, "雨露計劃"))
    (bundle,) = corpus.bundles(Selection(labels=["Program"]))
    assert {annotation.label for annotation in bundle.annotations} == {"Program"}
    assert len(bundle.decisions) == 1
    assert list(corpus.bundles(Selection(status="done"))) == []
    assert len(list(corpus.bundles(Selection(status="started")))) == 1
    refusal(lambda: list(corpus.bundles(Selection(annotator="谁"))), "corpus.no-annotator")
