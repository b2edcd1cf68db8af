"""The grammar of quantities in folded text: what belongs to one, and where it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from annotator.suggest.counting import NUMERALS, approximation, counts, is_fraction, stands_alone
from annotator.suggest.patterns import any_of
from annotator.suggest.prepared import expression
from annotator.suggest.units import units

_SPACED = r"(?<![\d.][ ])\d(?:[ ]?\.)?(?:[ ]\d(?:[ ]?\.(?=[ ]?\d))?)+(?![\d,.])"
"""1 5 and 9 . 8: digits that a page was set with"""
_ARABIC = rf"(?:{_SPACED}|(?:\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)|\d+)(?:\.\d+)?)"
_OR = "(?:一、二|二、三|两、三|三、四|四、五|五、六|六、七|七、八|八、九)"
"""neighbours between which the number lies: 四、五百人"""
_HANS = f"一半|(?:[几数](?=[十百千万亿])(?!数?百分之))?[{NUMERALS}]+几?(?:点[{NUMERALS}]+)?|半数?"
_NUMBER = f"(?:{_ARABIC}|{_HANS})"
_SCALE = "(?:[百万亿]|千(?![米克瓦伏卡])){0,3}"
_BLANK = r"(?:(?<=\d)[ ](?=[百千]?[万亿]))?"
"""3,570 万元: a blank between digits and their scale"""
_REST = r"(?:(?:\d{1,4}|\d,\d{3})(?:千万|百万|[百千万])){1,3}|(?<=万)(?:\d{4}|\d,\d{3})(?![\d,.年])"
"""what goes on behind 万 or 亿: 1亿8,000万, 1万5000"""
_CURRENCY = {"$": "元", "¥": "元", "HK$": "港元", "US$": "美元", "NT$": "新台币", "HKD": "港元", "USD": "美元"}
_AND_A_HALF = {"年半": "年", "个半月": "个月"}
_LEADS_ON = r"余多来点分\d\-~—–－至到"
"""what may stand between a Chinese numeral and its unit"""


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


def _units() -> str:
    """A pattern for a unit, with what it is counted by (元/人, 元每亩), where it is no part of a longer word (家庭)."""
    longer = units().longer
    parts = {unit: re.escape(unit) + (f"(?![{longer[unit]}])" if unit in longer else "") for unit in units().kinds}
    words = "|".join(parts[unit] for unit in sorted(parts, key=lambda unit: (-len(unit), unit)))
    firsts = "".join(sorted({re.escape(unit[0]) for unit in parts}))
    per = any_of(units().per)
    counted_by = rf"(?:/{per}(?:[·•.]?{per})?|每{per}(?=[,。;、)\n]))?"
    also = r"(?:\([间次户处家个]\))?"  # 3万套(间)
    return rf"(?:(?<=[\d百千万亿余多])[ ])?(?=[{firsts}])(?:{words}){also}{counted_by}(?!级(?!贫)|代|度)"


def _fractions() -> str:
    """A pattern for parts of a whole: 百分之三, 三分之一, as Cantonese has it 三分一, 3/4; and for a ratio: 2.5:1."""
    no_word = "一二三四五六七八九十百般定样致些个直切起部律流向贯时旦方点之"
    return rf"""
        百分之(?P<percent>{_NUMBER})
        |(?P<over>(?>{_NUMBER}))[分份]之(?P<part>{_NUMBER})
        |(?P<over2>[三四五六])分(?P<part2>[一二])(?![{no_word}])
        |(?P<ratio>\d+\.\d+)[:∶]1(?![\d:.])
        |(?P<part3>[1-9])/(?P<over3>[2-9]|10)(?![\d/.年月日号)])
        """


def _grammar_source() -> str:
    unit = _units()
    tenth = f"(?<=成)[一二三四五六七八九半\\d](?![{NUMERALS}\\d个名户年月天亩元数以]|人(?!士))"
    hundredth = r"(?<=\d[米块])\d{1,2}(?!\d)"
    return rf"""
        (?P<currency>(?:(?:HK|US|NT)?\$|¥|HKD[ ]?|USD[ ]?))?
        (?:{_fractions()}
        |(?P<number>{_OR}[十百千]?(?![级产])|{_NUMBER})(?P<few>[余多来])?{_BLANK}(?P<scale>{_SCALE})
         (?P<rest>(?<=[万亿])(?:{_REST}))?(?P<more>[余多来几])?
         (?P<unit1>{unit}(?P<tail>{tenth}|{hundredth})?)?
         (?:(?!(?<=%)[至到][ ]?[\d.,]+(?![\d.,% ]))(?:[ ]?[-~—–－至到]{{1,2}}[ ]?|(?<=[^\d.第、][1-9])、(?=[1-9]\D))
            (?P<last>{_NUMBER})(?P<few2>[余多来])?(?P<last_scale>{_SCALE})(?P<more2>[余多])?(?P<unit2>{unit}))?
        )
        (?P<still>多(?![{NUMERALS}年月次种样元名位个户边层功]))?
        (?P<side>左右|上下|[或及]?\n?以上|[或及]?\n?以下|以内)?
        (?:(?<=以上)(?P<till>{_NUMBER})(?P<till_scale>{_SCALE})(?:{unit})(?:以下|以内))?
        """


def _starts_source() -> str:
    """Where a quantity may begin. A Chinese numeral that is followed by none of what must follow one is passed over:
    most are parts of words (一定, 十分)."""
    follows = {unit[0] for unit in units().kinds} | {unit[1:2] for unit in units().kinds if unit[0] in NUMERALS}
    behind = "".join(map(re.escape, sorted(follows - {""})))
    han = f"{NUMERALS}几数半"
    return rf"""
        [\d$¥{han}HUN]  # one class first: a search by it is quick
        (?:(?<=[\d$¥])
        |(?<=[{han}])[{han}]*+
         (?:(?=[{behind}{_LEADS_ON}\ ])|(?=、[二三四五六七八九])|(?<=[万亿])|(?<=一半|半数|万几|亿几))
        |(?<=H)K[D$]|(?<=U)S[D$]|(?<=N)T\$)
        """


EXPRESSIONS = {"quantity": (_grammar_source, re.VERBOSE), "quantity starts": (_starts_source, re.VERBOSE)}


@cache
def _grammar() -> re.Pattern[str]:
    return expression("quantity", *EXPRESSIONS["quantity"])


@cache
def _starts() -> re.Pattern[str]:
    return expression("quantity starts", *EXPRESSIONS["quantity starts"])


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


_PARTS = ("number", "few", "scale", "rest", "more", "unit1", "tail", "last", "few2", "last_scale", "more2", "unit2")


def _read(match: re.Match[str], folded: str) -> Quantity | None:
    if match["number"] is None:
        return _fraction(match, folded)
    number, few, scale, rest, more, unit1, tail, last, few2, last_scale, more2, unit2 = match.group(*_PARTS)
    unit = (
        unit2 or (unit1.removesuffix(tail) if tail else unit1) or _CURRENCY.get((match["currency"] or "").rstrip(), "")
    ).lstrip()
    if not counts(match, unit, folded):
        return None
    start, about = _start(match, folded)
    still, side, end = match["still"], match["side"] or "", match.end()
    if match["till"]:  # 六万元以上三十万元以下: each bound has its own scale
        number, scale, last, side = number + scale, "", match["till"] + match["till_scale"], ""
    vague = bool(about or few or more or few2 or more2 or still or side)
    if tail:
        number += ("." if number[0].isdigit() else "点") + ("五" if tail == "半" else tail)
    elif rest:
        number, scale = number + scale + rest, ""
    elif unit in _AND_A_HALF and not last and not set(number) & set("几数.点"):
        number, unit = number + (".5" if number[0].isdigit() else "点五"), _AND_A_HALF[unit]
    return Quantity(
        start, end, number, scale, last or "", last_scale or "", "", unit, side, vague, folded[end : end + 5]
    )


def _fraction(match: re.Match[str], folded: str) -> Quantity | None:
    part = match.groupdict("")
    number = part["percent"] or part["part"] or part["part2"] or part["part3"] or part["ratio"]
    over = part["over"] or part["over2"] or part["over3"] or ("1" if part["ratio"] else "")
    if part["part3"] and not (is_fraction(int(number), int(over)) and stands_alone(match.start(), folded)):
        return None
    start, about = _start(match, folded)
    vague, unit = about or bool(part["side"]), "%" if part["percent"] else ""
    return Quantity(start, match.end(), number, over=over, unit=unit, side=part["side"], vague=vague)


def _start(match: re.Match[str], folded: str) -> tuple[int, bool]:
    """Where the quantity begins with the word of approximation before it, and whether there is one."""
    start = match.start()
    length = approximation(start, folded, round_number=match["number"] is not None and match["number"][0] in "百千万亿")
    return start - length, length > 0
