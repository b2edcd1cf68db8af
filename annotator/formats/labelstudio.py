"""Label Studio's JSON: a list of tasks, each with a text, annotations of several people, and predictions.

Offsets are code points of the text. Exports in its short form ("JSON-MIN") are read too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator import plain
from annotator.errors import AnnotatorError
from annotator.formats.foreign import Foreign, document_in
from annotator.formats.format import SKIP, Format, ReadOptions, Written
from annotator.formats.jsonvalues import elements
from annotator.formats.parts import as_object, listed, offsets, word
from annotator.formats.registry import formats
from annotator.formats.saving import atomic_writer
from annotator.formats.scalars import spelled, survives, value_of
from annotator.formats.shapes import Place, Plain
from annotator.formats.source import Source
from annotator.formats.tally import HISTORY, Tally, joins_one_persons
from annotator.model import Annotation, AttributeValue, Bundle, Relation, Scheme
from annotator.plain import IMPORTED

EXTRACTOR = "label-studio 1"
LOSES = ("relations", "described", "adjudications", "decisions", "status", "origin", "scheme", HISTORY)
_LABELS = ("labels", "hypertextlabels")
_HEAD = re.compile(rb"[\s\xef\xbb\xbf]*[\[{]")
_KEYS = re.compile(rb'"(annotations|completions|predictions|completed_by|lead_time)"\s*:')
_ELSEWHERE = re.compile(r"\w+://\S+|/data/\S+")


_Where = tuple[tuple[int, int], str, list[Any]]


# ---- reading


def read(source: Source, options: ReadOptions) -> Iterator[Bundle]:
    """The tasks that have a text, one at a time. Tasks about pictures, sounds and web addresses are left out.

    Each annotator is one of ours, by e-mail, name or number; predictions are by the model's version. Raises
    AnnotatorError for broken JSON, for what is no task, for spans that do not fit, and where no task has a text.
    """
    found = False
    for place, value in elements(source, options.remark):
        task = as_object(value, place, "")
        bundle = _task(task, place, source, options)
        found = found or bundle is not None
        if bundle:
            yield bundle
    if not found:
        raise AnnotatorError("formats.no-text", path=source.name)


def _task(task: Plain, place: Place, source: Source, options: ReadOptions) -> Bundle | None:
    data = as_object(task.get("data", task), place, "data")
    said = list(_said(task, place, options))
    quotes = [quote for _, results, _ in said for quote in _quotes(results)]
    text = _text(data, quotes)
    if not text:
        options.leave_out("documents")
        return None
    title = data.get("title")
    document = document_in(source, place, text, EXTRACTOR, title if isinstance(title, str) else "")
    foreign = Foreign(document, options, quoted_as=_without_blanks)
    for who, results, predicted in said:
        _Results(foreign, who, place, predicted=predicted).take(results)
    return foreign.bundle()


def _text(data: Plain, quotes: list[str]) -> str:
    """Of the task's texts the one that holds all quotations: the one called "text", or else the longest."""
    texts = [value for value in data.values() if isinstance(value, str) and value and not _ELSEWHERE.fullmatch(value)]
    first = data.get("text")
    texts.sort(key=lambda text: (text is not first, -len(text)))
    if len(texts) > 1 and not all(quote in texts[0] for quote in quotes):
        wanted = [_without_blanks(quote) for quote in quotes]
        bare = {text: _without_blanks(text) for text in texts}
        texts.sort(key=lambda text: not all(quote in bare[text] for quote in wanted))
    return next(iter(texts), "")


def _without_blanks(text: str) -> str:
    """A quotation without what the browser makes of line ends, which it may also write as a backslash and an n."""
    return "".join(text.replace("\\n", "").split())


def _quotes(results: list[Any]) -> Iterator[str]:
    for result in results:
        value = result.get("value") if isinstance(result, dict) else None
        if isinstance(value, dict) and isinstance(value.get("text"), str) and "start" in value:
            yield value["text"]


def _said(task: Plain, place: Place, options: ReadOptions) -> Iterator[tuple[Plain, list[Any], bool]]:
    """Who said what, and whether that is a program: annotations, predictions, and the lists of the short form."""
    for key in ("annotations", "completions", "predictions"):
        for at, said in enumerate(listed(task, key, place)):
            part = f"{key}[{at}]"
            results = listed(as_object(said, place, part), "result", place, part)
            if said.get("was_cancelled"):
                options.leave_out("rejected", len(results))
            elif key == "predictions" and options.predictions == SKIP:
                options.leave_out("predictions", len(results))
            else:
                yield said, results, key == "predictions"
    if "data" not in task:
        for value in task.values():
            if isinstance(value, list) and value and all(isinstance(one, dict) and "labels" in one for one in value):
                by = {"completed_by": task.get("annotator")}
                yield by, [{"type": "labels", "value": one} for one in value], False


class _Results:
    """The results of one annotator on one task: spans, what is said of them, and relations between them."""

    def __init__(self, foreign: Foreign, who: Plain, place: Place, *, predicted: bool) -> None:
        self._foreign = foreign
        self._predicted, self._score = predicted, who.get("score")
        self._annotator, self._source = _annotator(who), str(who.get("model_version") or "")
        self._created, self._changed = (str(who.get(key) or "") for key in ("created_at", "updated_at"))
        self._place = place

    def take(self, results: list[Any]) -> None:
        spans, about, relations = [], defaultdict[str, dict[str, AttributeValue]](dict), []
        spanned = [one for one in results if isinstance(one, dict) and one.get("type") in _LABELS]
        ids = {str(one.get("id")) for one in spanned}
        for at, value in enumerate(results):
            result = as_object(value, self._place, f"result[{at}]")
            if result.get("type") in _LABELS:
                spans.append((f"result[{at}]", result))
            elif result.get("type") == "relation":
                relations.append(result)
            elif str(result.get("id")) in ids and (said := _attribute(result)) is not None:
                about[str(result["id"])][str(result.get("from_name"))] = said[0]
            else:
                self._foreign.leave_out("others")
        added: dict[str, Annotation | None] = {}
        for part, result in spans:
            added[str(result.get("id"))] = self._span(part, result, about[str(result.get("id"))])
        for relation in relations:
            ends = (added.get(str(relation.get(key))) for key in ("from_id", "to_id"))
            labels = listed(relation, "labels", self._place, "relation") or ["related"]
            self._foreign.relate(str(labels[0]), *ends)

    def _span(self, part: str, result: Plain, attributes: dict[str, AttributeValue]) -> Annotation | None:
        place, quote, labels = self._usual(result) or self._looked_at(part, result)
        meta = result.get("meta")
        notes = meta.get("text") if isinstance(meta, dict) else None
        first = None
        for label in labels:
            added = self._foreign.add(
                place,
                str(label),
                self._place,
                part=part,
                quote=quote or None,
                annotator=self._annotator,
                attributes=attributes,
                note="\n".join(map(str, notes)) if isinstance(notes, list) else str(notes or ""),
                source=self._source,
                created=self._created,
                changed=self._changed,
                predicted=self._predicted,
                score=_number(result.get("score", self._score)),
            )
            first = first or added
        return first

    @staticmethod
    def _usual(result: Plain) -> _Where | None:
        """Where a span is, what it quotes and its labels, if all of it is as Label Studio mostly writes it."""
        value = result.get("value")
        if type(value) is not dict or "globalOffsets" in value or result["type"] != "labels":
            return None
        start, end, quote, labels = map(value.get, ("start", "end", "text", "labels"))
        if type(start) is type(end) is int and type(quote) is str and type(labels) is list:
            return (start, end), quote, labels
        return None

    def _looked_at(self, part: str, result: Plain) -> _Where:
        """The same. Raises AnnotatorError for what is not as it must be."""
        value = as_object(result.get("value"), self._place, f"{part}.value")
        where = value.get("globalOffsets") or value
        place = offsets(where, ("start", "end"), self._place, f"{part}.value")
        quote = word(value, "text", self._place, part)
        return place, quote, listed(value, str(result["type"]), self._place, f"{part}.value")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _annotator(who: Plain) -> str:
    by = who.get("annotator") or who.get("completed_by") or who.get("model_version") or ""
    if isinstance(by, dict):
        names = " ".join(str(by.get(key) or "") for key in ("first_name", "last_name")).strip()
        return str(by.get("email") or names or by.get("id") or "")
    return str(by)


def _attribute(result: Plain) -> tuple[AttributeValue] | None:
    """The value that a result gives the span of the same id, in a tuple; None for what is no single value."""
    value = result.get("value")
    said = value.get(str(result.get("type"))) if isinstance(value, dict) else None
    if result.get("type") == "textarea":
        said = value.get("text") if isinstance(value, dict) else None
    one = said[0] if isinstance(said, list) and len(said) == 1 else said
    if isinstance(one, str):
        return (one if result["type"] == "textarea" else value_of(one),)
    return (one,) if isinstance(one, int | float) else None


# ---- writing


def write(bundles: Iterable[Bundle], scheme: Scheme, path: Path) -> Written:
    """One file, with an annotation of Label Studio for each annotator. Raises AnnotatorError as `atomic_writer` does.

    The annotator's name stands as "annotator": "completed_by" would have to be a user of the server that imports it.
    """
    choices = {kind.name for kind in scheme.attributes if kind.kind == "choice"}
    tally = Tally(LOSES)
    with atomic_writer(path) as stream:
        stream.write(b"[")
        for number, bundle in enumerate(bundles):
            stream.write(b",\n" if number else b"\n")
            stream.write(plain.dumps(_from_bundle(bundle, number + 1, choices)).encode())
            loose = sum(not joins_one_persons(bundle, one) for one in bundle.relations)
            tally.add(bundle, bundle.annotations, relations=loose)
        stream.write(b"\n]\n")
    return tally.written()


def _from_bundle(bundle: Bundle, number: int, choices: set[str]) -> Plain:
    people = list(dict.fromkeys(one.annotator for one in bundle.annotations))
    return {
        "id": number,
        "annotations": [_from_annotator(bundle, name, choices) for name in people],
        "predictions": list(_from_proposals(bundle, choices)),
        "data": {"title": bundle.document.title, "text": bundle.document.text},
    }


def _from_annotator(bundle: Bundle, name: str, choices: set[str]) -> Plain:
    own = [one for one in bundle.annotations if one.annotator == name]
    results = [result for one in own for result in _from_annotation(one, choices)]
    heads = {one.id for one in own}
    relations = [
        _from_relation(one) for one in bundle.relations if one.head in heads and joins_one_persons(bundle, one)
    ]
    times = sorted(filter(None, (one.created for one in own)))
    return {"annotator": name, "created_at": next(iter(times), ""), "result": results + relations}


def _from_proposals(bundle: Bundle, choices: set[str]) -> Iterator[Plain]:
    """What other programs suggest, as a prediction for each of them."""
    for source in dict.fromkeys(one.suggestion.source for one in bundle.proposals):
        results: list[Plain] = []
        for one in (one for one in bundle.proposals if one.suggestion.source == source):
            said = one.suggestion
            as_said = Annotation(one.id, "", "", said.span, said.label, said.text, said.attributes)
            results += ({**result, "score": said.score} for result in _from_annotation(as_said, choices))
        yield {"model_version": source.removeprefix(IMPORTED), "result": results}


def _from_annotation(annotation: Annotation, choices: set[str]) -> Iterator[Plain]:
    where = {"start": annotation.span.start, "end": annotation.span.end, "text": annotation.text}
    about = {"id": annotation.id, "to_name": "text"}
    labels = {**about, "from_name": "label", "type": "labels", "value": {**where, "labels": [annotation.label]}}
    yield labels | ({"meta": {"text": [annotation.note]}} if annotation.note else {})
    for name, value in annotation.attributes.items():
        kind, key, said = _kind(value, name in choices)
        yield {**about, "from_name": name, "type": kind, "value": {**where, key: said}}


def _kind(value: AttributeValue, is_choice: bool) -> tuple[str, str, Any]:
    """The control of Label Studio that gives such a value, the key in its results, and what stands there."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number", "number", value
    if isinstance(value, str) and not (is_choice and survives(value)):
        return "textarea", "text", [value]
    return "choices", "choices", [spelled(value)]


def _from_relation(relation: Relation) -> Plain:
    return {
        "type": "relation",
        "from_id": relation.head,
        "to_id": relation.target,
        "direction": "right",
        "labels": [relation.type],
    }


FORMAT = formats.register("label-studio")(
    Format(
        name="label-studio",
        title={"zh-Hans": "Label Studio JSON", "zh-Hant": "Label Studio JSON", "en": "Label Studio JSON"},
        suffixes=(".json",),
        unit="code points",
        loses=LOSES,
        read=read,
        write=write,
        recognises=lambda head: _HEAD.match(head) is not None and _KEYS.search(head) is not None,
    )
)
