"""Texts and bundles that formats stumble over, and a way to look at what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.formats import ReadOptions, Source, formats
from annotator.formats.jsonl import from_bundle
from annotator.i18n import LANGUAGES, Words
from annotator.model import (
    OUTCOMES,
    Adjudicated,
    Adjudication,
    Annotation,
    Bundle,
    Decision,
    Document,
    Origin,
    Reason,
    Relation,
    Span,
    Suggestion,
    new_id,
)
from annotator.plain import read_scheme

GOLDEN = "𠮷林村实施易地扶贫搬迁工程，\r\n落实低保，👍🏽推广雨露計劃。"
HARD = [
    "𠮷",
    "𪚥",
    "👍🏽",
    "👨‍👩‍👧",
    "\r\n",
    "\r",
    "\n",
    "\u2028",
    "\u00a0",
    "\ufeff",
    "\u3000",
    "e\u0301",
    "\u200b",
    "\u0085",
    "低保",
    "雨露計劃",
    "|",
    "\\",
]
SCHEME = read_scheme("poverty")
LABELS = [label.name for label in SCHEME.labels]

texts = st.lists(
    st.one_of(st.sampled_from(HARD), st.characters(exclude_categories=["Cs"], exclude_characters="\0⟦⟧")), min_size=1
).map("".join)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
attributes = st.dictionaries(
    words,
    st.one_of(
        words,
        st.booleans(),
        st.none(),
        st.integers(-(2**63) + 1, 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    max_size=3,
)


@st.composite
def spans(draw, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


@st.composite
def bundles(draw) -> Bundle:
    text = draw(texts)
    document = Document(new_id(), draw(words), text, Origin(*(draw(words) for _ in range(6))))
    annotations = [_annotation(draw, document) for _ in range(draw(st.integers(0, 4)))]
    decisions = [_decision(draw, document) for _ in range(draw(st.integers(0, 2)))]
    status = draw(st.dictionaries(words, st.sampled_from(["new", "started", "done"]), max_size=2))
    adjudications = [_adjudication(draw, document) for _ in range(draw(st.integers(0, 2)))]
    return Bundle(
        document,
        tuple(annotations),
        tuple(decisions),
        status,
        tuple(_relations(draw, annotations)),
        draw(attributes),
        tuple(adjudications),
        tuple(_adjudicated(draw, document, one) for one in adjudications),
    )


def _relations(draw, annotations: list[Annotation]) -> list[Relation]:
    ends = st.tuples(st.sampled_from(annotations), st.sampled_from(annotations)) if annotations else st.nothing()
    pairs = draw(st.lists(ends, max_size=2)) if annotations else []
    return [
        Relation(new_id(), head.document, draw(names), draw(names), head.id, target.id, draw(words), draw(words))
        for head, target in pairs
    ]


def _adjudication(draw, document: Document) -> Adjudication:
    versions = tuple({"annotators": [draw(words)], "spans": []} for _ in range(draw(st.integers(0, 2))))
    said = (draw(st.sampled_from(OUTCOMES)), draw(words), draw(words), draw(words))
    return Adjudication(new_id(), document.id, draw(names), draw(spans(document.text)), *said, versions, draw(words))


def _adjudicated(draw, document: Document, one: Adjudication) -> Adjudicated:
    span = draw(spans(document.text))
    label = draw(st.sampled_from(LABELS))
    return Adjudicated(new_id(), document.id, one.id, span, label, span.of(document.text), draw(attributes))


def _annotation(draw, document: Document) -> Annotation:
    span = draw(spans(document.text))
    return Annotation(
        new_id(),
        document.id,
        draw(words),
        span,
        draw(st.sampled_from(LABELS)),
        span.of(document.text),
        draw(attributes),
        draw(words),
        draw(words),
        draw(words),
        draw(words),
    )


def _decision(draw, document: Document) -> Decision:
    span = draw(spans(document.text))
    score = draw(st.floats(0, 1))
    reason = Reason("suggest.why-lexicon", tuple(draw(st.dictionaries(words, words, max_size=2)).items()))
    suggestion = Suggestion(span, draw(words), span.of(document.text), score, draw(words), reason, draw(attributes))
    kind = draw(st.sampled_from(["accept", "correct", "reject"]))
    annotation = draw(st.one_of(st.none(), names))
    return Decision(new_id(), document.id, draw(words), kind, suggestion, draw(words), annotation, draw(words))


def golden_bundle() -> Bundle:
    document = Document("d1", "易地搬迁", GOLDEN, Origin("报告.txt", "00", "utf-8", "CRLF", "text 1", "2026-01-01"))
    span = Span(GOLDEN.index("易地"), GOLDEN.index("，"))
    annotation = Annotation(
        "a1", "d1", "李", span, "Program", span.of(GOLDEN), {"domain": "relocation"}, "记", "lexicon"
    )
    suggestion = Suggestion(
        span, "Program", span.of(GOLDEN), 0.93, "lexicon", Reason("suggest.why", (("term", "低保"),))
    )
    decision = Decision("x1", "d1", "李", "accept", suggestion, "engine 1", "a1", "2026-01-01")
    return Bundle(document, (annotation,), (decision,), {"李": "done"})


def refusal(call: Callable[[], object], key: str, *expected: object) -> str:
    """Runs a call that must raise AnnotatorError with that key, in every language with what is expected in it."""
    with pytest.raises(AnnotatorError) as caught:
        call()
    error = caught.value
    assert error.key == f"formats.{key}", f"{error.key}: {error}"
    for language in LANGUAGES:
        sentence = error.say(Words(language))
        for piece in expected:
            assert str(piece) in sentence, sentence
    return str(error)


def read_jsonl(content: bytes, name: str = "语料.jsonl") -> list[Bundle]:
    return list(formats.get("jsonl").read(Source(Path(name), content), ReadOptions()))


def json_lines(*values: object) -> bytes:
    return b"".join(value if isinstance(value, bytes) else plain.dumps(value).encode() + b"\n" for value in values)


def golden_line(**changes: object) -> dict[str, object]:
    return from_bundle(golden_bundle()) | changes
