"""What the bench of large corpora is made of: reports of one length, annotated, all from a seed. Nothing is timed.

The reports are no language: made-up words that are as frequent as words are (Zipf), with terms between them that are
annotated wherever they were put. What matters to a store is how many there are and how often each comes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random

from annotator.model import ACCEPT, DONE, STARTED, Annotation, Bundle, Decision, Document, Reason, Span, Suggestion

LENGTH = 3_000
"""code points of a report"""
LABELS = ("Measure", "Program", "Indicator", "Beneficiary", "Organisation")
PEOPLE = ("甲", "乙", "丙", "丁")
_TIME = "2026-03-01T08:30:00.000+00:00"
_WORDS, _TERMS = 30_000, 50_000


class Maker:
    """Makes the reports of a seed, one after the other."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)
        characters = [chr(code) for code in self._dice.sample(range(0x4E00, 0x9FA0), 3_000)]
        self._words = self._made_up(characters, _WORDS, (1, 2, 2, 2, 3))
        self._terms = self._made_up(characters, _TERMS, (3, 4, 4, 5, 6, 8))
        self._word_weights, self._term_weights = _zipf(len(self._words)), _zipf(len(self._terms))

    def _made_up(self, characters: Sequence[str], count: int, lengths: Sequence[int]) -> list[str]:
        weights = _zipf(len(characters))
        words = (
            "".join(self._dice.choices(characters, cum_weights=weights, k=self._dice.choice(lengths)))
            for _ in range(count)
        )
        return list(dict.fromkeys(words))

    def bundle(self, number: int, annotations: int, *, decided: bool) -> Bundle:
        """A report with so many annotations of one annotator; every fourth grew from a suggestion, if so wanted."""
        text, terms = self._text(number, annotations)
        who, document = PEOPLE[number % len(PEOPLE)], f"d{number}"
        made = tuple(self._annotation(f"{document}-{at}", document, who, text, span) for at, span in enumerate(terms))
        decisions = tuple(_decision(one) for one in made[::4]) if decided else ()
        status = {who: DONE if number % 3 else STARTED}
        return Bundle(Document(document, f"报告{number}：{text[:8]}", text), made, decisions, status)

    def _text(self, number: int, annotations: int) -> tuple[str, list[Span]]:
        """A text that no other report has, and where its terms stand."""
        dice, parts, spans, at = self._dice, [f"第{number}号"], list[Span](), len(f"第{number}号")
        words = dice.choices(self._words, cum_weights=self._word_weights, k=LENGTH // 2)
        terms = dice.choices(self._terms, cum_weights=self._term_weights, k=annotations)
        every = LENGTH // (annotations + 1)
        for word in words:
            if len(spans) < annotations and at >= every * (len(spans) + 1) - 20:
                term = terms[len(spans)]
                spans.append(Span(at, at + len(term)))
                parts.append(term)
                at += len(term)
            parts.append(word + ("。\n" if len(parts) % 11 == 0 else ""))
            at += len(parts[-1])
            if at >= LENGTH:
                break
        text = "".join(parts)[:LENGTH]
        return text, [span for span in spans if span.end <= len(text)]

    def _annotation(self, id_: str, document: str, who: str, text: str, span: Span) -> Annotation:
        label = LABELS[sum(map(ord, span.of(text))) % len(LABELS)]
        return Annotation(id_, document, who, span, label, span.of(text), created=_TIME, changed=_TIME)


def _decision(one: Annotation) -> Decision:
    suggestion = Suggestion(one.span, one.label, one.text, 0.75, "rules", Reason("suggest.why-lexicon"))
    return Decision(f"c{one.id}", one.document, one.annotator, ACCEPT, suggestion, "1", one.id, _TIME)


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 10) for rank in range(count)))


def bundles(count: int, annotations: int, *, decided: bool = False, seed: int = 4) -> Iterator[Bundle]:
    """So many reports, each with so many annotations; always the same ones."""
    maker = Maker(seed)
    for number in range(count):
        yield maker.bundle(number, annotations, decided=decided)
