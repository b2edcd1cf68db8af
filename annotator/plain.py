"""The values of the model as plain dictionaries and back: what JSON, the store's columns and the worker carry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from os.path import isfile
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError
from annotator.model import (
    Adjudicated,
    Adjudication,
    Annotation,
    AttributeType,
    Choice,
    Decision,
    Label,
    Origin,
    Past,
    Proposal,
    Reason,
    Relation,
    RelationType,
    RowChange,
    Scheme,
    Span,
    Suggestion,
)
from annotator.resources import resource
from annotator.scheme import check_scheme

Plain = dict[str, Any]

IMPORTED = "imported: "
"""What the sources of other programs' suggestions begin with; their names follow."""


_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))  # json.dumps would make one a call
_MAKE: Any = getattr(json.encoder, "c_make_encoder", None)  # CPython's; another Python need not have it
_PLAINLY = _MAKE and _MAKE(None, _JSON.default, json.encoder.encode_basestring, None, ":", ",", False, False, False)
"""What an encoder makes anew at each call, made once, in C: a row is written four times, and files bring millions."""


def dumps(value: object) -> str:
    """One line of JSON, letters as they are, keys in the order given; NaN is refused with ValueError."""
    return "".join(_PLAINLY(value, 0)) if _PLAINLY else _JSON.encode(value)


def from_suggestion(suggestion: Suggestion) -> Plain:
    """Offsets as `start` and `end`, half-open code points; `why` as `from_reason` gives it."""
    return {
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "label": suggestion.label,
        "text": suggestion.text,
        "score": suggestion.score,
        "source": suggestion.source,
        "why": from_reason(suggestion.why),
        "attributes": dict(suggestion.attributes),
    }


def to_suggestion(plain: Mapping[str, Any]) -> Suggestion:
    """The other way. Raises KeyError where a part is missing, ValueError for offsets that are no span."""
    return Suggestion(
        span=Span(plain["start"], plain["end"]),
        label=plain["label"],
        text=plain["text"],
        score=plain["score"],
        source=plain["source"],
        why=to_reason(plain["why"]),
        attributes=dict(plain["attributes"]),
    )


def from_reason(reason: Reason) -> Plain:
    """`{"key": …, "words": {…}}`."""
    return {"key": reason.key, "words": dict(reason.words)}


def to_reason(plain: Mapping[str, Any]) -> Reason:
    """The other way; words stay in the order of the object."""
    return Reason(plain["key"], tuple(plain["words"].items()))


def from_proposal(proposal: Proposal) -> Plain:
    """All but the document, and the reason, which follows from the source."""
    plain = {"id": proposal.id, **from_suggestion(proposal.suggestion)}
    del plain["why"]
    return plain


def to_proposal(plain: Mapping[str, Any], document: str) -> Proposal:
    """The other way, in the document of that id. Raises ValueError for offsets that are no span."""
    why = Reason("suggest.why-imported", (("source", plain["source"].removeprefix(IMPORTED)),))
    suggestion = to_suggestion({**plain, "why": from_reason(why)})
    return Proposal(plain["id"], document, suggestion)


def from_past(past: Past) -> Plain:
    """An event of a document's history; `before` and `after` are the row, or null where it was not there."""
    change = past.change
    return {
        "id": past.id,
        "step": past.step,
        "kind": past.kind,
        "name": past.name,
        "who": past.who,
        "time": past.time,
        "table": change.table,
        "row": change.row,
        "before": change.before,
        "after": change.after,
    }


def to_past(plain: Mapping[str, Any]) -> Past:
    """The other way."""
    change = RowChange(plain["table"], plain["row"], plain["before"], plain["after"])
    return Past(plain["id"], plain["step"], plain["kind"], plain["name"], plain["who"], plain["time"], change)


def from_annotation(annotation: Annotation) -> Plain:
    """All but the document, which stands around it; offsets as `start` and `end`, half-open code points."""
    return _inside(annotation)


_NAMES = {
    kind: tuple(one.name for one in fields(kind) if one.name not in ("id", "document", "span"))
    for kind in (Annotation, Relation, Adjudication, Adjudicated)
}


def _inside(said: Annotation | Relation | Adjudication | Adjudicated) -> Plain:
    """What is said in a document, without the document; a span's offsets stand behind the id."""
    plain: Plain = {name: getattr(said, name) for name in _NAMES[type(said)]}  # asdict takes five times as long
    offsets = {"start": said.span.start, "end": said.span.end} if not isinstance(said, Relation) else {}
    if "attributes" in plain:
        plain["attributes"] = dict(plain["attributes"])
    if "versions" in plain:
        plain["versions"] = list(plain["versions"])
    return {"id": said.id, **offsets, **plain}


def to_annotation(plain: Mapping[str, Any], document: str) -> Annotation:
    """The other way, in the document of that id. Raises ValueError for offsets that are no span."""
    return Annotation(  # spelled out: a file may bring a million
        plain["id"],
        document,
        plain["annotator"],
        Span(plain["start"], plain["end"]),
        plain["label"],
        plain["text"],
        plain["attributes"],
        plain["note"],
        plain["source"],
        plain["created"],
        plain["changed"],
    )


def from_decision(decision: Decision) -> Plain:
    """All but the document, which stands around it."""
    return {
        "id": decision.id,
        "annotator": decision.annotator,
        "kind": decision.kind,
        "suggestion": from_suggestion(decision.suggestion),
        "engine": decision.engine,
        "annotation": decision.annotation,
        "time": decision.time,
    }


def to_decision(plain: Mapping[str, Any], document: str) -> Decision:
    """The other way, in the document of that id. Raises ValueError for offsets that are no span."""
    return Decision(**{**plain, "suggestion": to_suggestion(plain["suggestion"]), "document": document})


def from_relation(relation: Relation) -> Plain:
    """All but the document, which stands around it."""
    return _inside(relation)


def to_relation(plain: Mapping[str, Any], document: str) -> Relation:
    """The other way, in the document of that id."""
    return Relation(**plain, document=document)


def from_adjudication(adjudication: Adjudication) -> Plain:
    """All but the document, which stands around it; offsets as `start` and `end`, half-open code points."""
    return _inside(adjudication)


def to_adjudication(plain: Mapping[str, Any], document: str) -> Adjudication:
    """The other way, in the document of that id. Raises ValueError for offsets that are no span."""
    rest = {key: value for key, value in plain.items() if key not in ("start", "end", "versions")}
    span, versions = Span(plain["start"], plain["end"]), tuple(plain["versions"])
    return Adjudication(**rest, document=document, span=span, versions=versions)


def from_adjudicated(one: Adjudicated) -> Plain:
    """All but the document, which stands around it; offsets as `start` and `end`, half-open code points."""
    return _inside(one)


def to_adjudicated(plain: Mapping[str, Any], document: str) -> Adjudicated:
    """The other way, in the document of that id. Raises ValueError for offsets that are no span."""
    rest = {key: value for key, value in plain.items() if key not in ("start", "end")}
    return Adjudicated(**rest, document=document, span=Span(plain["start"], plain["end"]))


def from_origin(origin: Origin) -> Plain:
    """An object of strings."""
    return asdict(origin)


def to_origin(plain: Mapping[str, Any]) -> Origin:
    """The other way. Raises TypeError for a key that an origin has not."""
    return Origin(**plain)


def from_scheme(scheme: Scheme) -> Plain:
    """The form of resources/schemes/*.json; the team's reasons only where it has a list of its own."""
    made: Plain = json.loads(dumps(asdict(scheme)))  # tuples become the lists they were
    if not scheme.reasons:
        del made["reasons"]
    return made


def to_scheme(plain: Mapping[str, Any]) -> Scheme:
    """Raises KeyError or TypeError where a part is missing: `read_scheme` says that in a sentence."""
    labels = [Label(**{**label, "examples": _tuple(label["examples"])}) for label in plain["labels"]]
    relations = [
        RelationType(**{**kind, "heads": _tuple(kind["heads"]), "targets": _tuple(kind["targets"])})
        for kind in plain.get("relations", ())
    ]
    return Scheme(
        plain["name"],
        plain["title"],
        plain["overlap"],
        tuple(labels),
        tuple(map(_attribute, plain["attributes"])),
        tuple(relations),
        tuple(map(_attribute, plain.get("document", ()))),
        _tuple(plain.get("reasons", [])),
    )


def _attribute(plain: Mapping[str, Any]) -> AttributeType:
    return AttributeType(
        name=plain["name"],
        title=plain["title"],
        labels=_tuple(plain.get("labels", [])),
        kind=plain["kind"],
        choices=tuple(Choice(**choice) for choice in plain.get("choices", ())),
    )


def _tuple(values: object) -> tuple[str, ...]:
    """Of a list. Raises TypeError for anything else: a string would come apart into its letters."""
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is no list")
    return tuple(values)


def read_scheme(name_or_path: str = "poverty") -> Scheme:
    """A scheme that ships with the program, by name, or one from a JSON file of the same form.

    Raises AnnotatorError when there is no such scheme or file, or it is not a scheme.
    """
    shipped = resource("schemes", f"{name_or_path}.json")
    path = shipped if isfile(shipped) else Path(name_or_path)
    if not isfile(path):
        names = ", ".join(sorted(p.stem for p in resource("schemes").glob("*.json")))
        raise AnnotatorError("scheme.missing", name=name_or_path, names=names)
    try:
        scheme = to_scheme(json.loads(path.read_text("utf-8-sig")))
        dumps(from_scheme(scheme)).encode()  # NaN and lone surrogates are JSON to Python, and no corpus can keep them
    except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
        raise AnnotatorError("scheme.unreadable", path=path, reason=f"{type(error).__name__}: {error}") from error
    return check_scheme(scheme, path)


@lru_cache(maxsize=4)
def scheme_of(body: str) -> Scheme:
    """The scheme as a corpus keeps it: JSON that `from_scheme` and `dumps` made."""
    return to_scheme(json.loads(body))
