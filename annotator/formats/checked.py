"""Plain values out of a file, proven to be what they say before they become values of the model."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator import plain
from annotator.formats.shapes import (
    ADJUDICATED,
    ADJUDICATION,
    ANNOTATION,
    ATTRIBUTE_TYPE,
    CHOICE,
    DECISION,
    LABEL,
    ORIGIN,
    PAST,
    PROPOSAL,
    REASON,
    RELATION,
    RELATION_TYPE,
    SCHEME,
    SUGGESTION,
    Place,
    Plain,
    check,
    check_choice,
)
from annotator.model import (
    ACCEPT,
    CORRECT,
    DONE,
    NEW,
    OUTCOMES,
    REJECT,
    STARTED,
    Bundle,
    Document,
    Past,
    Scheme,
    text_hash,
)
from annotator.scheme import OVERLAPS, check_scheme
from annotator.text import Utf16


def checked_scheme(value: Plain, place: Place) -> Scheme:
    """The scheme. Raises AnnotatorError for a part that is missing or of the wrong kind, and for labels that clash."""
    value = {"relations": [], "document": [], "reasons": [], **value}  # which not every scheme has
    check(value, SCHEME, place, "scheme")
    check_choice(value["overlap"], OVERLAPS, place, "scheme.overlap")
    for at, label in enumerate(value["labels"]):
        check(label, LABEL, place, f"scheme.labels[{at}]")
    for part in ("attributes", "document"):
        for at, attribute in enumerate(value[part]):
            where = f"scheme.{part}[{at}]"
            check(attribute, ATTRIBUTE_TYPE, place, where)
            for number, choice in enumerate(attribute["choices"]):
                check(choice, CHOICE, place, f"{where}.choices[{number}]")
    for at, relation in enumerate(value["relations"]):
        check(relation, RELATION_TYPE, place, f"scheme.relations[{at}]")
    return check_scheme(plain.to_scheme(value), Path(place.path))


def checked_bundle(value: Plain, labels: frozenset[str], place: Place) -> Bundle:
    """The bundle of a document's line whose own keys are checked already.

    Raises AnnotatorError for a hash or length that is not the text's, a span outside of it, a slice that is not the
    text at its offsets, an annotation's label that the scheme has not. (A decision's may be one that it had.)
    """
    text = value["text"]
    _check_text(value, place)
    check(value["origin"], ORIGIN, place, "origin")
    for annotator, status in value["status"].items():
        check_choice(status, (NEW, STARTED, DONE), place, f"status.{annotator}")
    _check_annotations(value["annotations"], text, labels, place)
    _check_decisions(value["decisions"], text, place)
    _check_relations(value["relations"], value["annotations"], place)
    _check_adjudicated(value, text, labels, place)
    _check_proposals(value["proposals"], text, place)
    document = Document(value["id"], value["title"], text, plain.to_origin(value["origin"]))
    return Bundle(
        document,
        tuple(plain.to_annotation(one, document.id) for one in value["annotations"]),
        tuple(plain.to_decision(one, document.id) for one in value["decisions"]),
        value["status"],
        tuple(plain.to_relation(one, document.id) for one in value["relations"]),
        value["attributes"],
        tuple(plain.to_adjudication(one, document.id) for one in value["adjudications"]),
        tuple(plain.to_adjudicated(one, document.id) for one in value["adjudicated"]),
        tuple(plain.to_proposal(one, document.id) for one in value["proposals"]),
    )


def _check_text(value: Plain, place: Place) -> None:
    text = value["text"]
    if value["length"] != len(text):
        raise place.wrong("length", said=value["length"], length=len(text))
    if value["sha256"] != text_hash(text):
        raise place.wrong("hash", title=value["title"])


def _check_annotations(values: Iterable[object], text: str, labels: frozenset[str], place: Place) -> None:
    for at, value in enumerate(values):
        where = f"annotations[{at}]"
        annotation = check(value, ANNOTATION, place, where)
        if annotation["label"] not in labels:
            raise place.wrong("label", part=where, label=annotation["label"], labels=", ".join(sorted(labels)))
        _check_slice(annotation, text, place, where)


def _check_decisions(values: Iterable[object], text: str, place: Place) -> None:
    for at, value in enumerate(values):
        where = f"decisions[{at}]"
        decision = check(value, DECISION, place, where)
        check_choice(decision["kind"], (ACCEPT, CORRECT, REJECT), place, f"{where}.kind")
        suggestion = check(decision["suggestion"], SUGGESTION, place, f"{where}.suggestion")
        check(suggestion["why"], REASON, place, f"{where}.suggestion.why")
        _check_slice(suggestion, text, place, f"{where}.suggestion")


def _check_proposals(values: Iterable[object], text: str, place: Place) -> None:
    for at, value in enumerate(values):
        where = f"proposals[{at}]"
        _check_slice(check(value, PROPOSAL, place, where), text, place, where)


def checked_past(value: object, place: Place) -> Past:
    """An event of a document's history. Raises AnnotatorError for a part that is missing or of the wrong kind."""
    return plain.to_past(check(value, PAST, place))


def _check_relations(values: Iterable[object], annotations: Iterable[Plain], place: Place) -> None:
    ids = {annotation["id"] for annotation in annotations}
    for at, value in enumerate(values):
        where = f"relations[{at}]"
        relation = check(value, RELATION, place, where)
        for part in ("head", "target"):
            if relation[part] not in ids:
                raise place.wrong("no-end", part=f"{where}.{part}", id=relation[part])


def _check_adjudicated(value: Plain, text: str, labels: frozenset[str], place: Place) -> None:
    for at, one in enumerate(value["adjudications"]):
        where = f"adjudications[{at}]"
        adjudication = check(one, ADJUDICATION, place, where)
        check_choice(adjudication["outcome"], OUTCOMES, place, f"{where}.outcome")
        if not 0 <= adjudication["start"] < adjudication["end"] <= len(text):
            offsets = {"start": adjudication["start"], "end": adjudication["end"]}
            raise place.wrong("span", part=where, **offsets, length=len(text))
    ids = {one["id"] for one in value["adjudications"]}
    for at, one in enumerate(value["adjudicated"]):
        where = f"adjudicated[{at}]"
        gold = check(one, ADJUDICATED, place, where)
        if gold["adjudication"] not in ids:
            raise place.wrong("no-end", part=f"{where}.adjudication", id=gold["adjudication"])
        if gold["label"] not in labels:
            raise place.wrong("label", part=where, label=gold["label"], labels=", ".join(sorted(labels)))
        _check_slice(gold, text, place, where)


def _check_slice(value: Plain, text: str, place: Place, where: str) -> None:
    start, end, said = value["start"], value["end"], value["text"]
    inside = 0 <= start < end <= len(text)
    if inside and text[start:end] == said:
        return
    offsets = {"part": where, "start": start, "end": end}
    if _is_utf16_slice(start, end, text, said):
        raise place.wrong("slice-utf16", **offsets, said=_short(said))
    if not inside:
        raise place.wrong("span", **offsets, length=len(text))
    raise place.wrong("slice", **offsets, said=_short(said), found=_short(text[start:end]))


def _is_utf16_slice(start: int, end: int, text: str, said: str) -> bool:
    if not 0 <= start < end:
        return False
    converter = Utf16(text)
    return text[converter.code_points(start) : converter.code_points(end)] == said != ""


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
