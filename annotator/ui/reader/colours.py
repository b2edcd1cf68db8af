"""The colours a page is painted with: a theme's, and those of each label of a scheme."""

from __future__ import annotations

from annotator.model import Scheme
from annotator.ui.theme import LabelColours, Theme, mix


class Colours:
    """A theme with a scheme's labels. A label that no scheme has is drawn in soft ink."""

    def __init__(self, theme: Theme, scheme: Scheme | None) -> None:
        self.theme = theme
        self.found = mix(theme.paper, theme.warn, 0.28)
        """behind words that were looked for"""
        names = [label.name for label in scheme.labels] if scheme else []
        self._labels = {name: theme.label_colours(theme.label_colour(scheme, name)) for name in names if scheme}
        self._unknown = theme.label_colours(theme.ink_soft)

    def of(self, label: str) -> LabelColours:
        return self._labels.get(label, self._unknown)
