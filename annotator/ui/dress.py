"""What every panel wears: the reader's language and the theme. A change of either is a new one, given to all."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.i18n import Words
from annotator.ui.theme import Theme

_SIMPLIFIED = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC",
               "Hiragino Sans GB", "WenQuanYi Micro Hei"]  # fmt: skip
_TRADITIONAL = ["Noto Sans CJK TC", "Source Han Sans TC", "Microsoft JhengHei UI", "Microsoft JhengHei", "PingFang TC"]


@dataclass(frozen=True, slots=True)
class Dress:
    words: Words
    theme: Theme

    @property
    def families(self) -> list[str]:
        """Fonts for the interface, the best first."""
        return families_of(traditional=self.words.language == "zh-Hant")


def families_of(*, traditional: bool) -> list[str]:
    """Fonts for Chinese in either script, the best first; each has the other's characters too."""
    return [*_TRADITIONAL, *_SIMPLIFIED] if traditional else [*_SIMPLIFIED, *_TRADITIONAL]
