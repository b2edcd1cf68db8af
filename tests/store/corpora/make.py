"""Makes a corpus of an older version: run by that version's own code, once, and the file is kept here.

In a checkout of the commit that is named in README.md: `PYTHONPATH=. python make.py v1.corpus`. The work is the same
for every version: imports, accepts, a correction, a rejection, an annotation by hand, a note, a term, an undo, a redo.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from annotator.corpus import Corpus
from annotator.model import Bundle, Document, SaidTerm, Span

TEXTS = {
    "宜州区工作总结": "𠮷林村实施易地扶贫搬迁工程，\r\n落实低保政策，👍🏽推广雨露計劃，发放补助300万元。",
    "觀塘區報告": "政府推行關愛基金，為低收入家庭提供津貼，並設立社區客廳。",
    "石门县通报": "全县实施产业扶贫，建立扶贫车间12个，带动贫困户脱贫致富。",
}


def work(path: Path) -> None:
    with closing(Corpus.create(path, annotator="小林")) as corpus:
        corpus.add(Bundle(Document(f"d{number}", *one)) for number, one in enumerate(TEXTS.items()))
        for document in ("d0", "d1"):
            first, *rest = corpus.suggestions(document)
            corpus.accept(document, first)
            if rest:
                corpus.reject(document, rest[-1])
        one = corpus.suggestions("d2")[0]
        corpus.correct("d2", one, span=Span(one.span.start, one.span.end + 1))
        corpus.annotate("d2", Span(0, 2), "Place")
        corpus.set_note(corpus.annotations("d2")[0].id, "县名待核")
        corpus.say_of_terms([SaidTerm("社区客厅", "Program", "", "shown")])
        if hasattr(corpus, "relate"):
            _relate(corpus)
        corpus.mark("d0", "done")
        corpus.undo()
        corpus.redo()
        corpus.undo()
    with closing(Corpus.open(path, annotator="陳太")) as corpus:
        corpus.annotate("d0", Span(1, 3), "Place")
        corpus.annotate("d0", Span(5, 13), "Measure")


def _relate(corpus: Corpus) -> None:
    """What versions from the second on can hold."""
    kind = corpus.scheme.relations[0]
    corpus.annotate("d1", Span(3, 7), kind.heads[0])
    corpus.annotate("d1", Span(18, 20), kind.targets[0])
    head, target = (one for one in corpus.annotations("d1") if one.span in (Span(3, 7), Span(18, 20)))
    corpus.relate(head.id, target.id, kind.name)
    corpus.describe("d1", {"region": "觀塘"})


if __name__ == "__main__":
    work(Path(sys.argv[1]))
