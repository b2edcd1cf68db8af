"""docs/corpus.md says what is so: each query runs, each table and view is named, and the picture is the schema's."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from store_values import other_program

from annotator.corpus import Corpus, Verdict, make_demo
from annotator.model import DONE, Span
from annotator.store.schema import parts_due
from annotator.store.searching import SEARCH

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "corpus.md"
QUERIES = re.findall(r"^```sql( empty)?\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo corpus after some work of two people: something in every view."""
    path = tmp_path_factory.mktemp("page") / "demo.corpus"
    with closing(make_demo(path, annotator="李")) as corpus:
        (first, *_) = (row.id for row in corpus.documents())
        for who in ("李", "王"):
            corpus.annotator = who
            work(corpus, first, narrower=who == "王")
        corpus.annotator = "裁"
        boundary = corpus.disagreements()[0]
        corpus.adjudicate(boundary, Verdict("taken", boundary.versions[0].spans, "", ""))
    return path


def work(corpus: Corpus, document: str, *, narrower: bool) -> None:
    quantity = next(one for one in corpus.suggestions(document) if one.label == "Quantity" and one.attributes)
    corpus.accept(document, quantity)
    longest = max(corpus.still_open(document, corpus.suggestions(document)), key=lambda one: len(one.text))
    if narrower:
        corpus.correct(document, longest, span=Span(longest.span.start, longest.span.end - 1))
    else:
        corpus.accept(document, longest)
    head = next(one for one in corpus.still_open(document, corpus.suggestions(document)) if one.label == "Measure")
    corpus.accept(document, head)
    ids = {one.span: one.id for one in corpus.annotations(document) if one.annotator == corpus.annotator}
    corpus.relate(ids[head.span], ids[quantity.span], "has-quantity")
    if narrower:  # and what the other one has missed
        corpus.accept(document, corpus.still_open(document, corpus.suggestions(document))[-1])
    corpus.mark(document, DONE)


@pytest.mark.parametrize(("empty", "query"), QUERIES, ids=[query.strip().splitlines()[0][:60] for _, query in QUERIES])
def test_each_query_of_the_page_answers(demo: Path, empty: str, query: str) -> None:
    with other_program(demo) as looking:
        looking.execute("PRAGMA query_only = ON")
        assert bool(looking.execute(query).fetchall()) is not bool(empty)


def test_the_page_names_each_table_and_view_and_no_other() -> None:
    made = {name for name, sql in parts_due() if sql and sql.startswith(("CREATE TABLE", "CREATE VIEW"))}
    named = set()
    for row in re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8"), re.MULTILINE):
        named.update(re.findall(r"`(\w+)`", row))
    assert named == made | {SEARCH}


def test_the_picture_is_of_the_present_schema(tmp_path: Path) -> None:
    drawn = tmp_path / "corpus.svg"
    subprocess.run([sys.executable, ROOT / "packaging" / "schema_picture.py", drawn], check=True, timeout=60, cwd=ROOT)
    kept = (ROOT / "docs" / "corpus.svg").read_text("utf-8")
    assert drawn.read_text("utf-8") == kept, "draw it again: python packaging/schema_picture.py"
