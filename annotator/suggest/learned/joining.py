"""How the model and the other suggesters decide together.

A span's value is the model's probability, plus SHARE of what is missing to 1 where the other suggesters have chosen
that span. Of all flat sets of spans the one with the largest sum of what their values are above BAR is suggested:
weighted interval scheduling (J. Kleinberg, E. Tardos, Algorithm Design, 2006, 6.1). So a span that both want wins over
one that only one wants, the model fills gaps where it is sure enough, and moves a boundary where it is surer.
docs/suggestions.md has the figures by which this was chosen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter

import numpy as np

from annotator.i18n import LANGUAGES, Words
from annotator.model import Reason, SuggestionKey
from annotator.suggest.domains import WITH_DOMAIN, domain_of
from annotator.suggest.find import Find
from annotator.suggest.find import Words as ReasonWords
from annotator.suggest.guards import allowed
from annotator.suggest.learned.model import FLOOR, Model
from annotator.suggest.learned.posteriors import Posteriors
from annotator.suggest.learned.reading import Reading, portions
from annotator.suggest.merge import merged_finds

SOURCE = "learned"
OURS = frozenset({"lexicon", "rules", "quantities"})
"""sources that the model has learned to trust or not; others' suggestions and a corpus's own terms it leaves alone"""
OWN_TERM = "suggest.why-term"
READ = frozenset({"Quantity"})
"""labels of spans that have a value, which only their own suggester can read: the model adds none"""
_PAIRS = (("“", "”"), ("《", "》"), ("(", ")"))
"""marks that open and close"""
SHARE, BAR = 0.3, 0.4


@dataclass(frozen=True, slots=True)
class Judged:
    """A span `[start, end)`, the model's probability, whether the other suggesters chose it."""

    start: int
    end: int
    label: str
    probability: float
    shared: bool

    @property
    def value(self) -> float:
        return self.probability + SHARE * (1.0 - self.probability) * self.shared

    @property
    def key(self) -> SuggestionKey:
        return self.start, self.end, self.label

    def moved(self, by: int) -> Judged:
        """The same so many code points later."""
        return replace(self, start=self.start + by, end=self.end + by) if by else self


def judged(reading: Reading, model: Model) -> list[Judged]:
    """All spans that the model finds likely or the other suggesters found, of the labels that the model knows.

    What may not stand around a find of the others (guards.py) may not stand around one of the base model alone either.
    A corpus's own model has learned from people what may. A long text is judged in parts, for a model needs much room.
    """
    return [one.moved(by) for by, part in portions(reading) for one in _judged(part, model)]


def _judged(reading: Reading, model: Model) -> list[Judged]:
    believed = model.posteriors(reading)
    starts, ends, labels, chances = believed.likely(FLOOR)
    names = [believed.labels[label] for label in labels.tolist()]
    by_key = dict(zip(zip(starts.tolist(), ends.tolist(), names, strict=True), chances.tolist(), strict=True))
    found, shared = {one.key for one in reading.found}, {one.key for one in reading.chosen}
    by_key |= _chances(found - by_key.keys(), believed)
    folded = reading.passage.folded
    return [
        Judged(*key, chance, key in shared)
        for key, chance in sorted(by_key.items())
        if key in found
        or (
            key[2] not in READ
            and _closed(folded[key[0] : key[1]])
            and (model.base or allowed(key[2], folded, key[0], key[1]))
        )
    ]


def _closed(words: str) -> bool:
    """Whether each mark that opens in these words is closed in them: the model sees one character after the other."""
    return all(words.count(first) == words.count(last) for first, last in _PAIRS)


def _chances(keys: Collection[SuggestionKey], believed: Posteriors) -> dict[SuggestionKey, float]:
    number = {label: at for at, label in enumerate(believed.labels)}
    known = sorted(key for key in keys if key[2] in number)
    if not known:
        return {}
    rows = np.array([(start, end, number[label]) for start, end, label in known], np.int64)
    return dict(zip(known, believed.of_spans(*rows.T).tolist(), strict=True))


def best(spans: Iterable[Judged]) -> list[Judged]:
    """Of spans those that overlap none of the others chosen and have the largest sum of value above BAR, by start."""
    good = sorted((one for one in spans if one.value > BAR), key=attrgetter("end", "start", "label"))
    ends = [one.end for one in good]
    sums, before = [0.0], []
    for at, one in enumerate(good):
        before.append(bisect_right(ends, one.start, 0, at))
        sums.append(max(sums[at], sums[before[at]] + one.value - BAR))
    chosen, at = [], len(good)
    while at:
        if sums[at] > sums[at - 1]:
            chosen.append(good[at - 1])
            at = before[at - 1]
        else:
            at -= 1
    return chosen[::-1]


def joined(
    reading: Reading, model: Model, *, overlap: str = "flat", labels: Collection[str] | None = None
) -> list[Find]:
    """The suggestions of all together, sorted by start, then longer first, scored by how often such ones are right.

    `overlap` and `labels` are as the Engine has them. Suggestions of the corpus's own terms, of plug-ins and of labels
    that the model does not know stay as they are and go before overlapping ones of a lower rank.
    """
    wanted = [one for one in reading.found if labels is None or one.label in labels]
    alone = [one for one in wanted if not _is_ours(one, model)]
    taken = {one.key for one in alone}
    spans = [one for one in judged(reading, model) if (labels is None or one.label in labels) and one.key not in taken]
    known = {one.key: one for one in sorted(wanted, key=attrgetter("score"))}
    if overlap == "flat":
        told = [_told(one, reading, model, known) for one in best(spans)]
        return merged_finds([*told, *alone], overlap=overlap) if alone else told
    values = {one.key: one for one in spans}
    nested = merged_finds([one for one in wanted if _is_ours(one, model)], overlap=overlap)
    told = [_told(values[one.key], reading, model, known) for one in nested if one.key in values]
    gaps = [_told(one, reading, model, known) for one in best(spans)]
    return merged_finds([*told, *gaps, *alone], overlap=overlap)


def _is_ours(one: Find, model: Model) -> bool:
    return one.source in OURS and one.why.key != OWN_TERM and one.label in model.labels


def _told(one: Judged, reading: Reading, model: Model, known: Mapping[SuggestionKey, Find]) -> Find:
    """The find of a span, with its reasons: the model's, and where another suggester found it too, that one's."""
    other = known.get(one.key)
    alone, shared = model.curves
    words = (("reports", str(model.reports)), ("probability", f"{one.probability:.2f}"))
    if other is not None:
        score = (shared if one.shared else alone)(one.value)
        both = Reason("suggest.why-both", (*_in_all_languages(other.why), *words))
        return Find(*one.key, round(score, 3), other.source, both, other.attributes)
    attributes = _attributes(one, reading.passage.folded)
    return Find(*one.key, round(alone(one.value), 3), SOURCE, Reason("suggest.why-model", words), attributes)


def _attributes(one: Judged, folded: str) -> dict[str, str]:
    domain = domain_of(folded[one.start : one.end]) if one.label in WITH_DOMAIN else ""
    return {"domain": domain} if domain else {}


@lru_cache(maxsize=4096)
def _in_all_languages(why: Reason) -> ReasonWords:
    """Another suggester's reason in every language, for a sentence cannot hold another one."""
    return tuple((language, Words(language).reason(why)) for language in LANGUAGES)
