"""The search index: which character stands where in which text.

A token is one character of the folded text in lower case, written as its code point in hexadecimal: tokenizers drop
punctuation, and do not know the youngest characters. A query is its characters as a phrase, so any length from one
character is found, in both scripts. What is found is looked up in the text before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.store.queries import Queries
from annotator.store.sqlite import Database
from annotator.text import code_points, searchable

SEARCH = "search"
_FIRST_PAGE, _PAGE = 50, 512  # texts: the first hits come at once, the rest in longer breaths


_FOUND = """
SELECT f.number, d.id, d.title, d.sha256
FROM (SELECT rowid AS number FROM search WHERE search MATCH :query AND rowid > :after ORDER BY rowid LIMIT :page) f
LEFT JOIN text_numbers n ON n.number = f.number LEFT JOIN documents d ON d.sha256 = n.sha256 AND d.deleted = 0
ORDER BY f.number, d.position
"""
_COUNT = """
SELECT count(*) FROM search f CROSS JOIN text_numbers n ON n.number = f.rowid
CROSS JOIN documents d ON d.sha256 = n.sha256 AND d.deleted = 0 WHERE search MATCH ?
"""
_COUNT_ALL = "SELECT count(*) FROM search WHERE search MATCH ?"


class Found(NamedTuple):
    """A document whose text holds what was looked for, and the hash of that text."""

    document: str
    title: str
    sha256: str


class Searching:
    """Finds texts, and keeps the index in step with them."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def documents(self, text: str) -> Iterator[Found]:
        """The documents in sight that hold a text, in the order in which their texts came in. Read page by page."""
        return self.documents_with_any([text] if text else [])

    def documents_with_any(self, texts: Iterable[str]) -> Iterator[Found]:
        """The documents in sight that hold one of these texts, likewise."""
        query, after, page = _any_of(texts), 0, _FIRST_PAGE
        found = self._queries.all(_FOUND, {"query": query, "after": after, "page": page}) if query else []
        while found:
            yield from (Found(*one) for _, *one in found if one[0])
            after, page = found[-1][0], _PAGE
            found = self._queries.all(_FOUND, {"query": query, "after": after, "page": page})

    def count(self, text: str) -> int:
        """How many documents in sight hold a text."""
        return self.count_with_any([text] if text else [])

    def count_with_any(self, texts: Iterable[str]) -> int:
        """How many documents in sight hold one of these texts."""
        if not (query := _any_of(texts)):
            return 0
        return int(self._queries.value(_COUNT_ALL if self._all_in_sight() else _COUNT, (query,)))

    def _all_in_sight(self) -> bool:
        """Whether each text of the index is that of one document in sight: then nothing else need be asked."""
        in_sight = self._queries.value("SELECT coalesce(sum(number), 0) FROM counters WHERE kind = 'documents'")
        return self._queries.one("SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM text_numbers)") == (
            in_sight,
            in_sight,
        )

    def add_all(self, texts: Sequence[tuple[str, str]]) -> None:
        """Enters new texts, each with its hash before it."""
        last = self._queries.value("SELECT coalesce(max(number), 0) FROM text_numbers")
        numbered = list(enumerate(texts, last + 1))
        names = [(number, name) for number, (name, _) in numbered]
        self._queries.run_all("INSERT INTO text_numbers (number, sha256) VALUES (?, ?)", names)
        self._queries.run_all(
            "INSERT INTO search (rowid, body) VALUES (?, ?)", ((number, tokens(text)) for number, (_, text) in numbered)
        )

    def remove(self, sha256: str) -> None:
        """Takes a text out, so that nothing of it stays in the index."""
        number = self._queries.value("SELECT number FROM text_numbers WHERE sha256 = ?", (sha256,))
        if number is not None:
            self._queries.run("DELETE FROM search WHERE rowid = ?", (number,))
            self._queries.run("INSERT INTO search (search) VALUES ('optimize')")  # what is deleted is left out here
            self._queries.run("DELETE FROM text_numbers WHERE number = ?", (number,))


def tokens(text: str) -> str:
    """A text as the index takes it; what divides the tokens, one blank or several, is no part of them."""
    return code_points(searchable(text))


def _any_of(texts: Iterable[str]) -> str:
    return " OR ".join(sorted(map(_phrase, texts)))


def _phrase(text: str) -> str:
    return f'"{tokens(text)}"'


def index_all(db: Database) -> None:
    """Makes the index anew, inside the transaction under way, for all texts in the order of their documents."""
    db.conn.execute("DELETE FROM text_numbers")
    db.conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
    db.conn.execute(
        "INSERT INTO text_numbers (sha256) SELECT sha256 FROM texts"
        " ORDER BY (SELECT min(position) FROM documents d WHERE d.sha256 = texts.sha256), sha256"
    )
    numbers = db.conn.execute("SELECT number, sha256 FROM text_numbers ORDER BY number").fetchall()
    for number, sha256 in numbers:
        (text,) = db.conn.execute("SELECT text FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
        db.conn.execute("INSERT INTO search (rowid, body) VALUES (?, ?)", (number, tokens(text)))
