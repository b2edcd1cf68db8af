"""Rebuilds resources/models/base.bin, the model that ships with the program: `python packaging/train_base.py`.

It learns from the annotated reports in ../shared/gold (or a folder given), each read with parts of what the rules and
lists know hidden. No text goes into the model. The same reports, lists and rules give the same bytes. Figures of every
report judged by a model that has not seen it are printed, and drawn into docs/calibration.svg.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import chain
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path

from calibration_plot import plot

from annotator.formats.marks import parse
from annotator.model import Span
from annotator.resources import resource
from annotator.review.score import Scores, score
from annotator.suggest.learned.calibration import Case, Curve
from annotator.suggest.learned.model import Model
from annotator.suggest.learned.reading import hidden
from annotator.suggest.learned.tags import Example
from annotator.suggest.learned.training import (
    Lesson,
    Tried,
    curves,
    examples_hash,
    fitted_on,
    lesson,
    trial,
    with_facts,
)

ROOT = Path(__file__).resolve().parents[1]
PROBE = 25
"""code points in common by which two reports are told to be twins"""
UNKNOWN = 0.25
"""the share of phrases hidden from the rules and lists when scores are calibrated: they know the gold reports better
than those to come"""


FOLDS = 6
"""into so many parts the reports are put, each judged by a model that has learned the others"""


@cache
def examples(folder: Path) -> tuple[Example, ...]:
    """The reports of a folder in marks form, in order of their names."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        text, spans = parse(path.read_bytes().decode("utf-8"), path.name)
        found.append((text, tuple((span.start, span.end, label) for span, label in spans)))
    return tuple(found)


@cache
def lessons(folder: Path) -> tuple[Lesson, ...]:
    """The reports as lessons."""
    return tuple(lesson(text, spans) for text, spans in examples(folder))


def twins(known: Sequence[Lesson]) -> list[set[int]]:
    """For each lesson the numbers of those that share a longer passage with it, its own included."""
    texts = [one.reading.passage.folded for one in known]
    probes = [[text[at : at + PROBE] for at in range(0, len(text) - PROBE, 2 * PROBE)] for text in texts]
    return [{at for at, text in enumerate(texts) if any(probe in text for probe in own)} for own in probes]


def left_out(folder: Path, fold: int) -> list[tuple[int, Tried, Tried]]:
    """The reports of a fold, each by its number, judged by a model that has learned none of them nor a twin of one: as
    it is, and with phrases hidden."""
    known = lessons(folder)
    alike = twins(known)
    mine = range(fold, len(known), FOLDS)
    own = set(mine).union(*(alike[at] for at in mine))
    rest = [one for number, one in enumerate(known) if number not in own and not own & alike[number]]
    model = Model(with_facts(fitted_on(rest), {}))
    return [(at, trial(known[at], model), trial(darker(known[at]), model)) for at in mine]


def darker(one: Lesson) -> Lesson:
    """A lesson in which some phrases are unknown to the rules and lists."""
    return Lesson(hidden(one.reading, UNKNOWN, "unknown"), one.spans)


def scored(tried: Iterable[Tried], *, model: bool) -> Scores:
    """How good the suggestions are, of all together or without the model."""
    gold, ours = {}, {}
    for at, one in enumerate(tried):
        keys = [span.key for span in one.chosen] if model else [other.key for other in one.lesson.reading.chosen]
        gold[str(at)] = [(Span(start, end), label) for start, end, label in one.lesson.spans]
        ours[str(at)] = [(Span(start, end), label) for start, end, label in keys]
    return score(gold, ours)


def show(title: str, scores: Scores) -> None:
    print(title)
    for label, exact in scores.exact.items():
        counts = f"gold {exact.gold:5} suggested {exact.suggested:5}"
        rates = f"precision {exact.precision:.3f} recall {exact.recall:.3f} F1 {exact.f1:.3f}"
        print(f"  {label:13} {counts}  exact {rates}  overlap F1 {scores.overlap[label].f1:.3f}")


def cross_calibrated(tried: Sequence[Tried]) -> list[Case]:
    """Every suggestion's score by curves of the other reports, and whether it is right."""
    cases: list[Case] = []
    for at, one in enumerate(tried):
        alone, shared = map(Curve.from_plain, curves([*tried[:at], *tried[at + 1 :]]))
        cases += [((shared if span.shared else alone)(span.value), span.key in one.lesson.spans) for span in one.chosen]
    return cases


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "gold"
    count = len(examples(folder))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        folds = pool.map(left_out, [folder] * FOLDS, range(FOLDS))
        _, plain, dark = zip(*sorted(chain.from_iterable(folds), key=itemgetter(0)), strict=True)
    for share, tried in ((0.0, plain), (UNKNOWN, dark)):
        show(f"{share:.0%} of the phrases unknown: without the model", scored(tried, model=False))
        show(f"{share:.0%} of the phrases unknown: with the model", scored(tried, model=True))
    facts = {"reports": count, "trained_on": examples_hash(examples(folder)), "curves": curves(dark)}
    data = with_facts(fitted_on(lessons(folder)), facts).to_bytes()
    resource("models", "base.bin").write_bytes(data)
    print(f"base.bin: {len(data)} bytes, version {Model.from_bytes(data).version}", flush=True)
    drawing, table = plot(cross_calibrated(dark))
    ROOT.joinpath("docs", "calibration.svg").write_text(drawing, "utf-8")
    print(table)


if __name__ == "__main__":
    main()
