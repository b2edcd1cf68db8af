"""Schemes that differ: shown before a merge, and what only theirs has comes or stays as somebody has said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from children import Here
from hypothesis import given
from hypothesis import strategies as st

from annotator import work
from annotator.corpus import Corpus
from annotator.corpus.uniting import Difference, differences, united
from annotator.errors import AnnotatorError
from annotator.model import Annotation, AttributeType, Bundle, Choice, Document, Label, RelationType, Scheme, Span
from annotator.plain import read_scheme
from annotator.scheme import check_scheme

TEXT = "全县落实低保政策，发放补助。"
OURS = read_scheme()


@pytest.fixture(autouse=True)
def _without_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "Worker", Here)


def theirs() -> Scheme:
    """A relation and two attributes more, a choice more, another definition, another end of a link."""
    first, *labels = OURS.labels
    domain = next(kind for kind in OURS.attributes if kind.choices)
    with_choice = replace(domain, choices=(*domain.choices, Choice("其他领域", {"en": "Else"})))
    attributes = tuple(with_choice if kind is domain else kind for kind in OURS.attributes)
    link, *links = OURS.relations
    near = RelationType("near", {"en": "near"}, ("Place",), ("Place",))
    return replace(
        OURS,
        labels=(replace(first, definition={"en": "something else"}), *labels),
        attributes=(*attributes, AttributeType("mood", {"en": "Mood"}, ("Place",), "text")),
        relations=(
            replace(link, heads=("Place",)),
            *links,
            near,
        ),
        document=(*OURS.document, AttributeType("mood", {"en": "Mood"}, (), "text")),
    )


@pytest.fixture
def corpora(tmp_path: Path) -> Iterator[tuple[Corpus, Path]]:
    """Ours, open, and theirs with a report, a link of their own type and a value of their own attribute."""
    with closing(Corpus.create(tmp_path / "theirs.corpus", theirs(), annotator="王")) as other:
        other.add([Bundle(Document("t", "题", TEXT))])
        other.annotate("t", Span(0, 2), "Place", {"mood": "好"})
        other.annotate("t", Span(4, 6), "Place", {})
        head, target = (one.id for one in other.annotations("t"))
        other.relate(head, target, "near")
        other.describe("t", {"mood": "好"})
    made = Corpus.create(tmp_path / "ours.corpus", annotator="李")
    yield made, tmp_path / "theirs.corpus"
    assert made._store.check() == []
    made.close()


def test_all_differences_are_shown_and_nothing_is_written_before_they_are_settled(corpora):
    ours, path = corpora
    dry = ours.merge([path], dry_run=True)
    assert {one.kind for one in dry.differences if one.comes} == {
        "attribute-new", "attribute-choices", "document-attribute-new", "relation-new",
    }  # fmt: skip
    assert {one.kind for one in dry.differences if not one.comes} == {"label", "relation-ends"}
    assert {one.name for one in dry.differences if one.asks and not one.comes} == {OURS.relations[0].name}
    assert dry.merged.left_out == {"mood": 2, "near": 1}, "unless they come along"
    assert ours.merge([path], dry_run=True, take=True).merged.left_out == {}
    steps = len(list(ours.history()))
    with pytest.raises(AnnotatorError) as caught:
        ours.merge([path])
    assert caught.value.key == "corpus.merge-scheme"
    assert "near" in caught.value.fields["parts"]
    assert (len(list(ours.history())), ours.scheme, ours.documents()) == (steps, OURS, [])


def test_what_only_theirs_has_comes_in_the_same_step_and_goes_with_it(corpora):
    ours, path = corpora
    ours.merge([path], take=True)
    assert ours.scheme.relation("near") is not None
    assert "mood" in [kind.name for kind in ours.scheme.attributes_of("Place")]
    assert ours.document_attributes("t") == {"mood": "好"}
    assert ours.scheme.labels == OURS.labels, "ours stays where both say something"
    check_scheme(ours.scheme, path)
    ours.undo()
    assert (ours.scheme, ours.documents()) == (OURS, [])
    ours.redo()
    assert not ours.merge([path]).is_new


def test_or_our_scheme_stays_and_their_work_comes_all_the_same(corpora):
    ours, path = corpora
    ours.merge([path], take=False)
    assert ours.scheme == OURS
    ours.annotator = "王"
    assert [one.attributes for one in ours.annotations("t")] == [{}, {}]
    assert (ours.relations("t"), ours.document_attributes("t")) == ([], {})
    assert not ours.merge([path]).is_new
    with closing(Corpus.open(path, annotator="王")) as other:
        other.annotate("t", Span(8, 10), "Place", {"mood": "坏"})
    assert ours.merge([path], take=False).merged.left_out == {"mood": 1}, "what was settled stays so"
    assert [one.attributes for one in ours.annotations("t")] == [{}, {}, {}]
    check_sound_through_undo(ours)


def check_sound_through_undo(corpus: Corpus) -> None:
    """All that came goes by undo and is there again by redo, and the check has nothing to say of either."""
    there = corpus.annotations("t")
    corpus.undo()
    assert len(corpus.annotations("t")) == 2
    assert corpus._store.check() == []
    corpus.redo()
    assert corpus.annotations("t") == there


def test_what_a_file_brought_here_stays_though_no_scheme_knows_it(corpora):
    """Only what is new here has to fit: what we have ourselves nobody is asked about."""
    ours, path = corpora
    own = Annotation("own", "t", "李", Span(6, 8), "Place", TEXT[6:8], {"mood": "静", "else": "x"})
    ours.add([Bundle(Document("t", "题", TEXT), (own,))])
    with closing(Corpus.open(path, annotator="王")) as other:
        odd = Annotation("odd", "t", "王", Span(8, 10), "Place", TEXT[8:10], {"mood": "静", "else": "x"})
        other.add([Bundle(Document("t", "题", TEXT), (odd,))])
    ours.merge([path], take=False)
    assert [one.attributes for one in ours.annotations("t")] == [{"mood": "静", "else": "x"}]
    assert ours.annotation("odd").attributes == {"else": "x"}


def test_a_link_that_ours_does_not_allow_and_a_value_of_another_kind_are_asked_about(tmp_path: Path) -> None:
    link = OURS.relations[0]
    outside = next(one.name for one in OURS.labels if one.name not in link.heads)
    number = next(kind for kind in OURS.attributes if kind.kind == "number")
    carrier = number.labels[0]
    wide = replace(
        OURS,
        relations=(replace(link, heads=(*link.heads, outside)), *OURS.relations[1:]),
        attributes=tuple(replace(kind, kind="text") if kind is number else kind for kind in OURS.attributes),
    )
    path = tmp_path / "theirs.corpus"
    with closing(Corpus.create(path, wide, annotator="王")) as other:
        other.add([Bundle(Document("t", "题", TEXT))])
        other.annotate("t", Span(0, 2), outside, {})
        other.annotate("t", Span(4, 6), link.targets[0], {})
        head, target = (one.id for one in other.annotations("t"))
        other.relate(head, target, link.name)
        other.annotate("t", Span(8, 10), carrier, {number.name: "多"})
    with closing(Corpus.create(tmp_path / "ours.corpus", annotator="李")) as ours:
        with pytest.raises(AnnotatorError) as caught:
            ours.merge([path])
        assert caught.value.key == "corpus.merge-scheme"
        assert ours.merge([path], take=False).merged.left_out == {link.name: 1, number.name: 1}
        ours.annotator = "王"
        assert ours.relations("t") == []
        assert [one.attributes for one in ours.annotations("t") if one.span == Span(8, 10)] == [{}]
        assert ours._store.check() == []
    with closing(Corpus.create(tmp_path / "wide.corpus", wide, annotator="李")) as wider:
        assert not any(one.asks for one in wider.merge([tmp_path / "ours.corpus"], dry_run=True).differences if
                       one.kind.startswith("relation"))  # fmt: skip


def test_schemes_that_are_alike_ask_nothing():
    assert differences(OURS, OURS) == []
    assert united(OURS, OURS) == OURS


names = st.sampled_from("甲乙丙丁")
some = st.lists(names, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    labels = tuple(Label(name, {"en": name}, "", {}, {}, ()) for name in draw(some))
    known = st.lists(st.sampled_from([one.name for one in labels]), min_size=1, max_size=2, unique=True).map(tuple)
    kinds = st.sampled_from(("text", "choice"))

    def attribute(name: str) -> AttributeType:
        kind = draw(kinds)
        choices = tuple(Choice(one, {"en": one}) for one in draw(some)) if kind == "choice" else ()
        return AttributeType(name, {"en": name}, draw(known), kind, choices)

    attributes = tuple(map(attribute, draw(st.lists(names, max_size=3, unique=True))))
    links = tuple(
        RelationType(name, {"en": name}, draw(known), draw(known))
        for name in draw(st.lists(names, max_size=3, unique=True))
    )
    return Scheme("x", {"en": "x"}, draw(st.sampled_from(("flat", "nested"))), labels, attributes, links)


@given(schemes(), schemes())
def test_once_united_nothing_more_comes_and_ours_is_still_in_it(ours: Scheme, other: Scheme) -> None:
    both = united(ours, other)
    left = differences(both, other)
    assert [one for one in left if one.comes] == []
    assert [one for one in differences(both, ours) if one.comes] == []
    assert united(both, other) == both
    assert {one.name for one in ours.attributes} <= {one.name for one in both.attributes}
    kept = {one for one in differences(ours, other) if not one.comes}
    assert kept <= {*left, *(Difference("relation-new", one.name) for one in other.relations)}
    check_scheme(both, Path("x"))
