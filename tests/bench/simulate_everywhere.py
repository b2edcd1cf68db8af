"""What is left to do in a corpus's other reports when five are finished, counted literally.

`python tests/bench/simulate_everywhere.py GOLD_DIR --only 'dev-*'`, with the options of simulate_session.py.

All reports are in the corpus from the start. The sum that is compared, over the reports behind the first five, is

    open suggestions + gold spans that neither a suggestion nor an annotation can become + what the way there has cost,

for each gold span: right suggestions count too, for each is still a key to press. It is taken before anything is done,
and again when the first five are finished as the gold says, in up to three ways:

- **taught**: nothing but what the corpus learns by itself.
- **everywhere**: then the person applies terms to all reports (`occurrences`, `annotate_all`). A term is applied when
  it was annotated at least `--seen` times in the five and never stood there with another label or with none. Each
  place is looked at with the text around it: one that is not in the gold costs a gesture (its tick removed), and so
  does each term that is applied or, where fewer than half of the ticked places are right, given up after that look.
- **and the sure ones**: then the suggestions whose source, label and score have proven right in the five
  (`sure_scores`) are accepted in one step (`annotator decide --accept --sure`), a gesture; each wrong one among them
  costs one to remove.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from simulate_session import LEARNED_FROM, Forgetful, go_through, grouped, parser, read_reports, target, wanted_by

from annotator.corpus import Corpus
from annotator.corpus.sureness import is_sure
from annotator.model import ACCEPT, Bundle, Suggestion
from annotator.suggest import Engine
from annotator.suggest.known import is_term
from annotator.suggest.learned.base import base_bytes
from annotator.suggest.learned.model import Model
from annotator.text import fold

WAYS = ("at first", "taught", "everywhere", "and the sure ones")
Computed = dict[str, list[Suggestion]]


@dataclass
class Left:
    """What is left to do in some reports, and what it cost to come so far."""

    spans: int = 0
    open: int = 0
    missing: int = 0
    gestures: int = 0
    looked_at: int = 0

    @property
    def needed(self) -> float:
        return (self.open + self.missing + self.gestures) / self.spans if self.spans else 0.0

    def plus(self, other: Left) -> Left:
        return Left(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))

    def __str__(self) -> str:
        counts = (
            f"{self.open} open, {self.missing} missing, {self.gestures} gestures, {self.looked_at} places looked at"
        )
        return f"{self.needed:.3f} a span ({counts}, of {self.spans})"


def left(corpus: Corpus, bundles: Iterable[Bundle], computed: Computed, gestures: int = 0, looked_at: int = 0) -> Left:
    """What is left to do in the reports as they stand in the corpus; annotations that are wrong count as a gesture."""
    found = Left(gestures=gestures, looked_at=looked_at)
    for one in bundles:
        id_, due = one.document.id, wanted_by(one)
        found.spans += len(due)
        for made in corpus.annotations(id_):
            found.gestures += due.pop(made.span, None) != made.label
        open_ = corpus.still_open(id_, computed[id_])
        found.open += len(open_)
        for suggestion in open_:
            if span := target(suggestion, due):
                due.pop(span)
        found.missing += len(due)
    return found


def consistent(bundles: Sequence[Bundle], seen: int) -> list[tuple[str, str]]:
    """The terms of finished reports, folded, with their label: annotated so often, and wherever they stand."""
    counts: Counter[tuple[str, str]] = Counter()
    stands: Counter[str] = Counter()
    texts = [fold(one.document.text) for one in bundles]
    for one, folded in zip(bundles, texts, strict=True):
        for span, label in wanted_by(one).items():
            counts[span.of(folded), label] += 1
    for term in {term for term, _ in counts}:
        stands[term] = sum(folded.count(term) for folded in texts)
    return sorted(key for key, count in counts.items() if count >= seen and count == stands[key[0]] and is_term(key[0]))


def apply_everywhere(corpus: Corpus, terms: Iterable[tuple[str, str]], rest: Sequence[Bundle]) -> tuple[int, int]:
    """Applies the terms to the rest of the reports. How many gestures it took, and how many places were looked at."""
    gold = {one.document.id: wanted_by(one) for one in rest}
    gestures = looked_at = 0
    for term, label in sorted(
        terms, key=lambda key: (-len(key[0]), key)
    ):  # the longer first: a part of it is then taken
        places = list(corpus.occurrences(term, gold))
        if not places:
            continue
        looked_at += len(places)
        gestures += 1
        right = [one for one in places if gold[one.document].get(one.span) == label and not one.labels]
        ticked = [one for one in places if not one.labels]
        if 2 * len(right) < len(ticked) or not right:
            continue
        gestures += len(ticked) - len(right)
        corpus.annotate_all(right, label)
    return gestures, looked_at


def accept_sure(corpus: Corpus, rest: Iterable[Bundle], computed: Computed) -> None:
    """Accepts what has proven right."""
    proven, picks = corpus.sure_scores(), {}
    for id_ in (one.document.id for one in rest):
        picks[id_] = [one for one in corpus.still_open(id_, computed[id_]) if is_sure(one, proven)]
    corpus.decide_all(ACCEPT, {id_: some for id_, some in picks.items() if some})


def session(bundles: Sequence[Bundle], engine: Engine, seen: int) -> list[Left]:
    """What is left in the reports behind the first five: at first, and by each way."""
    first, rest = bundles[:LEARNED_FROM], bundles[LEARNED_FROM:]
    computed = {one.document.id: engine.suggest(one.document.text) for one in bundles}
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus.create(Path(folder, "simulated.corpus"), annotator="simulated")
        corpus.add([Bundle(one.document) for one in bundles])
        found = [left(corpus, rest, computed)]
        for one in first:
            go_through(corpus, one, engine)
        found.append(left(corpus, rest, computed))
        gestures, looked_at = apply_everywhere(corpus, consistent(first, seen), rest)
        found.append(left(corpus, rest, computed, gestures, looked_at))
        accept_sure(corpus, rest, computed)
        found.append(left(corpus, rest, computed, gestures + 1, looked_at))
        corpus.close()
    return found


def main() -> int:
    options = parser(__doc__.splitlines()[0])
    options.add_argument("--seen", type=int, default=1, help="how often a term must have been annotated to be applied")
    options.add_argument("--no-model", action="store_true", help="suggest by lists and rules only")
    asked = options.parse_args()
    groups = grouped([bundle for chosen, bundle in read_reports(asked) if chosen], asked)
    model = None if asked.no_model else Model.from_bytes(asked.base.read_bytes() if asked.base else base_bytes())
    for share in sorted({0.0, asked.unknown}):
        Forgetful.unknown = share
        sums = [Left()] * len(WAYS)
        for group in groups:
            found = session(group, Forgetful(model=model), asked.seen)
            sums = [one.plus(more) for one, more in zip(sums, found, strict=True)]
        print(f"{share:.0%} of the phrases unknown to lists and rules, {len(groups)} corpora")
        for name, one in zip(WAYS, sums, strict=True):
            print(f"  {name:24} {one}, {1 - one.needed / sums[0].needed:.0%} less", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
