"""REFI-QDA projects: held against the standard's own schema, and read by zipfile and lxml alone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from foreign_values import PEERS, annotated, golden_many, peers, read_back, said, written
from format_values import GOLDEN, bundles, refusal
from hypothesis import given, settings

from annotator.formats import ReadOptions, Source, formats, recognise

etree = pytest.importorskip("lxml.etree")
Q = "{urn:QDA-XML:project:1.0}"
SCHEMA = PEERS / "refi-qda" / "Project.xsd"


def by_the_standard(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Texts with their codings."""
    with ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        codes = {one.get("guid"): one.get("name") for one in root.iter(f"{Q}Code")}
        users = {one.get("guid") for one in root.iter(f"{Q}User")}
        found = {}
        for source in root.iter(f"{Q}TextSource"):
            name = source.get("plainTextPath").removeprefix("internal://")
            text = archive.read(f"sources/{name}").decode("utf-8")
            spans = []
            for selection in source.iter(f"{Q}PlainTextSelection"):
                start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
                assert selection.get("creatingUser") in users | {None}
                assert text[start:end]
                spans += [(start, end, codes[one.get("targetGUID")]) for one in selection.iter(f"{Q}CodeRef")]
            found[text] = sorted(spans)
    return found


def test_golden(tmp_path):
    path = tmp_path / "a.qdpx"
    written("refi-qda", [golden_many()], path)
    assert by_the_standard(path) == {GOLDEN: said(golden_many())}
    assert recognise(path, path.read_bytes()).name == "refi-qda"
    (again,) = read_back("refi-qda", path)
    assert {one.annotator for one in again.annotations} == {"李"}


@settings(max_examples=40, deadline=None)
@given(bundle=bundles())
def test_others_see_the_same(tmp_path_factory, bundle):
    path = tmp_path_factory.mktemp("qdpx") / "a.qdpx"
    written("refi-qda", [bundle], path)
    assert by_the_standard(path) == {bundle.document.text: said(bundle)}


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the standard's schema is not here")
@settings(max_examples=30, deadline=None)
@given(bundle=bundles())
def test_valid_by_the_standards_schema(tmp_path_factory, bundle):
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    path = tmp_path_factory.mktemp("qdpx") / "a.qdpx"
    for number, some in enumerate(([bundle, golden_many()], [])):
        written("refi-qda", some, path.with_stem(f"a{number}"))
        with ZipFile(path.with_stem(f"a{number}")) as archive:
            schema.assertValid(etree.fromstring(archive.read("project.qde")))


HEAD = (
    '<Project xmlns="urn:QDA-XML:project:1.0" name="x"><CodeBook><Codes><Code guid="A" name="Program" isCodable="true">'
)
CODES = HEAD + '<Code guid="b" name="Measure" isCodable="true"/></Code></Codes></CodeBook><Sources>'
CODING = '<Coding guid="c"><CodeRef targetGUID="B"/></Coding>'


def project(sources: str, **texts: str) -> Source:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("project.qde", f"{CODES}{sources}</Sources></Project>")
        for name, text in texts.items():
            archive.writestr(f"Sources/{name}.txt", text)
    return Source(Path("甲.qdpx"), out.getvalue())


def text_source(selection: str, more: str = 'plainTextPath="internal://T.txt"') -> str:
    return f'<TextSource guid="t" name="题" {more}>{selection}</TextSource>'


def test_projects_of_others():
    selection = f'<PlainTextSelection guid="s" startPosition="2" endPosition="4">{CODING}</PlainTextSelection>'
    loose = '<PlainTextSelection guid="u" startPosition="0" endPosition="1"/>'
    options = ReadOptions(annotator="王")
    source = project(text_source(selection + loose) + '<PDFSource guid="p"/>', t="\ufeff落实低保")
    (bundle,) = formats.get("refi-qda").read(source, options)
    assert (bundle.document.title, bundle.document.text, said(bundle)) == ("题", "落实低保", [(2, 4, "Measure")])
    assert options.left_out == {"others": 1, "documents": 1}
    inside = text_source(f"<PlainTextContent>落实低保</PlainTextContent>{selection}", "")
    assert said(*formats.get("refi-qda").read(project(inside), options)) == [(2, 4, "Measure")]


@pytest.mark.parametrize(
    ("sources", "key", "expected"),
    [
        (text_source(f'<PlainTextSelection guid="s" startPosition="2" endPosition="9">{CODING}</PlainTextSelection>'),
         "jsonl-span", ["[2, 9)"]),
        (text_source(f'<PlainTextSelection guid="s" startPosition="-1" endPosition="9">{CODING}</PlainTextSelection>'),
         "jsonl-wrong-type", ["startPosition"]),
        (text_source('<PlainTextSelection guid="s" startPosition="0" endPosition="1"><Coding guid="c">'
                     '<CodeRef targetGUID="zz"/></Coding></PlainTextSelection>'), "jsonl-no-end", ["ZZ"]),
        (text_source("", 'plainTextPath="internal://../../x.txt"'), "text-missing", ["../../x.txt"]),
        (text_source("", 'plainTextPath="relative:///etc/passwd"'), "text-missing", ["passwd"]),
        ('<PDFSource guid="p"/>', "no-text", []),
        ("<", "xml-broken", []),
    ],
)  # fmt: skip
def test_broken_projects(sources, key, expected):
    source = project(sources, T="落实低保")
    refusal(lambda: list(formats.get("refi-qda").read(source, ReadOptions())), key, "甲.qdpx", *expected)


@pytest.mark.skipif(not peers("refi-qda", "*.qdpx"), reason="no files of other tools here")
def test_projects_without_a_text_are_refused_by_a_sentence():
    for path in peers("refi-qda", "*.qdpx"):
        refusal(lambda path=path: read_back("refi-qda", path), "no-text", path.name)
    assert annotated("低保").annotations == ()
