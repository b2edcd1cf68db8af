"""Every format that is written and read: nothing shifts, and what is not in the file is in the report of losses."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from foreign_values import golden_many, read_back, written
from format_values import GOLDEN, bundles
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.formats import formats, recognise
from annotator.formats.losses import SPANS
from annotator.model import Bundle

WHOLE = {  # written as → read as: the text comes back to the character
    "jsonl": "jsonl",
    "brat": "brat",
    "label-studio": "label-studio",
    "doccano": "doccano",
    "doccano-relations": "doccano",
    "prodigy": "prodigy",
    "web-annotation": "web-annotation",
    "package": "package",
    "spacy": "spacy",
    "refi-qda": "refi-qda",
    "parquet": "parquet",
    "cas-xmi": "cas-xmi",
    "cas-json": "cas-json",
}
IN_FULL = {**WHOLE, "huggingface": "parquet", "marks": "marks"}
"""those too of which a folder holds several files, or which lose spans that overlap"""


def merged(found: list[Bundle]) -> dict[str, list[Bundle]]:
    """Bundles by text: formats with a line for each annotator give several of one document."""
    by_text: dict[str, list[Bundle]] = defaultdict(list)
    for bundle in found:
        by_text[bundle.document.text].append(bundle)
    return by_text


def sayings(found: list[Bundle], loses: tuple[str, ...]) -> Counter[tuple[object, ...]]:
    """What is said of the texts, as far as the format carries it."""
    said: Counter[tuple[object, ...]] = Counter()
    for bundle in found:
        for one in bundle.annotations:
            who = "" if "annotator" in loses else one.annotator
            note = "" if "notes" in loses else one.note
            attributes = "" if "attributes" in loses else repr(sorted(one.attributes.items()))
            said[bundle.document.text, one.span.start, one.span.end, one.label, who, note, attributes] += 1
    return said


@pytest.mark.parametrize("name", IN_FULL)
@settings(max_examples=30)
@given(given_bundles=st.lists(bundles(), min_size=1, max_size=2))
def test_what_is_written_comes_back(tmp_path_factory, name, given_bundles):
    out = tmp_path_factory.mktemp("out") / f"a{formats.get(name).suffixes[0]}"
    report = written(name, given_bundles, out)
    again = read_back(IN_FULL[name], out)
    if report.lost.get("characters"):
        return  # which change the text itself; the format's own tests look at them
    assert merged(again).keys() == merged(given_bundles).keys()
    loses = formats.get(name).loses
    lost = sum(report.lost.get(kind, 0) for kind in ("annotations", "overlapping", "edges"))
    ours, theirs = sayings(given_bundles, loses), sayings(again, loses)
    assert theirs <= ours
    assert theirs.total() == ours.total() - lost
    relations = sum(len(one.relations) for one in again)
    assert relations + report.lost.get("relations", 0) == sum(len(one.relations) for one in given_bundles)


WRITTEN = sorted(name for name, format_ in formats.all().items() if format_.write)
"""what is printed (PDF) has a test of its own, beside the press"""


@pytest.mark.parametrize("name", WRITTEN)
@settings(max_examples=15)
@given(given_bundles=st.lists(bundles(), min_size=1, max_size=2))
def test_spans_in_the_file_and_in_the_report_of_losses_are_all(tmp_path_factory, name, given_bundles):
    written_of = formats.get(name)
    out = tmp_path_factory.mktemp("out") / f"a{written_of.suffixes[0] if written_of.suffixes else ''}"
    report = written(name, given_bundles, out)
    assert report.documents == len(given_bundles)
    assert report.annotations + sum(report.lost.get(kind, 0) for kind in SPANS) == sum(
        len(one.annotations) for one in given_bundles
    )
    assert report.lost.keys() <= set(written_of.loses), "what it says that it loses"


@pytest.mark.parametrize("name", WHOLE)
def test_the_golden_sentence(tmp_path, name):
    out = tmp_path / f"a{formats.get(name).suffixes[0]}"
    bundle = golden_many()
    assert not written(name, [bundle], out).lost
    again = read_back(WHOLE[name], out)
    assert {one.document.text for one in again} == {GOLDEN}
    assert sayings(again, ("annotator",)) == sayings([bundle], ("annotator",))


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_written_is_recognised(tmp_path, name):
    out = tmp_path / f"a{formats.get(name).suffixes[0]}"
    written(name, [golden_many()], out)
    files = sorted(out.rglob(f"*{formats.get(name).suffixes[0]}")) if out.is_dir() else [out]
    assert [recognise(file, file.read_bytes()[:65_536]).name for file in files] == [WHOLE[name]]


ALL = {**WHOLE, "conll": "conll", "conll-words": "conll", "webanno": "webanno"}


@pytest.mark.parametrize("name", ALL)
def test_cut_off_files_are_refused_by_a_sentence(tmp_path, name):
    """Every place where a copy may have ended: a sentence that names the file, or what was whole until there."""
    out = tmp_path / f"a{formats.get(name).suffixes[0]}"
    written(name, [golden_many()], out)
    path = next(iter(sorted(out.rglob(f"*{formats.get(name).suffixes[0]}")))) if out.is_dir() else out
    whole = path.read_bytes()
    steps = range(0, len(whole), max(1, len(whole) // 40))
    damaged = [whole[:end] for end in steps]
    damaged += [whole[:at] + byte + whole[at + 1 :] for at in steps for byte in (b"\xff", b"9")]
    named = []
    for content in damaged:
        path.write_bytes(content)
        try:
            read_back(ALL[name], path)
        except AnnotatorError as error:
            named.append(path.parent in Path(str(error.fields["path"])).parents)
    assert named
    assert all(named)
