"""`make bench-formats`: how fast corpora go out and come in, and how much memory that takes. No test.

DOCUMENTS (20,000) says how many reports of 3,000 characters with 50 annotations each. Each way of each format runs in a
process of its own, so that its memory is its own: export from an open corpus into a file, import of that file into an
empty corpus, as the command line does it. Beside the time that passed stands the processor's, which other programs on
the machine change less; the process that reads for an import is counted there too, and its memory said apart.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter

# What is ours is imported where it is used: a process that reads for an import loads this file too, where that of the
# command line has next to nothing to load.
ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS, SMALL, ANNOTATIONS = int(os.environ.get("DOCUMENTS", "20000")), 1_000, 50
FORMATS = ("jsonl", "conll", "brat", "label-studio", "package")
FOLDER = ROOT / "out" / "bench-formats"


def main() -> None:
    """Makes the corpora, then starts each measurement as a process."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for documents in dict.fromkeys((min(SMALL, DOCUMENTS), DOCUMENTS)):
        make(corpus_of(documents), documents)
        for name in FORMATS:
            for way in ("out", "in"):
                line = [sys.executable, __file__, way, name, str(documents)]
                subprocess.run(line, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    shutil.rmtree(FOLDER)


def corpus_of(documents: int) -> Path:
    return FOLDER / f"{documents}.corpus"


def file_of(name: str, documents: int) -> Path:
    from annotator.corpus import writable_formats

    format_ = writable_formats()[name]
    return FOLDER / (f"{documents}-{name}" + ("" if format_.folder else format_.suffixes[0]))


def make(path: Path, documents: int) -> None:
    from corpora import PEOPLE, bundles

    from annotator.corpus import Corpus

    source = bundles(documents, ANNOTATIONS, decided=False)
    with closing(Corpus.create(path, annotator=PEOPLE[0])) as corpus:
        while some := list(islice(source, SMALL)):
            corpus.add(some)


def measure(way: str, name: str, documents: int) -> None:
    """One export or import, told as a line."""
    from annotator.corpus import Corpus, ReadOptions

    path = file_of(name, documents)
    corpus = Corpus.open(corpus_of(documents)) if way == "out" else Corpus.create(FOLDER / f"{name}.corpus")
    with closing(corpus):
        before, begun, worked = memory(), perf_counter(), work()
        if way == "out":
            came = corpus.export(path, name).documents
        else:
            came = corpus.import_files([path], "" if path.is_dir() else name, ReadOptions(annotator="甲")).documents
        seconds, used = perf_counter() - begun, work() - worked
    assert came == documents, came
    told = f"{name} {way}, {documents} reports: {seconds:.2f} s, of the processor {used:.2f} s"
    beside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000
    with_it = f" and {beside:.0f} MB beside it" if beside else ""
    print(f"{told}; memory {before:.0f} MB before, {memory():.0f} MB at most{with_it}", flush=True)
    for leftover in FOLDER.glob(f"{name}.corpus*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


def work() -> float:
    """Seconds of the processor, those of processes that have ended included."""
    return sum(os.times()[:4])


def memory() -> float:
    """The most that this process has held so far, in MB; getrusage begins with the process that has started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1_000


if __name__ == "__main__":
    measure(sys.argv[1], sys.argv[2], int(sys.argv[3])) if len(sys.argv) > 1 else main()
