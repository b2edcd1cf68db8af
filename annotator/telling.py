"""A step of the history in a line that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from annotator.i18n import Words, on_one_line
from annotator.model import Entry, RowChange, Scheme, Step, Versions, net


@dataclass(frozen=True, slots=True)
class Speech:
    """A language, and the scheme whose labels are called by their titles in it; without one they go by their names."""

    words: Words
    scheme: Scheme | None = None

    def __call__(self, key: str, **fields: object) -> str:
        return self.words(key, **fields)

    def label(self, name: str) -> str:
        return self._title(name, self.scheme.label(name) if self.scheme else None)

    def relation(self, name: str) -> str:
        return self._title(name, self.scheme.relation(name) if self.scheme else None)

    def attribute(self, name: str) -> str:
        """One of documents."""
        kinds = self.scheme.document if self.scheme else ()
        return self._title(name, next((kind for kind in kinds if kind.name == name), None))

    def _title(self, name: str, of: _Titled | None) -> str:
        return self.words.pick(of.title) if of else name


class _Titled(Protocol):
    @property
    def title(self) -> Versions: ...


Row = Mapping[str, Any]
Teller = Callable[[RowChange, Sequence[RowChange], Speech], str]
"""One row's line; the other changes of the step and the language come with it."""

_NOTHING = "—"
_MOST = 3
"""How many rows of a step are told; the number of the others follows."""


def described(entry: Entry, titles: Mapping[str, str], words: Words, scheme: Scheme | None = None) -> str:
    """Who did what, in which document, and what it was before and after, on one line.

    With a scheme its labels are called by their titles, else by the names that files know.
    """
    return "  ".join([on_one_line(entry.step.annotator), *parts(entry, titles, words, scheme)]).rstrip()


def parts(entry: Entry, titles: Mapping[str, str], words: Words, scheme: Scheme | None = None) -> list[str]:
    """What was done, perhaps in which document, and what it was before and after: each on one line."""
    step = entry.step
    changes = _what_came_of(entry.changes)
    within = {(one.after or one.before or {}).get("document") for one in changes}
    documents = [one for one in step.documents if one in within] or step.documents
    reports = [] if _of("documents", changes) else [titles[one] for one in documents if one in titles]
    where = [_where(on_one_line(reports[0]), len(reports), words)] if reports else []
    return [name_of(entry, words), *where, _told_as_far(entry, changes, Speech(words, scheme))]


def _where(first: str, count: int, words: Words) -> str:
    return first if count == 1 else words("telling.reports", first=first, count=count)


def _what_came_of(changes: Sequence[RowChange]) -> Sequence[RowChange]:
    """A merge writes a row several times, and a report that both had goes on under another id: no news to anybody."""
    differ = net(changes)
    came, went = ({text for one in differ if (text := _text_of(one, here))} for here in (True, False))
    news = [one for one in differ if not {_text_of(one, True), _text_of(one, False)} & came & went]
    return _without_replaced(news) or differ or changes


def _without_replaced(changes: Sequence[RowChange]) -> list[RowChange]:
    """A verdict gives way to another on the same words, which tells enough."""
    said = {_words_of(one.after) for one in _of("adjudications", changes) if one.after}
    return [
        one for one in changes
        if one.table != "adjudications" or one.after or _words_of(one.before or {}) not in said
    ]  # fmt: skip


def _words_of(verdict: Row) -> tuple[object, ...]:
    return tuple(verdict.get(name) for name in ("document", "start", "end"))


def _text_of(change: RowChange, came: bool) -> str | None:
    """The hash of the text of a report that came, or that went."""
    row, other = (change.after, change.before) if came else (change.before, change.after)
    return row.get("sha256") if change.table == "documents" and row and other is None else None


def _told_as_far(entry: Entry, changes: Sequence[RowChange], words: Speech) -> str:
    """What was before and after; nothing where rows of another corpus lack what ours have."""
    try:
        return _told(changes, words)
    except (KeyError, TypeError, AttributeError):
        if not entry.brought:
            raise
        return ""


def local_time(time: str, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """A time as a corpus has it, in the reader's time zone; as it stands where it is none, for files bring any."""
    try:
        return datetime.fromisoformat(time).astimezone().strftime(form)
    except (ValueError, OverflowError):
        return on_one_line(time)


def name_of(entry: Entry, words: Words) -> str:
    """What was done, and whether it was elsewhere."""
    title = title_of(entry.step, words)
    return words("telling.brought", name=title) if entry.brought else title


def title_of(step: Step, words: Words) -> str:
    """What was done, or undone, in the reader's language."""
    name = words.named(f"steps.{step.name}", step.name)
    if step.target and step.kind == "do":
        return words("telling.alone", name=name)
    return words("telling.turned", kind=words(f"steps.{step.kind}"), name=name) if step.target else name


@dataclass(frozen=True, slots=True)
class Called:
    """A step as sentences call it."""

    step: Step

    def say(self, words: Words) -> str:
        """Its title."""
        return title_of(self.step, words)

    def __str__(self) -> str:
        return self.say(Words("en"))


def _told(changes: Sequence[RowChange], words: Speech) -> str:
    """The rows that matter most of those changed: documents, else annotations, else decisions, else the rest."""
    tellers: dict[str, Teller] = {
        "documents": _document,
        "annotations": _annotation,
        "decisions": _decision,
        "terms": _term,
        "adjudications": _adjudication,
        "relations": _relation,
        "rules": _rule,
        "document_attributes": _attribute,
    }
    for table, tell in tellers.items():
        if rows := _of(table, changes):
            told = [tell(one, changes, words) for one in rows[:_MOST]]
            more = [words("telling.more", count=len(rows) - _MOST)] if len(rows) > _MOST else []
            return "; ".join([*told, *more])
    return "; ".join(_rest(one, words) for one in [*_of("progress", changes), *_of("schemes", changes)][:_MOST])


def _of(table: str, changes: Sequence[RowChange]) -> list[RowChange]:
    return [one for one in changes if one.table == table]


def _document(change: RowChange, _all: Sequence[RowChange], _words: Speech) -> str:
    return _arrow(*(row["title"] if row else _NOTHING for row in (change.before, change.after)))


def _annotation(change: RowChange, all_: Sequence[RowChange], words: Speech) -> str:
    """What a new annotation was before is the suggestion that it grew from."""
    before = change.before or _suggestion(change.row, all_)
    line = _arrow(_labelled(before, words), _labelled(change.after, words))
    return "; ".join([line, *_other_columns(change, words)])


def _suggestion(annotation: str, changes: Sequence[RowChange]) -> Row | None:
    decisions = (one.after for one in _of("decisions", changes) if one.after)
    return next((row for row in decisions if row["annotation"] == annotation), None)


def _labelled(row: Row | None, words: Speech) -> str:
    return words("telling.labelled", text=row["text"], label=words.label(row["label"])) if row else _NOTHING


def _other_columns(change: RowChange, words: Speech) -> Iterator[str]:
    before, after = change.before, change.after
    if before and after:
        for column in ("attributes", "note"):
            if before[column] != after[column]:
                yield f"{words(f'telling.{column}')}: {_arrow(before[column] or _NOTHING, after[column] or _NOTHING)}"


def _decision(change: RowChange, _all: Sequence[RowChange], words: Speech) -> str:
    before, after = (words(f"steps.{row['kind']}") if row else _NOTHING for row in (change.before, change.after))
    return f"{on_one_line(_labelled(change.after or change.before, words))}: {_arrow(before, after)}"


def _term(change: RowChange, _all: Sequence[RowChange], words: Speech) -> str:
    before, after = (
        words(f"telling.term-{row['state']}") if row else _NOTHING for row in (change.before, change.after)
    )
    return f"{on_one_line(_labelled(change.after or change.before, words))}: {_arrow(before, after)}"


def _adjudication(change: RowChange, all_: Sequence[RowChange], words: Speech) -> str:
    """What was there before the disagreement was settled, and what is in the adjudicated layer now."""
    row = change.after or change.before or {}
    gold = [one.after for one in _of("adjudicated", all_) if one.after and one.after["adjudication"] == change.row]
    outcome = words(f"telling.outcome-{change.after['outcome']}") if change.after else _NOTHING
    settled = "、".join(_labelled(one, words) for one in gold) or outcome
    return f"{on_one_line(row['text'])}: {on_one_line(settled)}"


def _relation(change: RowChange, all_: Sequence[RowChange], words: Speech) -> str:
    texts = {one.row: (one.after or one.before or {}).get("text") for one in _of("annotations", all_)}
    row = change.after or change.before or {}
    told = " → ".join(texts.get(row[end]) or "…" for end in ("head", "target"))
    type_ = words.relation(row["type"])
    kind = type_ if told == "… → …" else f"{type_}: {told}"
    return kind if change.after else _arrow(kind, _NOTHING)


def _rule(change: RowChange, _all: Sequence[RowChange], words: Speech) -> str:
    rows = (change.before, change.after)
    return _arrow(
        *(f"{row['pattern']} ({words.label(row['label'])}, {row['state']})" if row else _NOTHING for row in rows)
    )


def _attribute(change: RowChange, _all: Sequence[RowChange], words: Speech) -> str:
    name = words.attribute((change.after or change.before or {})["name"])
    return f"{name}: " + _arrow(*(str(row["value"]) if row else _NOTHING for row in (change.before, change.after)))


def _rest(change: RowChange, words: Speech) -> str:
    if change.table == "schemes":
        return words("telling.scheme")
    return _arrow(
        *(words(f"telling.status-{row['status']}") if row else _NOTHING for row in (change.before, change.after))
    )


def _arrow(before: str, after: str) -> str:
    before, after = on_one_line(before), on_one_line(after)
    return after if before == after else f"{before} → {after}"
