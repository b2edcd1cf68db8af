"""Reports on their own, without a corpus: see what is suggested in them, score that against gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from os.path import isdir
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.i18n import Words
from annotator.incoming import read_files
from annotator.model import Bundle, PersonalRule, Scheme, Span, Suggestion, SuggestionKey
from annotator.resources import seeds
from annotator.review.score import Labelled, Scores, score
from annotator.suggest import (
    Engine,
    Personal,
    Taught,
    document_uncertainty,
    most_uncertain_first,
    preferred,
    unanswered,
)

Answers = tuple[Sequence[SuggestionKey], Sequence[Span]]
"""What somebody has said of a text's suggestions: those that are decided on, and where annotations stand, by start."""
_ENOUGH = 2_000
"""code points that have something for most rules"""


def suggested_line(bundle: Bundle, name: str, suggestions: Iterable[Suggestion], words: Words) -> dict[str, Any]:
    """A document's suggestions as machines read them: offsets in code points, the reason as a sentence."""
    return {
        "document": name,
        "sha256": bundle.document.sha256,
        "length": len(bundle.document.text),
        "suggestions": [plain.from_suggestion(one) | {"why": words.reason(one.why)} for one in suggestions],
    }


def by_uncertainty(suggestions: Iterable[Suggestion], length: int) -> tuple[float, list[Suggestion]]:
    """How uncertain a document of this length is (bits for each thousand code points), and its suggestions, the least

    certain first.
    """
    found = most_uncertain_first(suggestions)
    return round(document_uncertainty(found, length), 3), found


def evaluate(gold: Path, engine: Engine | Taught, scheme: Scheme) -> tuple[Scores, list[AnnotatorError]]:
    """Scores an engine's suggestions on the .txt files of a folder, in marks form (or on one such file).

    Folders below it are other folds and stay out. Broken files are returned as faults. Raises AnnotatorError when there
    is no such folder, and when none of its files can be read.
    """
    paths = sorted(gold.glob("*.txt")) if isdir(gold) else [gold]
    theirs: dict[str, list[Labelled]] = {}
    ours: dict[str, list[Labelled]] = {}
    faults: list[AnnotatorError] = []
    for file in read_files(paths, "marks"):
        if file.fault:
            faults.append(file.fault)
        for bundle in file.bundles:
            name = str(file.path)
            theirs[name] = [(annotation.span, annotation.label) for annotation in bundle.annotations]
            ours[name] = [(one.span, one.label) for one in engine.suggest(bundle.document.text)]
    if not theirs:
        raise faults[0] if faults else AnnotatorError("reports.no-gold", path=gold)
    return score(theirs, ours, labels=[label.name for label in scheme.labels]), faults


def engine_for(scheme: Scheme, model: bytes = b"") -> Engine:
    """The engine whose suggestions have the labels of a scheme, and overlap as it allows.

    `model` are the bytes of a corpus's own model; without them the one that ships takes part. Raises AnnotatorError
    where they are damaged or another version's.
    """
    return _engine(scheme.overlap, tuple(label.name for label in scheme.labels), model)


@dataclass(frozen=True, slots=True)
class Ways:
    """All that a worker process needs in order to suggest as a corpus does: its scheme, people's rules, its model."""

    scheme: Scheme
    rules: tuple[PersonalRule, ...] = ()
    model: bytes = field(default=b"", repr=False)

    @property
    def engine(self) -> Engine:
        """Made at the first call in a process, and stays."""
        return engine_for(self.scheme, self.model)


def warm_up() -> None:
    """For a worker process that has nothing to do yet: reads what suggesting needs, so that the first text is quick."""
    text = next(iter(sorted(seeds().glob("*.txt")))).read_text("utf-8")
    Engine().suggest(text[:_ENOUGH])


def keep_for_later() -> None:
    """For a worker process that has nothing more to do: keeps what makes the next start quicker, gives memory back."""
    from annotator.suggest.preparing import keep_prepared
    from annotator.work import give_back_memory

    keep_prepared()
    give_back_memory()


def fall_asleep() -> None:
    """For a worker process of which nothing has been asked for a while: lets go of what is soon read again."""
    from annotator.text import forget_words
    from annotator.work import give_back_memory

    forget_words()
    give_back_memory()


def suggest_text(text: str, ways: Ways) -> tuple[list[Suggestion], list[AnnotatorError]]:
    """An engine's suggestions in a text, and which plug-ins are switched off since the last call, and why.

    For a worker process: the engine is made at the first call and stays.
    """
    engine = ways.engine
    return engine.suggest(text), engine.take_faults()


def suggest_texts(texts: Sequence[str], ways: Ways) -> list[list[Suggestion]]:
    """An engine's suggestions in each of the texts, as `suggest_text` gives them for one. For a worker process."""
    return [ways.engine.suggest(text) for text in texts]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many suggestions a text has, those of the rules and those decided on among them, and how uncertain they are:

    bits for each thousand code points, 0 for certainty.
    """

    suggestions: int
    uncertainty: float


def count_suggestions(
    text: str, ways: Ways, imported: Sequence[Suggestion] = (), answers: Answers = ((), ())
) -> Counted:
    """For a worker process: two numbers come back sooner than the suggestions would.

    `imported` are those of other programs that files brought, `answers` what somebody has said of suggestions already.
    """
    overlap = ways.scheme.overlap
    own = ways.engine.suggest(text)
    joined = preferred(imported, own, overlap=overlap) if imported else own
    found = Personal(ways.rules).joined(text, joined, overlap=overlap)
    open_ = unanswered(found, *answers, overlap=overlap)
    return Counted(len(open_) + len(answers[0]), round(document_uncertainty(found, len(text)), 3))


@lru_cache(maxsize=4)
def _engine(overlap: str, labels: tuple[str, ...], model: bytes) -> Engine:
    """Made once: it reads the lexicons, and answers by the text alone."""
    if not model:
        return Engine(overlap=overlap, labels=labels)
    from annotator.suggest.learned.model import Model

    return _engine(overlap, labels, b"").with_model(Model.from_bytes(model))
