"""The page of the corpus: all reports at a glance, and words in context."""

from annotator.ui.corpuspage.page import CorpusPage

__all__ = ["CorpusPage"]
