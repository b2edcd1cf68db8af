"""What a picture's bars and parts are called and coloured, in the reader's language and theme."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from annotator.insight import DECISIONS, Bar, Picture
from annotator.model import MANUAL, Scheme
from annotator.ui.dress import Dress

COLUMNS = ("days",)
"""Pictures whose bars stand upright, side by side: time goes from left to right."""
SHARES = ("sources",)
"""Pictures that show a share with its interval."""
_BY_LABEL = ("labels", "terms", "domains", "money", "people")
_REPORTS = ("labels", "time")
"""Pictures of which each bar is one report."""
_EMPTY = Picture("", ())


@dataclass(frozen=True, slots=True)
class Telling:
    """One picture with all that its words and colours hang on."""

    picture: Picture
    scheme: Scheme
    dress: Dress

    @property
    def name(self) -> str:
        return self.picture.name

    @property
    def upright(self) -> bool:
        return self.name in COLUMNS

    @property
    def is_share(self) -> bool:
        return self.name in SHARES

    @property
    def of_reports(self) -> bool:
        """Whether a bar leads straight to its report."""
        return self.name in _REPORTS

    def title(self) -> str:
        return self.dress.words(f"insight.picture-{self.name}")

    def about(self) -> str:
        """What exactly is counted, and what is not to be seen."""
        words, picture = self.dress.words, self.picture
        said = [words(f"insight.about-{self.name}")]
        if picture.more:
            said.append(words("insight.more-bars", shown=len(picture.bars), more=picture.more))
        if picture.aside:
            said.append(words(f"insight.aside-{self.name}", count=picture.aside))
        return " ".join(said)

    def bar(self, bar: Bar) -> str:
        """What a bar is called."""
        if bar.title:
            return " ".join(bar.title.split())
        words = self.dress.words
        if self.is_share:
            return words.named(f"ui.source-{bar.key}", bar.key)
        return self.domain(bar.key)

    def domain(self, name: str) -> str:
        """A domain's title; what no scheme has a title for is called by its name."""
        kinds = (kind for kind in self.scheme.attributes if kind.name == "domain")
        found = next((choice for kind in kinds for choice in kind.choices if choice.name == name), None)
        if found:
            return self.dress.words.pick(found.title)
        return self.dress.words("insight.no-domain") if name in ("", "-") else name

    def note(self, bar: Bar) -> str:
        """What stands small beside a bar's name: of a term its domain."""
        return self.domain(bar.note) if bar.note else ""

    def part(self, name: str) -> str:
        """What a part is called."""
        if self.name in _BY_LABEL:
            label = self.scheme.label(name)
            return self.dress.words.pick(label.title) if label else name
        if self.name == "time":
            return self.dress.words("insight.part-active")
        return self.dress.words("ui.source-manual") if name == MANUAL else self.dress.words.named(f"steps.{name}", name)

    def colour(self, name: str) -> QColor:
        """The colour of a part."""
        theme = self.dress.theme
        if self.name in _BY_LABEL:
            return theme.label_colour(self.scheme, name)
        return {"accept": theme.good, "correct": theme.warn, "reject": theme.danger}.get(name, theme.accent)

    def parts(self) -> list[str]:
        """The parts that there are, in the order in which they are stacked: the legend."""
        found = dict.fromkeys(name for bar in self.picture.bars for name, _ in bar.parts)
        order = [label.name for label in self.scheme.labels] if self.name in _BY_LABEL else list(DECISIONS)
        return sorted(found, key=lambda name: order.index(name) if name in order else len(order))

    def value(self, bar: Bar) -> str:
        """A bar's number, as it stands at its end."""
        if self.is_share:
            return self.dress.words(
                "insight.share",
                share=f"{self.share(bar):.0f}", low=f"{bar.low or 0:.0f}", high=f"{bar.high or 0:.0f}",
                accepted=f"{bar.part('accept'):,.0f}", decided=f"{bar.total:,.0f}",
            )  # fmt: skip
        return self.number(bar.total)

    def number(self, value: float) -> str:
        """A number of this picture with its unit."""
        words = self.dress.words
        if self.name == "time":
            return words("insight.minutes", count=f"{value:.1f}" if value < 10 else f"{value:,.0f}")
        if self.name == "money":
            return words("insight.yuan", count=short(value, words.language))
        return short(value, words.language) if self.name == "people" else f"{value:,.0f}"

    @staticmethod
    def share(bar: Bar) -> float:
        """Accepted of decided, in percent."""
        return 100 * bar.part("accept") / bar.total if bar.total else 0.0

    def sentence(self, bar: Bar) -> str:
        """All that a bar says, for a tip and for those who hear it."""
        words = self.dress.words
        lines = [f"{self.bar(bar)}: {self.value(bar)}"]
        if len(bar.parts) > 1:
            lines += [f"{self.part(name)}: {self.number(value)}" for name, value in bar.parts]
        if note := self.note(bar):
            lines.append(note)
        if not self.of_reports:
            lines.append(words("insight.in-reports", count=f"{bar.spread:,}"))
        return "\n".join(lines)

    def largest(self) -> float:
        """The length to which all bars are drawn."""
        return max((bar.total for bar in self.picture.bars), default=0) or 1


def short(value: float, language: str) -> str:
    """A large number as people read it: in Chinese by 万 and 亿, else with commas."""
    if language.startswith("zh"):
        for size, sign in zip((1e8, 1e4), "亿万" if language == "zh-Hans" else "億萬", strict=True):
            if value >= size:
                return f"{value / size:,.2f}".rstrip("0").rstrip(".") + sign
    return f"{value:,.2f}".removesuffix(".00")
