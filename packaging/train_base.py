"""Rebuilds resources/models/base.bin, the model that ships with the program: `python packaging/train_base.py`.

It learns from the annotated reports in ../shared/gold, and from passages of reports in ../shared/reports. Their spans
are in passages.jsonl: the report by the SHA-256 of its bytes, offsets in code points, no text. Each is read with a part
of what the rules and lists know hidden. No text goes into the model. The same reports, lists and rules give the same
bytes. Figures of the passages of every fifth report, judged by a model that has seen none of that report, are printed.
What was said of their spans is kept in numbers (held_out.py): they make the curves of the scores and their drawing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from calibration_plot import plot
from held_out import Judged, cross_calibrated, curves_of, keep, kept

from annotator.formats.marks import parse
from annotator.model import Span
from annotator.resources import resource
from annotator.review.score import Scores, score
from annotator.suggest.learned.fitting import Settings
from annotator.suggest.learned.model import Model
from annotator.suggest.learned.tags import Example
from annotator.suggest.learned.training import (
    Plan,
    Tried,
    examples_hash,
    fitted_on,
    lesson,
    trial,
    with_facts,
)
from annotator.suggest.learned.weights import Weights

ROOT = Path(__file__).resolve().parents[1]
PASSAGES = Path(__file__).with_name("passages.jsonl")
PLAN = Plan(hidden=(0.35,), settings=Settings(c1=0.2, rounds=50, least=0.02))
"""A weight below 0.02 adds nothing to F1 on held-out passages (0.844 both), and two in three are."""
EVERY = 5
"""the passages of every so many reports are held out"""


class Passage(NamedTuple):
    """A part of a report, named by the SHA-256 of the file's bytes, and its spans."""

    report: str
    example: Example


@cache
def gold(folder: Path) -> tuple[Example, ...]:
    """The reports of a folder in marks form, in order of their names."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        text, spans = parse(path.read_bytes().decode("utf-8"), path.name)
        found.append((text, tuple((span.start, span.end, label) for span, label in spans)))
    return tuple(found)


@cache
def passages(folder: Path) -> tuple[Passage, ...]:
    """The annotated passages of the reports below a folder. KeyError where a report is missing."""
    files = {sha256(data).hexdigest(): data for data in (p.read_bytes() for p in folder.rglob("*") if p.is_file())}
    found = []
    for line in PASSAGES.read_text("ascii").splitlines():
        said = json.loads(line)
        text = files[said["report"]].decode(said["encoding"])[said["start"] : said["end"]]
        found.append(Passage(said["report"], (text, tuple((start, end, label) for start, end, label in said["spans"]))))
    return tuple(found)


def is_held_out(known: Sequence[Passage]) -> list[bool]:
    """Whether each passage is of one of the reports that are held out."""
    held = set(sorted({one.report for one in known})[::EVERY])
    return [one.report in held for one in known]


def left_out(shared: Path) -> list[tuple[str, Tried]]:
    """The passages held out with the names of their reports, judged by a model that has learned from all others and
    from the gold reports."""
    known = passages(shared / "reports")
    lessons = [lesson(*one.example) for one in known]
    held = is_held_out(known)
    rest = [one for one, out in zip(lessons, held, strict=True) if not out]
    learned = [*(lesson(*one) for one in gold(shared / "gold")), *rest]
    model = Model(with_facts(fitted_on(learned, plan=PLAN), {}))
    judged = zip(known, lessons, held, strict=True)
    return [(passage.report, trial(one, model)) for passage, one, out in judged if out]


def fitted_on_all(shared: Path) -> Weights:
    """The weights that ship."""
    return fitted_on((lesson(*one) for one in examples(shared)), plan=PLAN)


def examples(shared: Path) -> list[Example]:
    """All that is learned from."""
    return [*gold(shared / "gold"), *(one.example for one in passages(shared / "reports"))]


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


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        fitting = pool.submit(fitted_on_all, shared)
        of_reports = pool.submit(left_out, shared).result()
        tried = [one for _, one in of_reports]
        show("held-out passages: without the model", scored(tried, model=False))
        show("held-out passages: with the model", scored(tried, model=True))
        weights = fitting.result()
    known = examples(shared)
    keep(Judged(report, tuple(one.outcomes)) for report, one in of_reports)
    facts = {"reports": reports(shared), "trained_on": examples_hash(known), "curves": curves_of(kept())}
    data = with_facts(weights, facts).to_bytes()
    resource("models", "base.bin").write_bytes(data)
    print(f"base.bin: {len(data)} bytes, version {Model.from_bytes(data).version}", flush=True)
    drawing, table = plot(cross_calibrated(kept()))
    ROOT.joinpath("docs", "calibration.svg").write_text(drawing, "utf-8")
    print(table)


def reports(shared: Path) -> int:
    """How many reports are learned from, whole or in passages."""
    return len(gold(shared / "gold")) + len({one.report for one in passages(shared / "reports")})


if __name__ == "__main__":
    main()
