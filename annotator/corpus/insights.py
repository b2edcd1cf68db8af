"""What the corpus shows from afar: its pictures and its table of interventions. Nothing here changes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from annotator.corpus.finding import Finding
from annotator.corpus.selecting import Selection
from annotator.errors import AnnotatorError
from annotator.formats.grid import write_grid
from annotator.insight import (
    HEAD,
    Intervention,
    Picture,
    by_day,
    by_document,
    by_domain,
    by_source,
    by_term,
    interventions,
    to_cells,
)

PICTURES = ("labels", "days", "terms", "domains", "sources")
"""The pictures that the store's counts give; money, people and time come from elsewhere."""
MOST_BARS = 200
"""Bars of a picture: nobody looks at more. It says how many there are besides."""
Place = tuple[str, str]
"""A document and an annotator who has annotated something in it."""


class Insights(Finding):
    """Questions about everything at once. `who` names an annotator; empty means all together."""

    def picture(self, name: str, who: str = "") -> Picture:
        """One of PICTURES. Raises AnnotatorError for an annotator who is not there."""
        self._check_annotator(who)
        figures, scheme = self._store.figures, self.scheme
        labels = [label.name for label in scheme.labels]
        carrying = [label for kind in scheme.attributes if kind.name == "domain" for label in kind.labels]
        made: dict[str, Callable[[], Picture]] = {
            "labels": lambda: by_document(figures.labels(who), self.titles(), labels, MOST_BARS),
            "days": lambda: by_day(figures.days(who)),
            "terms": lambda: by_term(figures.terms(who), MOST_BARS),
            "domains": lambda: by_domain(figures.terms(who), carrying, labels),
            "sources": lambda: by_source(figures.sources(who)),
        }
        return made[name]()

    def annotated(self, who: str = "", documents: Sequence[str] = ()) -> list[Place]:
        """Where there may be interventions: documents with annotations (of those named, or all), and by whom.

        Raises AnnotatorError for an annotator who is not there, and for a title or id that no document has.
        """
        self._check_annotator(who)
        found = self._store.figures.annotated(who)
        if not documents:
            return found
        named = {row.id for row in self._rows_of(Selection(documents=documents))}
        return [place for place in found if place[0] in named]

    def interventions(self, places: Collection[Place]) -> Iterator[Intervention]:
        """The programs and measures that these people annotated in these documents, with what belongs to each."""
        read, scheme = self._store.read, self.scheme
        for document, who in places:
            annotations = read.annotations(document, who)
            yield from interventions(self.document(document).text, annotations, read.relations(document, who), scheme)

    def titles_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The titles of these documents, by id, in no order; those that were removed are left out."""
        return self._store.figures.titles(ids)

    def ids_of(self, hashes: Iterable[str]) -> dict[str, str]:
        """The ids of the documents that have texts of these hashes, by hash."""
        return self._store.figures.ids(hashes)

    def export_interventions(self, rows: Iterable[Intervention], path: Path) -> int:
        """Writes the table as CSV or, where the name ends in .xlsx, as a workbook; returns how many rows.

        Raises AnnotatorError where the disk says no, and for a name with another ending.
        """
        titles: Mapping[str, str] = self.titles()
        return write_grid(path, HEAD, (to_cells(one, titles.get(one.document, one.document)) for one in rows))

    def _check_annotator(self, who: str) -> None:
        if who and who not in self._store.read.annotators():
            names = ", ".join(self._store.read.annotators())
            raise AnnotatorError("corpus.no-annotator", name=who, names=names)
