"""A corpus file of very many short reports, written by SQL: by the verbs a million would take five minutes.

The rows are as the verbs write them, with hashes of their own; their history and the index of words are not written,
which the lists of reports do not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotator.corpus import Corpus
from annotator.model import Bundle, Document
from annotator.plain import dumps
from annotator.store.sqlite import sqlite3
from annotator.store.tables import row_hash

WHO, OTHER = "李", "王"
_PLACES = ("内乡县", "宜州區", "定西市", "廣信區", "安康市")
_FIRST_DAY = date(2020, 1, 1)
_COUNTED = """
SELECT 'documents', '', '', count(*) FROM documents
UNION ALL SELECT 'annotations', annotator, label, count(*) FROM annotations GROUP BY 2, 3
UNION ALL SELECT 'progress', annotator, status, count(*) FROM progress GROUP BY 2, 3
"""


def title_of(number: int) -> str:
    return f"{_PLACES[number % len(_PLACES)]}报告{number}"


def text_of(number: int) -> str:
    """Between one and eight sentences, in either script."""
    sentence = "落實低保，推廣雨露計劃。" if number % 2 else "落实低保，推广雨露计划。"
    return f"第{number}号。" + sentence * (1 + number * 7 % 8)


def is_begun(number: int) -> bool:
    """Whether the first annotator has begun it; every second of those is done and has an annotation."""
    return number % 3 == 0


def make_many(path: Path, count: int) -> None:
    """Writes a corpus of `count` reports, of which the first comes in by the verb."""
    with closing(Corpus.create(path, annotator=WHO)) as corpus:
        corpus.add([Bundle(Document("r0", title_of(0), text_of(0)), status={WHO: "started", OTHER: "started"})])
    with closing(sqlite3.connect(str(path))) as connection:
        people = dict(connection.execute("SELECT name, id FROM annotators"))
        for table, rows in _tables(count, people[WHO], people[OTHER]).items():
            first = next(rows)
            marks = ", ".join("?" * len(first))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", first)
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.execute("DELETE FROM counters")
        connection.execute(f"INSERT INTO counters {_COUNTED}")
        connection.commit()


def _tables(count: int, who: str, other: str) -> dict[str, Iterator[tuple[Any, ...]]]:
    numbers = range(1, count)
    begun = [number for number in numbers if is_begun(number)]
    return {
        "texts": ((_hash(n), len(text_of(n)), text_of(n)) for n in numbers),
        "documents": (_kept(f"r{n}", title_of(n), _hash(n), _origin(n), n + 1) for n in numbers),
        "progress": (_kept(f"p{n}", f"r{n}", who, "done" if n % 2 else "started") for n in begun),
        "annotations": (
            _kept(f"a{n}", f"r{n}", other if n % 5 else who, 5, 9, "Measure", text_of(n)[5:9], "{}", "", "", "", "")
            for n in begun
            if n % 2
        ),
    }


def _kept(*values: Any) -> tuple[Any, ...]:
    return (*values, 0, row_hash(values))


def _hash(number: int) -> str:
    return sha256(text_of(number).encode()).hexdigest()


def _origin(number: int) -> str:
    parts = dict.fromkeys(("name", "sha256", "encoding", "newline", "extractor"), "")
    return dumps(parts | {"imported": str(_FIRST_DAY + timedelta(number % 700))})
