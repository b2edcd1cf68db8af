"""Training: what a toy corpus teaches, bytes and back, what is refused, and the parts that the fitting rests on."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from hashlib import sha256
from itertools import pairwise, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stones import FRAMES, STONES, UNSEEN

from annotator.errors import AnnotatorError
from annotator.suggest import Engine
from annotator.suggest.learned.base import base_bytes, base_model
from annotator.suggest.learned.calibration import Curve, fitted
from annotator.suggest.learned.columns import columns
from annotator.suggest.learned.features import BITS, VERSION, features, grown_templates, templates
from annotator.suggest.learned.fitting import Settings
from annotator.suggest.learned.model import Model
from annotator.suggest.learned.posteriors import Tagset, posteriors
from annotator.suggest.learned.reading import hidden, portions
from annotator.suggest.learned.tags import LONGEST, stretches, tags_of, unbroken
from annotator.suggest.learned.training import Plan, examples_hash, fitted_on, lesson, train
from annotator.suggest.learned.weights import FORM, Weights


def example(pieces: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans = "", []
    for frame, stone in pieces:
        start = len(text) + frame.index("{")
        spans.append((start, start + len(stone), "Stone"))
        text += frame.format(stone) + "\n"
    return text, spans


def toys() -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Six short texts with a label of their own; each lacks one frame, so that every one says something new."""
    return [example([(frame, stone) for frame in FRAMES[at % 4 :] + FRAMES[:1]]) for at, stone in enumerate(STONES)]


@cache
def trained() -> bytes:
    return train(toys())


def stones(model: Model | None, text: str) -> list[str]:
    return [one.text for one in Engine(model=model).suggest(text) if one.label == "Stone"]


def test_a_toy_corpus_is_learned_with_its_own_label():
    model = Model.from_bytes(trained())
    assert model.labels == ("Stone",)
    assert stones(model, UNSEEN) == ["碧晶石"]
    assert stones(None, UNSEEN) == []
    assert model.reports == len(STONES)
    assert model.helps


def test_both_scripts_are_learned_from_either():
    hant = "孩子在山裡挖出碧晶石。"
    assert stones(Model.from_bytes(trained()), hant) == ["碧晶石"]


def test_spans_come_with_probabilities():
    model = Model.from_bytes(trained())
    likely = model.spans(Engine(model=None).read(UNSEEN))
    top = max(likely, key=lambda one: one.probability)
    assert UNSEEN[top.start : top.end] == "碧晶石"
    assert 0.3 < top.probability <= 1
    assert likely == sorted(likely, key=lambda one: (one.start, one.end, one.label))


def test_what_a_model_does_not_know_is_left_to_the_others():
    with_stones = Engine(model=Model.from_bytes(trained())).suggest("2020年5月，" + UNSEEN)
    assert [(one.text, one.label) for one in with_stones] == [("2020年5月", "Time"), ("碧晶石", "Stone")]


def test_training_twice_gives_the_same_bytes_and_reading_them_back_too():
    assert train(toys()) == trained()
    assert Model.from_bytes(trained()).to_bytes() == trained()
    assert base_model().to_bytes() == base_bytes()


def test_a_model_grows_on_the_base():
    grown = Model.from_bytes(train(toys(), base_bytes()))
    assert grown.base is not None
    assert grown.base.version == base_model().version
    assert grown.reports == base_model().reports + len(STONES)
    assert stones(grown, UNSEEN) == ["碧晶石"]
    assert Model.from_bytes(grown.to_bytes()).to_bytes() == grown.to_bytes()


def test_what_people_annotate_is_learned_where_the_rules_would_bar_it():
    frames = ["记者看见{}坐在门口。", "他说{}回家了。", "那边有{}走过来。", "树下的{}笑了。", "{}唱起山歌，河水清清。"]
    villagers = [example([(frame, "村民") for frame in frames[at % 3 :] + frames[:2]]) for at in range(6)]
    taught = [(text, [(start, end, "Beneficiary") for start, end, _ in spans]) for text, spans in villagers]
    model = Model.from_bytes(train(taught, base_bytes()))
    assert model.helps
    unseen = "路上的村民停下来。"
    assert [(one.text, one.source) for one in Engine(model=model).suggest(unseen)] == [("村民", "learned")]
    assert Engine().suggest(unseen) == []


def test_nothing_to_learn_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="no spans"):
        train([("没有标注的报告。", [])])


def test_one_report_alone_cannot_show_that_it_helps():
    assert not Model.from_bytes(train(toys()[:1])).helps


@pytest.mark.parametrize("where", [0, len(FORM), len(FORM) + 40, -1])
def test_damaged_bytes_are_refused(where):
    damaged = bytearray(trained())
    damaged[where] ^= 1
    with pytest.raises(AnnotatorError, match="damaged"):
        Model.from_bytes(bytes(damaged))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", FORM, trained()[:-5]])
def test_what_is_no_model_is_refused(data):
    with pytest.raises(AnnotatorError, match="damaged"):
        Model.from_bytes(data)


def resealed(header: object, arrays: bytes) -> bytes:
    """Bytes whose sum is right, whoever wrote them."""
    plain = header if isinstance(header, bytes) else json.dumps(header).encode()
    body = len(plain).to_bytes(4, "little") + plain + arrays
    return FORM + sha256(body).digest() + body


MOVES = np.zeros(9, "<f4").tobytes()
STRAIGHT = [[0, 1], [0, 1]]
FACTS = {"reports": 1, "trained_on": "", "curves": [STRAIGHT, STRAIGHT]}
HEADER = {"version": VERSION, "tags": ["O", "B-x", "I-x"], "weights": 0, "base": 0, "facts": FACTS}


def test_a_model_without_weights_is_one():
    assert Model.from_bytes(resealed(HEADER, MOVES)).labels == ("x",)


@pytest.mark.parametrize(
    ("header", "arrays"),
    [
        (b"{", MOVES),
        (b"[" * 100_000, MOVES),
        ([1], MOVES),
        ({}, MOVES),
        (HEADER, MOVES[:-1]),
        (HEADER, np.full(9, np.nan, "<f4").tobytes()),
        (HEADER | {"weights": -1}, MOVES + bytes(12)),
        (HEADER | {"weights": 10**12}, MOVES),
        (HEADER | {"weights": 1}, MOVES + b"\0\0\0\0\0\0\3"),
        (HEADER | {"weights": 1}, MOVES + b"\0\0\0\0\0\x7e\1"),
        (HEADER | {"base": 5}, MOVES + b"abcde"),
        (HEADER | {"tags": 5}, MOVES),
        (HEADER | {"tags": []}, b""),
        (HEADER | {"tags": ["O", "I-x", "B-x"]}, MOVES),
        (HEADER | {"facts": {}}, MOVES),
        (HEADER | {"facts": []}, MOVES),
        (HEADER | {"facts": FACTS | {"reports": "many"}}, MOVES),
        (HEADER | {"facts": FACTS | {"curves": [[[], []], STRAIGHT]}}, MOVES),
        (HEADER | {"facts": FACTS | {"curves": [STRAIGHT, [[0, 1], [0]]]}}, MOVES),
        (HEADER | {"facts": FACTS | {"curves": [STRAIGHT, [[0, 1], [0, float("nan")]]]}}, MOVES),
    ],
    ids=range(20),
)
def test_what_is_sealed_and_no_model_is_refused(header, arrays):
    with pytest.raises(AnnotatorError, match="damaged"):
        Model.from_bytes(resealed(header, arrays))


def test_a_model_of_other_features_is_refused(monkeypatch):
    monkeypatch.setattr("annotator.suggest.learned.weights.VERSION", 0)
    other = _empty().to_bytes()
    monkeypatch.undo()
    with pytest.raises(AnnotatorError, match="another version"):
        Model.from_bytes(other)


def _empty() -> Weights:
    none = np.zeros(0)
    return Weights(("O",), np.zeros((1, 1), np.float32), none.astype("u4"), none.astype("u1"), none.astype("f2"))


def test_the_hash_of_examples_follows_what_they_say_and_not_their_order():
    some = toys()
    assert examples_hash(some) == examples_hash(some[::-1])
    assert examples_hash(some) != examples_hash(some[1:])
    text, spans = some[0]
    assert examples_hash([(text, spans[1:])]) != examples_hash([(text, spans)])
    assert Model.from_bytes(trained()).trained_on == examples_hash(some)


def test_spans_over_a_page_break_are_learned_in_one_piece():
    lines = [
        "青岭县的扶贫工作队今年帮助农户修路架桥还请来技术",
        "员教大家种植食用菌和中药材并且包销全部产品让村里的",
    ] * 4
    text = "\n".join(lines)
    start = text.index("技术")
    read = lesson(text, [(start, start + 4, "Person")])
    [(begin, end, _)] = read.spans
    assert text[start : start + 4] == "技术\n员"
    assert read.reading.passage.text[begin:end] == "技术员"


# ---- the parts


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5), st.sampled_from("AB"))))
def test_tags_hold_flat_spans(drawn):
    tags = tags_of(30, [(start, start + length, label) for start, length, label in drawn])
    assert len(tags) == 30
    for before, after in pairwise(["O", *tags]):
        assert not after.startswith("I-") or before[2:] == after[2:]


@given(st.text("贫困户。!?\r\n x", max_size=30))
def test_stretches_are_the_text(text):
    cuts = stretches(text)
    assert "".join(text[start:end] for start, end in cuts) == text
    assert all(start < end for start, end in cuts)


def test_a_text_without_sentences_has_short_stretches_too():
    assert [end - start for start, end in stretches("贫" * 2 * LONGEST + "困。")] == [LONGEST, LONGEST, 2]


PHRASES = ["落实低保。", "“连心桥”帮扶行动，", "“甲。乙”行动", "补助3000元", "青岭县\n", "𠮷", "贫困户！？"]


@given(st.lists(st.sampled_from(PHRASES), max_size=40), st.integers(1, 60))
def test_parts_of_a_reading_are_the_whole(pieces, least):
    reading = Engine(model=None).read("".join(pieces))
    parts = list(portions(reading, least))
    assert "".join(part.passage.folded for _, part in parts) == reading.passage.folded
    assert all(len(part.passage.text) >= least for _, part in parts[:-1])
    for name in ("found", "chosen", "hits"):
        put_back = [
            one._replace(start=one.start + begin, end=one.end + begin)
            for begin, part in parts
            for one in getattr(part, name)
        ]
        assert sorted(put_back, key=repr) == sorted(getattr(reading, name), key=repr)
        assert all(
            0 <= one.start < one.end <= len(part.passage.text) for _, part in parts for one in getattr(part, name)
        )


def test_a_long_text_is_judged_as_its_sentences_are():
    sentence = "青岭县为残疾人代缴养老保险，组织技能培训，户均增收3000元。"
    alone = [(one.span, one.label) for one in Engine().suggest(sentence)]
    found = Engine().suggest(sentence * 1_000)
    by_sentence = Counter((one.span.start % len(sentence), len(one.text), one.label) for one in found)
    assert by_sentence == dict.fromkeys(((span.start, len(span), label) for span, label in alone), 1_000)


def test_a_span_over_a_sentences_end_joins_its_stretches():
    text = "他说“先干。后算”好。完"
    tags = tags_of(len(text), [(2, 8, "Program")])
    assert unbroken(stretches(text), tags) == [(0, 11), (11, 12)]


def test_phrases_are_hidden_wherever_they_stand_and_by_seed():
    text = "落实低保，开展技能培训。" * 3 + "扩大低保，加强技能培训，用好公益岗位。"
    reading = Engine(model=None).read(text)
    for share in (0.0, 1.0):
        assert len(hidden(reading, share, "a").found) == (0 if share else len(reading.found))
    some = hidden(reading, 0.5, "a")
    phrases = {(text[one.start : one.end], one.label) for one in some.found}
    assert all(((text[one.start : one.end], one.label) in phrases) == (one in some.found) for one in reading.found)
    assert some == hidden(reading, 0.5, "a")


def test_features_are_hashes_of_what_stands_where():
    engine = Engine(model=None)
    first, second = (columns(engine.read(text)) for text in ("村里修路，村里架桥。", "村里修路，村里架桥。"))
    found = features(first, templates())
    assert found.shape == (10, len(templates()))
    assert found.max() < 1 << BITS
    assert (found == features(second, templates())).all()
    assert len(set(templates())) == len(templates())
    assert len(set(grown_templates())) == len(grown_templates())


def test_features_of_different_things_are_as_different_as_chance_allows():
    """So many hashes of BITS bits: of n different things about n² / 2^(BITS + 1) share one."""
    han = [chr(code) for code in range(0x4E00, 0x5200)]
    text = "".join(Random(1).choices([*han, "，", "。", "“", "”", "3", "万", "元"], k=1_500))
    read = columns(Engine(model=None).read(text))
    things: dict[tuple[int, ...], int] = {}
    for number, (template, row) in enumerate(zip(templates(), features(read, templates()).T, strict=True)):
        parts = [np.roll(np.pad(read[name].astype(np.int64), 4), -by)[4:-4] for name, by in template]
        things |= {(number, *parts_here): int(hash_) for *parts_here, hash_ in zip(*parts, row.tolist(), strict=True)}
    count = len(things)
    assert count > 20_000
    assert count - len(set(things.values())) == pytest.approx(count**2 / 2 ** (BITS + 1), rel=0.25)


def test_scores_are_the_sums_of_the_weights_but_for_half_a_step_each():
    model = Model.from_bytes(trained())
    reading = Engine(model=None).read(UNSEEN)
    found = features(columns(reading), templates())
    kept = model.weights
    by_feature: dict[int, list[tuple[int, float]]] = {}
    for feature, tag, weight in zip(kept.features.tolist(), kept.of_tag.tolist(), kept.values.tolist(), strict=True):
        by_feature.setdefault(feature, []).append((tag, weight))
    exact = np.zeros((len(found), len(kept.tags)))
    for at, row in enumerate(found.tolist()):
        for feature in row:
            for tag, weight in by_feature.get(feature, ()):
                exact[at, tag] += weight
    exact -= exact[:, :1]
    scores = model._scores(columns(reading), len(found))
    assert np.abs(scores - exact).max() <= model.steps.step * len(templates()) / 2


def test_weights_that_are_small_can_be_left_out():
    lessons = [lesson(text, spans) for text, spans in toys()]
    every, large = (fitted_on(lessons, plan=Plan((0.3,), Settings(rounds=20, least=least))) for least in (0.0, 0.05))
    kept = np.abs(every.values) >= 0.05
    assert 0 < len(large.values) < len(every.values)
    assert np.abs(large.values).min() >= 0.0499
    assert len(large.values) == pytest.approx(kept.sum(), abs=2)  # they are rounded to half precision


TAGSET = Tagset(("O", "B-x", "I-x", "B-y", "I-y"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_posteriors_are_those_of_all_paths_counted_one_by_one(seed, lengths):
    random = np.random.default_rng(seed)
    ends = np.cumsum(lengths)
    cuts = list(zip((ends - lengths).tolist(), ends.tolist(), strict=True))
    scores, moves = random.normal(size=(int(ends[-1]), 5)), random.normal(size=(5, 5))
    believed = posteriors(scores, moves, TAGSET, cuts)
    expected: dict[tuple[int, int, int], float] = {}
    for start, end in cuts:
        for key, chance in spans_by_counting(scores[start:end], moves).items():
            expected[key[0] + start, key[1] + start, key[2]] = chance
    starts, stops, labels, chances = believed.likely(0.0)
    found = dict(zip(zip(starts.tolist(), stops.tolist(), labels.tolist(), strict=True), chances, strict=True))
    assert {key: pytest.approx(chance, abs=1e-9) for key, chance in expected.items()} == found
    keys = np.array(sorted(expected), np.int64)
    assert believed.of_spans(*keys.T) == pytest.approx([expected[tuple(key)] for key in keys.tolist()], abs=1e-9)


def spans_by_counting(scores, moves):
    """Each span's probability as the sum over all tag paths that hold it."""
    chances: dict[tuple[int, int, int], float] = {}
    total = 0.0
    for path in product(range(5), repeat=len(scores)):
        tags = ["O", *(TAGSET.tags[tag] for tag in path)]
        if not all(Tagset.may_follow(*pair) for pair in pairwise(tags)):
            continue
        weight = sum(scores[at, tag] for at, tag in enumerate(path)) + sum(moves[pair] for pair in pairwise(path))
        total += np.exp(weight)
        for key in spans_in(path):
            chances[key] = chances.get(key, 0.0) + np.exp(weight)
    return {key: chance / total for key, chance in chances.items()}


def spans_in(path):
    for start, tag in enumerate(path):
        if tag in (1, 3):
            end = start + 1
            while end < len(path) and path[end] == tag + 1:
                end += 1
            yield start, end, tag // 2


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200))
def test_curves_rise_and_stay_within_bounds(cases):
    curve = fitted(cases)
    shares = [curve(at / 50) for at in range(51)]
    assert shares == sorted(shares)
    assert all(0 < share < 1 for share in shares)
    assert Curve.from_plain(curve.to_plain()) == curve


def test_a_curve_says_how_often_such_ones_are_right():
    overconfident = [(0.9, at % 2 == 0) for at in range(100)] + [(0.2, at % 10 == 0) for at in range(100)]
    curve = fitted(overconfident)
    assert curve(0.9) == pytest.approx(0.5, abs=0.05)
    assert curve(0.2) == pytest.approx(0.1, abs=0.05)
