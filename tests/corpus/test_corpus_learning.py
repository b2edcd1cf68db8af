"""Learning at once: what is decided is known everywhere the moment it is decided, and undone with it."""

from __future__ import annotations

import random
import re
from contextlib import closing
from pathlib import Path

import pytest

from annotator.corpus import Corpus
from annotator.corpus.learning import Learning
from annotator.errors import AnnotatorError
from annotator.model import Bundle, Document, SaidTerm, Span

HANS = "县里推广禾下养鸭，又办夜市，带动贫困户增收。禾下养鸭真好。"
HANT = "鄉裡也推廣禾下養鴨，還辦夜市。"
NEWS = "夜市灯火。夜市很热闹。夜市人多。"


@pytest.fixture
def corpus(tmp_path: Path):
    made = Corpus.create(tmp_path / "a.corpus", annotator="李")
    made.add([Bundle(Document(f"d{at}", f"题{at}", text)) for at, text in enumerate((HANS, HANT, NEWS), 1)])
    yield made
    made.close()


def texts(corpus: Corpus, document: str) -> list[str]:
    return [one.text for one in corpus.suggestions(document) if one.source == "corpus"]


def span_of(part: str, text: str = HANS) -> Span:
    at = text.index(part)
    return Span(at, at + len(part))


def test_an_added_term_is_suggested_everywhere_in_both_scripts_at_once(corpus):
    assert texts(corpus, "d2") == []
    corpus.annotate("d1", span_of("禾下养鸭"), "Measure", {"domain": "产业"})
    assert texts(corpus, "d1") == ["禾下养鸭"], "the other place in the same report"
    assert texts(corpus, "d2") == ["禾下養鴨"]
    (one,) = [one for one in corpus.suggestions("d2") if one.source == "corpus"]
    assert one.attributes == {"domain": "产业"}
    corpus.undo()
    assert texts(corpus, "d1") == texts(corpus, "d2") == []
    corpus.redo()
    assert texts(corpus, "d2") == ["禾下養鴨"]


def reject(corpus: Corpus, document: str, text: str) -> None:
    corpus.reject(document, next(one for one in corpus.suggestions(document) if one.text == text))


def test_three_refusals_and_a_term_goes_quiet_until_somebody_brings_it_back(corpus):
    """低保 is on a shipped list."""
    for at in range(3):
        corpus.add([Bundle(Document(f"e{at}", "又", f"{at}：落实低保，真好。"))])
        reject(corpus, f"e{at}", "低保")
        corpus.add([Bundle(Document(f"f{at}", "新", f"{at}：落实低保，很好。"))])
        assert ("低保" in [one.text for one in corpus.suggestions(f"f{at}")]) == (at < 2)
    known = corpus.memory.known("低保", "Measure")
    assert known.evidence.rejected == 3
    assert known.is_quiet
    corpus.say_of_term("低保", "Measure", "shown")
    assert "低保" in [one.text for one in corpus.suggestions("f2")]
    corpus.say_of_term("低保", "Measure", "")
    assert "低保" not in [one.text for one in corpus.suggestions("f2")]
    corpus.undo()
    assert "低保" in [one.text for one in corpus.suggestions("f2")]


def test_a_taught_term_stays_only_while_it_is_annotated_more_often_than_not(corpus):
    corpus.annotate("d1", span_of("夜市"), "Measure")
    assert texts(corpus, "d3") == ["夜市"] * 3
    reject(corpus, "d3", "夜市")
    assert texts(corpus, "d3") == []
    corpus.annotate("d3", span_of("夜市", NEWS[5:]), "Measure")
    corpus.annotate("d2", span_of("夜市", HANT), "Measure")
    assert "夜市" in texts(corpus, "d3")


def test_what_is_passed_over_in_a_finished_report_counts(corpus):
    corpus.annotate("d1", span_of("夜市"), "Measure")
    assert texts(corpus, "d2") == ["夜市"]
    corpus.mark("d3", "done")
    assert corpus.memory.known("夜市", "Measure").passed == 3
    assert texts(corpus, "d2") == []
    corpus.undo()
    assert texts(corpus, "d2") == ["夜市"]
    for match in re.finditer("夜市", NEWS):
        corpus.annotate("d3", Span(*match.span()), "Measure")
    corpus.mark("d3", "done")
    assert corpus.memory.known("夜市", "Measure").passed == 0
    assert texts(corpus, "d2") == ["夜市"]
    corpus.remove(corpus.annotations("d3")[0].id)
    assert corpus.memory.known("夜市", "Measure").passed == 1


def test_a_term_of_their_own_is_suggested_without_any_annotation(corpus):
    corpus.say_of_terms([SaidTerm("禾下養鴨", "Program", "产业", "shown")])
    assert texts(corpus, "d1") == ["禾下养鸭"] * 2
    assert texts(corpus, "d2") == ["禾下養鴨"]
    with pytest.raises(AnnotatorError, match="no label"):
        corpus.say_of_term("夜市", "Nonsense", "shown")
    with pytest.raises(AnnotatorError):
        corpus.say_of_term("夜市", "Measure", "shown", "月亮")
    with pytest.raises(AnnotatorError, match="at least one"):
        corpus.say_of_term("", "Measure", "shown")


@pytest.mark.parametrize("text", ["夜\n市", "夜\t市", "夜\u2028市", "\u202e夜市", "夜" * 201])
def test_what_cannot_stand_on_a_list_is_no_term_to_show_and_stays_out_of_lists(corpus, tmp_path, text):
    with pytest.raises(AnnotatorError) as caught:
        corpus.say_of_term(text, "Measure", "shown")
    assert caught.value.key == "corpus.no-term"
    assert len(str(caught.value)) < 200
    assert corpus.say_of_term(text, "Measure", "quiet"), "it may have been suggested and refused"
    assert corpus.export_terms(tmp_path / "terms.tsv") == 0
    assert not corpus.import_terms(tmp_path / "terms.tsv")


def test_a_term_with_a_blank_goes_out_and_comes_back_in_whichever_script(corpus, tmp_path):
    corpus.say_of_term(" 山裡 夜市 ", "Measure", "shown")
    assert corpus.export_terms(tmp_path / "terms.tsv") == 1
    before = corpus.memory.all()
    corpus.undo()
    assert corpus.memory.all() == []
    corpus.import_terms(tmp_path / "terms.tsv")
    assert corpus.memory.all() == before
    for written in ("山裏 夜市", "山里 夜市"):
        assert [one.text for one in corpus.taught.suggest(f"逛{written}。") if one.source == "corpus"] == [written]


def test_occurrences_show_what_stands_around_in_either_script(corpus):
    found = list(corpus.occurrences("禾下養鴨"))
    assert [(one.document, one.text) for one in found] == [("d1", "禾下养鸭"), ("d1", "禾下养鸭"), ("d2", "禾下養鴨")]
    assert found[0].before == "县里推广"
    assert found[0].after.startswith("，又办")
    assert [one.document for one in corpus.occurrences("夜市", ["d3"])] == ["d3"] * 3
    assert list(corpus.occurrences("")) == []


def test_annotate_all_is_one_step(corpus):
    corpus.annotate("d1", span_of("禾下养鸭"), "Measure")
    steps = len(list(corpus.history()))
    corpus.annotate_all(corpus.occurrences("禾下养鸭"), "Measure")
    assert len(corpus.annotations("d1")) == 2
    assert len(corpus.annotations("d2")) == 1
    assert len(list(corpus.history())) == steps + 1
    assert {row.id: row.status for row in corpus.documents()} == {"d1": "started", "d2": "started", "d3": "new"}
    corpus.undo()
    assert [len(corpus.annotations(document)) for document in ("d1", "d2")] == [1, 0]


def test_what_is_kept_in_step_is_what_counting_anew_gives(corpus):
    dice = random.Random(5)
    assert corpus.memory.all() == []
    for _ in range(150):
        document = dice.choice(["d1", "d2", "d3"])
        open_ = corpus.suggestions(document)
        gesture = dice.randrange(7)
        if gesture == 0 or not open_:
            start = dice.randrange(10)
            corpus.annotate(document, Span(start, start + dice.randint(2, 4)), dice.choice(["Measure", "Place"]))
        elif gesture == 1:
            corpus.reject(document, dice.choice(open_))
        elif gesture == 2:
            corpus.correct(document, dice.choice(open_), label="Program")
        elif gesture == 3 and corpus.annotations(document):
            corpus.remove(dice.choice(corpus.annotations(document)).id)
        elif gesture == 4:
            corpus.say_of_term(
                dice.choice(["夜市", "禾下养鸭"]), "Measure", dice.choice(["", "shown", "quiet", "forgotten"])
            )
        elif gesture == 6:
            corpus.mark(document, dice.choice(["started", "done"]))
        elif gesture == 5 and len(list(corpus.history())) > 4:
            corpus.undo()
        anew = Learning(corpus._store.read).memory
        for text in (HANS, HANT, NEWS):
            assert corpus.memory.joined(text, []) == anew.joined(text, [])


def test_what_another_window_did_can_be_taken_back_here(corpus):
    """What it taught is known before it is forgotten: nothing is counted less often than never."""
    assert corpus.memory.all() == []
    other = Corpus.open(corpus.path, annotator="李")
    for at in (0, 10):
        other.annotate("d3", Span(at, at + 2), "Measure")
    other.close()
    corpus.undo()
    (known,) = corpus.memory.all()
    assert (known.text, known.evidence.accepted) == ("夜市", 1)
    assert corpus.memory.all() == Learning(corpus._store.read).memory.all()


def test_lists_of_terms_go_out_and_come_back(corpus, tmp_path):
    corpus.annotate("d1", span_of("禾下养鸭"), "Measure", {"domain": "产业"})
    corpus.say_of_term("夜市", "Measure", "quiet")
    corpus.say_of_term("灯火", "Place", "shown")
    assert corpus.export_terms(tmp_path / "terms.tsv") == 3
    other = Corpus.create(tmp_path / "b.corpus", annotator="王")
    other.add([Bundle(Document("d", "题", HANT + "灯火"))])
    assert other.import_terms(tmp_path / "terms.tsv")
    assert {one.text for one in other.suggestions("d")} >= {"禾下養鴨", "灯火"}
    assert other.export_terms(tmp_path / "again.tsv") == 3
    assert (tmp_path / "again.tsv").read_bytes() == (tmp_path / "terms.tsv").read_bytes()
    other.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("term\tlabel\n夜市\tNonsense\n", "no label"),
        ("term\tlabel\n夜市\tMeasure\n\tMeasure\n", "line 3"),
        ("term\tlabel\n夜市\n", "line 2"),
        ("term\tlabel\tdomain\tstate\n夜市\tMeasure\t\tloud\n", "loud"),
        ("夜市\tMeasure\n", "first line"),
        ("term\tlabel\n夜\x07市\tMeasure\n", "line 2"),
        ("term\tlabel\n" + "长" * 201 + "\tMeasure\n", "line 2"),
    ],
)
def test_a_broken_list_is_refused_whole_with_its_line(corpus, tmp_path, content, said):
    path = tmp_path / "bad.tsv"
    path.write_text(content, "utf-8")
    with pytest.raises(AnnotatorError, match=said):
        corpus.import_terms(path)
    assert corpus.memory.all() == []


def test_of_a_long_list_of_terms_the_last_line_of_a_term_counts_and_a_stop_leaves_nothing(tmp_path):
    path = tmp_path / "terms.tsv"
    lines = [f"暖心站{n % 2_500}\tMeasure\t\t{'shown' if n < 2_500 else 'quiet'}" for n in range(2_600)]
    path.write_text("term\tlabel\tdomain\tstate\n" + "\n".join(lines), "utf-8")
    told = []

    def stop(done, all_):
        told.append((done, all_))
        if len(told) == 2:
            raise KeyboardInterrupt

    corpus = Corpus.create(tmp_path / "c.corpus", annotator="李")
    with closing(corpus):
        with pytest.raises(KeyboardInterrupt):
            corpus.import_terms(path, stop)
        assert told == [(1_000, 2_500), (2_000, 2_500)]
        assert corpus.memory.all() == []
        corpus.import_terms(path)
        states = {known.text: known.state for known in corpus.memory.all()}
        assert len(states) == 2_500
        assert {text for text, state in states.items() if state == "quiet"} == {f"暖心站{n}" for n in range(100)}
        corpus.undo()
        assert corpus.memory.all() == []
