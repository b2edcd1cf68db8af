"""Which fonts Chinese is written in, by what systems have."""

from __future__ import annotations

_SIMPLIFIED = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC",
               "Hiragino Sans GB", "WenQuanYi Micro Hei"]  # fmt: skip
_TRADITIONAL = ["Noto Sans CJK TC", "Source Han Sans TC", "Microsoft JhengHei UI", "Microsoft JhengHei", "PingFang TC"]


def families_of(*, traditional: bool) -> tuple[str, ...]:
    """Fonts for Chinese in either script, the best first; each has the other's characters too."""
    return (*_TRADITIONAL, *_SIMPLIFIED) if traditional else (*_SIMPLIFIED, *_TRADITIONAL)
