"""Rules in a corpus: suggested at once, switched, undone, in and out as a list."""

from __future__ import annotations

import pytest

from annotator.corpus import Corpus
from annotator.errors import AnnotatorError
from annotator.formats import Source
from annotator.formats.rulelist import read_rules
from annotator.i18n import Words
from annotator.model import Bundle, Document

TEXT = "县里办起春风夜校，又办起春風夜校。"


@pytest.fixture
def corpus(tmp_path):
    made = Corpus.create(tmp_path / "c.corpus", annotator="李")
    made.add([Bundle(Document("d", "题", TEXT))])
    yield made
    made.close()


def own(corpus: Corpus) -> list[str]:
    return [one.text for one in corpus.suggestions("d") if one.source == "personal"]


def test_a_rule_is_suggested_at_once_in_both_scripts_and_undone(corpus):
    corpus.add_rule("春風夜校", "Measure", note="夜校")
    assert own(corpus) == ["春风夜校", "春風夜校"]
    assert [one.text for one in corpus.taught.suggest(TEXT) if one.source == "personal"] == own(corpus)
    corpus.undo()
    assert own(corpus) == []
    corpus.redo()
    assert own(corpus) == ["春风夜校", "春風夜校"]


def test_it_is_switched_changed_and_removed_by_a_step_each(corpus):
    corpus.add_rule("春风夜校", "Measure")
    (rule,) = corpus.rules()
    corpus.switch_rules([rule.id], on=False)
    assert own(corpus) == []
    corpus.switch_rules([rule.id], on=True)
    corpus.change_rule(rule.id, pattern="办起(春风夜校)", label="Program")
    assert [one.label for one in corpus.suggestions("d") if one.source == "personal"] == ["Program"] * 2
    corpus.remove_rules([rule.id])
    assert corpus.rules() == []
    with pytest.raises(AnnotatorError, match="no longer"):
        corpus.switch_rules([rule.id], on=True)
    for _ in range(5):
        corpus.undo()
    assert corpus.rules() == []
    assert len([entry for entry in corpus.history() if entry.step.kind == "undo"]) == 5


def test_its_suggestions_are_decided_like_others(corpus):
    corpus.add_rule("春风夜校", "Measure")
    first, second = (one for one in corpus.suggestions("d") if one.source == "personal")
    corpus.accept("d", first)
    corpus.reject("d", second)
    assert own(corpus) == []
    assert corpus.annotations("d")[0].source == "personal"


def test_the_same_rule_again_is_the_same_rule(corpus):
    corpus.add_rule("夜校", "Measure")
    assert not corpus.add_rule("夜校 ", "Measure")
    corpus.add_rule("夜校", "Measure", note="记")
    corpus.add_rule("夜校", "Program")
    assert [(rule.label, rule.note) for rule in corpus.rules()] == [("Measure", "记"), ("Program", "")]


@pytest.mark.parametrize(
    ("pattern", "label", "said"),
    [("", "Measure", "pattern"), ("(夜", "Measure", "bracket"), ("夜校", "Nonsense", "Nonsense")],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(corpus, pattern, label, said):
    with pytest.raises(AnnotatorError, match=said):
        corpus.add_rule(pattern, label)
    assert corpus.rules() == []


def test_a_list_goes_out_and_comes_in(corpus, tmp_path):
    corpus.add_rule("夜校", "Measure", note="记")
    corpus.add_rule(r"办起(\p{Han}{2})", "Program")
    corpus.switch_rules([corpus.rules()[0].id], on=False)
    path = tmp_path / "rules.tsv"
    assert corpus.export_rules(path) == 2
    before = corpus.rules()
    corpus.remove_rules([rule.id for rule in before])
    corpus.import_rules(path)
    assert [(r.pattern, r.label, r.note, r.state) for r in corpus.rules()] == [
        (r.pattern, r.label, r.note, r.state) for r in before
    ]
    assert not corpus.import_rules(path), "nothing new"
    corpus.undo()
    assert corpus.rules() == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("(夜\tMeasure", "bracket"),
        ("夜校\tNonsense", "Nonsense"),
        ("夜校", "tab"),
        ("夜校\tMeasure\t\t\tmaybe", "maybe"),
        ("夜校\tMeasure\tno-such-domain", "no-such-domain"),
        ("x*\tMeasure", "nothing stands"),
    ],
)
def test_a_broken_line_is_named_and_nothing_comes_in(corpus, tmp_path, line, said):
    path = tmp_path / "rules.tsv"
    path.write_text(f"pattern\tlabel\n夜校\tMeasure\n\n{line}\n", "utf-8")
    with pytest.raises(AnnotatorError) as caught:
        corpus.import_rules(path)
    assert "line 4" in str(caught.value)
    assert said in str(caught.value)
    assert "第 4 行" in caught.value.say(Words("zh-Hans"))
    assert corpus.rules() == []


def test_each_broken_line_is_named_with_its_own_reason(corpus, tmp_path):
    path = tmp_path / "rules.tsv"
    lines = [
        "夜校\tMeasure",
        "(夜\tMeasure",
        "夜校",
        "",
        "夜\u2028校\tMeasure",
        "夜校\tNonsense",
        "夜校\tMeasure\t\t\tmaybe",
    ]
    path.write_text("pattern\tlabel\n" + "\n".join(lines), "utf-8", newline="")
    with pytest.raises(AnnotatorError) as caught:
        corpus.import_rules(path)
    first, *rest = str(caught.value).splitlines()
    assert "5 lines are broken" in first
    assert [line.split(":")[0] for line in rest] == ["line 3", "line 4", "line 6", "line 7", "line 8"]
    for line, reason in zip(rest, ("bracket", "tab", "u2028", "Nonsense", "maybe"), strict=True):
        assert reason in line
    assert corpus.rules() == []


def test_a_list_that_is_far_too_long_is_refused_before_a_pattern_is_looked_into(tmp_path):
    path = tmp_path / "rules.tsv"
    path.write_text("pattern\tlabel\n" + "(((夜校\tMeasure\n" * 200_000, "utf-8")
    looked_into = []
    with pytest.raises(AnnotatorError, match="200,000 rules; a corpus may have 1,000"):
        read_rules(Source(path), looked_into.append, most=1_000)
    assert looked_into == []


def test_no_more_rules_are_looked_into_once_nobody_wants_them(corpus, tmp_path):
    path = tmp_path / "rules.tsv"
    path.write_text("pattern\tlabel\n" + "".join(f"夜校{n}\tMeasure\n" for n in range(50)), "utf-8")
    told = []

    def stop(done, all_):
        told.append((done, all_))
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        corpus.import_rules(path, stop)
    assert told == [(n, 50) for n in range(1, 21)]
    assert corpus.rules() == []
    corpus.import_rules(path)
    assert len(corpus.rules()) == 50


def test_a_list_without_columns_or_with_too_many_rules_is_refused(corpus, tmp_path):
    path = tmp_path / "rules.tsv"
    path.write_text("夜校\tMeasure\n", "utf-8")
    with pytest.raises(AnnotatorError, match="columns"):
        corpus.import_rules(path)
    path.write_text("pattern\tlabel\n" + "".join(f"夜校{n}\tMeasure\n" for n in range(1001)), "utf-8")
    with pytest.raises(AnnotatorError, match="1,001"):
        corpus.import_rules(path)
    assert corpus.rules() == []


def test_one_more_rule_than_a_corpus_may_have_is_refused(corpus, monkeypatch):
    monkeypatch.setattr("annotator.corpus.rules.MOST_RULES", 2)
    corpus.add_rule("夜校", "Measure")
    corpus.add_rule("春风", "Measure")
    with pytest.raises(AnnotatorError) as caught:
        corpus.add_rule("妇女", "Measure")
    assert caught.value.key == "corpus.too-many-rules"
    corpus.add_rule("春风", "Measure", note="again")
    assert len(corpus.rules()) == 2
