"""`make bench-corpus`: a large corpus made from a seed by the program's verbs, and how fast it answers. No test.

Sizes by variables: DOCUMENTS (100,000, of 3,000 characters, 20 annotations each) and IMPORTED (20,000, of 50 each). The
corpus is kept in out/bench-corpus/ and used again at the same size. Beside the time that passed stands the processor's
(of this process and those it has started), which other programs on the machine change less. Decisions follow each other
without a pause, or as those of a person who is quicker than any: one each 20 ms, of whose code and data less is in the
processor's own memory then.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time, sleep
from typing import NamedTuple

from corpora import PEOPLE, bundles

from annotator.corpus import Corpus, recall
from annotator.formats import formats
from annotator.work import settle

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = int(os.environ.get("DOCUMENTS", "100000"))
IMPORTED = int(os.environ.get("IMPORTED", "20000"))
ANNOTATIONS, IMPORTED_ANNOTATIONS, TURNS = 20, 50, 1_000
PACE = 0.02
"""seconds from one decision to the next"""
AFTER = 100
"""decisions that are still looked at when the backup has ended"""


def main() -> None:
    """Makes and measures."""
    folder = ROOT / "out" / "bench-corpus"
    folder.mkdir(parents=True, exist_ok=True)
    corpus = made(folder / f"{DOCUMENTS}.corpus")
    print(f"{corpus.stat().st_size / 1e9:.2f} GB")
    opening(corpus)
    asking(corpus)
    deciding(corpus)
    copying(corpus)
    importing(folder)


def made(path: Path) -> Path:
    """The corpus, made if there is none of this size."""
    draft = path.with_suffix(".draft")
    if not path.exists():
        for old in draft.parent.glob(f"{draft.name}*"):
            old.unlink()
        source = bundles(DOCUMENTS, ANNOTATIONS, decided=True)
        made_so = told(f"{DOCUMENTS} reports with {DOCUMENTS * ANNOTATIONS} annotations made")
        with made_so, closing(Corpus.create(draft, annotator=PEOPLE[0])) as corpus:
            while some := list(islice(source, 1_000)):
                corpus.add(some)
        draft.rename(path)
    return path


def opening(path: Path) -> None:
    """What the window does until the first report is there, without its widgets; and what comes later."""
    with told("open to the first report"):
        corpus = Corpus.open(path, annotator=PEOPLE[0])
        corpus.learn_later()
        ids = [id_ for id_, _ in next(corpus.slices(2_000))]
        corpus.rows_of(ids[:50])
        first = corpus.document(corpus.first_to_do() or "")
    with told("its suggestions, where the engine has yet to be made"):
        corpus.still_open(first.id, corpus.engine.suggest(first.text))
    with told("the next report"):
        second = corpus.document(corpus.beside(first.id, 1) or "")
        corpus.still_open(second.id, corpus.engine.suggest(second.text))
    corpus.close()
    with told("what people have taught, in the worker"):
        recall(path)


def asking(path: Path) -> None:
    """Searching and counting."""
    with closing(Corpus.open(path, annotator=PEOPLE[0])) as corpus:
        text = corpus.document("d7").text
        words = [text[at : at + 2] for at in range(200, 2_800, 26)]
        times = [timed(lambda word=word: list(islice(corpus.search(word), 50))) for word in words]
        tell_share("first 50 hits of two characters", times)
        tell_share(
            "how many reports hold two characters",
            [timed(lambda word=word: corpus.search_count(word)) for word in words],
        )
        tell_share("statistics", [timed(corpus.counts) for _ in range(20)])


def deciding(path: Path) -> None:
    """Decisions, each a step on the disk, with all that is learned from it."""
    learnt = recall(path)
    with closing(Corpus.open(path, annotator=PEOPLE[0])) as corpus:
        corpus.take_learnt(learnt)
        settle()
        tell_share("decisions without a pause", list(decisions(corpus, TURNS)))
        tell_share("their undo", [timed(corpus.undo) for _ in range(TURNS)])
        tell_share("a decision each 20 ms", list(decisions(corpus, TURNS, PACE)))
        for _ in range(TURNS):
            corpus.undo()


def decisions(corpus: Corpus, count: int, pace: float = 0.0) -> Iterator[Taken]:
    """What each takes, where one is begun each so many seconds."""
    next_ = perf_counter()
    for id_, _ in chain.from_iterable(corpus.slices(100)):  # 100,000 rows at once would be looked through for cycles
        for one in corpus.suggestions(id_)[:10]:
            if (early := next_ - perf_counter()) > 0:
                sleep(early)
            next_ = perf_counter() + pace
            yield timed(lambda one=one, id_=id_: corpus.accept(id_, one))
            count -= 1
            if not count:
                return


def copying(path: Path) -> None:
    """A backup in another process, and how long a decision takes meanwhile at most."""
    with closing(Corpus.open(path, annotator=PEOPLE[0])) as corpus:
        settle()
        script = "import sys; from pathlib import Path; from annotator.keeping import make_backup; "
        script += "make_backup(Path(sys.argv[1]))"
        with told("a backup"), subprocess.Popen([sys.executable, "-c", script, str(path)]) as process:
            times, ended = [], 0
            for one in decisions(corpus, sys.maxsize, PACE):
                times.append(one)
                ended += process.poll() is not None
                if ended > AFTER:
                    break
        tell_share("a decision while a backup is made, and just after it", times)
        for _ in times:
            corpus.undo()
    shutil.rmtree(f"{path}.backups")


def importing(folder: Path) -> None:
    """A file of JSON lines by the command line."""
    source, corpus = folder / f"{IMPORTED}.jsonl", folder / "imported.corpus"
    if not source.exists():
        with closing(Corpus.create(folder / "empty.corpus")) as empty:
            formats.get("jsonl").write(bundles(IMPORTED, IMPORTED_ANNOTATIONS, seed=5), empty.scheme, source)
        (folder / "empty.corpus").unlink()
    for old in folder.glob(f"{corpus.name}*"):
        old.unlink()
    program = [sys.executable, "-m", "annotator"]
    subprocess.run([*program, "new", str(corpus)], check=True, capture_output=True)
    with told(f"{IMPORTED} reports with {IMPORTED * IMPORTED_ANNOTATIONS} annotations imported"):
        subprocess.run([*program, "import", str(corpus), str(source)], check=True)
    print(f"most memory of a process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6:.2f} GB")


# ---- the clock


class Taken(NamedTuple):
    """Seconds."""

    clock: float
    processor: float


def timed(function: Callable[[], object]) -> Taken:
    begun, worked = perf_counter(), process_time()
    function()
    return Taken(perf_counter() - begun, process_time() - worked)


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + used.ru_utime + used.ru_stime


@contextmanager
def told(what: str) -> Iterator[None]:
    begun, worked = perf_counter(), processor()
    yield
    print(f"{what}: {perf_counter() - begun:.2f} s, of the processor {processor() - worked:.2f} s", flush=True)


def tell_share(what: str, times: list[Taken]) -> None:
    """Half of them and 99 of 100 take at most so long."""
    clock, processor = (shares([one[part] for one in times]) for part in (0, 1))
    print(f"{what} ({len(times)} times), ms: {clock}; of the processor: {processor}", flush=True)


def shares(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=100)
    said = (f"p{share} {cuts[share - 1] * 1e3:.2f}" for share in (50, 90, 99))
    return f"{', '.join(said)}, most {max(seconds) * 1e3:.2f}"


if __name__ == "__main__":
    main()
