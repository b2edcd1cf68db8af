"""brat: held against a parser of its own, written from brat's manual."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from foreign_values import annotated, counted, golden_many, peers, read_back, said, written
from format_values import GOLDEN, bundles, refusal
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import ReadOptions, Source, formats
from annotator.formats.brat import on_one_line
from annotator.model import Bundle

BRAT = formats.get("brat")


def by_the_manual(folder: Path) -> list[tuple[str, list[tuple[int, int, str, str]]]]:
    """What a program sees that knows brat's manual and nothing of ours: texts, and their text-bound annotations."""
    found = []
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        bound = []
        for line in path.read_bytes().decode("utf-8").splitlines():
            name, rest = line.split("\t", 1)
            if name.startswith("T"):
                place, quote = rest.split("\t")
                label, start, end = place.split(" ")
                bound.append((int(start), int(end), label, quote))
            else:
                assert re.fullmatch(r"[AR#]\d+", name)
        found.append((text, bound))
    return found


def one(ann: bytes, text: bytes, folder: Path, **options: object) -> Bundle:
    folder.joinpath("甲.ann").write_bytes(ann)
    folder.joinpath("甲.txt").write_bytes(text)
    (bundle,) = BRAT.read(Source(folder / "甲.ann"), ReadOptions(**options))
    return bundle


def test_golden(tmp_path):
    bundle = golden_many()
    report = written("brat", [bundle], tmp_path / "out")
    assert report.lost == {}
    ((text, bound),) = by_the_manual(tmp_path / "out")
    assert text == GOLDEN
    assert all(quote == on_one_line(text[start:end]) for start, end, _, quote in bound)
    assert sorted(found[:3] for found in bound) == said(bundle)
    (again,) = read_back("brat", tmp_path / "out", annotator="王")
    assert (again.document.text, said(again)) == (GOLDEN, said(bundle))
    assert {one.annotator for one in again.annotations} == {"王"}


@given(st.lists(bundles(), min_size=1, max_size=3))
def test_nothing_shifts_and_what_is_lost_is_counted(tmp_path_factory, given_bundles):
    out = tmp_path_factory.mktemp("brat") / "out"
    report = written("brat", given_bundles, out)
    theirs = by_the_manual(out)
    assert sorted(text for text, _ in theirs) == sorted(one.document.text for one in given_bundles)
    for text, bound in theirs:
        assert all(quote == on_one_line(text[start:end]) for start, end, _, quote in bound)
    again = read_back("brat", out)
    assert sorted((one.document.text, said(one)) for one in again) == sorted(
        (one.document.text, said(one)) for one in given_bundles
    )
    kept_relations = sum(len(one.relations) for one in again)
    assert kept_relations + report.lost.get("relations", 0) == sum(len(one.relations) for one in given_bundles)
    kept = [note for bundle in again for note in (one.note for one in bundle.annotations) if note]
    assert len(kept) == sum(bool(one.note) for bundle in given_bundles for one in bundle.annotations)
    assert report.lost.get("notes", 0) <= len(kept)


def test_attributes_and_notes(tmp_path):
    bundle = annotated("落实低保", (2, 4, "Program"))
    given_ones = {"domain": "subsistence", "checked": True, "value": 12.5, "open": False, "none": None}
    bad = {"two words": 1, "blank": "a b", "number": "12", "empty": ""}
    annotation = type(bundle.annotations[0])(
        **{
            **{name: getattr(bundle.annotations[0], name) for name in bundle.annotations[0].__slots__},
            "attributes": given_ones | bad,
            "note": "一\n二",
        }
    )
    report = written("brat", [Bundle(bundle.document, (annotation,))], tmp_path / "out")
    assert report.lost == {"attributes": 1, "notes": 1}
    ((read,),) = [one.annotations for one in read_back("brat", tmp_path / "out")]
    assert (dict(read.attributes), read.note) == (given_ones, "一 二")
    configuration = (tmp_path / "out" / "annotation.conf").read_text("utf-8")
    assert "[entities]\nProgram\nMeasure\n" in configuration
    assert re.search(r"^domain\tArg:.*Program.*, Value:.*\|", configuration, re.MULTILINE)


def test_fragments_become_the_span_that_covers_them(tmp_path):
    options = ReadOptions()
    tmp_path.joinpath("甲.txt").write_text("落实\n低保和雨露计划", "utf-8")
    tmp_path.joinpath("甲.ann").write_text(
        "T1\tMeasure 0 2;3 5\t落实 低保\nT2\tProgram 3 4;7 9\t低 露计\n"
        "R1\tPart Arg1:T1 Arg2:T2\nR2\tPart Arg1:T1 Arg2:E1\nE1\tAct:T1\n"
        "*\tEquiv T1 T2\n#1\tAnnotatorNotes E1\t话\nA1\tNegation E1\nT3\tTime 2 2\t.\n",
        "utf-8",
    )
    (bundle,) = BRAT.read(Source(tmp_path / "甲.ann"), options)
    assert said(bundle) == [(0, 5, "Measure"), (3, 9, "Program")]
    ends = {one.id: one.label for one in bundle.annotations}
    assert [(one.type, ends[one.head], ends[one.target]) for one in bundle.relations] == [
        ("Part", "Measure", "Program")
    ]
    assert options.left_out == {
        "gaps": 1, "relations": 2, "events": 1, "notes": 1, "attributes": 1, "empty": 1,
    }  # fmt: skip


def test_offsets_counted_in_utf16_are_seen_by_the_quotation(tmp_path):
    bundle = one("T1\tPlace 3 4\t村\nT2\tPlace 0 2\t𠮷\n".encode(), "𠮷林村".encode(), tmp_path)
    assert said(bundle) == [(0, 1, "Place"), (2, 3, "Place")]


def test_a_bom_is_a_character_to_brat_unless_the_quotations_say_no(tmp_path):
    text = "\ufeff低保".encode()
    assert one("T1\tProgram 1 3\t低保\n".encode(), text, tmp_path).document.text == "\ufeff低保"
    taken_off = one("T1\tProgram 0 2\t低保\n".encode(), text, tmp_path)
    assert (taken_off.document.text, said(taken_off)) == ("低保", [(0, 2, "Program")])


def test_a_text_without_annotations_yet(tmp_path):
    assert one(b"", "低保".encode(), tmp_path).annotations == ()


@pytest.mark.parametrize(
    ("ann", "key", "expected"),
    [
        ("T1\tProgram 0 2 低保", "jsonl-syntax", ["甲.ann", 1, "T1⇥Program"]),
        ("\nT1 Program 0 2\t低保", "jsonl-syntax", [2]),
        ("T1\tProgram 0 2x\t低保", "jsonl-syntax", [1]),
        ("T1\tProgram 0 2\t", "jsonl-syntax", [1]),
        ("T1\tProgram 0 9\t低保", "jsonl-span", [1, "T1", "[0, 9)"]),
        ("T1\tProgram 2 0\t低保", "jsonl-span", ["[2, 0)"]),
        ("T1\tProgram 0 2\t雨露", "jsonl-slice", ["雨露", "低保"]),
        ("T1\tProgram 0 1;1 9\t低 保", "jsonl-span", [1]),
        ("T1\tProgram 0 2\t低保\nT1\tProgram 0 1\t低", "jsonl-twice", [2, "T1"]),
        ("A1\t", "jsonl-syntax", [1]),
        ("#1\tAnnotatorNotes T1", "jsonl-syntax", [1]),
        ("[@低保#Program*]", "jsonl-syntax", ["[@低保"]),
        ("T1\tProgram 0 99999999999999999999999999\t低", "jsonl-syntax", [1]),
    ],
)
def test_broken_lines(tmp_path, ann, key, expected):
    refusal(lambda: one(ann.encode(), "低保".encode(), tmp_path), key, *expected)


def test_a_text_that_is_not_there(tmp_path):
    tmp_path.joinpath("甲.ann").write_bytes(b"T1\tProgram 0 1\tx\n")
    refusal(lambda: list(BRAT.read(Source(tmp_path / "甲.ann"), ReadOptions())), "text-missing", "甲.txt")
    inside = Source(Path("甲.ann"), b"T1\tProgram 0 1\tx\n")
    refusal(lambda: list(BRAT.read(inside, ReadOptions())), "text-missing", "甲.txt")


def test_a_label_with_blanks_is_refused(tmp_path):
    bundle = annotated("低保", (0, 2, "two words"), title="题目")
    refusal(lambda: BRAT.write([bundle], None, tmp_path / "out"), "label-blanks", "two words", "题目")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not peers("brat", "*.ann"), reason="no files of other tools here")
def test_the_corpora_that_brat_ships_are_read():
    read = Counted()
    for path in peers("brat", "*.ann"):
        (bundle,) = read_back("brat", path)
        lines = path.read_bytes().decode().splitlines()
        assert len(bundle.annotations) == sum(line.startswith("T") for line in lines), path
        read.spans += len(bundle.annotations)
    assert read.spans > 6_000


class Counted:
    spans = 0


def test_counting_is_by_multiplicity():
    assert counted(annotated("低保", (0, 2, "Program"), (0, 2, "Program")))[0, 2, "Program"] == 2
