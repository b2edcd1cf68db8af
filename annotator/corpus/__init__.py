"""The verbs: all that a person can do with a corpus, one method each. Each that changes something returns Changes."""

from annotator.corpus.adding import Added
from annotator.corpus.apart import interventions_of, picture_of
from annotator.corpus.corpus import Corpus, make_demo, writable_formats
from annotator.corpus.guidelines import Example
from annotator.corpus.insights import PICTURES
from annotator.corpus.merging import Brought
from annotator.corpus.reviewing import Verdict
from annotator.corpus.scheming import SchemeUses, without_label, write_scheme
from annotator.corpus.selecting import Selection
from annotator.corpus.shares import Share
from annotator.corpus.training import Learned, learn
from annotator.corpus.view import NONE, OTHER, STALE, USED, login_name
from annotator.formats import Written
from annotator.formats.grid import write_grid
from annotator.reports import ReadFile
from annotator.suggest import Known, Pair, Said, uncertainty

__all__ = [
    "NONE", "OTHER", "PICTURES", "STALE", "USED", "Added", "Brought", "Corpus", "Example", "Known", "Learned", "Pair",
    "ReadFile", "Said", "SchemeUses", "Selection", "Share", "Verdict", "Written", "interventions_of", "learn",
    "login_name", "make_demo", "picture_of", "uncertainty", "without_label", "writable_formats", "write_grid",
    "write_scheme",
]  # fmt: skip
