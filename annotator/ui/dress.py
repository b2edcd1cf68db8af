"""What every panel wears: the reader's language, the theme, the keys. A change of one is a new dress, given to all."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.i18n import Words
from annotator.ui.keymap import Keymap
from annotator.ui.theme import Theme

_SIMPLIFIED = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC",
               "Hiragino Sans GB", "WenQuanYi Micro Hei"]  # fmt: skip
_TRADITIONAL = ["Noto Sans CJK TC", "Source Han Sans TC", "Microsoft JhengHei UI", "Microsoft JhengHei", "PingFang TC"]


@dataclass(frozen=True, slots=True)
class Dress:
    words: Words
    theme: Theme
    keys: Keymap = field(default_factory=Keymap)

    @property
    def families(self) -> list[str]:
        """Fonts for the interface, the best first."""
        return families_of(traditional=self.words.language == "zh-Hant")


def families_of(*, traditional: bool) -> list[str]:
    """Fonts for Chinese in either script, the best first; each has the other's characters too."""
    return [*_TRADITIONAL, *_SIMPLIFIED] if traditional else [*_SIMPLIFIED, *_TRADITIONAL]
