"""The verbs: all that a person can do with a corpus, one method each. Each that changes something returns Changes."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from annotator.corpus.adding import Added
from annotator.corpus.adjudicating import Plan, Verdict
from annotator.corpus.apart import gammas_of, interventions_of, measure, picture_of, queue_of, report_of
from annotator.corpus.corpus import Corpus, make_demo, writable_formats
from annotator.corpus.finding import Wish, open_of
from annotator.corpus.guidelines import Example
from annotator.corpus.insights import PICTURES
from annotator.corpus.learning import Learnt, recall
from annotator.corpus.looking import Looked, look_at
from annotator.corpus.matching import Matched, get_ready, matched
from annotator.corpus.measuring import Measured, gamma_over, save_report
from annotator.corpus.merging import Brought
from annotator.corpus.overview import Ids, listed
from annotator.corpus.reviewing import Case, QueueRow
from annotator.corpus.scheming import SchemeUses, without_label, write_scheme
from annotator.corpus.selecting import Selection
from annotator.corpus.shares import Share
from annotator.corpus.standing import Shift, Standing
from annotator.corpus.sureness import Proven, is_sure
from annotator.corpus.training import Learned, learn
from annotator.corpus.view import NONE, OTHER, STALE, USED, login_name
from annotator.formats import Format, ReadOptions, Written
from annotator.formats.format import ANNOTATIONS, SKIP, SUGGESTIONS
from annotator.formats.grid import write_grid
from annotator.formats.losses import losses_path
from annotator.formats.sheets import Piece, Press, Printing, Sheet
from annotator.incoming import Incoming
from annotator.incoming.ahead import Ahead, Far
from annotator.review.rules import RULES, Rule, read_rule
from annotator.review.versions import Cluster, Version, VersionSpan
from annotator.store import Sought
from annotator.suggest import Known, Pair, Said, uncertainty

if TYPE_CHECKING:
    from annotator.review.against import Against
    from annotator.review.agreement import Agreement
    from annotator.review.gamma import gamma_is_there
    from annotator.review.numbers import Number
    from annotator.review.report import Page

_LATE = {
    "Against": "against", "Agreement": "agreement", "Number": "numbers", "Page": "report", "gamma_is_there": "gamma",
}  # fmt: skip
"""names of annotator.review that bring numpy along, imported by whoever asks for them first"""

__all__ = [
    "ANNOTATIONS", "NONE", "OTHER", "PICTURES", "RULES", "SKIP", "STALE", "SUGGESTIONS", "USED", "Added", "Against",
    "Agreement", "Ahead", "Brought", "Case", "Cluster", "Corpus", "Example", "Far", "Format", "Ids", "Incoming",
    "Known", "Learned", "Learnt", "Looked", "Matched", "Measured", "Number", "Page", "Pair", "Piece", "Plan", "Press",
    "Printing", "Proven", "QueueRow", "ReadOptions", "Rule", "Said", "SchemeUses", "Selection", "Share", "Sheet",
    "Shift", "Sought", "Standing", "Verdict", "Version", "VersionSpan", "Wish", "Written", "gamma_is_there",
    "gamma_over", "gammas_of", "get_ready", "interventions_of", "is_sure", "learn", "listed", "login_name", "look_at",
    "losses_path", "make_demo", "matched", "measure", "open_of", "picture_of", "queue_of", "read_rule", "recall",
    "report_of", "save_report", "uncertainty", "without_label", "writable_formats", "write_grid", "write_scheme",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"annotator.review.{_LATE[name]}"), name)
