"""Terms and the lists of terms that ship with the program."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.i18n import catalogue
from annotator.model import NO_ATTRIBUTES, Reason
from annotator.resources import resource
from annotator.suggest.find import Said

COLUMNS = ("term", "label", "domain", "weight", "source")
SCORE_QUOTED = 0.96


@dataclass(frozen=True)
class Term:
    """A word or phrase that is suggested wherever it stands. `text` is in Simplified, `weight` the score in (0, 1].

    `source` names the shipped list it comes from (instruments, groups, …); terms of the corpus leave it empty.
    """

    text: str
    label: str
    domain: str = ""
    weight: float = 0.8
    source: str = ""

    @cached_property
    def is_shipped(self) -> bool:
        """Whether it is of one of our lists, or blocks some of these; else it is a term of a corpus."""
        return not self.label or self._why_on_a_list in catalogue()

    @property
    def _why_on_a_list(self) -> str:
        return f"suggest.why-list-{self.source}"

    @cached_property
    def said(self) -> Said:
        """What is said of it wherever it stands."""
        why = Reason(self._why_on_a_list if self.is_shipped else "suggest.why-term", (("term", self.text),))
        return self.label, self.weight, "lexicon", why, {"domain": self.domain} if self.domain else NO_ATTRIBUTES

    @cached_property
    def said_in_quotes(self) -> Said:
        """The same where it stands alone between quotation marks, which make a name of it."""
        label, weight, source, why, attributes = self.said
        return label, max(weight, SCORE_QUOTED), source, why, attributes


def lexicon_files() -> list[Path]:
    """The lists that ship with the program, in order of their names."""
    return sorted(resource("lexicons").glob("*.tsv"))


@cache
def shipped_terms() -> tuple[Term, ...]:
    """The terms of all lists; where two lists have the same term, the first list's comes first."""
    return tuple(term for path in lexicon_files() for term in read_terms(path))


def read_terms(path: Path) -> list[Term]:
    """The terms of one list: UTF-8, tab between the columns of COLUMNS, the first line names them.

    Raises AnnotatorError that names the first line that is no term.
    """
    lines = path.read_text("utf-8").splitlines()[1:]
    try:
        return [_term(line) for line in lines]
    except ValueError as error:
        broken = next(number for number, line in enumerate(lines, 2) if not _is_term(line))
        columns = " ⇥ ".join(COLUMNS)
        raise AnnotatorError("suggest.list-line", path=path.name, line=broken, columns=columns) from error


def _term(line: str) -> Term:
    text, label, domain, weight, source = line.split("\t")
    return Term(text, label, domain, float(weight), source)


def _is_term(line: str) -> bool:
    try:
        return bool(_term(line))
    except ValueError:
        return False


@cache
def blockers() -> tuple[Term, ...]:
    """Phrases without a label, which keep the terms inside them from being found (协助学校 holds 助学), and words that
    keep those from being found that begin inside them."""
    plain = tomllib.loads(resource("rules", "blockers.toml").read_text("utf-8"))
    words = (word for table in plain.values() for word in table["words"].split())
    return tuple(Term(text, "", source="blockers") for text in words)
