"""`make bench`: how fast suggesting is, beside spaCy's way, in one process and turn by turn. No test; nothing fails.

What counts are the ratios: a busy machine slows both sides alike. Times are CPU time of this process.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import process_time

from contenders import Contender, by_spacy, ours, ours_of_terms, spacy_of_terms, with_the_model
from reports import LENGTH, reports, terms

from annotator.work import settle

REPORTS, TURNS, TERMS = 1_000, 300, 50_000
OURS, MODEL, SPACY = "lists and rules", "with the model", "spaCy and re"
TERMS_ALONE, SPACY_ALONE = "terms alone", "spaCy's terms"
MAKERS = {
    TERMS_ALONE: ours_of_terms,
    OURS: ours,
    MODEL: with_the_model,
    SPACY_ALONE: spacy_of_terms,
    SPACY: by_spacy,
}
START = """
from time import process_time
begin = process_time()
from annotator.suggest import Engine
engine = Engine()
ready = process_time()
engine.suggest(open(0, encoding="utf-8").read())
print((ready - begin) * 1e3, (process_time() - ready) * 1e3)
"""


def main() -> None:
    """Measures and prints."""
    source, texts = reports(REPORTS)
    lexicon = terms(TERMS, texts)
    print(f"{REPORTS} reports of {LENGTH} characters ({source}), {len(lexicon)} terms")
    contenders, built = _built(lexicon)
    settle()  # as the window does, and so that no side is held up by Python looking through what the others have made
    times = _turn_by_turn(contenders, texts[:TURNS])
    print(f"\n{'a report':16}{'p50 ms':>9}{'p99 ms':>9}{'found':>8}{'made in s':>11}{'MB':>6}")
    for name, contender in contenders.items():
        seconds, megabytes = built[name]
        found = sum(map(contender, texts[:50])) / 50
        memory = "–" if megabytes is None else f"{megabytes:.0f}"
        p50, p99 = _share(times[name], 0.5), _share(times[name], 0.99)
        print(f"{name:16}{p50 * 1e3:9.2f}{p99 * 1e3:9.2f}{found:8.0f}{seconds:11.2f}{memory:>6}")
    print()
    for theirs, name in ((SPACY, OURS), (SPACY, MODEL), (SPACY_ALONE, TERMS_ALONE)):
        ratio = _share(times[theirs], 0.5) / _share(times[name], 0.5)
        print(f"{theirs}: {ratio:.1f} times as long as {name} (p50)")
    for name in (TERMS_ALONE, OURS, MODEL):
        begin = process_time()
        for text in texts:
            contenders[name](text)
        print(f"{REPORTS} reports in {process_time() - begin:.2f} s on one core: {name}")
    _print_start(texts[0])


def _built(lexicon: Sequence[object]) -> tuple[dict[str, Contender], dict[str, tuple[float, float | None]]]:
    contenders, built = {}, {}
    for name, make in MAKERS.items():
        memory, begin = _megabytes(), process_time()
        contenders[name] = make(lexicon)
        contenders[name]("预热。")
        now = _megabytes()
        built[name] = process_time() - begin, None if now is None or memory is None else now - memory
    return contenders, built


def _turn_by_turn(contenders: dict[str, Contender], texts: Iterable[str]) -> dict[str, list[float]]:
    """Seconds for each text: new to both sides, and each side takes its turn on it right after the other."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for text in texts:
        for name, contender in contenders.items():
            begin = process_time()
            contender(text)
            times[name].append(process_time() - begin)
    return times


def _share(times: Sequence[float], share: float) -> float:
    return sorted(times)[int(share * (len(times) - 1))]


def _megabytes() -> float | None:
    """What this process holds in memory; None where the system does not say it in /proc."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _print_start(text: str) -> None:
    """The best of five fresh processes: import and Engine(), then the first report."""
    runs = [
        subprocess.run([sys.executable, "-c", START], input=text, capture_output=True, encoding="utf-8", check=True)
        for _ in range(5)
    ]
    ready, first = zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
    print(f"start: import and Engine() {min(ready):.0f} ms, first report {min(first):.0f} ms")


if __name__ == "__main__":
    main()
