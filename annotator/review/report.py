"""The agreement of a team on one page that stands alone: numbers with their sentences, pictures, cases, questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from annotator.i18n import Words
from annotator.model import Adjudicated, Adjudication, Document
from annotator.review import pictures
from annotator.review.against import NOTHING, Against
from annotator.review.agreement import Agreement
from annotator.review.numbers import Measure, Number
from annotator.review.rules import read_rule
from annotator.review.versions import Disagreement, Version

_AROUND = 24  # code points
_MOST = 40  # annotators, reports or decisions that are told one by one
_ASKED = ("guideline-unclear", "boundary-rule", "label-rule")
_MATRICES = ("exact", "overlap", "label_agreement", "boundary_mean", "kappa_char", "alpha_char")
_SHORT = 20  # code points of names that are not broken over lines
_BY_LABEL = ("exact", "alpha_char")
_OF_REPORTS = ("exact", "overlap", "label_agreement", "boundary_mean", "kappa_char_mean", "alpha_char")


@dataclass(frozen=True, slots=True)
class Example:
    """One of several like disagreements, with its document, how many there are, and what was decided on this one."""

    disagreement: Disagreement
    document: Document
    count: int
    decision: Adjudication | None = None
    gold: tuple[Adjudicated, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """All that the report tells. `labels` and `titles` are names for people; `days` when documents were worked on."""

    title: str
    agreement: Agreement
    against: Sequence[Against]
    days: Sequence[tuple[str, str]]
    titles: Mapping[str, str]
    labels: Mapping[str, str]
    disagreements: Sequence[Example]
    decisions: Sequence[Adjudication]
    words_of: Callable[[Adjudication], str]
    count: int
    settled: int


@dataclass(frozen=True, slots=True)
class Page:
    """HTML in which each picture's name stands in the place of the picture, and the pictures as SVG by name."""

    html: str
    pictures: Mapping[str, str] = field(hash=False)

    def whole(self) -> str:
        """One page that loads nothing."""
        return self.with_pictures(lambda _name, svg: svg)

    def with_pictures(self, drawn: Callable[[str, str], str]) -> str:
        """The page with what `drawn` makes of each picture's name and SVG."""
        page = self.html
        for name, svg in self.pictures.items():
            page = page.replace(_place(name), drawn(name, svg))
        return page


def _place(name: str) -> str:
    return f"<!--picture {name}-->"


_STYLE = """
body{font:11pt/1.7 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1c1f26;
background:#fff;max-width:60em;margin:2em auto;padding:0 1.5em}
h1{font-size:1.5em;margin-bottom:0}h2{font-size:1.15em;margin-top:2.2em;border-top:1px solid #dde0e6;padding-top:1em}
.soft{color:#565d6b}table{border-collapse:collapse;margin:.8em 0}
th,td{text-align:left;vertical-align:top;padding:.3em .9em .3em 0;border-bottom:1px solid #eceef2}
th{color:#565d6b;font-weight:600;white-space:nowrap}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.name{white-space:nowrap}
svg{max-width:100%;height:auto}b.cluster{background:#fff0d6;font-weight:600}
@media print{body{max-width:none;margin:0}h2{break-after:avoid}tr{break-inside:avoid}}
"""


def page(reported: Reported, words: Words) -> Page:
    """The report in the reader's language."""
    return _Writing(reported, words).page()


class _Writing:
    def __init__(self, reported: Reported, words: Words) -> None:
        self._of = reported
        self._words = words
        self._pictures: dict[str, str] = {}

    def page(self) -> Page:
        title = escape(self._words("review.report-title", name=self._of.title))
        parts = [
            f'<!DOCTYPE html>\n<html lang="{self._words.language}">\n<head>\n<meta charset="utf-8">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n",
            self._summary(), self._overall(), self._pairs(), self._labels(), self._reports(), self._over_time(),
            self._beside(), self._frequent(), self._reasons(), self._questions(), "</body>\n</html>\n",
        ]  # fmt: skip
        return Page("".join(parts), self._pictures)

    def _say(self, key: str, **fields: object) -> str:
        return escape(self._words(key, **fields))

    def _head(self, key: str) -> str:
        return f"<h2>{self._say(key)}</h2>\n"

    def _soft(self, text: str) -> str:
        return f'<p class="soft">{text}</p>\n'

    def _picture(self, name: str, svg: str) -> str:
        self._pictures[name] = svg
        return f"<p>{_place(name)}</p>\n"

    def _summary(self) -> str:
        of = self._of.agreement
        told = self._say(
            "review.report-summary", annotators=len(of.annotators), documents=of.documents, left_out=of.left_out,
            count=self._of.count, settled=self._of.settled,
        )  # fmt: skip
        notes = "".join(f"<p>{escape(note.say(self._words))}</p>\n" for note in of.notes)
        return self._soft(told) + notes

    def _overall(self) -> str:
        rows = [
            (f"<td>{self._say(one.measure.title)}</td>", self._value(one), f"<td>{self._meaning(one)}</td>")
            for one in self._of.agreement.overall.values()
        ]
        return self._head("review.report-overall") + _table(
            [self._say("review.report-measure"), self._say("review.report-value"), self._say("review.report-meaning")],
            rows,
        )

    def _value(self, number: Number) -> str:
        if number.value is None:
            return '<td class="n">—</td>'
        between = "" if number.low is None else f"<br>{number.low:.3f}–{number.high:.3f}"
        return f'<td class="n">{number.value:.3f}{between}</td>'

    def _meaning(self, number: Number) -> str:
        """What it means; what was counted and left out, or why it is not defined."""
        about = self._say(number.measure.about)
        return f'{about}<br><span class="soft">{escape(number.counted(self._words))}</span>'

    def _pairs(self) -> str:
        of = self._of.agreement
        people = of.annotators
        told = [self._head("review.report-pairs"), self._soft(self._say("review.report-pairs-about"))]
        if len(people) > _MOST:
            told.append(self._soft(self._say("review.report-too-many", count=len(people))))
            return "".join(told)
        for name in _MATRICES:
            cells: dict[tuple[str, str], float | None] = {}
            for pair in of.pairs:
                cells[pair.a, pair.b] = cells[pair.b, pair.a] = pair.numbers[name].value
            measure = of.pairs[0].numbers[name].measure
            told.append(self._matrix(f"pairs-{name}", measure, people, people, cells))
        told += [self._by_label(name) for name in _BY_LABEL]
        return "".join(told)

    def _matrix(
        self, name: str, measure: Measure, rows: Sequence[str], columns: Sequence[str], cells: pictures.Cells
    ) -> str:
        """A heat map under its title, with the sentence of what it measures; of distances, 0 is the darkest."""
        title, about = self._words(measure.title), self._words(measure.about)
        near = 0.0 if name.endswith("boundary_mean") else 1.0
        drawn = pictures.heat_map(f"{title}: {about}", rows, columns, cells, best=near)
        return f"<h3>{escape(title)}</h3>\n{self._soft(escape(about))}{self._picture(name, drawn)}"

    def _by_label(self, name: str) -> str:
        """Pairs by labels, of pairs that share a report."""
        of = self._of.agreement
        pairs = {f"{pair.a} – {pair.b}": pair for pair in of.pairs if pair.documents}
        if not pairs or not of.labels or len(pairs) > _MOST:
            return ""
        cells = {
            (who, self._label(label)): pair.labels[label][name].value
            for who, pair in pairs.items() for label in of.labels
        }  # fmt: skip
        measure = next(iter(of.labels.values()))[name].measure
        return self._matrix(f"labels-{name}", measure, list(pairs), [self._label(one) for one in of.labels], cells)

    def _bar(self, name: str, number: Number) -> pictures.Bar:
        behind = "—" if number.value is None else f"{number.value:.3f}   n = {number.n:,}"
        return name, number.value, number.low, number.high, behind

    def _label(self, name: str) -> str:
        return self._of.labels.get(name) or (name if name else self._words("review.report-nothing"))

    def _labels(self) -> str:
        of_labels = self._of.agreement.labels
        values = [self._bar(self._label(name), of["exact"]) for name, of in of_labels.items()]
        picture = pictures.bars(self._words("review.report-labels"), values)
        return (
            self._head("review.report-labels")
            + self._soft(self._say("review.about-exact"))
            + self._picture("labels", picture)
            + self._numbers("review.report-label", [(self._label(name), of) for name, of in of_labels.items()])
        )

    def _numbers(self, head: str, rows: Sequence[tuple[str, Mapping[str, Number]]]) -> str:
        """A table with a row for each label or report, and how many spans were counted."""
        if not rows:
            return ""
        titles = [self._say(f"review.brief-{name.replace('_', '-')}") for name in rows[0][1]]
        kind = ' class="name"' if max(len(name) for name, _of in rows) <= _SHORT else ""
        cells = [
            (f"<td{kind}>{escape(name)}</td>", f'<td class="n">{of["exact"].n:,}</td>', *map(self._value, of.values()))
            for name, of in rows
        ]
        return _table([self._say(head), "n", *titles], cells)

    def _reports(self) -> str:
        """Those on which annotators agree least, for these are to be looked at."""
        found = [(of["exact"], of, id_) for id_, of in self._of.agreement.reports.items()]
        found.sort(key=lambda one: (one[0].value is None, one[0].value))
        rows = [
            (self._of.titles.get(id_, id_), {name: of[name] for name in _OF_REPORTS})
            for _exact, of, id_ in found[:_MOST]
        ]
        more = len(found) - len(rows)
        return (
            self._head("review.report-reports")
            + self._numbers("review.report-document", rows)
            + (self._soft(self._say("review.report-more", count=more)) if more else "")
        )

    def _over_time(self) -> str:
        """Pooled over the reports of a day: exactly shared spans by all, so that large reports weigh more."""
        days = dict(self._of.days)
        shared: defaultdict[str, float] = defaultdict(float)
        spans: Counter[str] = Counter()
        for id_, of in self._of.agreement.reports.items():
            if id_ in days and of["exact"].value is not None:
                shared[days[id_]] += of["exact"].value * of["exact"].n
                spans[days[id_]] += of["exact"].n
        points = [(day, shared[day] / spans[day]) for day in sorted(spans)]
        if len(points) < 2:
            return ""
        return (
            self._head("review.report-time")
            + self._soft(self._say("review.report-time-about"))
            + self._picture("time", pictures.line(self._words("review.report-time"), points))
        )

    def _beside(self) -> str:
        """Each annotator beside what was decided, and what was taken for what."""
        if not self._of.against:
            return self._head("review.report-gold") + self._soft(self._say("review.report-no-gold"))
        rows = [
            (f"<td>{escape(one.annotator)}</td>", f'<td class="n">{one.documents}</td>',
             *(self._value(one.numbers[name]) for name in ("precision", "recall", "exact")))
            for one in self._of.against[:_MOST]
        ]  # fmt: skip
        confused: Counter[tuple[str, str]] = Counter()
        for one in self._of.against:
            confused.update(one.confusion)
        names = [*self._of.labels, NOTHING]
        names += sorted({label for pair in confused for label in pair} - set(names))
        used = [name for name in names if any(name in pair for pair in confused)]
        cells: dict[tuple[str, str], float | None] = {
            (self._label(one), self._label(other)): float(confused[one, other]) or None
            for one in used for other in used
        }  # fmt: skip
        most = max((count for (one, other), count in confused.items() if one != other), default=1)
        titles = [self._label(name) for name in used]
        return (
            self._head("review.report-gold")
            + self._soft(self._say("review.report-gold-about"))
            + _table([self._say("review.report-annotator"), self._say("review.report-documents"), "P", "R", "F1"], rows)
            + f"<h3>{self._say('review.report-confusion')}</h3>\n"
            + self._soft(self._say("review.report-confusion-about"))
            + self._picture(
                "confusion",
                pictures.heat_map(self._words("review.report-confusion"), titles, titles, cells, most=float(most)),
            )
        )

    def _frequent(self) -> str:
        head = self._head("review.report-frequent")
        if not self._of.disagreements:
            return head + self._soft(self._say("review.report-none"))
        values: list[pictures.Bar] = [
            (_short(one.disagreement.text), float(one.count), None, None, f"{one.count}")
            for one in self._of.disagreements
        ]
        most = float(max(one.count for one in self._of.disagreements))
        picture = self._picture("terms", pictures.bars(self._words("review.report-frequent"), values, most=most))
        return head + picture + "".join(map(self._case, self._of.disagreements))

    def _case(self, one: Example) -> str:
        span, text = one.disagreement.span, one.document.text
        before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
        kinds = "、".join(self._words(f"review.kind-{kind}") for kind in one.disagreement.kinds)
        versions = "".join(f"<li>{self._version(version)}</li>\n" for version in one.disagreement.versions)
        gold = "、".join(f"{item.text} [{self._label(item.label)}]" for item in one.gold)
        decided = (
            f"<p>{self._say('review.report-decided')}: {escape(gold or self._words('review.report-nothing'))}"
            f"{self._why(one.decision)}</p>\n"
            if one.decision and one.decision.outcome != "deferred"
            else ""
        )
        return (
            f"<h3>{escape(_short(one.disagreement.text))} · {escape(kinds)} · ×{one.count}</h3>\n"
            f'<p>…{escape(_flat(before))}<b class="cluster">{escape(_flat(one.disagreement.text))}</b>'
            f'{escape(_flat(after))}… <span class="soft">{escape(one.document.title)}</span></p>\n'
            f"<ul>\n{versions}</ul>\n{decided}"
        )

    def _version(self, version: Version) -> str:
        spans = "、".join(f"{_flat(one.text)} [{self._label(one.label)}]" for one in version.spans)
        who = "、".join(version.annotators)
        return f"{escape(who)}: {escape(spans or self._words('review.report-nothing'))}"

    def _why(self, decision: Adjudication) -> str:
        rule = read_rule(decision.strategy)
        by = rule.say(self._words) if rule else decision.annotator
        reason = self._words.named(f"review.reason-{decision.reason}", decision.reason) if decision.reason else ""
        return f' <span class="soft">{escape(" · ".join(filter(None, (by, reason, decision.note))))}</span>'

    def _reasons(self) -> str:
        head = self._head("review.report-reasons")
        counts = Counter(one.reason for one in self._of.decisions if one.reason)
        if not counts:
            return head + self._soft(self._say("review.report-no-reasons"))
        rows = [
            (f"<td>{escape(self._words.named(f'review.reason-{reason}', reason))}</td>", f'<td class="n">{count}</td>')
            for reason, count in counts.most_common()
        ]
        return head + _table([self._say("review.report-reason"), "n"], rows)

    def _questions(self) -> str:
        """What the guidelines have to answer: cases that were put to them, and those that nobody could settle."""
        asked = [one for one in self._of.decisions if one.reason in _ASKED or one.outcome == "deferred"]
        head = self._head("review.report-questions")
        if not asked:
            return head + self._soft(self._say("review.report-no-questions"))
        items = "".join(
            f"<li>{escape(_flat(self._of.words_of(one)))}{self._why(one)}"
            f' <span class="soft">{escape(self._of.titles.get(one.document, ""))}</span></li>\n'
            for one in asked[:_MOST]
        )
        more = len(asked) - _MOST
        return f"{head}<ul>\n{items}</ul>\n" + (
            self._soft(self._say("review.report-more", count=more)) if more > 0 else ""
        )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; heads are escaped already, and cells are whole elements."""
    head = "".join(f"<th>{one}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(row)}</tr>\n" for row in rows)
    return f"<table>\n<tr>{head}</tr>\n{body}</table>\n"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= 24 else f"{flat[:24]}…"
