"""What a corpus has taught: learned terms, quiet ones, and the arithmetic behind them."""

from __future__ import annotations

import pickle
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Reason, Span, Suggestion
from annotator.suggest import Engine, Evidence, Known, Memory, around
from annotator.suggest.known import is_term
from annotator.suggest.merge import merged, merged_into

TEXT = "县里推广禾下养鸭，镇里也有禾下養鴨。"


def learned(text: str, label: str = "Measure", accepted: int = 1, rejected: int = 0, **more) -> Known:
    return Known(text, label, evidence=Evidence(accepted, rejected), taught=accepted, **more)


def suggestion(text: str, at: int, end: int, label: str = "Measure") -> Suggestion:
    span = Span(at, end)
    return Suggestion(span, label, span.of(text), 0.8, "rules", Reason("suggest.why-term", (("term", "x"),)))


def test_doubt_is_the_beta_distribution():
    """Counted exactly: the integral of t^a (1-t)^r from 0 to 1/2 by its binomial expansion."""
    for accepted in range(8):
        for rejected in range(8):
            area = sum(
                Fraction((-1) ** k * comb(rejected, k), (accepted + k + 1) * 2 ** (accepted + k + 1))
                for k in range(rejected + 1)
            )
            whole = Fraction(1, (accepted + rejected + 1) * comb(accepted + rejected, accepted))
            assert Evidence(accepted, rejected).doubt == pytest.approx(float(area / whole))


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_doubt_falls_with_what_is_accepted(accepted, rejected):
    here = Evidence(accepted, rejected)
    assert 0 <= here.doubt <= 1
    assert Evidence(accepted + 1, rejected).doubt <= here.doubt + 1e-3
    assert Evidence(rejected, accepted).doubt == pytest.approx(1 - here.doubt, abs=0.01)


def test_three_refusals_in_a_row_make_a_term_quiet_and_two_do_not():
    assert not learned("低保", accepted=0, rejected=2).is_quiet
    assert learned("低保", accepted=0, rejected=3).is_quiet
    assert not learned("低保", accepted=2, rejected=5).is_quiet
    assert learned("低保", accepted=2, rejected=9).is_quiet


def test_a_learned_term_is_suggested_everywhere_in_both_scripts():
    memory = Memory([learned("禾下养鸭", domain="产业")])
    found = memory.joined(TEXT, [])
    assert [one.text for one in found] == ["禾下养鸭", "禾下養鴨"]
    assert all(one.span.of(TEXT) == one.text for one in found)
    assert {(one.label, one.source, one.attributes["domain"]) for one in found} == {("Measure", "corpus", "产业")}
    assert 0 < found[0].score < 1


def test_more_evidence_is_a_higher_score():
    scores = [Memory([learned("禾下养鸭", accepted=n)]).joined(TEXT, [])[0].score for n in (1, 3, 20)]
    assert scores == sorted(scores)
    assert scores[-1] > 0.9


def test_quiet_terms_are_left_out_whoever_suggests_them():
    engine = Engine()
    text = "落实農村低保政策。"
    assert any(one.text == "農村低保" for one in engine.suggest(text))
    memory = Memory([Known("农村低保", "Measure", evidence=Evidence(0, 3))])
    assert not any(one.text == "農村低保" for one in memory.joined(text, engine.suggest(text)))


def test_a_person_has_the_last_word():
    evidence = Evidence(0, 9)
    for state, shown in (("", 0), ("shown", 2), ("quiet", 0), ("forgotten", 0)):
        memory = Memory([Known("禾下养鸭", "Measure", state=state, evidence=evidence)])
        assert len(memory.joined(TEXT, [])) == shown, state
    theirs = [suggestion(TEXT, 4, 8)]
    assert Memory([Known("禾下养鸭", "Measure", state="forgotten", evidence=evidence)]).joined(TEXT, theirs) == theirs
    assert Memory([Known("禾下养鸭", "Measure", state="quiet", evidence=Evidence(9))]).joined(TEXT, theirs) == []


def test_what_stands_around_counts_before_the_rest():
    contexts = {("广", ","): Evidence(0, 4), ("有", "。"): Evidence(5, 0)}
    known = learned("禾下养鸭", "Measure", 5, 4, contexts=contexts)
    assert not known.is_quiet
    assert [one.span.start for one in Memory([replace(known, contexts={})]).joined(TEXT, [])] == [4, 13]
    assert [one.span.start for one in Memory([known]).joined(TEXT, [])] == [13]


def test_evidence_from_the_same_place_lets_a_quiet_term_pass_there():
    known = Known("禾下养鸭", "Measure", evidence=Evidence(2, 11), contexts={("广", ","): Evidence(2, 0)})
    assert known.is_quiet
    theirs = [suggestion(TEXT, at, at + 4) for at in (TEXT.index("禾下养鸭"), TEXT.index("禾下養鴨"))]
    assert Memory([known]).joined(TEXT, theirs) == theirs[:1]


def test_a_term_is_suggested_only_while_people_annotate_it_more_often_than_not():
    for accepted, rejected, passed, shown in ((1, 0, 0, 2), (1, 1, 0, 0), (3, 1, 1, 2), (3, 1, 2, 0)):
        memory = Memory([learned("禾下养鸭", accepted=accepted, rejected=rejected, passed=passed)])
        assert len(memory.joined(TEXT, [])) == shown
    assert Memory([Known("禾下养鸭", "Measure", evidence=Evidence(5))]).joined(TEXT, []) == [], "a list knows it"


def test_a_learned_term_is_held_back_where_it_is_part_of_something_else():
    memory = Memory([learned("收入", "Indicator"), learned("禾下村", "Place")])
    assert [one.text for one in memory.joined("去年收入达到3万元，禾下村人民高兴。", [])] == ["收入", "禾下村"]
    assert [one.text for one in memory.joined("收入稳定，禾下村委会说。", [])] != ["收入", "禾下村"]


@pytest.mark.parametrize(
    ("text", "term"),
    [("低保", True), ("保", False), ("2019年", False), ("雨露计划", True), ("一,二", False), ("a b", False),
     ("长" * 31, False), ("“四联两聚”", True), ("摘帽不摘责任、摘帽不摘政策", False)],
)  # fmt: skip
def test_what_can_be_learned(text, term):
    assert is_term(text) is term


def test_updated_is_what_a_new_one_would_be():
    base = Memory([learned("禾下养鸭"), learned("别的事", accepted=0, rejected=3)])
    changed = [learned("禾下养鸭", accepted=0, rejected=4), learned("镇里", "Place"), learned("别的事", accepted=5)]
    updated = base.updated(changed)
    fresh = Memory(changed)
    text = TEXT + "别的事"
    assert updated.joined(text, []) == fresh.joined(text, [])
    assert {one.text for one in updated.joined(text, [])} == {"镇里", "别的事"}
    assert updated.all() == fresh.all()
    assert base.joined(text, []) == Memory([learned("禾下养鸭")]).joined(text, []), "the earlier one is a value"


COUNTS = st.builds(Evidence, st.integers(0, 9), st.integers(0, 9))
KNOWN = st.builds(
    Known,
    st.text("养鸭扶😀", min_size=1, max_size=4),
    st.sampled_from(["Measure", "Place"]),
    st.sampled_from(["", "产业"]),
    st.sampled_from(["", "shown", "quiet"]),
    COUNTS,
    st.integers(0, 9),
    st.integers(0, 3),
    st.dictionaries(st.tuples(st.sampled_from(["", "县"]), st.sampled_from(["", "镇"])), COUNTS),
)


@given(st.lists(KNOWN), st.lists(KNOWN, max_size=3), st.text("养鸭扶县镇😀", max_size=30))
def test_a_packed_memory_is_the_same_in_another_process(known, more, text):
    before = Memory(known)
    there = Memory.of(pickle.loads(pickle.dumps(before.packed())))  # made in the line itself
    assert there.joined(text, []) == before.joined(text, [])
    assert (there.longest, there.reach) == (before.longest, before.reach)
    went_on, goes_on = before.updated(more), there.updated(more)
    assert goes_on.joined(text, []) == went_on.joined(text, [])
    assert goes_on.turned(there) == went_on.turned(before)
    assert goes_on.all() == went_on.all()
    assert Memory.of(goes_on.packed()).all() == went_on.all()


def test_a_term_learned_as_two_things_is_suggested_as_the_one_with_more_evidence():
    memory = Memory([learned("禾下养鸭", "Program", 2), learned("禾下养鸭", "Measure", 5)])
    assert {one.label for one in memory.joined(TEXT, [])} == {"Measure"}


@given(st.text("县里推广禾下养鸭😀𠮷\r\n，。", max_size=60))
def test_joined_slices_and_does_not_overlap(text):
    memory = Memory([learned("禾下养鸭"), learned("推广"), learned("里推", "Place")])
    found = memory.joined(text, Engine().suggest(text))
    assert all(one.span.of(text) == one.text for one in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_around_is_folded_and_empty_at_the_ends():
    assert around("「養」", Span(1, 2)) == ("“", "”")
    assert around("養", Span(0, 1)) == ("", "")


def test_a_part_of_a_term_that_people_took_whole_is_not_suggested():
    """The longer is rarer and scores less; but wherever it stood, it was what people wanted."""
    text = "复合型土地流转，土地流转"
    parts = [
        Suggestion(Span(start, start + 4), "Measure", "土地流转", 0.95, "lexicon", Reason("suggest.why-term"))
        for start in (3, 8)
    ]
    whole = Known("复合型土地流转", "Measure", evidence=Evidence(1, 0), taught=1)
    assert [one.text for one in Memory([whole]).joined(text, parts)] == ["复合型土地流转", "土地流转"]
    doubted = replace(whole, evidence=Evidence(2, 1))
    assert [one.text for one in Memory([doubted]).joined(text, parts)] == ["土地流转", "土地流转"]
    nested = Memory([whole]).joined(text, parts, overlap="nested")
    assert [one.text for one in nested] == ["复合型土地流转", "土地流转", "土地流转"]


@given(st.data())
def test_what_is_merged_into_settled_suggestions_is_what_is_merged_with_them(data):
    def some() -> list[Suggestion]:
        placed = st.tuples(
            st.integers(0, 40), st.integers(1, 8), st.sampled_from(["Place", "Time"]), st.sampled_from([0.5, 0.8, 0.9])
        )
        return [
            Suggestion(Span(start, start + length), label, "字" * length, score, "rules", Reason("suggest.why-date"))
            for start, length, label, score in data.draw(st.lists(placed, max_size=12))
        ]

    first, more = some(), some()
    settled = merged(first)
    assert merged_into(settled, more) == merged([*settled, *more])
    assert merged_into(first, more) == merged([*first, *more]), "not settled at all"
