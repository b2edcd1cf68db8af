"""Reports about stones, which nothing that ships would suggest: what a model learns of them it has from here."""

from __future__ import annotations

from pathlib import Path

from annotator.corpus import Corpus
from annotator.model import DONE, Bundle, Document

STONES = ("青晶石", "赤晶石", "墨晶石", "银晶石", "黄晶石", "紫晶石")
FRAMES = ("矿工在山里挖出{}。", "村民把{}卖到城里。", "人们都说{}很值钱。", "今天没有人上山，{}还在洞里。")
UNSEEN = "孩子在山里挖出碧晶石。"
"""a report with a stone of its own"""


def finished(path: Path, *first: Document) -> Corpus:
    """A new corpus, open: the given documents, and after them six finished reports with their stones annotated."""
    corpus = Corpus.create(path, annotator="李")
    corpus.add(Bundle(document) for document in first)
    for at, stone in enumerate(STONES):
        text = "\n".join(frame.format(stone) for frame in FRAMES[at % 4 :] + FRAMES[:1])
        corpus.add([Bundle(Document(stone, stone, text))])
        for place in corpus.occurrences(stone, [stone]):
            corpus.annotate(stone, place.span, "Program")
        corpus.mark(stone, DONE)
    return corpus
