"""The search index finds what stands in a text, in either script, at any length, and is in step with the texts."""

from __future__ import annotations

import random
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_values import PERSON, TEXT, document, other_program, with_document

from annotator.store import Store
from annotator.store.searching import index_all, tokens
from annotator.text import expect_much, fold, searchable

EVERYTHING = "".join(map(chr, [*range(1, 0x250), *range(0x4E00, 0x4F00), 0x30EDD, 0x2EBF0, 0x1F44D, 0xFFFF, 0x10FFFF]))


def titles(store: Store, text: str) -> list[str]:
    return [found.title for found in store.search.documents(text)]


@pytest.mark.parametrize(
    "query",
    ["村", "低保", "雨露計劃", "雨露计划", "，\r\n", "👍🏽", "𠮷", TEXT, "程，", "推廣雨露计劃。"],
)
def test_any_stretch_is_found_in_either_script(store: Store, query: str) -> None:
    with_document(store, "别的报告。")
    found = with_document(store)
    assert titles(store, query) == [found.title]
    assert store.search.count(query) == 1


@pytest.mark.parametrize("query", ["", "保低", "低 保", "低\0保", '"', '低保" OR "村', "*", "搬迁 工程", "NEAR(低 保)"])
def test_what_stands_nowhere_is_not_found(store: Store, query: str) -> None:
    with_document(store)
    assert titles(store, query) == []
    assert store.search.count(query) == 0


def test_every_character_can_be_looked_for(store: Store) -> None:
    with_document(store, EVERYTHING)
    for at, character in enumerate(EVERYTHING):
        assert store.search.count(character) == 1, hex(ord(character))
        assert store.search.count(EVERYTHING[max(0, at - 1) : at + 2]) == 1, hex(ord(character))


def test_latin_letters_are_found_small_and_large(store: Store) -> None:
    with_document(store, "推广ＷＴＯ项目，ΟΔΟΣ和İ。")
    for query in ("wto", "WTO", "ＷtＯ", "οδος", "ΟΔΟΣ", "οδοσ和", "İ"):
        assert store.search.count(query) == 1, query


@given(st.text(alphabet="扶貧贫低保Aaİ，\n 𠮷", max_size=12), st.text(alphabet="扶貧贫低保Aaİ，\n 𠮷", max_size=12))
def test_what_is_searched_is_as_long_as_the_text_and_knows_no_context(one: str, other: str) -> None:
    assert len(searchable(one)) == len(one)
    assert searchable(one + other) == searchable(one) + searchable(other)
    assert searchable(searchable(one)) == searchable(one)
    assert searchable(fold(one)) == searchable(one)


@given(
    st.text(max_size=20),
    st.sampled_from(["", "\0a\x0f\x10\xff\u0fff", "扶贫" * 400, "𠮷𪚥" * 300, "\U0010ffff\uffff" * 300]),
)
def test_tokens_are_the_characters_numbers(one: str, other: str) -> None:
    expect_much()
    for text in (one, one + other, one + other + one):
        assert tokens(text).split() == [f"{ord(character):x}" for character in searchable(text)]


def test_many_documents_come_in_order_page_by_page(store: Store) -> None:
    with store.step("import", PERSON) as writing:
        for number in range(700):
            writing.put_document(
                document(f"第{number}号：{'低保' if number % 7 else '五保'}", id_=f"d{number}"), number
            )
    assert [found.document for found in store.search.documents("低保")] == [f"d{n}" for n in range(700) if n % 7]
    assert store.search.count("低保") == 600
    first = store.search.documents("低保")
    assert [next(first).document, next(first).document] == ["d1", "d2"]
    with_document(store, "又一篇低保报告。")  # writing does not disturb who is reading
    assert sum(1 for _ in first) == 599


def test_what_is_out_of_sight_is_not_found_and_comes_back(store: Store) -> None:
    report = with_document(store)
    assert titles(store, "低保") == [report.title]
    store.undo(PERSON)
    assert titles(store, "低保") == []
    assert store.search.count("低保") == 0
    store.redo(PERSON)
    assert titles(store, "低保") == [report.title]
    store.undo(PERSON)
    with_document(store)  # the text is there already, and is not entered twice
    assert store.search.count("低保") == 1
    with other_program(store.path) as looking:
        assert looking.execute("SELECT count(*) FROM text_numbers").fetchone() == (1,)


def test_a_step_that_fails_leaves_nothing_in_the_index(store: Store) -> None:
    with suppress(ZeroDivisionError), store.step("import", PERSON) as writing:
        writing.put_document(document(), 1)
        raise ZeroDivisionError
    assert store.search.count("低保") == 0
    assert store.check() == []


def test_the_numbers_survive_a_vacuum(store: Store, tmp_path: Path) -> None:
    dice = random.Random(3)
    made = [with_document(store, f"第{number}号报告" + "扶贫" * dice.randrange(900)) for number in range(30)]
    with other_program(store.path) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "copy.corpus"),))
    with closing(Store(tmp_path / "copy.corpus")) as copy:
        for number, report in enumerate(made):
            assert [one.document for one in copy.search.documents(f"第{number}号报告")] == [report.id]
        assert copy.check() == []


def test_the_index_made_anew_is_the_same(store: Store) -> None:
    for number in range(5):
        with_document(store, f"{TEXT}{number}")
    before = [titles(store, query) for query in ("低保", "𠮷", "3")]
    with store._queries.transaction():
        index_all(store._queries.db)
    assert [titles(store, query) for query in ("低保", "𠮷", "3")] == before
