"""What files of others may hold: ids that are taken, things said twice, attributes that the scheme has not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.model import ACCEPT, Annotation, Bundle, Decision, Document, Reason, Span, Suggestion

ONE, OTHER = "全县实施产业扶贫。", "全力推进健康扶贫工程。"
SPAN = Span(4, 8)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = Corpus.create(tmp_path / "a.corpus", annotator="李")
    yield made
    made.close()


def annotation(document: Document, id_: str = "1", annotator: str = "王", **more: object) -> Annotation:
    return Annotation(id_, document.id, annotator, SPAN, "Measure", SPAN.of(document.text), **more)


def decision(document: Document, id_: str = "1", annotator: str = "王") -> Decision:
    suggestion = Suggestion(SPAN, "Measure", SPAN.of(document.text), 0.9, "elsewhere", Reason("elsewhere.why"))
    return Decision(id_, document.id, annotator, ACCEPT, suggestion, "1", "1", "")


def bundle(text: str, annotator: str = "王") -> Bundle:
    """A report whose things are called 1, as those of every other report."""
    document = Document("1", "题", text)
    return Bundle(document, (annotation(document, annotator=annotator),), (decision(document, annotator=annotator),))


def said(corpus: Corpus) -> dict[tuple[str, str], tuple[str, str]]:
    """By text and annotator: the slices of the annotation and of the decision that it belongs to."""
    found = {}
    for one in corpus.bundles():
        for annotation in one.annotations:
            (behind,) = [decision for decision in one.decisions if decision.annotation == annotation.id]
            assert behind.annotator == annotation.annotator
            found[one.document.text, annotation.annotator] = (annotation.text, behind.suggestion.text)
    return found


def test_what_two_files_call_by_the_same_id_is_all_in(corpus: Corpus) -> None:
    bundles = [bundle(ONE), bundle(OTHER), bundle(ONE, "赵")]
    for one in bundles:
        assert corpus.add([one]).annotations == 1
    wanted = {(ONE, "王"): ("产业扶贫",) * 2, (OTHER, "王"): ("健康扶贫",) * 2, (ONE, "赵"): ("产业扶贫",) * 2}
    assert said(corpus) == wanted
    again = [corpus.add([one]) for one in bundles[:1]]
    assert [(added.documents, added.annotations, added.decisions) for added in again] == [(0, 0, 0)]
    assert said(corpus) == wanted
    for _ in bundles:
        corpus.undo()
    assert said(corpus) == {}


def test_nothing_is_read_off_a_stretch_longer_than_any_number(corpus: Corpus) -> None:
    text = "发放300万元。" * 1_000
    corpus.add([Bundle(Document("long", "题", text))])
    corpus.annotate("long", Span(0, len(text)), "Quantity")
    corpus.annotate("long", Span(2, 7), "Quantity")
    whole, part = corpus.annotations("long")
    assert whole.attributes == {}
    assert part.attributes["value"] == 3_000_000


def test_what_is_decided_twice_is_decided_once(corpus: Corpus) -> None:
    document = Document("1", "题", ONE)
    twice = Bundle(document, (annotation(document),), (decision(document), decision(document, "2")))
    assert corpus.add([twice]).decisions == 1
    assert said(corpus) == {(ONE, "王"): ("产业扶贫", "产业扶贫")}


def test_attributes_that_the_scheme_has_not_are_kept_and_stop_nothing(corpus: Corpus) -> None:
    document = Document("1", "题", ONE)
    strange = {"theirs": "x", "domain": "theirs too"}
    corpus.add([Bundle(document, (annotation(document, annotator="李", attributes=strange),))])
    assert corpus.set_note("1", "看")
    assert corpus.move("1", Span(3, 8))
    assert corpus.annotations("1")[0].attributes == strange
    assert corpus.set_attributes("1", {"theirs": "x", "domain": "产业"})
    with pytest.raises(AnnotatorError, match="ours"):
        corpus.set_attributes("1", {"theirs": "x", "ours": "y"})
    assert corpus.relabel("1", "Place")
