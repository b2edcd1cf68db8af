"""How long disagreements and agreement take: 1,000 reports, five annotators, a hundred spans each.

    python tests/bench/agreement.py

Prints seconds; the data are made anew by a fixed seed. "As people" differ in 3 % of the spans, two by two, as the two
annotators of the sample reports do: 1.5 % missed or moved or with another label by each. "Wild" is five times that.
"""

from __future__ import annotations

import random
import sys
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from annotator.model import Annotation, Span
from annotator.review.agreement import agreement
from annotator.review.clusters import disagreements
from annotator.review.versions import Reviewed

LABELS = ("Program", "Measure", "Indicator", "Quantity", "Beneficiary", "Organisation", "Place", "Time")
PEOPLE = ("甲", "乙", "丙", "丁", "戊")


def made(noise: float, reports: int = 1000, spans: int = 100) -> list[Reviewed]:
    rng = random.Random(1)
    text = "".join(rng.choices("扶贫产业就业教育搬迁合作社贫困户收入", k=spans * 30))
    return [_report(rng, noise / 3, text, spans, f"报告{at}") for at in range(reports)]


def _report(rng: random.Random, each: float, text: str, spans: int, name: str) -> Reviewed:
    truth = [(at * 30 + rng.randrange(10), rng.randint(2, 12), rng.choice(LABELS)) for at in range(spans)]
    layers = {}
    for who in PEOPLE:
        theirs = []
        for at, (start, size, label) in enumerate(truth):
            chance = rng.random()
            if chance < each:
                continue
            span = Span(start, start + size + (each <= chance < 2 * each))
            given = rng.choice(LABELS) if 2 * each <= chance < 3 * each else label
            theirs.append(Annotation(f"{name}{who}{at}", name, who, span, given, span.of(text)))
        layers[who] = theirs
    return Reviewed(name, text, layers, frozenset(PEOPLE))


def timed(what: str, work) -> None:
    """Prints the best of three, on the clock and as the processor's own time: others may be at work on the machine."""
    clock, processor = [], []
    for _ in range(3):
        start = perf_counter(), process_time()
        result = work()
        clock.append(perf_counter() - start[0])
        processor.append(process_time() - start[1])
        del result
    print(f"{what:28} {min(clock):6.2f} s on the clock, {min(processor):6.2f} s of the processor")


def main() -> None:
    for kind, noise in (("as people", 0.015), ("wild", 0.075)):
        reports = made(noise)
        print(f"{kind}: {len(disagreements(reports)):,} disagreements")
        timed("  disagreements", partial(disagreements, reports))
        timed("  agreement", partial(agreement, reports))


if __name__ == "__main__":
    main()
