"""The grammar of quantities in folded text: what belongs to one, and where it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from string import ascii_letters, digits
from typing import NamedTuple

from annotator.suggest.patterns import any_of
from annotator.suggest.units import units

_ARABIC = r"(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_HANS_DIGITS = "零〇一二两三四五六七八九十百千万亿廿壹贰叁肆伍陆柒捌玖拾佰仟"
_HANS = f"(?:[几数](?=[十百千万亿]))?[{_HANS_DIGITS}]+几?(?:点[{_HANS_DIGITS}]+)?|半"
_NUMBER = f"(?:{_ARABIC}|{_HANS})"
_CURRENCY = {"$": "元", "¥": "元", "HK$": "港元", "US$": "美元", "NT$": "新台币"}
_ABOUT = re.compile("(?:大约|约|将近|(?<![附最接临靠邻就亲远])近)$")
_NOT_ABOUT = re.compile("(?:节|制|签|履|契|违|续|预|解|特|条|公|相|集)约$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d|[一二][零〇一二三四五六七八九]{3}")
_ORDINAL = frozenset("第初.+-/%" + ascii_letters + digits)
_LEADS_ON = r"余多来点分\d\-~—–－至到"
"""what may stand between a Chinese numeral and its unit"""
_ONE = "一"
_IDIOMS = frozenset({("万", "岁"), ("百", "年"), ("千", "年"), ("万", "家"), ("千", "家"), ("万", "户")})
_MEASURED = frozenset({"money", "area", "length", "weight", "rate"})


class Quantity(NamedTuple):
    """A quantity at `[start, end)` in code points, in its parts; all in folded text, empty where there is none.

    `number` and `scale` are 3 and 万; `last` and `last_scale` the second number of a range; `over` the divisor of
    a fraction (三分之一: number 一, over 三); `following` what stands behind, to tell villages from other counts.
    """

    start: int
    end: int
    number: str
    scale: str = ""
    last: str = ""
    last_scale: str = ""
    over: str = ""
    unit: str = ""
    side: str = ""
    vague: bool = False
    following: str = ""

    @property
    def arabic(self) -> bool:
        return self.number[0].isdigit()


@cache
def _grammar() -> re.Pattern[str]:
    per = any_of(units().per)
    others = any_of(unit for unit in units().kinds if unit != "人")
    firsts = "".join(sorted({re.escape(unit[0]) for unit in units().kinds}))
    unit = rf"(?=[{firsts}])(?:{others}|人(?![口均民力才工社类]))(?:/{per}(?:[·•.]?{per})?)?"
    return re.compile(
        rf"""
        (?P<currency>(?:HK|US|NT)?\$|¥)?
        (?:百分之(?P<percent>{_NUMBER})
        |(?P<over>{_NUMBER})分之(?P<part>{_NUMBER})
        |(?P<number>{_NUMBER})(?P<few>[余多来])?(?P<scale>(?:[百万亿]|千(?![米克瓦伏卡])){{0,3}})(?P<more>[余多来])?
         (?P<unit1>{unit}(?!级(?!贫)|代|度))?
         (?:[-~—–－至到]{{1,2}}(?P<last>{_NUMBER})(?P<few2>[余多来])?(?P<last_scale>(?:[百万亿]|千(?![米克瓦伏卡])){{0,3}})(?P<more2>[余多])?
            (?P<unit2>{unit}))?
        )
        (?P<still>多(?![{_HANS_DIGITS}年月次种样元名位个户]))?
        (?P<side>左右|上下|或?以上|或?以下|以内)?
        """,
        re.VERBOSE,
    )


@cache
def _starts() -> re.Pattern[str]:
    """Where a quantity may begin. A Chinese numeral that is followed by none of what must follow one is passed over:
    most are parts of words (一定, 十分)."""
    follows = {unit[0] for unit in units().kinds} | {unit[1:2] for unit in units().kinds if unit[0] in _HANS_DIGITS}
    behind = "".join(map(re.escape, sorted(follows - {""})))
    han = f"{_HANS_DIGITS}几数半"
    return re.compile(
        rf"""
        [\d$¥{han}HUN]  # one class first: a search by it is quick
        (?:(?<=[\d$¥])|(?<=[{han}])[{han}]*+(?=[{behind}{_LEADS_ON}])|(?<=H)K\$|(?<=U)S\$|(?<=N)T\$)
        """,
        re.VERBOSE,
    )


def quantities(folded: str) -> Iterator[Quantity]:
    """The quantities of a folded text from left to right."""
    begins, grammar, at = _starts().search, _grammar().match, 0
    while (start := begins(folded, at)) is not None:
        match = grammar(folded, start.start())
        if match is None or match.end() == start.start():
            at = start.start() + 1
            continue
        at = match.end()
        if (found := _read(match, folded)) is not None:
            yield found


def _read(match: re.Match[str], folded: str) -> Quantity | None:
    currency, percent, over, _, number, few, scale, more, unit1, last, *others = match.groups("")
    if percent or over:
        return _fraction(match, folded)
    few2, last_scale, more2, unit2, still, side = others
    unit = unit2 or unit1 or _CURRENCY.get(currency, "")
    if not _counts(match, unit, folded):
        return None
    (start, end), about = match.span(), False
    if start and folded[start - 1] in "约近":
        start, about = _start(start, folded)
    vague = about or bool(few or more or few2 or more2 or still or side)
    return Quantity(start, end, number, scale, last, last_scale, "", unit, side, vague, folded[end : end + 5])


def _fraction(match: re.Match[str], folded: str) -> Quantity:
    start, about = _start(match.start(), folded)
    number, unit = (match["percent"], "%") if match["percent"] else (match["part"], "")
    vague = about or bool(match["side"])
    return Quantity(
        start, match.end(), number, over=match["over"] or "", unit=unit, side=match["side"] or "", vague=vague
    )


def _start(start: int, folded: str) -> tuple[int, bool]:
    before = folded[max(0, start - 3) : start]
    about = _ABOUT.search(before)
    if about is None or _NOT_ABOUT.search(before):
        return start, False
    return start - len(about.group()), True


def _counts(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether a number is a quantity: it has a unit or a scale, and is no date, no ordinal, no part of a word."""
    number, scaled = match["number"], bool(match["scale"])
    arabic = number[0].isdigit()
    if not unit and not (arabic and (scaled or (match["side"] and match["few"]))):
        return False
    if match.start() and folded[match.start() - 1] in _ORDINAL:
        return False
    if unit[:1] == "年" and not scaled and _YEAR.fullmatch(match["last"] or number):
        return False
    return arabic or _counts_in_chinese(number, unit)


def _counts_in_chinese(number: str, unit: str) -> bool:
    if (number, unit) in _IDIOMS:
        return False
    if unit in units().only_after_digits and not set(number) & set("十百千万亿"):
        return False
    if number in (_ONE, "半", "几", "数"):
        return units().kinds.get(unit.split("/", maxsplit=1)[0]) in _MEASURED
    return True
