"""The verbs: all that a person can do with a corpus, one method each. Each that changes something returns Changes."""

from annotator.corpus.adding import Added
from annotator.corpus.corpus import Corpus, make_demo, writable_formats
from annotator.corpus.merging import Brought
from annotator.corpus.reviewing import Verdict
from annotator.corpus.selecting import Selection
from annotator.corpus.shares import Share
from annotator.corpus.training import Learned, learn
from annotator.corpus.view import NONE, OTHER, STALE, USED, login_name
from annotator.formats import Written
from annotator.reports import ReadFile
from annotator.suggest import Known, Pair, Said, uncertainty

__all__ = [
    "NONE", "OTHER", "STALE", "USED", "Added", "Brought", "Corpus", "Known", "Learned", "Pair", "ReadFile", "Said",
    "Selection", "Share", "Verdict", "Written", "learn", "login_name", "make_demo", "uncertainty", "writable_formats",
]  # fmt: skip
