"""Real annotators' work, where it lies beside the checkout; not part of the project."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from annotator.formats.marks import parse
from annotator.model import Annotation, Span
from annotator.review.versions import Reviewed

SHARED = Path(__file__).resolve().parents[3] / "shared"


def beside(*parts: str) -> Path:
    """A file beside the checkout; the test is skipped where it is not there."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {'/'.join(parts)} beside the checkout")
    return path


def crowd(name: str) -> tuple[list[Reviewed], dict[str, list[tuple[Span, str]]]]:
    """A corpus of short texts, each done by several annotators, and the experts' spans by text where there are any."""
    documents, gold = [], {}
    for line in beside("ner", name).read_text("utf-8").splitlines():
        text = json.loads(line)
        layers: dict[str, list[Annotation]] = defaultdict(list)
        for at, one in enumerate(text["spans"]):
            span, who = Span(one["start"], one["end"]), one["annotator"]
            layers[who].append(Annotation(str(at), text["id"], who, span, one["label"], one["text"]))
        documents.append(Reviewed(text["id"], text["text"], layers, frozenset(text["annotators"])))
        gold[text["id"]] = [(Span(one["start"], one["end"]), one["label"]) for one in text.get("gold", ())]
    return documents, gold


def two_annotators(name: str) -> Reviewed:
    """One of the two reports that two annotators marked."""
    layers = {}
    for who in ("annotator_a", "annotator_b"):
        text, spans = parse(beside("gold", who, f"{name}.txt").read_bytes().decode("utf-8"), name)
        layers[who] = [
            Annotation(f"{who}{at}", name, who, span, label, span.of(text)) for at, (span, label) in enumerate(spans)
        ]
    return Reviewed(name, text, layers, frozenset(layers))
