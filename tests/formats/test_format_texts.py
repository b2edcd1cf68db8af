"""Plain text and text with marks: what goes in comes out, to the character."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from format_values import GOLDEN, LABELS, SCHEME, bundles, golden_bundle, refusal, spans, texts
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import ReadOptions, Source, formats
from annotator.formats.folder import FileNames, file_stem
from annotator.formats.marks import flat, parse, render
from annotator.formats.origin import title_of
from annotator.model import Annotation, Bundle, Document, Span
from annotator.resources import seeds


def _one(source: Source, name: str = "text", **options: str) -> Bundle:
    (bundle,) = formats.get(name).read(source, ReadOptions(**options))
    return bundle


def _written(bundle: Bundle, name: str, folder: Path):
    report = formats.get(name).write([bundle], SCHEME, folder)
    (path,) = folder.iterdir()
    return report, path


def test_a_file_is_a_document(tmp_path):
    path = tmp_path / "简报.txt"
    data = f"\ufeff\r\n  扶贫工作简报\r\n{GOLDEN}".encode()
    path.write_bytes(data)
    document = _one(Source(path)).document
    assert document.text == data.decode("utf-8-sig")
    assert document.title == "扶贫工作简报"
    origin = document.origin
    assert (origin.name, origin.sha256) == ("简报.txt", sha256(data).hexdigest())
    assert (origin.encoding, origin.newline, origin.extractor) == ("utf-8-sig", "CRLF", "text 1")
    assert origin.imported.endswith("+00:00")


def test_an_unsure_encoding_is_recorded_as_such():
    assert _one(Source(Path("a.txt"), "脫貧".encode("big5hkscs"))).document.origin.encoding == "big5hkscs?"
    chosen = _one(Source(Path("a.txt"), "脫貧".encode("big5hkscs")), encoding="big5").document
    assert (chosen.text, chosen.origin.encoding) == ("脫貧", "big5")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\u3000\n四字标题\n正文", "四字标题"),
        ("三个字\n正文", "文件"),
        ("长" * 41, "文件"),
        ("长" * 40, "长" * 40),
        ("\n", "文件"),
        ("# 四字标题\n正文", "四字标题"),
        ("#四字标题", "#四字标题"),
        ("## 三个字", "文件"),
    ],
)
def test_titles(text, title):
    assert title_of(text, "文件") == title


@given(text=texts)
def test_text_written_and_read_is_the_same(tmp_path_factory, text):
    bundle = Bundle(Document("d", "题", text))
    _, path = _written(bundle, "text", tmp_path_factory.mktemp("out") / "texts")
    assert _one(Source(path)).document.text == text


def test_text_says_what_it_loses(tmp_path):
    report, path = _written(golden_bundle(), "text", tmp_path / "out")
    assert path.name == "易地搬迁.txt"
    assert path.read_bytes() == GOLDEN.encode()
    assert (report.documents, report.annotations) == (1, 0)
    assert report.lost == {"annotations": 1, "decisions": 1, "status": 1}
    assert set(report.lost) <= set(formats.get("text").loses)


def test_file_names_suit_every_disk():
    assert file_stem('a/b\\c:d*e?"<f>|\0g') == "a_b_c_d_e_f_g"
    assert [file_stem(title) for title in ("", "..", ".hidden", "NUL", "com1.x", "尾.")] == [
        "document", "document", "hidden", "_NUL", "_com1.x", "尾",
    ]  # fmt: skip
    assert len(file_stem("长" * 100).encode()) <= 180
    names = FileNames(".txt")
    assert [names("A"), names("a"), names("a"), names("A (2)")] == ["A.txt", "a (2).txt", "a (3).txt", "A (2) (2).txt"]


@given(st.data())
def test_marks_written_and_parsed_are_the_same(data):
    text = data.draw(texts)
    drawn = [(data.draw(spans(text)), data.draw(st.sampled_from(LABELS))) for _ in range(5)]
    kept = [(one.span, one.label) for one in flat(_annotations(text, drawn))]
    assert parse(render(text, kept), "a.txt") == (text, kept)
    for at, (span, _) in enumerate(drawn):
        assert any(span.overlaps(other) for other, _ in kept), f"{at} was dropped for nothing"


def _annotations(text: str, pairs: list[tuple[Span, str]]) -> list[Annotation]:
    return [Annotation(f"a{at}", "d", "李", span, label, span.of(text)) for at, (span, label) in enumerate(pairs)]


@given(bundle=bundles())
def test_marks_kept_and_lost_are_all(tmp_path_factory, bundle):
    report, path = _written(bundle, "marks", tmp_path_factory.mktemp("out") / "marks")
    again = _one(Source(path), "marks", annotator="王")
    assert again.document.text == bundle.document.text
    assert len(again.annotations) == report.annotations
    assert report.annotations + report.lost.get("overlapping", 0) == len(bundle.annotations)
    assert all(one.span.of(again.document.text) == one.text and one.annotator == "王" for one in again.annotations)
    assert set(report.lost) <= set(formats.get("marks").loses)


def test_of_overlapping_annotations_the_longest_stays():
    text = "零一二三四五六七八九"
    pairs = [
        (Span(0, 4), "Program"),
        (Span(1, 3), "Measure"),
        (Span(3, 9), "Place"),
        (Span(0, 3), "Time"),
        (Span(9, 10), "Time"),
    ]
    assert [one.span for one in flat(_annotations(text, pairs))] == [Span(0, 3), Span(3, 9), Span(9, 10)]


@pytest.mark.parametrize(
    ("marked", "line", "near"),
    [
        ("一\r\n⟦Program|二", 2, "⟦Program|二"),
        ("⟦Program|⟧", 1, "⟦Program|⟧"),
        ("a\nb\nc⟧", 3, "⟧"),
        ("⟦|x⟧", 1, "⟦|x⟧"),
        ("⟦Program|甲⟦Place|乙⟧⟧", 1, "⟦Program|甲⟦Place|乙⟧⟧"),
        ("好⟦Program⟧", 1, "⟦Program⟧"),
    ],
)
def test_broken_marks_say_where(marked, line, near):
    source = Source(Path("坏.txt"), marked.encode())
    refusal(lambda: _one(source, "marks"), "marks-broken", "坏.txt", line, near)


def test_marks_refuse_texts_and_labels_that_they_cannot_hold(tmp_path):
    bracket = Bundle(Document("d", "题目", "甲\n乙⟧"))
    refusal(lambda: formats.get("marks").write([bracket], SCHEME, tmp_path / "out"), "marks-in-text", "题目", "2")
    spaced = Bundle(Document("d", "题目", "甲乙"), (Annotation("a", "d", "李", Span(0, 1), "two words", "甲"),))
    refusal(lambda: formats.get("marks").write([spaced], SCHEME, tmp_path / "out"), "marks-label", "two words")
    assert not list(tmp_path.iterdir())


def test_the_gold_of_the_seeds_is_the_seeds():
    for path in sorted((seeds() / "gold").glob("*.txt")):
        bundle = _one(Source(path), "marks")
        assert bundle.document.text == _one(Source(seeds() / path.name)).document.text
        assert bundle.annotations
        assert {one.label for one in bundle.annotations} <= set(LABELS)
        assert (
            render(bundle.document.text, ((one.span, one.label) for one in bundle.annotations)).encode()
            == path.read_bytes()
        )
