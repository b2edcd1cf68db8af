"""Reading back what a format has written, and files of other tools where they are at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from format_values import GOLDEN, SCHEME, golden_bundle

from annotator.formats import ReadOptions, Source, Written, formats
from annotator.formats.losses import SPANS
from annotator.model import Annotation, Bundle, Document, Span, new_id

PEERS = Path(__file__).resolve().parents[3] / "shared" / "peers"
Said = tuple[int, int, str]


def annotated(text: str, *said: Said, title: str = "题", annotator: str = "李") -> Bundle:
    document = Document(new_id(), title, text)
    return Bundle(
        document,
        tuple(
            Annotation(new_id(), document.id, annotator, Span(start, end), label, text[start:end])
            for start, end, label in said
        ),
    )


def place(text: str) -> tuple[int, int]:
    at = GOLDEN.index(text)
    return at, at + len(text)


def golden_many() -> Bundle:
    """The golden sentence with spans at both ends, over an astral character, a modifier and a line end, and nested."""
    end = len(GOLDEN)
    return annotated(
        GOLDEN,
        (0, 3, "Place"),
        (*place("易地扶贫搬迁工程"), "Program"),
        (*place("扶贫"), "Measure"),
        (*place("，\r\n落实"), "Measure"),
        (*place("低保"), "Program"),
        (*place("👍🏽推广"), "Measure"),
        (end - 5, end, "Program"),
    )


def written(name: str, bundles: list[Bundle], path: Path) -> Written:
    report = formats.get(name).write(bundles, SCHEME, path)
    lost = sum(report.lost.get(kind, 0) for kind in SPANS)
    assert report.annotations + lost == sum(len(one.annotations) for one in bundles)
    assert report.documents == len(bundles)
    assert set(report.lost) <= set(formats.get(name).loses)
    return report


def read_back(name: str, path: Path, **options: object) -> list[Bundle]:
    """All bundles of a file, or of the files of a folder that the format reads; every slice is looked at."""
    format_ = formats.get(name)
    files = sorted(path.rglob(f"*{format_.suffixes[0]}")) if path.is_dir() else [path]
    found = [bundle for file in files for bundle in format_.read(Source(file), ReadOptions(**options))]
    for bundle in found:
        assert all(one.text == one.span.of(bundle.document.text) != "" for one in bundle.annotations)
    return found


def said(bundle: Bundle) -> list[Said]:
    return sorted((one.span.start, one.span.end, one.label) for one in bundle.annotations)


def counted(bundle: Bundle) -> Counter[Said]:
    return Counter(said(bundle))


def peers(folder: str, pattern: str) -> list[Path]:
    """Sample files of other tools, with a mark that skips where they are not there."""
    return sorted((PEERS / folder).rglob(pattern))


def peer_files(folder: str, pattern: str):
    found = peers(folder, pattern)
    if not found:
        return pytest.mark.skip(reason="no files of other tools here")
    return pytest.mark.parametrize("path", found, ids=lambda path: path.relative_to(PEERS).as_posix())


__all__ = ["GOLDEN", "SCHEME", "golden_bundle"]
