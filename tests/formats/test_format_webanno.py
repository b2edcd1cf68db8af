"""WebAnno TSV 3: held against a reader of its own, and against the XMI that INCEpTION gives for the same files."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from foreign_values import annotated, golden_many, peers, read_back, said, written
from format_values import GOLDEN, bundles, refusal
from hypothesis import given, settings

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, formats
from annotator.incoming.files import open_files

TSV = formats.get("webanno")


def by_the_guide(path: Path, text: str) -> list[tuple[int, int, str]]:
    """Spans of a file with one layer, by the user guide: in code points of the text, and each token is looked up."""
    units = text.encode("utf-16-le")
    spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for number, line in enumerate(path.read_bytes().decode("utf-8").split("\n")):
        if not re.match(r"\d+-\d+\t", line):
            continue
        _, place, _, _, value, _ = line.split("\t")
        start, end = (len(units[: 2 * int(offset)].decode("utf-16-le")) for offset in place.split("-"))
        for entry in value.split("|"):
            if entry != "_":
                label, _, told = entry.partition("[")
                spans[told or f"line {number}"].append((start, end, label))
    return sorted((parts[0][0], parts[-1][1], parts[0][2]) for parts in spans.values())


def test_golden(tmp_path):
    bundle = golden_many()
    sharp = [one for one in said(bundle) if GOLDEN[one[0] : one[1]].strip() == GOLDEN[one[0] : one[1]]]
    written("webanno", [bundle], tmp_path / "out")
    (path,) = tmp_path.joinpath("out").glob("*.tsv")
    assert by_the_guide(path, GOLDEN) == sharp
    (again,) = read_back("webanno", path)
    assert (again.document.text, said(again)) == (GOLDEN, sharp)


@settings(max_examples=60)
@given(bundle=bundles())
def test_nothing_shifts_and_what_is_lost_is_counted(tmp_path_factory, bundle):
    out = tmp_path_factory.mktemp("tsv") / "out"
    report = written("webanno", [bundle], out)
    text = bundle.document.text
    (path,) = out.glob("*.tsv")
    expected = sorted(
        (one.span.start, one.span.end, one.label) for one in bundle.annotations if one.text == one.text.strip()
    )
    assert by_the_guide(path, text) == expected
    assert len(expected) == report.annotations
    if text.strip():
        (again,) = read_back("webanno", path)
        assert again.document.text.lstrip() == text.lstrip()
        assert len(again.document.text.encode("utf-16-le")) == len(text.encode("utf-16-le"))
        assert [one[2] for one in said(again)] == [one[2] for one in expected]


def read(content: str, **options: object):
    head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value|more\n\n\n"
    return list(TSV.read(Source(Path("甲.tsv"), (head + content).encode()), ReadOptions(**options)))


def test_stacks_numbers_and_escapes():
    (bundle,) = read(
        "#Text=落实低保\n1-1\t0-2\t落实\tA\\|b[1]|B[2]\t*[1]|x[2]\t\n1-2\t2-4\t低保\tB[2]|_\tx[2]\t\n"
        "1-2.1\t2-3\t低\t*\t_\t\n"
    )  # fmt: skip
    assert said(bundle) == [(0, 2, "A|b"), (0, 4, "B"), (2, 3, "Span")]
    assert [dict(one.attributes) for one in bundle.annotations] == [{}, {"more": "x"}, {}]


def test_code_points_in_a_file_that_claims_utf16():
    (bundle,) = read("#Text=𠮷林村\n1-1\t0-1\t𠮷\tA\t_\t\n1-2\t1-3\t林村\tB\t_\t\n")
    assert said(bundle) == [(0, 1, "A"), (1, 3, "B")]


@pytest.mark.parametrize(
    ("content", "key", "expected"),
    [
        ("#Text=低保\n1-1\t0-2\t五保\t_\t_\t\n", "jsonl-slice", ["甲.tsv", 6, "五保"]),
        ("#Text=低保\n1-1 0-2 低保\n", "jsonl-syntax", [6]),
        ("1-1\t0-2\t低保\t_\t_\t\n", "jsonl-syntax", [5]),
        ("#Text=低保\n1-1\t0-2\t低保\t_\t_\t\n\n#Text=户\n2-1\t1-2\t户\t_\t_\t\n", "jsonl-span", [9]),
        ("", "no-text", ["甲.tsv"]),
    ],
)
def test_broken_files(content, key, expected):
    refusal(lambda: read(content), key, *expected)


@pytest.mark.parametrize(
    "head", ["", " # webanno.custom.Opinion | aspect | opinion\n", " # a.B | c # a.D | e | f\r\n\r\n", "\ufeff"]
)
def test_the_forms_before_the_third_are_refused_and_no_table(tmp_path, head):
    path = tmp_path / "旧.tsv"
    path.write_text(f"{head}#id=1\n#text=落实低保\n1\t落实\t_\n2\t低保\tB-Measure\n", "utf-8")
    (file,) = open_files([path], "", ReadOptions())
    with pytest.raises(AnnotatorError) as caught:
        list(file.bundles)
    assert caught.value.key == "formats.webanno-old"


@pytest.mark.skipif(not peers("inception", "reference.tsv"), reason="no files of other tools here")
def test_the_suite_of_inception_gives_what_its_xmi_gives():
    compared = 0
    for path in peers("inception/io-webanno-tsv/tsv3-suite", "reference.tsv"):
        header = path.read_text("utf-8")
        if re.search("Whitespace|ZeroLength|ZeroWidth", path.parent.name):
            continue  # which TSV itself moves or makes longer
        if "#T_SP" not in header or "ROLE_" in header or "#T_CH" in header or not path.with_suffix(".xmi").exists():
            continue
        (ours,) = read_back("webanno", path)
        (theirs,) = read_back("cas-xmi", path.with_suffix(".xmi"))
        if ours.document.text.split() == theirs.document.text.split() and ours.document.text == theirs.document.text:
            assert [one[:2] for one in said(ours)] == [one[:2] for one in said(theirs)], path
            compared += 1
    assert compared > 20
    assert annotated("低保").annotations == ()
