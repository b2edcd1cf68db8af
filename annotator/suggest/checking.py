"""What others' suggesters give is looked at before it is believed: their code is not ours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import NoneType
from typing import Any

from annotator.errors import AnnotatorError
from annotator.model import Reason, Span, Suggestion
from annotator.suggest.find import Find


def checked(name: str, one: Any, text: str, labels: Collection[str] | None) -> Find:
    """A suggestion that the suggester of this name gave on a text.

    Raises AnnotatorError, which says what is wrong with it: no Suggestion, a span outside the text, another text than
    its slice, a label that is not among `labels`, a field of another type or range.
    """
    if not isinstance(one, Suggestion):
        raise AnnotatorError("plugins.no-suggestion", name=name, type=type(one).__name__)
    start, end = _span(name, one.span, text)
    for field, fits in _FITS.items():
        if not fits(getattr(one, field)):
            raise AnnotatorError("plugins.wrong-field", name=name, field=field, value=repr(getattr(one, field))[:80])
    if one.text != text[start:end]:
        raise AnnotatorError("plugins.other-text", name=name, start=start, end=end)
    if labels is not None and one.label not in labels:
        raise AnnotatorError("plugins.no-label", name=name, label=one.label, labels=", ".join(sorted(labels)))
    return Find(start, end, one.label, float(one.score), one.source, one.why, {**one.attributes})


def _span(name: str, span: Any, text: str) -> tuple[int, int]:
    if not isinstance(span, Span) or not type(span.start) is type(span.end) is int:
        raise AnnotatorError("plugins.wrong-field", name=name, field="span", value=repr(span)[:80])
    if span.end > len(text):
        raise AnnotatorError("plugins.outside", name=name, start=span.start, end=span.end, length=len(text))
    return span.start, span.end


def _is_score(score: Any) -> bool:
    return isinstance(score, int | float) and 0 <= score <= 1


def _is_text(text: Any) -> bool:
    return type(text) is str  # not one of a class of theirs, which could not leave the process


def _is_name(name: Any) -> bool:
    return _is_text(name) and bool(name)


def _is_reason(why: Any) -> bool:
    return type(why) is Reason and _is_name(why.key) and type(why.words) is tuple and all(map(_is_pair, why.words))


def _is_pair(pair: Any) -> bool:
    return type(pair) is tuple and len(pair) == 2 and all(map(_is_text, pair))


def _are_attributes(attributes: Any) -> bool:
    return isinstance(attributes, Mapping) and all(
        _is_text(key) and type(value) in _VALUES for key, value in attributes.items()
    )


_VALUES = (str, int, float, bool, NoneType)
_FITS = {
    "label": _is_name,
    "text": _is_text,
    "score": _is_score,
    "source": _is_name,
    "why": _is_reason,
    "attributes": _are_attributes,
}
