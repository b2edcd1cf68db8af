"""Pictures of a corpus against a count by other means: through the bundles, one thing after the other."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from annotator.corpus import PICTURES, Corpus, interventions_of, make_demo, picture_of
from annotator.errors import AnnotatorError
from annotator.insight import by_program


@pytest.fixture
def corpus(tmp_path: Path):
    """Two people's work on the sample reports, one of which was removed and brought back, and a third one gone."""
    made = make_demo(tmp_path / "图.corpus", annotator="李")
    for who, every in (("李", 3), ("王", 5)):
        made.annotator = who
        for row in made.documents():
            for number, one in enumerate(made.suggestions(row.id)):
                if number % every == 0:
                    made.accept(row.id, one)
                elif number % every == 1 and number % 2:
                    made.reject(row.id, one)
                elif number % every == 2 and number % 7 == 0:
                    made.correct(row.id, one, label="Time")
            by_hand = made.document(row.id).text
            made.annotate(row.id, next(iter(made.occurrences(by_hand[40:43], [row.id]))).span, "Measure")
    yield made
    made.close()


def expected(corpus: Corpus, who: str) -> dict[str, Counter[tuple[str, ...]]]:
    """What each picture has to hold, by bar and part."""
    found = {name: Counter[tuple[str, ...]]() for name in PICTURES}
    for bundle in corpus.bundles():
        for one in bundle.annotations:
            if who in ("", one.annotator):
                found["labels"][bundle.document.id, one.label] += 1
                found["terms"][one.text, one.label] += 1
                if one.label in ("Program", "Measure"):
                    found["domains"][str(one.attributes.get("domain", "-")), one.label] += 1
                if one.source == "manual":
                    found["days"][local_day(one.created), "manual"] += 1
        for decision in bundle.decisions:
            if who in ("", decision.annotator):
                found["sources"][decision.suggestion.source, decision.kind] += 1
                found["days"][local_day(decision.time), decision.kind] += 1
    return found


def local_day(time: str) -> str:
    return datetime.fromisoformat(time).astimezone().date().isoformat()


@pytest.mark.parametrize("who", ["", "李", "王"])
def test_each_picture_is_what_counting_by_hand_gives(corpus, who):
    from annotator.text import fold

    wanted = expected(corpus, who)
    assert all(wanted.values())
    for name in PICTURES:
        picture = corpus.picture(name, who)
        got = Counter[tuple[str, ...]]()
        for bar in picture.bars:
            for part, number in bar.parts:
                key = bar.key.split("\t")[0] if name == "terms" else bar.key
                got[key, part] += number
            assert sum(number for _, number in bar.documents) == bar.total
        if name == "terms":
            assert picture.more == len({(fold(text), label) for text, label in wanted[name]}) - len(picture.bars)
            folded = Counter[tuple[str, ...]]()
            for (text, label), number in wanted[name].items():
                folded[fold(text), label] += number
            assert got == Counter({key: folded[key] for key in got})
            assert min(got.values()) >= max([number for key, number in folded.items() if key not in got], default=0)
        else:
            assert got == wanted[name]


def test_what_is_removed_does_not_count_until_it_is_back(corpus):
    before = {name: corpus.picture(name) for name in PICTURES}
    step = corpus._store.step("remove", "李")
    gone = corpus.documents()[0].id
    with step as writing:
        writing.remove("documents", gone)
    assert all(gone not in dict(bar.documents) for name in PICTURES for bar in corpus.picture(name).bars)
    assert gone not in {document for document, _ in corpus.annotated()}
    corpus.undo()
    assert {name: corpus.picture(name) for name in PICTURES} == before


def test_a_worker_reads_the_same_from_the_file(corpus):
    for name in PICTURES:
        assert picture_of(corpus.path, name, "王") == corpus.picture(name, "王")
    places = corpus.annotated()
    assert {who for _, who in places} == {"李", "王"}
    rows = list(corpus.interventions(places))
    assert rows
    assert interventions_of(corpus.path, [*places, ("gone", "李")]) == rows
    assert by_program(rows, "money", 50).bars


def test_somebody_who_is_not_there(corpus):
    for ask in (lambda: corpus.picture("labels", "赵"), lambda: corpus.annotated("赵")):
        with pytest.raises(AnnotatorError) as caught:
            ask()
        assert caught.value.key == "corpus.no-annotator"


def test_the_table_as_a_file(corpus, tmp_path):
    rows = list(corpus.interventions(corpus.annotated("李")))
    assert corpus.export_interventions(rows, tmp_path / "表.csv") == len(rows)
    with (tmp_path / "表.csv").open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.DictReader(stream))
    assert [row["text"].lstrip("'") for row in written] == [row.text for row in rows]
    for row, one in zip(written, rows, strict=True):
        assert corpus.document(one.document).text[int(row["start"]) : int(row["end"])] == one.text
        assert row["document"] == corpus.titles()[one.document]
    with pytest.raises(AnnotatorError) as caught:
        corpus.export_interventions(rows, tmp_path / "表.ods")
    assert caught.value.key == "formats.grid-suffix"
