"""The base model in the engine: laws that hold for any text, reasons, scores, and that no text is in what ships."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.marks import parse
from annotator.i18n import LANGUAGES, Words
from annotator.model import Suggestion
from annotator.plain import from_suggestion, to_suggestion
from annotator.resources import resource, seeds
from annotator.review.score import ALL, Scores, score
from annotator.suggest import Engine, Term
from annotator.suggest.learned.base import base_model
from annotator.suggest.learned.joining import BAR, Judged, best, judged
from annotator.suggest.learned.model import FLOOR, Model
from annotator.suggest.learned.reading import Reading
from annotator.suggest.learned.uncertainty import document_uncertainty, most_uncertain_first, uncertainty

PIECES = [
    "\r\n",
    "\n",
    "。",
    "，",
    "、",
    "“",
    "”",
    "《",
    "》",
    "𠮷林村",
    "👍🏽",
    "貧困戶",
    "贫困户",
    "民政局",
    "2020年5月",
]
PIECES += ["12.5%", "为残疾人代缴养老保险", "组织技能培训", "“连心桥”帮扶行动", "養老服務中心", "青岭县", "发展食用菌"]
PIECES += ["户均增收", "3000元", "的"]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"]))).map("".join)


@cache
def engine(overlap: str = "flat") -> Engine:
    return Engine(overlap=overlap)


def told(text: str) -> list[tuple[object, ...]]:
    found = engine().suggest(text)
    return [(one.span, one.label, one.source, one.score, dict(one.attributes), one.why) for one in found]


def scores_of_seeds(suggesting: Engine) -> Scores:
    gold, ours = {}, {}
    for path in sorted((seeds() / "gold").glob("*.txt")):
        text, gold[path.name] = parse(path.read_bytes().decode("utf-8"), path.name)
        ours[path.name] = [(one.span, one.label) for one in suggesting.suggest(text)]
    return score(gold, ours)


def everything_suggested() -> list[Suggestion]:
    return [one for path in sorted(seeds().glob("*.txt")) for one in engine().suggest(path.read_bytes().decode())]


@settings(max_examples=150, deadline=None)
@given(texts)
def test_suggestions_with_the_model_are_slices_in_order_and_never_overlap(text):
    found = engine().suggest(text)
    assert all(one.text == text[one.span.start : one.span.end] for one in found)
    assert all(0 < one.score <= 1 for one in found)
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))
    assert all(to_suggestion(from_suggestion(one)) == one for one in found)


@settings(max_examples=80, deadline=None)
@given(texts)
def test_nested_suggestions_with_the_model_lie_inside_one_another_or_apart(text):
    nested = engine("nested").suggest(text)
    assert len({one.key for one in nested}) == len(nested)
    for at, one in enumerate(nested):
        for other in nested[at + 1 :]:
            apart = not one.span.overlaps(other.span)
            assert apart or one.span.contains(other.span) or other.span.contains(one.span)


@pytest.mark.parametrize("model", ["base", None])
def test_a_scheme_that_nests_has_both_the_whole_and_its_part(model):
    text = "青岭县扶贫办启动“产业扶贫”行动，帮助残疾人家庭。"
    flat, nested = (
        {(one.text, one.label) for one in Engine(overlap=overlap, model=model).suggest(text)}
        for overlap in ("flat", "nested")
    )
    assert ("“产业扶贫”行动", "Program") in flat & nested
    assert ("产业扶贫", "Measure") in nested - flat


@settings(max_examples=60, deadline=None)
@given(texts)
def test_a_fresh_engine_with_the_model_says_the_same(text):
    assert Engine().suggest(text) == engine().suggest(text)


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        (
            "青岭县为残疾人免费发放辅助器具，开办养老护理培训班，户均增收三千余元。",
            "青嶺縣為殘疾人免費發放輔助器具，開辦養老護理培訓班，戶均增收三千餘元。",
        ),
        (
            "启动“连心桥”帮扶行动，村里的妇女们学会了种蘑菇，脱贫户有了稳定收入。",
            "啟動「連心橋」幫扶行動，村裡的婦女們學會了種蘑菇，脫貧戶有了穩定收入。",
        ),
    ],
)
def test_both_scripts_are_read_alike(hans, hant):
    assert told(hans) == told(hant)
    assert len(told(hans)) >= 2


def test_the_model_adds_to_what_the_others_find():
    sources = {one.source for one in everything_suggested()}
    assert "learned" in sources
    assert {"lexicon", "rules", "quantities"} <= sources


def test_the_seeds_keep_their_floors_and_are_no_worse_than_without_the_model():
    with_model, without = scores_of_seeds(engine()), scores_of_seeds(Engine(model=None))
    assert with_model.exact[ALL].f1 >= max(0.90, without.exact[ALL].f1)
    assert with_model.overlap[ALL].f1 >= 0.93
    assert with_model.exact["Quantity"].f1 >= 0.95


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("教育局副局长说孩子们", ("孩子们", "Beneficiary")),
        ("新农合参合率连年提高。", ("参合率", "Indicator")),
    ],
)
def test_what_may_not_stand_around_a_find_may_not_around_one_of_the_model(text, barred):
    model, reading = base_model(), Engine(model=None).read(text)
    likely = likely_in(model, reading)
    assert barred in likely, "or else this shows nothing"
    assert barred not in [(one.text, one.label) for one in engine().suggest(text)]


def test_a_span_of_the_model_closes_the_marks_that_it_opens():
    texts = [
        "公布「二○一九年長者貧窮情況分析報告」。",
        "出台《县“十四五”农业农村现代化规划》",
        "印发《贫困户“一户一策”帮扶手册》",
        "举办“守护夕阳”暨公益消费云上行活动。",
    ]
    model = base_model()

    def opens(words: str) -> bool:
        return any(words.count(first) != words.count(last) for first, last in ("“”", "「」", "《》"))

    likely = [words for text in texts for words, _ in likely_in(model, Engine(model=None).read(text))]
    assert any(map(opens, likely)), "or else this shows nothing"
    assert not [one.text for text in texts for one in engine().suggest(text) if opens(one.text)]


def likely_in(model: Model, reading: Reading) -> list[tuple[str, str]]:
    """The spans that a model finds likely, whatever stands around them."""
    believed = model.posteriors(reading)
    starts, ends, labels, _ = believed.likely(FLOOR)
    places = zip(starts.tolist(), ends.tolist(), labels.tolist(), strict=True)
    return [(reading.passage.text[start:end], believed.labels[label]) for start, end, label in places]


def test_without_the_model_nothing_is_learned():
    found = Engine(model=None).suggest("青岭县为残疾人发放辅助器具。")
    assert found
    assert all(one.source != "learned" and one.why.key != "suggest.why-both" for one in found)


def test_only_labels_asked_for_come_from_the_model_too():
    text = seeds().joinpath("nanyang_hans.txt").read_bytes().decode()
    found = Engine(labels={"Measure", "Time"}).suggest(text)
    assert {one.label for one in found} == {"Measure", "Time"}
    assert Engine(labels=()).suggest(text) == []


def test_terms_of_the_corpus_stay_as_they_are():
    own = Engine([Term("暖心活", "Program", weight=0.9), Term("低保", "Measure", weight=0.91)])
    found = {one.text: one for one in own.suggest("县里做好暖心活，低保应保尽保。")}
    assert found["暖心活"].label == "Program"
    assert found["暖心活"].score == 0.9
    assert found["低保"].score == 0.91
    assert {found[text].why.key for text in ("暖心活", "低保")} == {"suggest.why-term"}


def test_the_version_names_the_model():
    plain, learned = Engine(model=None).version, engine().version
    assert learned == f"{plain}-{base_model().version}"
    assert len(base_model().version) == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_of_rule_and_model_are_both_told(language):
    words = Words(language)
    found = everything_suggested()
    both = [one for one in found if one.why.key == "suggest.why-both"]
    assert {one.source for one in both} == {"lexicon", "rules", "quantities"}
    for one in found:
        sentence = words(one.why.key, **dict(one.why.words))
        assert dict(one.why.words)["probability"] in sentence
        assert str(base_model().reports) in sentence
    for one in both:
        others = dict(one.why.words)
        sentence = words(one.why.key, **others)
        assert sentence.startswith(others[language])
        assert all(others[other] not in sentence for other in LANGUAGES if others[other] != others[language])


def test_no_text_is_in_what_ships():
    for name in ("base", "words", "characters"):
        data = resource("models", f"{name}.bin").read_bytes()
        for phrase in ("贫困", "扶贫", "政府", "工作", "发展"):
            assert all(phrase.encode(code) not in data for code in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))


def test_the_model_holds_hashes_and_numbers_only():
    weights = base_model().weights
    assert weights.features.dtype == np.uint32
    assert set(weights.facts) == {"reports", "trained_on", "curves"}
    assert all(tag.isascii() for tag in weights.tags)
    assert weights.facts["reports"] == 318


def test_the_best_flat_set_is_chosen():
    spans = [
        Judged(0, 4, "Measure", 0.7, False),
        Judged(0, 2, "Measure", 0.6, False),
        Judged(2, 4, "Program", 0.6, False),
        Judged(5, 9, "Measure", BAR - 0.01, False),
        Judged(10, 12, "Place", 0.5, False),
        Judged(10, 13, "Place", 0.45, True),
    ]
    assert [one.key for one in best(spans)] == [(0, 2, "Measure"), (2, 4, "Program"), (10, 13, "Place")]
    assert best([]) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4), st.integers(0, 100)), max_size=7))
def test_no_flat_set_is_better_than_the_one_chosen(drawn):
    spans = [Judged(start, start + length, "Measure", tenth / 100, False) for start, length, tenth in drawn]

    def worth(chosen):
        return sum(one.value - BAR for one in chosen)

    def is_flat(chosen):
        ordered = sorted(chosen, key=lambda one: one.start)
        return all(before.end <= after.start for before, after in pairwise(ordered))

    chosen = best(spans)
    sets = [[one for at, one in enumerate(spans) if bits >> at & 1] for bits in range(1 << len(spans))]
    assert is_flat(chosen)
    assert worth(chosen) == pytest.approx(max(worth(one) for one in sets if is_flat(one)))


def test_the_scores_shown_are_those_of_the_curves():
    text = seeds().joinpath("nanyang_hans.txt").read_bytes().decode()
    model = base_model()
    alone, shared = model.curves
    reading = Engine(model=None).read(text)
    said = {one.key: round((shared if one.shared else alone)(one.value), 3) for one in best(judged(reading, model))}
    found = engine().suggest(text)
    assert len({one.score for one in found}) > 10
    assert {one.key: one.score for one in found} == said


def test_uncertain_suggestions_come_first():
    found = everything_suggested()
    ordered = [uncertainty(one) for one in most_uncertain_first(found)]
    assert ordered == sorted(ordered, reverse=True)
    assert 0 <= ordered[-1] < ordered[0] <= 1
    assert sorted(map(id, most_uncertain_first(found))) == sorted(map(id, found))


def test_a_documents_uncertainty_does_not_grow_with_repetition():
    found = everything_suggested()
    once = document_uncertainty(found, 5000)
    assert once > 0
    assert document_uncertainty([*found, *found], 10_000) == pytest.approx(once)
    assert document_uncertainty([], 0) == 0
