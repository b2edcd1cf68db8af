"""CoNLL columns: held against a reader and an evaluation of its own, and against the text that was written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from foreign_values import annotated, golden_many, peers, read_back, said, written
from format_values import GOLDEN, bundles, refusal
from hypothesis import given
from hypothesis import strategies as st

import annotator.formats.columns as columns_module
from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, formats
from annotator.formats.letters import lettered
from annotator.formats.marks import flat
from annotator.formats.tagging import SCHEMES, runs, tags
from annotator.model import Annotation, Span

NAMES = [f"conll{scheme}{unit}" for scheme in ("", "-bioes", "-bmes") for unit in ("", "-words")]


def columns(path: Path) -> list[list[list[tuple[str, str]]]]:
    """Documents, sentences, tokens with their tags: what a reader of CoNLL files sees."""
    found: list[list[list[tuple[str, str]]]] = []
    for line in path.read_bytes().decode("utf-8").split("\n"):
        if line.startswith("-DOCSTART-"):
            found.append([[]])
        elif not line:
            if found and found[-1][-1]:
                found[-1].append([])
        else:
            token, tag = line.split(" ")
            found[-1][-1].append((token, tag))
    return found


def chunks(sentences: list[list[tuple[str, str]]]) -> list[tuple[int, int, str]]:
    """The strict reading of all three schemes: a span goes on only after it has begun, in one sentence. In tokens."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for sentence in sentences:
        going_on = False
        for _, tag in sentence:
            letter, _, label = tag.partition("-")
            if letter in "BS":
                found.append((at, at + 1, label))
            elif letter in "IME":
                assert going_on
                assert found[-1][2] == label
                found[-1] = (found[-1][0], at + 1, label)
            going_on = letter in "BIM"
            at += 1
    return found


def aligned(text: str, sentences: list[list[tuple[str, str]]]) -> list[tuple[int, int]]:
    """Where each token stands in the text: found one after the other, with nothing but blanks between them."""
    places, at = [], 0
    for token in (token for sentence in sentences for token, _ in sentence):
        start = text.index(token, at)
        assert not text[at:start].strip()
        places.append((start, start + len(token)))
        at = start + len(token)
    assert not text[at:].strip()
    return places


def sharp(annotations: tuple[Annotation, ...]) -> list[Annotation]:
    return flat(one for one in annotations if one.text == one.text.strip())


@pytest.mark.parametrize("name", NAMES)
@given(given_bundles=st.lists(bundles(), min_size=1, max_size=2))
def test_tokens_found_in_the_text_again_give_the_spans(tmp_path_factory, name, given_bundles):
    path = tmp_path_factory.mktemp("conll") / "out.conll"
    report = written(name, given_bundles, path)
    read = columns(path)
    assert len(read) == len(given_bundles)
    kept = 0
    for bundle, sentences in zip(given_bundles, read, strict=True):
        places = aligned(bundle.document.text, sentences)
        found = [(places[first][0], places[last - 1][1], label) for first, last, label in chunks(sentences)]
        assert found == [(one.span.start, one.span.end, one.label) for one in sharp(bundle.annotations)]
        kept += len(found)
    assert kept == report.annotations


@pytest.mark.parametrize("name", NAMES)
def test_golden(tmp_path, name):
    bundle = golden_many()
    report = written(name, [bundle, bundle], tmp_path / "out.conll")
    assert report.lost == {"overlapping": 2, "blanks": 4}
    first, second = read_back("conll", tmp_path / "out.conll", annotator="王")
    assert first.document.text == second.document.text
    assert first.document.text.replace("\n", "") == GOLDEN.replace("\r\n", "")
    assert [(one.text.replace("\n", ""), one.label) for one in first.annotations] == [
        (one.text.replace("\r\n", ""), one.label) for one in sharp(bundle.annotations)
    ]
    assert {one.annotator for one in first.annotations} == {"王"}


def test_a_character_a_line(tmp_path):
    written(
        "conll-bmes", [annotated("落实低保。\n发展产业", (2, 4, "Program"), (7, 8, "Measure"))], tmp_path / "a.conll"
    )
    assert tmp_path.joinpath("a.conll").read_text("utf-8") == (
        "-DOCSTART- O\n\n落 O\n实 O\n低 B-Program\n保 E-Program\n。 O\n\n发 O\n展 S-Measure\n产 O\n业 O\n\n"
    )


def test_words_are_cut_at_the_edges_of_spans(tmp_path):
    written("conll-words", [annotated("推广易地扶贫搬迁工程", (3, 6, "Measure"))], tmp_path / "a.conll")
    ((sentence,),) = [[one for one in document if one] for document in columns(tmp_path / "a.conll")]
    assert [token for token, tag in sentence if tag != "O"] == ["地", "扶贫"]


def test_a_sentence_is_not_divided_inside_a_span(tmp_path):
    written("conll", [annotated("一。二。三。", (1, 3, "Measure"))], tmp_path / "a.conll")
    assert [len(one) for one in columns(tmp_path / "a.conll")[0]] == [4, 2, 0]


def read(content: str | bytes, **options: object):
    data = content if isinstance(content, bytes) else content.encode()
    return list(formats.get("conll").read(Source(Path("词.conll"), data), ReadOptions(**options)))


@pytest.mark.parametrize(
    ("content", "text", "spans"),
    [
        ("EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nPeter NNP B-NP B-PER\nBlackburn NNP I-NP I-PER\n",
         "EU rejects\nPeter Blackburn", [(0, 2, "ORG"), (11, 26, "PER")]),
        ("中国\tB-LOC\nGDP\tO\n增长\tO\n", "中国GDP增长", [(0, 2, "LOC")]),
        ("# 说明\n中 I-A\n国 I-A\n人 B-A\n民 I-B\n", "中国人民", [(0, 2, "A"), (2, 3, "A"), (3, 4, "B")]),
        ("# O\n中 U-A\n国 B-A\n人 L-A\n民 I-A\n", "#中国人民", [(1, 2, "A"), (2, 4, "A"), (4, 5, "A")]),
        ("中 B-A\n\n国 I-A\n", "中\n国", [(0, 1, "A"), (2, 3, "A")]),
        ("New York\tB-LOC\nis\tO\n", "New York is", [(0, 8, "LOC")]),
    ],
)  # fmt: skip
def test_files_of_others(content, text, spans):
    (bundle,) = read(content)
    assert bundle.document.text == text
    assert said(bundle) == spans


def test_documents_and_encodings():
    content = "-DOCSTART- -X- -X- O\n\n中 B-A\n\n-DOCSTART- -X- -X- O\n\n-DOCSTART- O\n国 O\n"
    assert [one.document.text for one in read(content)] == ["中", "国"]
    assert [one.document.text for one in read("推 B-A\n广 I-A\n易 O\n地 O\n搬 O\n迁 O\n".encode("gb18030"))] == [
        "推广易地搬迁"
    ]
    assert [
        one.document.text for one in read("\ufeff中 B-A\r\n国 O\r\n".encode("utf-16-le"), encoding="utf-16-le")
    ] == ["中国"]


@pytest.mark.parametrize(
    ("content", "key", "expected"),
    [
        ("中 B-A\n国\n", "jsonl-columns", ["词.conll", 2, "国"]),
        ("中 X B-A\n国 O\n", "jsonl-columns", [2, 3]),
        ("中 名\n", "jsonl-tag", [1, "名"]),
        ("1\tthis\t_\t_\t_\t_\t_\t_\t_\t_\n", "jsonl-tag", [1, "_"]),
        ("中 B-\n", "jsonl-tag", ["B-"]),
        ("\n\n", "jsonl-no-line", ["词.conll"]),
        ("中 O\n".encode() * 20_000 + b"\xff O\n", "undecodable", [20_001]),
    ],
)
def test_broken_lines(content, key, expected):
    refusal(lambda: read(content), key, *expected)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_tags_and_runs(scheme):
    dice = random.Random(scheme)
    for _ in range(200):
        drawn = [(dice.randint(1, 4), dice.choice(["A", "A-B", "", ""])) for _ in range(6)]
        line, expected = [], []
        for count, label in drawn:
            if label:
                expected.append((len(line), len(line) + count, label))
            line += tags(count, label, SCHEMES[scheme]) if label else ["O"] * count
        assert list(runs(line)) == expected


@pytest.mark.skipif(not peers("doccano", "*.conll"), reason="no files of other tools here")
def test_the_samples_of_doccano():
    names = {path.name: path for path in peers("doccano", "*.conll")}
    assert [one.label for one in read(names["example.conll"].read_bytes())[0].annotations][:2] == ["LOC", "PER"]
    refusal(lambda: read(names["labeling.invalid.conll"].read_bytes()), "jsonl-tag", 1)


ODD_LINES = st.sampled_from(
    ["中 O", "中 B-A", "国 I-A", "民 S-B", "民 I-B", "", "", "#", "# 说", "#说 O", "GDP O", "人民 B-A", "中", " O",
     "\u3000 O", " B-A", "中 B-A O", "中 O O", "中  O", "中 O ", "中\tO", "中\tB-A", "\tO", "中 名", "\u00a0", "  ",
     "中 O\r", "\r", "中\0", "中 B-A\u3000", "中 B-", "\u2028 O", "中 O\x1c", "-DOCSTART- O", "-DOCSTART-"]
)  # fmt: skip
EVEN_LINES = st.sampled_from(
    ["中 O", "国 O", "中 B-A", "国 I-A", "民 S-B", "民 I-B", "人 E-B", "", "𠮷 O", "# O", "-DOCSTART- O"]
)


def told(content: str):
    """The documents of a file, or what is wrong with it."""
    try:
        found = [
            (one.document.text, one.document.title, one.document.origin.name, one.document.origin.sha256, said(one))
            for one in read(content)
        ]
    except AnnotatorError as error:
        return error.key, error.fields
    return found


@given(lines=st.lists(ODD_LINES | EVEN_LINES, max_size=8) | st.lists(EVEN_LINES), end=st.sampled_from(["", "\n"]))
def test_characters_in_strokes_are_what_they_are_line_by_line(lines, end):
    content = "\n".join(lines) + end
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns_module, "lettered", lambda _body: None)
        slowly = told(content or "\n")
    assert told(content or "\n") == slowly


def test_a_character_a_line_is_read_in_strokes():
    body = "中 O\n国 B-A\n人 I-A\n\n𠮷 S-A\n# O\n"
    assert lettered(f"\n{body}") == ("中国人\n𠮷#", [(1, 3, "A", 2), (4, 5, "A", 5)], 1)
    assert lettered(body.replace(" ", "\t")) == ("中国人\n𠮷#", [(1, 3, "A", 1), (4, 5, "A", 4)], 0)
    assert lettered(f"{body}GDP O\n") is None


def test_very_many_blank_lines_come_to_an_end():
    """Quickly: with each looking at all before it this would take minutes."""
    (bundle,) = read("\n" * 300_000 + "中 B-A\n国 I-A\n" + "\n" * 300_000)
    assert [(one.text, one.span) for one in bundle.annotations] == [("中国", Span(0, 2))]
    assert bundle.document.origin.name == "词.conll:300001"
