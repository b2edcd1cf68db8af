"""What rows say of each other and of the texts: spans, references, times, duplicates, counts, the search index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from annotator.errors import AnnotatorError
from annotator.store.counting import counted, counted_anew
from annotator.store.queries import Queries
from annotator.store.searching import tokens
from annotator.store.sentences import in_sentences
from annotator.store.tables import TABLES

_TIMES = {
    "annotations": ("created", "changed"),
    "decisions": ("time",),
    "relations": ("created",),
    "adjudications": ("time",),
    "purges": ("time",),
}
"""The columns that hold times, by table. Empty ones come from files that did not say when."""
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = timedelta(days=1)
"""how far ahead of this machine's clock another one may be"""
_REFERENCES = (
    ("decisions", "annotation", "annotations"),
    ("relations", "head", "annotations"),
    ("relations", "target", "annotations"),
    ("adjudicated", "adjudication", "adjudications"),
)
"""table, column, and the table in which a row must be in sight as well"""


class Content:
    """Looks at what stands in the rows; that they are what was written is `Checking`'s."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    @property
    def looks(self) -> tuple[Callable[[], Iterator[AnnotatorError]], ...]:
        """What there is to look at, one after the other."""
        return (*self.looks_at_rows, self._duplicates, self._counters, self._search)

    @property
    def looks_at_rows(self) -> tuple[Callable[[], Iterator[AnnotatorError]], ...]:
        """Those of them that look at what nothing else can give."""
        return (self._slices, self._references, self._gold, self._times)

    def _fault(self, key: str, **fields: object) -> AnnotatorError:
        return AnnotatorError(key, path=self._queries.path, **fields)

    def _slices(self) -> Iterator[AnnotatorError]:
        """Each span lies inside its text and holds what the row says."""
        for table in (one.name for one in TABLES.values() if one.has_slice):
            at, text = None, ""
            for document, row, start, end, slice_ in self._queries.each(
                f'SELECT document, id, start, "end", text FROM {table} ORDER BY document'
            ):
                if document != at:
                    at, text = document, self._text_of(document)
                fits = type(start) is type(end) is int and end <= len(text)  # a flipped bit may make it anything
                if not fits or text[start:end] != slice_:
                    yield self._fault("store.slice-damaged", table=table, row=row)

    def _text_of(self, document: str) -> str:
        found = self._queries.value(
            "SELECT text FROM texts WHERE sha256 = (SELECT sha256 FROM documents WHERE id = ?)", (document,)
        )
        return found if isinstance(found, str) else ""

    def _references(self) -> Iterator[AnnotatorError]:
        """What a row in sight refers to is in sight."""
        for table, column, to in _REFERENCES:
            for (row,) in self._queries.each(
                f"SELECT id FROM {table} t WHERE deleted = 0 AND {column} IS NOT NULL"
                f" AND NOT EXISTS (SELECT 1 FROM {to} o WHERE o.id = t.{column} AND o.deleted = 0)"
            ):
                yield self._fault("store.dangling", table=table, row=row, to=to)

    def _gold(self) -> Iterator[AnnotatorError]:
        """Only an adjudication that gave something has rows in the adjudicated layer."""
        for (row,) in self._queries.each(
            "SELECT a.id FROM adjudicated a JOIN adjudications j ON j.id = a.adjudication"
            " WHERE a.deleted = 0 AND (j.outcome IN ('nothing', 'deferred') OR j.document <> a.document)"
        ):
            yield self._fault("store.dangling", table="adjudicated", row=row, to="adjudications")

    def _duplicates(self) -> Iterator[AnnotatorError]:
        """No annotator has the same label twice on one span."""
        for document, start, end, label, number in self._queries.each(
            'SELECT document, start, "end", label, count(*) FROM annotations WHERE deleted = 0'
            ' GROUP BY document, annotator, start, "end", label HAVING count(*) > 1'
        ):
            yield self._fault("store.duplicate", document=document, start=start, end=end, label=label, count=number)

    def _times(self) -> Iterator[AnnotatorError]:
        latest = datetime.now(UTC) + _LATEST
        selects = {"steps": "SELECT id, time FROM steps"}
        for table, columns in _TIMES.items():
            selects[table] = f"SELECT id, {', '.join(columns)} FROM {table} WHERE deleted = 0"
        for table, select in selects.items():
            for row, *times in self._queries.each(select):
                for time in times:
                    if not _is_time(time, latest) and (time or table == "steps"):
                        yield self._fault("store.bad-time", table=table, row=row, time=time)

    def _counters(self) -> Iterator[AnnotatorError]:
        with in_sentences(self._queries.path):
            due = counted_anew(self._queries.db)
        if counted(self._queries) != due:
            yield self._fault("store.counters-differ")

    def _search(self) -> Iterator[AnnotatorError]:
        """The index knows each text, and each character as often as it stands in the texts and in how many."""
        texts = "SELECT sha256 FROM texts"
        numbers = "SELECT sha256 FROM text_numbers JOIN search_docsize d ON d.id = number"
        apart = self._queries.all(f"{texts} EXCEPT {numbers}") or self._queries.all(f"{numbers} EXCEPT {texts}")
        if apart or self._indexed() != self._stands():
            yield self._fault("store.search-differs")

    def _indexed(self) -> dict[str, tuple[int, int]]:
        """Token → in how many texts and how often, as the index has it."""
        only_read = self._queries.value("PRAGMA query_only")
        self._queries.run("PRAGMA query_only = OFF")  # a temporary table lies in memory, not in the file
        self._queries.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms USING fts5vocab(main, search, row)")
        self._queries.run(f"PRAGMA query_only = {only_read}")
        return {term: (texts, times) for term, texts, times in self._queries.each("SELECT * FROM temp.search_terms")}

    def _stands(self) -> dict[str, tuple[int, int]]:
        """The same, counted in the texts."""
        texts: Counter[str] = Counter()
        times: Counter[str] = Counter()
        for (text,) in self._queries.each("SELECT text FROM texts"):
            found = Counter(tokens(text).split())
            times.update(found)
            texts.update(found.keys())
        return {token: (texts[token], number) for token, number in times.items()}


def _is_time(time: object, latest: datetime) -> bool:
    """Whether it is a time with a zone, not before 2000 and not after `latest`."""
    try:
        found = datetime.fromisoformat(str(time))
    except ValueError:
        return False
    return found.tzinfo is not None and _EARLIEST <= found <= latest
