"""The verbs: all that a person can do with a corpus, one method each. Each that changes something returns Changes."""

from annotator.corpus.adding import Added
from annotator.corpus.adjudicating import Plan, Verdict
from annotator.corpus.apart import interventions_of, picture_of
from annotator.corpus.corpus import Corpus, make_demo, writable_formats
from annotator.corpus.finding import Wish, open_of
from annotator.corpus.guidelines import Example
from annotator.corpus.insights import PICTURES
from annotator.corpus.looking import Looked, look_at, read_whole
from annotator.corpus.merging import Brought
from annotator.corpus.overview import Ids, listed
from annotator.corpus.reviewing import Case, QueueRow, queue_of
from annotator.corpus.scheming import SchemeUses, without_label, write_scheme
from annotator.corpus.selecting import Selection
from annotator.corpus.shares import Share
from annotator.corpus.training import Learned, learn
from annotator.corpus.view import NONE, OTHER, STALE, USED, login_name
from annotator.formats import Format, ReadOptions, Written
from annotator.formats.format import ANNOTATIONS, SKIP
from annotator.formats.grid import write_grid
from annotator.formats.losses import losses_path
from annotator.reports import ReadFile
from annotator.review.rules import Rule
from annotator.store import Sought
from annotator.suggest import Known, Pair, Said, uncertainty

__all__ = [
    "ANNOTATIONS", "NONE", "OTHER", "PICTURES", "SKIP", "STALE", "USED", "Added", "Brought", "Case", "Corpus",
    "Example", "Format", "Ids", "Known", "Learned", "Looked", "Pair", "Plan", "QueueRow", "ReadFile", "ReadOptions",
    "Rule", "Said", "SchemeUses", "Selection", "Share", "Sought", "Verdict", "Wish", "Written", "interventions_of",
    "learn", "listed", "login_name", "look_at", "losses_path", "make_demo", "open_of", "picture_of", "queue_of",
    "read_whole", "uncertainty", "without_label", "writable_formats", "write_grid", "write_scheme",
]  # fmt: skip
