"""Other people's teams as corpora, where they lie beside the checkout: the queue, and majorities against experts."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from annotator.corpus import Corpus, Rule
from annotator.model import DONE, Annotation, Bundle, Document, Label, Scheme, Span

NER = Path(__file__).resolve().parents[3] / "shared" / "ner"


def texts(name: str) -> list[dict]:
    path = NER / name
    if not path.exists():
        pytest.skip(f"no {name} beside the checkout")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def together(found: list[dict]) -> list[dict]:
    """Texts that are the same to the letter as one: a corpus has a text once, with everybody's work on it."""
    by_text: dict[str, dict] = {}
    for text in found:
        one = by_text.setdefault(text["text"], text)
        if one is not text:
            one["annotators"] = sorted({*one["annotators"], *text["annotators"]})
            one["spans"] += text["spans"]
    return list(by_text.values())


def crowd(path: Path, found: list[dict]) -> Corpus:
    """A corpus of such texts; each annotator who was given one has finished it."""
    labels = sorted({one["label"] for text in found for one in text["spans"]})
    known = tuple(Label(name, {"en": name}, "", {}, {}, ()) for name in labels)
    scheme = Scheme("crowd", {"en": "Crowd"}, "flat", known, ())
    corpus = Corpus.create(path, scheme, annotator="裁")
    corpus.add(
        Bundle(
            Document(text["id"], text["id"], text["text"]),
            tuple(
                Annotation(f"{text['id']}-{at}", text["id"], one["annotator"], Span(one["start"], one["end"]),
                           one["label"], one["text"])
                for at, one in enumerate(text["spans"])
            ),
            status=dict.fromkeys(text["annotators"], DONE),
        )
        for text in found
    )  # fmt: skip
    return corpus


def differing(text: dict) -> list[tuple[int, int]]:
    """Where its annotators differ, by a walk over characters: stretches that spans hold together, layers unlike."""
    joined = {at for one in text["spans"] for at in range(one["start"], one["end"] - 1)}
    covered = {at for one in text["spans"] for at in range(one["start"], one["end"])}
    found = []
    for start in sorted(at for at in covered if at - 1 not in joined):
        end = next(at for at in range(start, len(text["text"])) if at not in joined) + 1
        layers: dict = {who: set() for who in text["annotators"]}
        for one in text["spans"]:
            if start <= one["start"] < end:
                layers[one["annotator"]].add((one["start"], one["end"], one["label"]))
        if len(set(map(frozenset, layers.values()))) > 1:
            found.append((start, end))
    return found


@pytest.mark.parametrize(
    ("name", "texts_", "people", "disagreements"),
    [("crowd-oei-dev.jsonl", 803, 70, 2295), ("yedda-finance-5annotators.jsonl", 85, 5, 320)],
)
def test_a_crowd_as_a_corpus(tmp_path: Path, name: str, texts_: int, people: int, disagreements: int) -> None:
    found = texts(name)
    with closing(crowd(tmp_path / "crowd.corpus", found)) as corpus:
        assert len(found) == texts_
        found = together(found)
        assert (len(corpus.document_ids()), len(corpus.annotators())) == (len(found), people)
        rows = corpus.queue(corpus.document_ids())
        by_text = defaultdict(list)
        for row in rows:
            by_text[row.document].append((row.span.start, row.span.end))
        assert {text["id"]: by_text[text["id"]] for text in found} == {text["id"]: differing(text) for text in found}
        assert len(rows) == disagreements
        if not any("gold" in text for text in found):
            return
        plan = corpus.plan(Rule("majority"))
        assert (len(plan.proposals), len(plan.left)) == (1164, 1159)  # as docs/agreement.md says
        corpus.settle(plan)
        gold = {(text["id"], one["start"], one["end"], one["label"]) for text in found for one in text["gold"]}
        layer = {(one.document, one.span.start, one.span.end, one.label)
                 for id_ in corpus.document_ids() for one in corpus.adjudicated(id_)}  # fmt: skip
        assert round(len(layer & gold) / len(layer), 3) == 0.872
        assert round(len(layer & gold) / len(gold), 3) == 0.150
        assert len(corpus.disagreements()) == 1159
        corpus.undo()
        assert len(corpus.disagreements()) == disagreements
