"""The counters are what counting anew gives, after any work."""

from __future__ import annotations

import random

import pytest
from store_values import OTHER, PERSON, annotation, decision, sentence, suggestion, vandalise, with_document

from annotator.errors import AnnotatorError
from annotator.store import Store
from annotator.store.counting import count_all, counted, counted_anew


def in_step(store: Store) -> bool:
    return counted(store._queries) == counted_anew(store._queries.db)


@pytest.mark.parametrize("seed", range(4))
def test_random_work_keeps_the_counters_in_step(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    reports = [with_document(store, f"{number}号报告：落实低保，实施搬迁。") for number in range(4)]
    assert in_step(store)
    rows: list[tuple[str, str]] = [("documents", report.id) for report in reports]
    for _ in range(120):
        report, by = dice.choice(reports), dice.choice([PERSON, OTHER])
        at = dice.randrange(8)
        try:
            match dice.randrange(6):
                case 0:
                    with store.step("annotate", by) as writing:
                        one = annotation(report, at, at + 2, dice.choice(["Measure", "Program"]), by=by)
                        writing.put_annotation(one)
                        rows.append(("annotations", one.id))
                        two = decision(suggestion(report, at, at + dice.randrange(1, 5)), report, by=by)
                        writing.put_decision(two)
                        rows.append(("decisions", two.id))
                case 1:
                    with store.step("done", by) as writing:
                        writing.put_status(report.id, by, dice.choice(["new", "started", "done"]))
                case 2 | 3:
                    with store.step("remove", by) as writing:
                        writing.remove(*dice.choice(rows))
                case 4:
                    store.undo(by)
                case 5:
                    store.redo(by)
        except AnnotatorError:
            continue
        except Exception as error:
            if "UNIQUE" not in str(error):  # two decisions on one suggestion
                raise
        assert in_step(store)


def test_a_counter_that_lies_is_noticed_and_set_right(store: Store) -> None:
    with_document(store)
    store.close()
    vandalise(store.path, "UPDATE counters SET number = 5 WHERE kind = 'documents'")
    again = Store(store.path)
    assert [fault.key for fault in again.check()] == ["store.counters-differ"]
    with again._queries.transaction():
        count_all(again._queries.db)
    assert again.check() == []
    again.close()


def test_a_counter_of_what_nobody_counts_is_a_sentence_with_its_way_out(store: Store) -> None:
    with_document(store)
    store.close()
    vandalise(store.path, "UPDATE counters SET kind = 'x' WHERE kind = 'documents'")
    again = Store(store.path)
    with sentence("store.counters-differ", store.path):
        again.read.counts()
    assert [fault.key for fault in again.check()] == ["store.damaged", "store.counters-differ"]
    again.close()
