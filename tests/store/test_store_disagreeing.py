"""The view of disagreements shows what the program counts as not settled, no more and no less."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from store_values import child, other_program
from trials import trials

from annotator.corpus import Corpus, Verdict
from annotator.corpus.reviewing import SETTLED, Case
from annotator.errors import AnnotatorError
from annotator.model import DONE, STARTED, Annotation, Bundle, Document, Relation, Span
from annotator.review.rules import MAJORITY, UNANIMOUS, Rule
from annotator.review.versions import (
    ATTRIBUTE,
    BOUNDARY,
    BOUNDARY_LABEL,
    EXTRA,
    LABEL,
    MISSED,
    RELATION,
    SPLIT_MERGE,
    Disagreement,
)
from annotator.store import Store

TEXT = "𠮷林村推广雨露計劃，\r\n每户补助5000元；👍🏽落实低保，发展光伏。"
PEOPLE = ("李", "王", "陳", "Ö")
WORDS = {
    SPLIT_MERGE: "boundaries", BOUNDARY_LABEL: "boundaries", BOUNDARY: "boundaries", LABEL: "label",
    MISSED: "missing", EXTRA: "missing", ATTRIBUTE: "attributes", RELATION: "links",
}  # fmt: skip
VALUES: tuple[dict[str, Any], ...] = (
    {}, {}, {"value": 3}, {"value": 3.0}, {"value": 0.4}, {"value": 1}, {"unit": "元"}, {"unit": "元", "value": 3},
    {"approximate": True}, {"value": None},
)  # fmt: skip


def annotations(dice: random.Random, document: str, who: str, most: int) -> Iterator[Annotation]:
    """Short spans that often meet those of others; now and then the same twice."""
    for at in range(dice.randint(0, most)):
        start = dice.choice((0, 3, 5, 12, 20, 28)) + dice.choice((0, 0, 0, 0, 1))
        span = Span(start, start + dice.choice((2, 3, 3, 3, 5)))
        label = dice.choice(("Quantity", "Quantity", "Measure", "Program"))
        attributes = dice.choice(VALUES) if label == "Quantity" else {}
        for again in range(dice.choice((1, 1, 1, 1, 1, 2))):
            yield Annotation(f"{document}{who}{at}{again}", document, who, span, label, span.of(TEXT), attributes)


def links(dice: random.Random, document: str, theirs: list[Annotation]) -> Iterator[Relation]:
    heads = [one for one in theirs if one.label in ("Measure", "Program")]
    targets = [one for one in theirs if one.label == "Quantity"]
    for at in range(dice.randint(0, 3) if heads and targets else 0):
        head, target = dice.choice(heads), dice.choice(targets)
        yield Relation(f"{document}{head.annotator}r{at}", document, head.annotator, "has-quantity", head.id, target.id)


def bundle(dice: random.Random, number: int) -> Bundle:
    id_ = f"d{number}"
    people = dice.sample(PEOPLE, dice.randint(1, len(PEOPLE)))
    theirs = {who: list(annotations(dice, id_, who, 4)) for who in people}
    if dice.random() < 0.5:  # most as the first one has it, which is where agreement and small differences come from
        first = theirs[people[0]]
        for who in people[1:]:
            theirs[who] = [
                Annotation(f"{one.id}{who}", id_, who, one.span, one.label, one.text, one.attributes)
                for one in first if dice.random() < 0.8
            ]  # fmt: skip
    return Bundle(
        Document(id_, f"甲{number % 3}", TEXT + "。" * number),
        tuple(one for several in theirs.values() for one in several),
        status={who: dice.choice((DONE, DONE, STARTED)) for who in people},
        relations=tuple(link for who in people for link in links(dice, id_, theirs[who])),
    )


def verdict(dice: random.Random, one: Disagreement) -> Verdict:
    version = dice.choice(one.versions)
    return dice.choice([
        Verdict("taken", version.spans) if version.spans else Verdict("nothing"),
        Verdict("both", tuple(dict.fromkeys(span for version in one.versions for span in version.spans))),
        Verdict("nothing"),
        Verdict("deferred"),
    ])  # fmt: skip


def go_on(dice: random.Random, corpus: Corpus) -> None:
    """What overthrows decisions, or does not: people change their minds, read more, and take work back."""
    for id_ in list(corpus.document_ids()):
        corpus.annotator = dice.choice(PEOPLE)
        with suppress(AnnotatorError):  # that somebody has the very same already
            one_more(dice, corpus, id_)


def one_more(dice: random.Random, corpus: Corpus, document: str) -> None:
    mine = corpus.annotations(document)
    match dice.randint(0, 7):
        case 0 if mine:
            corpus.remove(dice.choice(mine).id)
        case 1 if mine:
            one = dice.choice(mine)
            corpus.move(one.id, Span(one.span.start, one.span.end + 1))
        case 2:
            corpus.mark(document, dice.choice((DONE, STARTED)))
        case 3:
            corpus.annotate(document, Span(3, 6), "Measure")
        case 4 if mine:
            corpus.relabel(dice.choice(mine).id, "Time")
        case 5 if dice.random() < 0.2:
            corpus.remove_documents([document])


def settle(dice: random.Random, corpus: Corpus) -> None:
    corpus.annotator = "裁"
    rule = dice.choice((None, None, Rule(MAJORITY), Rule(UNANIMOUS)))
    if rule and (plan := corpus.plan(rule)).proposals:
        corpus.settle(plan)
    for id_ in corpus.document_ids():
        for case in corpus.cases(id_):
            if dice.random() < 0.3:
                corpus.adjudicate(case.disagreement, verdict(dice, case.disagreement))


def expected(corpus: Corpus) -> dict[tuple[str, int, int], Any]:
    found = {}
    for id_ in corpus.document_ids():
        for case in corpus.cases(id_):
            if case.state != SETTLED:
                one = case.disagreement
                found[id_, one.span.start, one.span.end] = (one.text, told(case), WORDS[one.type], case.state,
                                                            len(one.annotators), len(one.versions))  # fmt: skip
    return found


def told(case: Case) -> dict[str, str]:
    return {
        who: ", ".join(f"{one.label} “{one.text}”" for one in version.spans) or "nothing"
        for version in case.disagreement.versions for who in version.annotators
    }  # fmt: skip


def in_the_view(corpus: Corpus) -> dict[tuple[str, int, int], Any]:
    rows: dict[tuple[str, int, int], Any] = {}
    said: defaultdict[tuple[str, int, int], dict[str, str]] = defaultdict(dict)
    with other_program(corpus.path) as looking:
        for id_, start, end, text, who, version, *more in looking.execute(
            'SELECT document_id, start, "end", text, annotator, version, kind, state, annotators, versions'
            " FROM v_disagreements"
        ):
            assert who not in said[id_, start, end]
            said[id_, start, end][who] = version
            rows[id_, start, end] = (text, said[id_, start, end], *more)
    return rows


SEEDS = range(trials(8, 400))


@pytest.mark.parametrize("seed", SEEDS)
def test_it_has_the_disagreements_that_the_program_has(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with closing(Corpus.create(tmp_path / "w.corpus", annotator="裁")) as corpus:
        corpus.add(bundle(dice, number) for number in range(40))
        assert in_the_view(corpus) == expected(corpus)
        settle(dice, corpus)
        assert in_the_view(corpus) == expected(corpus)
        go_on(dice, corpus)
        assert in_the_view(corpus) == expected(corpus)
        corpus.undo()
        assert in_the_view(corpus) == expected(corpus)


READ = """
import json, sqlite3, sys
if sqlite3.sqlite_version_info < (3, 38):
    sys.exit(77)
looking = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
print(json.dumps(looking.execute("SELECT * FROM v_disagreements").fetchall()))
"""


def test_another_sqlite_reads_the_same(tmp_path: Path) -> None:
    """The interpreter's own is often older; a view that its parser cannot take makes the whole file unreadable."""
    dice = random.Random(0)
    path = tmp_path / "w.corpus"
    with closing(Corpus.create(path, annotator="裁")) as corpus:
        corpus.add(bundle(dice, number) for number in range(40))
        settle(dice, corpus)
    done = child(READ, path)
    assert done.returncode in (0, 77), done.stderr
    if done.returncode == 77:
        pytest.skip("this Python's SQLite does not know ->>")
    with other_program(path) as looking:
        looking.execute("PRAGMA trusted_schema = OFF")  # as the program itself opens it
        rows = looking.execute("SELECT * FROM v_disagreements").fetchall()
    assert json.loads(done.stdout) == [list(row) for row in rows]
    assert {row[6] for row in rows} == set(WORDS.values())
    assert {row[7] for row in rows} == {"open", "deferred"}


def test_it_reads_each_table_once_and_finds_the_rest_by_indexes(store: Store) -> None:
    with other_program(store.path) as looking:
        plan = looking.execute("EXPLAIN QUERY PLAN SELECT * FROM v_disagreements").fetchall()
        tables = {name for (name,) in looking.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    above = {id_: (parent, said) for id_, parent, _, said in plan}
    for id_, _, _, said in plan:
        if said.split()[0] == "SCAN" and said.split()[1] in tables:
            assert "CORRELATED" not in "".join(over(above, id_)), said
    said = [one for *_, one in plan]
    assert "SEARCH a USING INDEX annotations_document (document=?)" in said
    assert "SEARCH j USING INDEX adjudications_document (document=? AND start<?)" in said
    assert sum(one.startswith("SCAN annotations ") for one in said) <= 2, "who has read what is asked for at two places"
    assert len(plan) < 500, "what a WITH names is copied at each mention"


def over(above: dict[int, tuple[int, str]], id_: int) -> Iterator[str]:
    while id_ in above:
        id_, said = above[id_]
        yield said
