"""Other people's corpora brought in: what they hold that is new here, after a look at it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

from annotator import plain
from annotator.corpus.copying import Copying
from annotator.corpus.fitting import Fitting
from annotator.corpus.uniting import Difference, differences, united
from annotator.errors import AnnotatorError
from annotator.model import AttributeType, Changes, Scheme
from annotator.scheme import check_label
from annotator.store import Merged, MergePlan, Settling
from annotator.work import Progress, unwatched

MUCH = 0.1
"""The share of somebody's annotations that a merge may change or take away before it asks."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a merge has brought, or would bring.

    `merged` counts rows; `unknown` are labels of theirs that our scheme has not and nobody has settled, with how many
    rows have them; `much` are annotators of whose annotations too many would change: how many, of how many.
    `differences` is where their schemes are not ours besides.
    """

    merged: Merged
    unknown: Mapping[str, int] = field(hash=False, default_factory=dict)
    much: Mapping[str, tuple[int, int]] = field(hash=False, default_factory=dict)
    differences: tuple[Difference, ...] = ()
    is_new: bool = False
    backup: Path | None = None
    changes: Changes = field(default_factory=Changes)


class Merging(Copying):
    """The verb that brings other corpora in."""

    def merge(
        self,
        others: Sequence[Path],
        *,
        labels: Mapping[str, str] | None = None,
        add: Collection[str] | None = (),
        take: bool | None = None,
        sure: bool = False,
        dry_run: bool = False,
        progress: Progress = unwatched,
    ) -> Brought:
        """Brings in what other corpora hold that is new here, after a backup, as one step.

        `labels` says which label of ours stands for one of theirs, or nothing to leave out what has it; `add` are
        labels of theirs that our scheme is to get, None stands for all; `take` says whether it gets the attributes,
        choices and relations too that only theirs have. What it has no place for in the end is left out of the rows
        that come, and counted in `merged.left_out`. `dry_run` changes nothing. `progress(done, all)` is called now
        and then and may raise to stop: then nothing has been changed.

        Raises AnnotatorError for a file that is no sound corpus, for labels and other parts of a scheme that nobody
        has settled, and unless `sure` where more than a tenth of somebody's annotations would change or go.
        """
        if self._store.refusal:
            raise self._store.refusal
        settling = dict(labels or {})
        for label in filter(None, settling.values()):
            check_label(self.scheme, label)
        with self._store.others(progress) as reading:
            theirs = [(path, reading.examine(path)) for path in others]
            arrivals = [reading.arrival(path, one) for path, one in theirs]
        schemes = [plain.scheme_of(one.scheme) for _, one in theirs]
        scheme = _with(self.scheme, schemes, add)
        is_new = any(one.says_something for one in arrivals)
        if not is_new:
            return Brought(Merged())
        apart = tuple(dict.fromkeys(one for other in schemes for one in differences(scheme, other)))
        brought = Brought(Merged(), is_new=True, differences=apart)
        if take:
            scheme = reduce(united, schemes, scheme)
        elif take is None and not dry_run:
            _check_parts(apart)
        backup = None if dry_run else self._backed_up(lambda: progress(0, 0))
        much: dict[str, tuple[int, int]] = {}

        def allow(merged: Merged, had: Mapping[str, int]) -> None:
            much.update({name: (number, had.get(name, 0)) for name, number in merged.touched(had, MUCH).items()})
            if not dry_run:
                _check(merged, {} if sure else much)

        known = {label.name for label in scheme.labels}
        how = Settling(settling, Fitting(scheme, schemes))
        plan = MergePlan(known, how, None if scheme == self.scheme else scheme, allow, progress)
        merged, changes = self._store.merge(arrivals, self.annotator, plan, dry_run=dry_run)
        self._learned(changes)
        return replace(brought, merged=merged, changes=changes, unknown=dict(merged.unknown), much=much, backup=backup)


def _check_parts(apart: Sequence[Difference]) -> None:
    """Raises AnnotatorError for parts of which a person has to say whether they come or stay out."""
    if asked := [one.name for one in apart if one.asks]:
        raise AnnotatorError("corpus.merge-scheme", parts=", ".join(dict.fromkeys(asked)))


def _check(merged: Merged, much: Mapping[str, tuple[int, int]]) -> None:
    """Raises AnnotatorError for what a person has to say first."""
    if merged.unknown:
        said = ", ".join(f"{label} ({number})" for label, number in sorted(merged.unknown.items()))
        raise AnnotatorError("corpus.merge-labels", labels=said)
    if much:
        said = ", ".join(f"{name} ({number}/{of})" for name, (number, of) in sorted(much.items()))
        raise AnnotatorError("corpus.merge-much", annotators=said)


def _with(ours: Scheme, theirs: Sequence[Scheme], add: Collection[str] | None) -> Scheme:
    """Our scheme and those labels of theirs (all, for None), with all that goes along with them."""
    for scheme in theirs:
        fresh = [one for one in scheme.labels
                 if ours.label(one.name) is None and (add is None or one.name in add)]  # fmt: skip
        if not fresh:
            continue
        keys = {label.key for label in ours.labels}
        labels = (*ours.labels, *(replace(one, key="" if one.key in keys else one.key) for one in fresh))
        known = {label.name for label in labels}
        relations = {kind.name for kind in ours.relations}
        ours = replace(
            ours,
            labels=labels,
            attributes=_attributes(ours.attributes, scheme.attributes, known),
            relations=(*ours.relations, *(
                kind for kind in scheme.relations
                if kind.name not in relations and known.issuperset((*kind.heads, *kind.targets))
            )),
        )  # fmt: skip
    return ours


def _attributes(
    ours: Sequence[AttributeType], theirs: Sequence[AttributeType], labels: Collection[str]
) -> tuple[AttributeType, ...]:
    """Our attributes, for the labels of both; and theirs that we have not."""
    by_name = {kind.name: kind for kind in ours}
    for kind in theirs:
        carrying = tuple(label for label in kind.labels if label in labels)
        if kind.name in by_name:
            before = by_name[kind.name]
            more = tuple(label for label in carrying if label not in before.labels)
            by_name[kind.name] = replace(before, labels=before.labels + more)
        elif carrying:
            by_name[kind.name] = replace(kind, labels=carrying)
    return tuple(by_name.values())
