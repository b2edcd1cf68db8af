"""Examples of a label from the corpus itself: what was settled, else what several people agree on."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.corpus.finding import Finding
from annotator.corpus.view import AROUND
from annotator.model import Occurrence, Span

ADJUDICATED, AGREED = "adjudicated", "agreed"


@dataclass(frozen=True, slots=True)
class Example:
    """A span that stands for its label, with the text around it, and who vouches for it: ADJUDICATED or AGREED."""

    place: Occurrence
    by: str


class Guidelines(Finding):
    """Questions about what a label means here."""

    def examples(self, label: str, most: int = 8) -> list[Example]:
        """Spans of the adjudicated layer, one of each text, the most frequent first; where there are fewer, also those

        to which several annotators gave the label.
        """
        uses = self._store.uses
        places = [(place, ADJUDICATED) for place in uses.adjudicated_examples(label, most)]
        texts = {self._text(place) for place, _ in places}
        agreed = uses.agreed_examples(label, 2 * most) if len(places) < most else []
        places += [(place, AGREED) for place in agreed if self._text(place) not in texts]
        titles = self._store.figures.titles(document for (document, _, _), _ in places)
        return [Example(self._around(place, titles[place[0]], label), by) for place, by in places[:most]]

    def _text(self, place: tuple[str, int, int]) -> str:
        document, start, end = place
        return self.document(document).text[start:end]

    def _around(self, place: tuple[str, int, int], title: str, label: str) -> Occurrence:
        document, start, end = place
        text = self.document(document).text
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        return Occurrence(document, title, Span(start, end), before, text[start:end], after, (label,))
