"""People's own rules: patterns whose matches are suggested."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from annotator.corpus.acting import Acting
from annotator.corpus.view import AROUND
from annotator.errors import AnnotatorError
from annotator.formats import Source
from annotator.formats.rulelist import read_rules, write_rules
from annotator.i18n import on_one_line
from annotator.model import OFF, ON, Changes, Occurrence, PersonalRule, new_id
from annotator.suggest import MOST_RULES, Personal, expression
from annotator.work import Progress


class Rules(Acting):
    """Verbs on rules."""

    def add_rule(self, pattern: str, label: str, domain: str = "", note: str = "") -> Changes:
        """A new rule, switched on. The same pattern with the same label again is the same rule, changed.

        Raises AnnotatorError for a pattern that cannot be, a label or domain that the scheme has not, and when the
        corpus has as many rules as it may have.
        """
        return self._put([self._checked(PersonalRule(new_id(), pattern, label, domain, note, ON))], "add-rule")

    def change_rule(self, id_: str, *, pattern: str, label: str, domain: str = "", note: str = "") -> Changes:
        """Writes a rule anew. Raises AnnotatorError as `add_rule` does, and when it is no longer there."""
        old = self._rule(id_)
        changed = self._checked(replace(old, pattern=pattern, label=label, domain=domain, note=note))
        with self._step("change-rule") as writing:
            writing.put_rule(changed)
        return writing.changes

    def switch_rules(self, ids: Iterable[str], *, on: bool) -> Changes:
        """Switches rules on or off, as one step."""
        with self._step("switch-rules") as writing:
            for rule in map(self._rule, ids):
                writing.put_rule(replace(rule, state=ON if on else OFF))
        return writing.changes

    def remove_rules(self, ids: Iterable[str]) -> Changes:
        """Takes rules away, as one step; those that are gone already are gone."""
        with self._step("remove-rules") as writing:
            for id_ in ids:
                writing.remove("rules", id_)
        return writing.changes

    def import_rules(self, path: Path, progress: Progress | None = None) -> Changes:
        """Takes over a list of rules, as one step, whole or not at all. Raises AnnotatorError that names the lines."""
        rules = read_rules(Source(path), self._checked, most=MOST_RULES, progress=progress)
        return self._put(rules, "import-rules")

    def export_rules(self, path: Path) -> int:
        """Writes all rules as a list; returns how many there are."""
        return write_rules(path, self.rules())

    def matches(self, pattern: str, document: str) -> list[Occurrence]:
        """What a pattern matches in a document, kept or not. Raises AnnotatorError for one that cannot be."""
        expression(pattern)
        row, text = self.row(document), self.document(document).text
        title = row.title if row else ""
        rule = PersonalRule("", pattern, "", "", "", ON)
        taken = [(one.span, one.label) for one in self.annotation_rows(document)]
        found = []
        for span in (one.span for one in Personal([rule]).suggestions(text)):
            labels = tuple(label for other, label in taken if other.overlaps(span))
            before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
            found.append(Occurrence(document, title, span, before, span.of(text), after, labels))
        return found

    def _put(self, rules: Iterable[PersonalRule], name: str) -> Changes:
        there = {(rule.pattern, rule.label): rule.id for rule in self.rules()}
        with self._step(name) as writing:
            for rule in rules:
                id_ = there.setdefault((rule.pattern, rule.label), rule.id)
                writing.put_rule(replace(rule, id=id_))
            if len(there) > MOST_RULES:
                raise AnnotatorError("corpus.too-many-rules", count=len(there), most=MOST_RULES)
        return writing.changes

    def _rule(self, id_: str) -> PersonalRule:
        found = next((rule for rule in self.rules() if rule.id == id_), None)
        if found is None:
            raise AnnotatorError("corpus.no-rule")
        return found

    def _checked(self, rule: PersonalRule) -> PersonalRule:
        """The rule as it may be kept. The domain is asked only where the label has one."""
        self._check(rule.label, {"domain": rule.domain} if rule.domain else {})
        pattern = rule.pattern.strip()
        if not pattern:
            raise AnnotatorError("corpus.empty-rule")
        expression(pattern)
        return replace(rule, pattern=pattern, note=on_one_line(rule.note))
