"""Any value in the place of any other in a file of JSON, and in one that has JSON inside: a sentence, or documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import format_values
import pytest
from format_values import GOLDEN, golden_bundle

from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, formats
from annotator.i18n import LANGUAGES, Words
from annotator.model import Adjudicated, Adjudication, Bundle, Past, Proposal, Relation, RowChange, Span

ODD = [None, True, 0, -1, 1.5, 2**63, 10**30, "", "字", "\0", "\ud800", [], {}, [[]], {"a": {}}, "9" * 99]
WORDS = [Words(language) for language in LANGUAGES]
LINES = {"jsonl": "jsonl", "doccano": "doccano", "doccano-relations": "doccano", "prodigy": "prodigy"}
"""written as → read as"""
WHOLE = ("label-studio", "web-annotation", "cas-json")
SCHEME = replace(
    format_values.SCHEME,
    labels=tuple(one for one in format_values.SCHEME.labels if one.name == "Program"),
    attributes=format_values.SCHEME.attributes[:1],
    document=(),
    relations=format_values.SCHEME.relations[:1],
)


def places(value: Any) -> Iterator[tuple[Any, ...]]:
    """The ways to all parts of a value; of a list only the first two are gone into."""
    parts = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, part in parts:
        yield (key,)
        yield from ((key, *way) for way in places(part))


def changed(value: Any, odd_ones: Sequence[Any] = ODD) -> Iterator[Any]:
    """The value with each odd one in each place, and with each key left out."""
    for *way, last in places(value):
        for odd in [*odd_ones, places]:
            other = json.loads(json.dumps(value))
            part = other
            for key in way:
                part = part[key]
            if odd is places:
                del part[last]
            else:
                part[last] = odd
            yield other


def spelled(value: Any) -> bytes:
    return json.dumps(value).encode()


def read(name: str, path: Path, content: bytes) -> None:
    """Each document as it should be, or a sentence that names the file."""
    try:
        for bundle in formats.get(name).read(Source(path, content), ReadOptions(annotator="李")):
            for one in bundle.annotations:
                assert one.text == one.span.of(bundle.document.text) != ""
            repr(bundle).encode()  # no half of a character
    except AnnotatorError as error:
        said = [error.say(words) for words in WORDS]
    else:
        return
    assert all(path.name in sentence for sentence in said)


def full() -> Bundle:
    """Something of each kind."""
    bundle = golden_bundle()
    (one,) = bundle.annotations
    two = replace(one, id="a2", span=Span(0, 3), text=GOLDEN[:3])
    settled = Adjudication("j1", "d1", "李", one.span, "taken", "person", "slip", "", ({"spans": []},), "2026-01-01")
    return replace(
        bundle,
        annotations=(one, two),
        relations=(Relation("r1", "d1", "李", "located-in", "a1", "a2"),),
        attributes={"year": 2020},
        adjudications=(settled,),
        adjudicated=(Adjudicated("g1", "d1", "j1", one.span, "Program", one.text),),
        proposals=(Proposal("p1", "d1", bundle.decisions[0].suggestion._replace(source="imported: m")),),
        history=(
            Past("e1", "s1", "do", "annotate", "李", "2026-01-01", RowChange("annotations", "a1", None, {"id": "a1"})),
        ),
    )


def file_of(name: str, folder: Path) -> Path:
    suffix = formats.get(name).suffixes[0]
    write = formats.get(name).write
    assert write
    write([full()], SCHEME, folder / f"a{suffix}")
    return next(path for path in sorted(folder.rglob(f"*{suffix}")) if path.is_file())


@pytest.mark.parametrize("name", LINES)
def test_lines(tmp_path, name):
    path = file_of(name, tmp_path)
    lines = path.read_bytes().splitlines()
    for at, line in enumerate(lines):
        for other in changed(json.loads(line)):
            read(LINES[name], path, b"\n".join([*lines[:at], spelled(other), *lines[at + 1 :]]))


@pytest.mark.parametrize("name", WHOLE)
def test_whole_files(tmp_path, name):
    path = file_of(name, tmp_path)
    for other in changed(json.loads(path.read_bytes())):
        read(name, path, spelled(other))


def test_packages_whose_manifest_vouches_for_it(tmp_path):
    path = file_of("package", tmp_path)
    with ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    manifest = json.loads(parts["manifest.json"])
    for other in changed({**manifest, "scheme": None}, ODD[::3]):  # the scheme is looked at as that of our lines
        with_scheme = {**other, "scheme": manifest["scheme"]} if "scheme" in other else other
        read("package", path, packed({**parts, "manifest.json": spelled(with_scheme)}))
    for kind in manifest["kinds"]:
        first, *rest = parts[f"{kind}.jsonl"].splitlines(keepends=True)
        for other in changed(json.loads(first), ODD[::3]):
            lines = b"".join([spelled(other), b"\n", *rest])
            stated = {"count": 1 + len(rest), "bytes": len(lines), "sha256": sha256(lines).hexdigest()}
            vouched = manifest | {"kinds": manifest["kinds"] | {kind: stated}}
            read("package", path, packed({**parts, f"{kind}.jsonl": lines, "manifest.json": spelled(vouched)}))


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
