"""A simulated session: somebody who decides exactly as the gold says reads report after report; what does it cost?

`python tests/bench/simulate_session.py GOLD_DIR --only 'dev-*'` goes through the reports in marks form, from left to
right in each, and counts what has to be done that a perfect suggester would save: rejections, corrections, additions,
for each gold span, from the sixth report on. Four ways are compared: nothing is learned; what the same report teaches;
what the whole corpus teaches; and that with a model trained on the first five, where it does better on held-out ones.

The shipped lists, rules and model were made with the gold reports. So there are three ways to make them know less:
`--make-base FILE` trains a base model on the reports that `--only` leaves out, `--base FILE` uses it, and `--unknown`
hides that share of all phrases from the lists and rules (numbers and times apart: grammars know those that they never
saw). `--pieces N` cuts each report into N and takes these for the reports of a corpus: about one place, by one author.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from random import Random
from zlib import crc32

from annotator.corpus import Corpus
from annotator.incoming import read_files
from annotator.model import Annotation, Bundle, Document, Span, Suggestion
from annotator.suggest import Engine, Passage
from annotator.suggest.find import Find
from annotator.suggest.learned.base import base_bytes
from annotator.suggest.learned.model import Model
from annotator.suggest.learned.training import train as train_on
from annotator.text import sentences

LEARNED_FROM = 5
GRAMMARS = {"Quantity", "Time"}


class Forgetful(Engine):
    """An engine whose lists and rules do not know a share of the phrases, always the same ones."""

    unknown = 0.0

    def _found(self, passage: Passage, labels: frozenset[str] | None = None) -> Iterable[Find]:
        folded = passage.folded
        for find in super()._found(passage, labels):
            start, end, label = find.key
            lot = crc32(f"unknown {folded[start:end]} {label}".encode())
            if label in GRAMMARS or lot >= self.unknown * 2**32:
                yield find


@dataclass
class Cost:
    """What reports took: suggestions that were right, that had to be corrected or rejected, and spans added."""

    spans: int = 0
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    added: int = 0

    @property
    def needed(self) -> float:
        """Gestures beyond accepting, for each gold span."""
        return (self.corrected + self.rejected + self.added) / self.spans if self.spans else 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __str__(self) -> str:
        counts = f"{self.accepted} right, {self.corrected} corrected, {self.rejected} rejected, {self.added} added"
        return f"{self.needed:.3f} a span ({counts}, of {self.spans})"


def wanted_by(bundle: Bundle) -> dict[Span, str]:
    return {one.span: one.label for one in sorted(bundle.annotations, key=lambda one: one.span)}


def target(one: Suggestion, due: dict[Span, str]) -> Span | None:
    """The gold span that a suggestion can be made into: the same, or else the first of its label that it overlaps."""
    if one.span in due:
        return one.span
    return next((span for span, label in due.items() if span.overlaps(one.span) and label == one.label), None)


def untaught(suggestions: Iterable[Suggestion], bundle: Bundle) -> Cost:
    """What the suggestions cost when nothing is learned from the decisions on them."""
    due = wanted_by(bundle)
    cost = Cost(spans=len(due))
    for one in suggestions:
        _count(cost, one, due)
    cost.added = len(due)
    return cost


def _count(cost: Cost, one: Suggestion, due: dict[Span, str]) -> tuple[Span, str] | None:
    span = target(one, due)
    if span is None:
        cost.rejected += 1
        return None
    label = due.pop(span)
    if (span, label) == (one.span, one.label):
        cost.accepted += 1
    else:
        cost.corrected += 1
    return span, label


def work(corpus: Corpus, bundle: Bundle, engine: Engine) -> Cost:
    """A new report, gone through."""
    corpus.add([Bundle(bundle.document)])
    return go_through(corpus, bundle, engine)


def go_through(corpus: Corpus, bundle: Bundle, engine: Engine) -> Cost:
    """Goes through a report from left to right: decides on what is suggested, adds what is missing."""
    document, due = bundle.document.id, wanted_by(bundle)
    cost = Cost(spans=len(due))
    computed = engine.suggest(bundle.document.text)
    while (open_ := corpus.still_open(document, computed)) or due:
        missing = next((span for span in due if not any(one.span.overlaps(span) for one in open_)), None)
        if missing and (not open_ or missing < open_[0].span):
            corpus.annotate(document, missing, due.pop(missing))
            cost.added += 1
        elif made := _count(cost, open_[0], due):
            corpus.correct(document, open_[0], span=made[0], label=made[1])
        else:
            corpus.reject(document, open_[0])
    corpus.mark(document, "done")
    return cost


def session(bundles: list[Bundle], engine: Engine, base: bytes = b"") -> list[Cost]:
    """The cost of each report in one corpus that learns, with `base` also by a model that grows on that."""
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus.create(Path(folder, "simulated.corpus"), annotator="simulated")
        for number, bundle in enumerate(bundles):
            if base and number == LEARNED_FROM:
                model = Model.from_bytes(train_on(corpus.lessons().examples, base))
                print(f"    F1 on held-out reports with its own model and without: {model.gain}", flush=True)
                engine = Forgetful(model=model) if model.helps else engine
            costs.append(work(corpus, bundle, engine))
        corpus.close()
    return costs


def pieces(bundle: Bundle, count: int) -> list[Bundle]:
    """A report cut at ends of sentences that no span runs over, into about as many pieces."""
    text, spans = bundle.document.text, [one.span for one in bundle.annotations]
    ends = [span.end for span in sentences(text) if not any(one.start < span.end < one.end for one in spans)]
    cuts = [0]
    for number in range(1, count):
        after = [end for end in ends if end >= len(text) * number // count and end > cuts[-1]]
        cuts += after[:1]
    edges = [*cuts, len(text)]
    found = []
    for start, end in pairwise(edges):
        name = f"{bundle.document.title}:{start}"
        inside = [one for one in bundle.annotations if start <= one.span.start and one.span.end <= end]
        moved = [
            Annotation(
                f"{name}:{at}", name, "", Span(one.span.start - start, one.span.end - start), one.label, one.text
            )
            for at, one in enumerate(inside)
        ]
        if text[start:end].strip():
            found.append(Bundle(Document(name, name, text[start:end]), tuple(moved)))
    return found


def make_base(bundles: list[Bundle], path: Path) -> None:
    """Trains a base model on these reports, which takes minutes."""
    examples = [
        (one.document.text, [(span.start, span.end, label) for span, label in wanted_by(one).items()])
        for one in bundles
    ]
    path.write_bytes(train_on(examples))


def compare(groups: list[list[Bundle]], engine: Engine, base: bytes) -> None:
    """Prints the four ways, summed over the reports behind the first five of each group."""
    rest = [bundle for group in groups for bundle in group[LEARNED_FROM:]]
    ways = {
        "nothing learned": [untaught(engine.suggest(one.document.text), one) for one in rest],
        "from the report itself": [session([one], engine)[0] for one in rest],
        "from the corpus": _after(groups, engine),
    }
    if base:
        ways["and with its own model"] = _after(groups, engine, base)
    before = sum(ways["nothing learned"], Cost()).needed
    for name, costs in ways.items():
        total = sum(costs, Cost())
        print(f"  {name:24} {total}, {1 - total.needed / before if before else 0:.0%} less", flush=True)


def _after(groups: list[list[Bundle]], engine: Engine, base: bytes = b"") -> list[Cost]:
    return [cost for group in groups for cost in session(group, engine, base)[LEARNED_FROM:]]


def parser(about: str) -> argparse.ArgumentParser:
    """The options that tell which reports are read, and what is unknown in them."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("gold", type=Path, nargs="?", default=Path("seeds/gold"))
    parser.add_argument("--only", default="*", help="file names of the reports, several apart by commas")
    parser.add_argument("--pieces", type=int, default=0)
    parser.add_argument("--orders", type=int, default=2, help="in how many random orders the reports are read")
    parser.add_argument("--unknown", type=float, default=0.25)
    parser.add_argument("--base", type=Path)
    return parser


def read_reports(asked: argparse.Namespace) -> list[tuple[bool, Bundle]]:
    """All reports of the folder, each with whether it was asked for."""
    chosen = {path for pattern in asked.only.split(",") for path in asked.gold.glob(f"{pattern}.txt")}
    files = read_files(sorted(asked.gold.glob("*.txt")), "marks")
    return [(file.path in chosen, bundle) for file in files for bundle in file.bundles]


def grouped(bundles: list[Bundle], asked: argparse.Namespace) -> list[list[Bundle]]:
    """The corpora that are simulated: each report in pieces, or all reports in some random orders."""
    if asked.pieces:
        return [pieces(bundle, asked.pieces) for bundle in bundles]
    return [Random(seed).sample(bundles, len(bundles)) for seed in range(asked.orders)]


def main() -> int:
    options = parser(__doc__.splitlines()[0])
    options.add_argument("--make-base", type=Path)
    options.add_argument("--train", action="store_true", help="also with a model trained after the first five")
    asked = options.parse_args()
    read = read_reports(asked)
    if asked.make_base:
        make_base([bundle for held_out, bundle in read if not held_out], asked.make_base)
        return 0
    bundles = [bundle for held_out, bundle in read if held_out]
    groups = grouped(bundles, asked)
    base = asked.base.read_bytes() if asked.base else base_bytes()
    for share in sorted({0.0, asked.unknown}):
        Forgetful.unknown = share
        print(f"{share:.0%} of the phrases unknown to lists and rules, {len(bundles)} reports")
        compare(groups, Forgetful(model=Model.from_bytes(base)), base if asked.train else b"")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
