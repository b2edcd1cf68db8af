"""What is kept of the shipped data, made: see prepared.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotator.suggest import byrules, chinese, grammar, guards
from annotator.suggest.lexicon import shipped_lexicon
from annotator.suggest.patterns import folded_data
from annotator.suggest.prepared import EXPRESSION, as_bytes, as_kept, bundle_key, keep
from annotator.suggest.rulebook import NOT_RULES, files_of_rules, rules
from annotator.suggest.written import Pattern


def keep_prepared() -> None:
    """Keeps it, if it is not kept yet: half a second, for a worker process that has nothing else to do."""
    keep(_made)


def for_bundle() -> bytes:
    """The file that a bundle by this Python brings along (packaging/prepare.py).

    Without the model's weights: they would add 12 MB, and take a tenth of a second of each start.
    """
    return as_bytes(_made(weights=False), bundle_key())


def _made(*, weights: bool = True) -> dict[str, Any]:
    from annotator.suggest.learned.base import base_model  # which brings numpy

    return {
        "lexicon": shipped_lexicon().as_kept(),
        "scanner": byrules.scanner().as_kept(),
        "rules": files_of_rules(),
        "data": {name: folded_data(name) for name in NOT_RULES},
        **(base_model().steps.as_kept() if weights else {}),
        **{f"{EXPRESSION}{name}": kept for name, kept in _expressions()},
    }


def _expressions() -> Iterator[tuple[str, Any]]:
    for rule in rules():
        for pattern in vars(rule).values():
            if isinstance(pattern, Pattern):
                yield pattern.name, as_kept(pattern.source, pattern.flags)
    for name, (written, flags) in (grammar.EXPRESSIONS | chinese.EXPRESSIONS).items():
        yield name, as_kept(written(), flags)
    for name, source in guards.sources().items():
        yield name, as_kept(source, 0)
