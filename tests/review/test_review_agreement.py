"""What `agreement` says around its numbers: shapes, what was left out, and why something is not defined."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from review_corpora import two_annotators
from review_values import reviewed

from annotator.errors import AnnotatorError
from annotator.i18n import LANGUAGES, Words
from annotator.review import measures
from annotator.review.against import NOTHING, against
from annotator.review.agreement import agreement
from annotator.review.numbers import Measure, Number
from annotator.review.versions import Reviewed

TEXT = "下营村实施易地扶贫搬迁工程，落实农村低保，培训贫困劳动力四十名。"
A = [(0, 3, "Place"), (5, 13), (16, 20)]
B = [(0, 3, "Place"), (5, 12), (22, 24)]


def test_the_plain_form():
    plain = json.loads(json.dumps(agreement([reviewed(TEXT, {"甲": A, "乙": B})], scheme=["Measure", "Place"]).plain()))
    [pair] = plain["pairs"]
    assert (pair["a"], pair["b"]) == ("乙", "甲")
    assert pair["exact"] == {
        "precision": 1 / 3, "recall": 1 / 3, "f1": pytest.approx(1 / 3), "gold": 3, "suggested": 3, "right": 1,
    }  # fmt: skip
    assert pair["overlap"]["f1"] == pytest.approx(2 / 3)
    assert pair["kappa_char"] == pair["numbers"]["kappa_char"]["value"]
    assert pair["numbers"]["kappa_char"]["n"] == len(TEXT)
    assert pair["numbers"]["kappa_char"]["unit"] == "characters"
    assert {"exact", "alpha_char", "u_alpha", "fleiss_char", "alpha_u_1995"} <= plain["overall"].keys()
    assert list(plain["labels"]) == ["Measure", "Place"]
    assert plain["labels"]["Place"]["exact"] == 1.0
    [report] = plain["reports"]
    assert report["document"] == report["id"] == "甲"
    assert report["exact"] == pytest.approx(1 / 3)
    assert plain["notes"] == []
    assert plain["overall"]["numbers"]["exact"]["low"] is None  # one report: nothing to draw from


def test_two_annotators_of_the_sample_reports():
    both = [two_annotators(name) for name in ("guangxin_hant", "nanyang_hans")]
    found = agreement(both, resamples=100)
    assert round(found.reports["guangxin_hant"]["exact"].value, 3) == 0.955
    assert round(found.reports["nanyang_hans"]["exact"].value, 3) == 0.978
    assert round(found.overall["alpha_char"].value, 3) == 0.976  # as docs/agreement.md says
    assert found.pairs[0].boundaries == {0: 405, 2: 3, 3: 1, 6: 1}


def test_unfinished_documents_are_left_out_and_counted():
    documents = [
        reviewed(TEXT, {"甲": A, "乙": B}, document="一"),
        reviewed(TEXT, {"甲": A, "乙": B}, done=["甲"], document="二"),
        reviewed(TEXT, {"甲": A}, document="三"),
        reviewed(TEXT, {}, document="四"),
    ]
    found = agreement(documents)
    assert (found.documents, found.left_out) == (1, 2)
    assert (found.pairs[0].documents, found.pairs[0].left_out) == (1, 2)
    assert list(found.reports) == ["一"]


def test_nothing_finished_by_both_is_not_defined():
    found = agreement([reviewed(TEXT, {"甲": A, "乙": B}, done=["甲"])])
    numbers = [*found.overall.values(), *found.pairs[0].numbers.values(), *found.labels["Place"].values()]
    assert numbers
    assert all(one.value is None and one.why and one.n == 0 for one in numbers)
    assert found.overall["alpha_char"].why == "review.undefined-nothing-finished"
    assert found.pairs[0].plain(Words("en"))["exact"]["f1"] is None


def test_an_annotator_with_nothing():
    found = agreement([reviewed(TEXT, {"甲": A, "乙": []})])
    numbers = found.pairs[0].numbers
    assert numbers["exact"].value == numbers["overlap"].value == 0.0
    assert numbers["label_agreement"].why == "review.undefined-no-common-spans"
    assert numbers["boundary_mean"].why == "review.undefined-no-matches"
    assert numbers["kappa_char_marked"].why == "review.undefined-no-common-characters"
    assert numbers["kappa_char"].value == 0.0  # no better than chance


def test_two_annotators_with_nothing():
    numbers = agreement([reviewed(TEXT, {"甲": [], "乙": []})], scheme=["Place"]).pairs[0].numbers
    assert numbers["exact"].why == "review.undefined-no-spans"
    assert numbers["kappa_char"].why == numbers["alpha_char"].why == "review.undefined-one-class"
    assert numbers["u_alpha"].why == "review.undefined-one-class"


def test_duplicates_and_stacked_spans():
    once = agreement([reviewed(TEXT, {"甲": A, "乙": B})])
    twice = agreement([reviewed(TEXT, {"甲": A + A, "乙": B + B[:1]})])
    assert once == twice
    stacked = agreement([reviewed(TEXT, {"甲": [*A, (0, 3, "Time")], "乙": B})])
    assert [note.key for note in stacked.notes] == ["review.note-overlapping"]
    assert stacked.pairs[0].exact.gold + stacked.pairs[0].exact.suggested == 7
    assert stacked.pairs[0].numbers["label_agreement"].value == 0.0  # Place and Time are not Place


def test_labels():
    documents = [reviewed(TEXT, {"甲": A, "乙": B})]
    only = agreement(documents, labels=["Place"], scheme=["Place", "Time"])
    assert only.overall["exact"].value == 1.0
    assert list(only.labels) == ["Place"]
    never = agreement(documents, labels=["Time"], scheme=["Place", "Time"])
    assert never.overall["exact"].why == "review.undefined-no-spans"
    strange = agreement(documents, scheme=["Place"])
    [note] = strange.notes
    assert note.say(Words("en")).startswith("The label Measure is not in the scheme, and 4 annotations")
    with pytest.raises(AnnotatorError) as error:
        agreement(documents, labels=["Moon"], scheme=["Place"])
    assert error.value.key == "review.no-such-label"


def test_bad_choices_are_said_plainly():
    with pytest.raises(AnnotatorError) as error:
        agreement([reviewed(TEXT, {"甲": A, "乙": B})], ["甲"])
    assert error.value.key == "review.one-annotator"
    with pytest.raises(AnnotatorError) as error:
        agreement([Reviewed("一", TEXT, {}, frozenset("甲")), Reviewed("二", TEXT, {}, frozenset("乙"))])
    assert error.value.key == "review.nothing-shared"


def test_texts_that_differ_under_one_title_are_told_from_each_other():
    def called(title, text, readers):
        return Reviewed(text, text, {}, frozenset(readers), title=title)

    shared = reviewed(TEXT, {"甲": A, "乙": B})
    apart = [called("年报", TEXT + "。", "甲"), called("年报", TEXT + "！", "乙")]
    [note] = agreement([shared, *apart]).notes
    assert note.say(Words("en")).startswith("1 title stands for several reports whose texts differ")
    assert "年报" in note.say(Words("zh-Hans"))
    assert agreement([shared, *apart]).documents == 1
    rows = [called("扶贫", TEXT + "。", "甲乙"), called("扶贫", TEXT + "！", "甲乙")]  # both have read both
    assert agreement([shared, *rows]).notes == ()


def test_the_form_of_1995_needs_a_report_that_all_have_read():
    two = [
        reviewed(TEXT, {"甲": A, "乙": B}, document="一"),
        reviewed(TEXT, {"乙": A, "丙": B}, document="二"),
    ]
    found = agreement(two)
    assert found.overall["alpha_u_1995"].why == "review.undefined-not-all"
    assert found.overall["alpha_char"].value is not None


def test_every_measure_is_explained_in_every_language():
    """And every reason, which tables of measures name."""
    known = [one for one in vars(measures).values() if isinstance(one, Measure)]
    assert len({one.name for one in known}) == len(known) > 15
    for language in LANGUAGES:
        words = Words(language)
        for one in known:
            plain = Number(one, None, 0, why=one.empty).plain(words)
            assert all([plain["about"], plain["unit"], plain["undefined"], words(one.constant)])


def test_an_empty_text_counts_for_nothing():
    documents = [reviewed(TEXT, {"甲": A, "乙": B}), Reviewed("空", "", {}, frozenset("甲乙"))]
    assert agreement(documents).overall["exact"] == agreement(documents[:1]).overall["exact"]


# ---- against the adjudicated layer


def test_against_the_adjudicated_layer():
    solved = [(0, 3, "Place"), (5, 13), (16, 20, "Program"), (22, 26)]
    gold = list(reviewed(TEXT, {"金": solved}).annotations["金"])
    documents = [reviewed(TEXT, {"甲": A, "乙": B}, done=["甲"])]
    [first] = against(documents, {"甲": gold})
    assert first.annotator == "甲"
    assert first.scores.exact["all"].right == 2
    assert first.numbers["precision"].value == pytest.approx(2 / 3)
    assert first.numbers["recall"].value == 0.5
    assert first.confusion == {
        ("Place", "Place"): 1, ("Measure", "Measure"): 1, ("Program", "Measure"): 1, ("Measure", NOTHING): 1,
    }  # fmt: skip
    plain = first.plain()
    assert plain["exact"]["Place"]["f1"] == 1.0
    assert {"solved": "Measure", "annotated": None, "count": 1} in plain["confusion"]
    [second] = against([replace(documents[0], done=frozenset("乙"))], {"甲": gold}, ["乙"])
    assert second.confusion == {
        ("Place", "Place"): 1, ("Measure", "Measure"): 2, ("Program", NOTHING): 1,
    }  # fmt: skip
    [left] = against(documents, {"甲": gold}, ["乙"])
    assert (left.documents, left.left_out) == (0, 1)
    assert left.numbers["precision"].why == "review.undefined-no-spans-theirs"
    assert left.numbers["recall"].why == "review.undefined-no-gold"


def test_clusters_need_no_numpy():
    """The queue opens without waiting for it; who measures agreement imports that where it is called."""
    code = "import sys, annotator.review.clusters, annotator.review.settling, annotator.review.differing; "
    code += "print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
