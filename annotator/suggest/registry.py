"""Who suggests. A suggester is a function of values: a passage in, finds out, in any order, overlapping or not.

Ours are entered by the decorator. Others' come as entry points of the group "annotator.suggesters", give suggestions,
and run in a process of their own (others.py). What they give is merged and ranked with everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from annotator.model import Suggestion
from annotator.plugins import Registry
from annotator.suggest.find import Find
from annotator.suggest.passage import Passage

Suggester = Callable[[Passage], Iterable[Find]]
"""One of ours."""
Other = Callable[[Passage], Iterable[Suggestion]]
"""One of others'."""

suggesters: Registry[Suggester] = Registry("annotator.suggesters")
