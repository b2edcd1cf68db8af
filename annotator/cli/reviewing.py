"""`annotator disagreements`, `agree` and `adjudicate`: where annotators differ, how far they agree, what settles it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.command import Filled, Name, Option, argument, command, json_option, words_of
from annotator.cli.corpora import opened
from annotator.cli.deciding import Share
from annotator.cli.face import Face
from annotator.cli.width import table
from annotator.i18n import Words

if TYPE_CHECKING:
    from annotator.corpus import Corpus, Number
    from annotator.review.report import Page
    from annotator.review.rules import Rule
    from annotator.review.versions import Disagreement

_STRATEGIES = ("unanimous", "majority", "threshold", "trust")


def commands(words: Words) -> list[click.Command]:
    people = Filled(["--annotators"], default="", metavar="A,B,…", help=words("cli.option-annotators"))
    labels = Option(["--label", "labels"], multiple=True, help=words("cli.option-label-agree"))
    as_json = json_option(words, "cli.option-json-review")
    return [
        command(words, "disagreements", disagreements, [argument("corpus", "CORPUS"), people, as_json]),
        command(
            words,
            "agree",
            agree,
            [
                argument("corpus", "CORPUS"),
                people,
                labels,
                Option(["--gamma"], is_flag=True, help=words("cli.option-gamma")),
                Option(["--report"], type=Report(), default=None, metavar="OUT", help=words("cli.option-report")),
                as_json,
            ],
        ),
        command(
            words,
            "adjudicate",
            adjudicate,
            [
                argument("corpus", "CORPUS"),
                Option(["--annotator"], type=Name(), required=True, help=words("cli.option-annotator-adjudicate")),
                Option(
                    ["--strategy"], type=click.Choice(_STRATEGIES), required=True, help=words("cli.option-strategy")
                ),
                people,
                Option(["--votes"], type=click.IntRange(1), default=2, help=words("cli.option-votes")),
                Option(["--share"], type=Share(0, 1, min_open=True), default=0.5, help=words("cli.option-share")),
                Option(["--trust"], multiple=True, metavar="LABEL=NAME", help=words("cli.option-trust")),
                Option(["--anew"], is_flag=True, help=words("cli.option-anew")),
                Option(["--add"], is_flag=True, help=words("cli.option-add")),
                Option(["--dry-run"], is_flag=True, help=words("cli.option-dry-run")),
            ],
        ),
    ]


def disagreements(face: Face, corpus: Path, annotators: str, as_json: bool) -> None:
    """Lists them by document and place; as JSON, a list of objects."""
    with opened(face, corpus) as open_corpus:
        found = open_corpus.disagreements(_names(annotators))
        titles = open_corpus.titles()
    plain = [one.plain() | {"document": titles.get(one.document, one.document)} for one in found]
    if as_json:
        face.show_json(plain)
    elif found:
        lines = (_told(one, titles, face.words) for one in found)
        face.show("\n".join(line for several in lines for line in several))
    face.tell("cli.disagreements-open", count=len(found))


def _told(one: Disagreement, titles: Mapping[str, str], words: Words) -> Iterator[str]:
    title = titles.get(one.document, one.document)
    yield f"{title}  {one.span.start}–{one.span.end}  {words(f'review.kind-{one.type}')}"
    for version in one.versions:
        spans = "；".join(f"{span.text} [{span.label}]" for span in version.spans)
        yield f"    {'、'.join(version.annotators)}: {spans or '—'}"


class Report(click.ParamType):  # type: ignore[type-arg]  # it has arguments only in newer releases
    """Where a report goes: its ending says what it is."""

    name = "report"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path.suffix.lower() not in (".html", ".htm", ".pdf"):
            self.fail(words_of(ctx)("cli.report-suffix", path=value), param, ctx)
        return path


def agree(
    face: Face,
    corpus: Path,
    annotators: str,
    labels: tuple[str, ...],
    *,
    gamma: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """The numbers, each with what it counts; a number that is not defined says why."""
    people = _names(annotators)
    with opened(face, corpus) as open_corpus:
        worked_out = _gamma(face, open_corpus, people, labels) if gamma else None
        if report:
            page = open_corpus.report(face.words, people, labels, worked_out)
            _write_report(face, page, report)
            return
        measured = open_corpus.measured(people, labels, worked_out)
        titles = open_corpus.titles()
    plain = measured.agreement.plain(face.words, titles)
    if as_json:
        face.show_json(plain | {"against": [one.plain(face.words) for one in measured.against]})
        return
    face.show("\n\n".join(_tables(plain, face.words)))
    face.show("\n" + "\n".join(_sentences(measured.agreement.overall, face.words)))
    for note in plain["notes"]:
        face.show(note)


def _gamma(face: Face, corpus: Corpus, people: list[str], labels: tuple[str, ...]) -> Number | None:
    """Gamma, a report at a time; None without the library, which the numbers then say."""
    from annotator.corpus import gamma_is_there, gamma_over

    corpus.check_readers(people)
    documents = corpus.read_by(people) if gamma_is_there() else []
    values: list[float] = []
    with face.progress(len(documents)) as advance:
        for id_ in documents:
            values += corpus.gammas([id_], people, labels)
            advance()
    return gamma_over(values, len(documents)) if documents else None


def _write_report(face: Face, page: Page, path: Path) -> None:
    """HTML is written here; only Qt, which the window brings, prints a page to PDF with its Chinese letters."""
    from annotator.corpus import save_report

    if path.suffix.lower() == ".pdf":
        face.window().print_report(page, path)
    else:
        save_report(page.whole().encode(), path)
    face.tell("cli.report-written", path=path)


def _tables(plain: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The numbers that matter most: a row a pair, then a row a label over all pairs."""
    exact, overlap = (f"{words('cli.f1')} {words(key)}" for key in ("cli.exact", "cli.overlap"))
    pairs = [
        [f"{pair['a']} – {pair['b']}", *map(_number, (
            pair["exact"]["f1"], pair["overlap"]["f1"], pair["kappa_char"], pair["alpha_char"]))]
        for pair in plain["pairs"]
    ]  # fmt: skip
    yield table([[words("cli.annotators-pair"), exact, overlap, "κ", "α"], *pairs])
    labels = [
        [label, *(_number(of[name]) for name in ("exact", "overlap", "alpha_char"))]
        for label, of in plain["labels"].items()
    ]
    yield table([[words("cli.label"), exact, overlap, "α"], *labels])


def _sentences(numbers: Mapping[str, Number], words: Words) -> Iterator[str]:
    """Each number over all with its interval, what it counts and leaves out, and what it means; or why it is not."""
    for name, number in numbers.items():
        value = ""
        if number.value is not None:
            between = "" if number.low is None else f" ({number.low:.3f}–{number.high:.3f})"
            value = f"{number.value:.3f}{between}, "
        yield f"{name}: {value}{number.counted(words)}"
        yield f"    {words(number.measure.about)}"


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def adjudicate(
    face: Face, corpus: Path, annotator: str, annotators: str, *, anew: bool, add: bool, dry_run: bool, **how: Any
) -> None:
    """Settles what a rule can settle, as one step; what people have settled stays, unless it is asked anew."""
    rule = _rule(face, **how)
    if anew and add:
        raise click.UsageError(face.words("cli.anew-or-add"))
    with opened(face, corpus, annotator) as open_corpus:
        with face.progress_of() as progress:
            plan = open_corpus.plan(rule, _names(annotators), anew=anew, add=add, progress=progress)
        if not dry_run:
            with face.progress_of() as progress:
                open_corpus.settle(plan, progress)
    left = plan.left_disagreements
    counts = {"count": len(plan.proposals), "left": left, "others": len(plan.left) - left}
    face.tell("cli.would-settle" if dry_run else "cli.settled", **counts)
    if plan.withdrawn:
        face.tell("cli.withdrawn", count=len(plan.withdrawn))


def _rule(face: Face, strategy: str, votes: int, share: float, trust: tuple[str, ...]) -> Rule:
    """The rule with what it was told. What is misspelt is said before the corpus is opened."""
    from annotator.review.rules import TRUST, Rule

    if strategy != TRUST:
        return Rule(strategy, votes, share)
    pairs = [pair.partition("=") for pair in trust]
    if not pairs or not all(label and name for label, _, name in pairs):
        raise click.UsageError(face.words("cli.no-trust"))
    return Rule.trusting({label: name for label, _, name in pairs})


def _names(annotators: str) -> list[str]:
    return [name.strip() for name in annotators.split(",") if name.strip()]
