"""UIMA's CAS, as XMI and JSON: held against dkpro-cassis."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from foreign_values import annotated, golden_many, peers, read_back, said, written
from format_values import GOLDEN, bundles, refusal
from hypothesis import given, settings

from annotator.formats import ReadOptions, Source, formats, recognise
from annotator.formats.cas import ENTITY
from annotator.formats.xmltext import holdable

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    cassis = pytest.importorskip("cassis")


def by_cassis(path: Path) -> tuple[str, list[tuple[int, int, str]]]:
    """Text and entities as dkpro-cassis reads them, in code points."""
    if path.suffix == ".json":
        cas = cassis.load_cas_from_json(path.read_text("utf-8"))
    else:
        types = cassis.load_typesystem(path.with_name("TypeSystem.xml").read_text("utf-8"))
        cas = cassis.load_cas_from_xmi(path.read_text("utf-8"), typesystem=types)
    entities = list(cas.select(ENTITY))
    for one in entities:
        assert one.get_covered_text() == cas.sofa_string[one.begin : one.end]
    return cas.sofa_string, sorted((one.begin, one.end, one.value) for one in entities)


@pytest.mark.parametrize(("name", "pattern"), [("cas-xmi", "*.xmi"), ("cas-json", "*.json")])
def test_golden(tmp_path, name, pattern):
    written(name, [golden_many()], tmp_path / "out")
    (path,) = tmp_path.joinpath("out").glob(pattern)
    assert by_cassis(path) == (GOLDEN, said(golden_many()))


@pytest.mark.parametrize(("name", "pattern"), [("cas-xmi", "*.xmi"), ("cas-json", "*.json")])
@settings(max_examples=25, deadline=None)
@given(bundle=bundles())
def test_cassis_sees_the_same(tmp_path_factory, name, pattern, bundle):
    out = tmp_path_factory.mktemp("cas") / "out"
    report = written(name, [bundle], out)
    (path,) = out.glob(pattern)
    text, found = by_cassis(path)
    assert text == (holdable(bundle.document.text) if name == "cas-xmi" else bundle.document.text)
    assert found == said(bundle)
    (again,) = read_back(name, path)
    assert (again.document.text, said(again)) == (text, found)
    if not report.lost.get("characters"):
        key = lambda one: (one.span, one.label, one.annotator, one.note, repr(sorted(one.attributes.items())))  # noqa: E731
        assert sorted(map(key, again.annotations)) == sorted(map(key, bundle.annotations))


def test_what_others_call_an_annotation():
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "𠮷林村落实低保"},
        {"%ID": 2, "%TYPE": "custom.Span", "@sofa": 1, "begin": 0, "end": 4, "label": "Place", "sure": True},
        {"%ID": 3, "%TYPE": "custom.Program", "@sofa": 1, "begin": 6, "end": 8},
        {"%ID": 4, "%TYPE": "x.segmentation.type.Token", "@sofa": 1, "begin": 0, "end": 2},
        {"%ID": 5, "%TYPE": "custom.Span", "@sofa": 1, "begin": 2, "end": 2, "label": "Place"},
        {"%ID": 6, "%TYPE": "custom.Rel", "@sofa": 1, "begin": 0, "@Governor": 2, "@Dependent": 3, "label": "in"},
        {"%ID": 7, "%TYPE": "custom.Rel", "@sofa": 1, "begin": 0, "end": 4, "@Governor": 2, "@Dependent": 4},
    ]  # fmt: skip
    options = ReadOptions(annotator="王")
    for form in (structures, {str(one["%ID"]): one for one in structures}):
        content = json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": form, "%VIEWS": {}}).encode()
        (bundle,) = formats.get("cas-json").read(Source(Path("a.json"), content), options)
        assert said(bundle) == [(0, 3, "Place"), (5, 7, "Program")]
        assert [dict(one.attributes) for one in bundle.annotations] == [{"sure": True}, {}]
        assert [one.type for one in bundle.relations] == ["in"]
    assert options.left_out == {"empty": 2, "relations": 2}
    assert annotated("低保").annotations == ()


HEAD = '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///c.ecore">'
SOFA = '<cas:Sofa xmi:id="1" sofaString="低保"/>'


@pytest.mark.parametrize(
    ("content", "key", "expected"),
    [
        (f'{HEAD}{SOFA}\n<c:S sofa="1" begin="0" end="9" xmi:id="2"/></xmi:XMI>', "jsonl-span", ["甲.xmi", 2, "S"]),
        (f'{HEAD}{SOFA}<c:S sofa="1" begin="x" end="9" xmi:id="2"/></xmi:XMI>', "jsonl-wrong-type", ["S.begin"]),
        (f'{HEAD}{SOFA}<c:S sofa="1" begin="0" xmi:id="2"/></xmi:XMI>', "jsonl-wrong-type", ["S.end"]),
        (f"{HEAD}</xmi:XMI>", "no-text", ["甲.xmi"]),
        ("<a/>", "no-text", []),
        (f"{HEAD}{SOFA}", "xml-broken", ["甲.xmi"]),
        (f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>{HEAD}{SOFA}</xmi:XMI>', "xml-entities", []),
        (HEAD + "<a>" * 100_000, "xml-broken", []),
    ],
)
def test_broken_files(content, key, expected):
    source = Source(Path("甲.xmi"), content.encode())
    refusal(lambda: list(formats.get("cas-xmi").read(source, ReadOptions())), key, *expected)


def test_json_of_uima_before_version_0_4_is_called_that():
    path = Path("旧.json")
    content = json.dumps({"_context": {"_types": {"Sofa": {}}}, "_views": {}, "_referenced_fss": {}}).encode()
    assert recognise(path, content).name == "cas-json"
    refusal(lambda: list(formats.get("cas-json").read(Source(path, content), ReadOptions())), "cas-json-old", "旧.json")


@pytest.mark.parametrize("content", [b'[{"text": "a", "label": ["b"]}]', b'{\n "labels": {"x": 1}\n}'])
def test_json_of_which_nobody_knows_anything_is_called_that(content):
    format_ = recognise(Path("甲.json"), content)
    assert format_.read
    source = Source(Path("甲.json"), content)
    refusal(lambda: list(format_.read(source, ReadOptions())), "json-unknown", "甲.json", "UIMA")


@pytest.mark.skipif(not peers("dkpro-cassis", "*.xmi"), reason="no files of other tools here")
def test_files_of_other_tools():
    (emoji,) = [path for path in peers("dkpro-cassis", "data.json") if "casWithEmoji" in path.as_posix()]
    (bundle,) = read_back("cas-json", emoji)
    words = [one.text for one in bundle.annotations if one.label == "Annotation"]
    assert " ".join(words) == bundle.document.text
    (smileys,) = peers("dkpro-cassis", "cas_with_smileys.xmi")
    assert read_back("cas-xmi", smileys)[0].annotations
