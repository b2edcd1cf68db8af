"""The expressions of quantities: how one number is written with what belongs to it, and where one may begin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from annotator.suggest.counting import COUNTED_BEGIN, NUMERALS, measures_one
from annotator.suggest.patterns import any_of
from annotator.suggest.units import units

_PLAIN = "一二两三四五六七八九"
_SPACED = r"(?<![\d.][ ])\d(?:[ ]?\.)?(?:[ ]\d(?:[ ]?\.(?=[ ]?\d))?)+(?![\d,.])"
"""1 5 and 9 . 8: digits that a page was set with"""
_ARABIC = rf"(?:{_SPACED}|(?:\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)|\d+)(?:\.\d+)?)"
_OR = r"(?:(?<!^)(?<!\s)一、二|二、三|两、三|三、四|四、五|五、六|六、七|七、八|八、九|三、五)"
"""neighbours between which the number lies (四、五百人); 一、 that begins a line is a number of a heading"""
_IS_NO_UNIT = f"(?:(?<![{_PLAIN}]两)|(?<!斤.两)(?![,。;、)的左以重]|$))"
"""where 两 is a numeral (一两个) and not a unit (三斤二两)"""
_HANS = f"一半|(?:[几数](?=[十百千万亿])(?!数?百分之))?[{NUMERALS}]+{_IS_NO_UNIT}(?:几十?)?(?:点[{NUMERALS}]+)?|半数?"
_NUMBER = f"(?:{_ARABIC}|{_HANS})"
_SCALE = "[百万亿]|千(?![米克瓦伏卡])"
_BLANK = r"(?:(?<=\d)[ ](?=[百千]?[万亿]))?"
"""3,570 万元: a blank between digits and their scale"""
_REST = r"(?:(?:\d{1,4}|\d,\d{3})(?:[千百][余多]?万|[百千万])){1,3}|(?<=万)(?:\d{4}|\d,\d{3})(?![\d,.年])"
"""what goes on behind 万 or 亿: 1亿8,000万, 1万5000"""
_AT_LEAST = (
    r"(?:(?<=[只仅多户]有一)|(?<=[有多足到]\n一)|(?<=最多一)|(?<=不[足到]一)"
    "|(?<=至少一)|(?<=至少.一)|(?<=至少..一)|(?<=至少...一))"
)
"""what may stand before 一 where it is a number before any unit (至少有一家), and 一"""
_TEX_PERCENT = r"(?<=\d)[ ]?\\%(?(currency)(?:[ ]?\$)?)"
"""$1 0 . 2 \\%$: how formulas that were read from a page are kept"""
_BEHIND_DIGITS = r"百千万亿几余多来分份之/:∶.,、~—–－至到 \-\\"
"""what may stand behind digits before their unit, or join two numbers"""
_LEADS_ON = r"余多来点分\d\-~—–－至到"
"""what may stand between a Chinese numeral and its unit"""


def _units() -> str:
    """A pattern for a unit, with what it is counted by (元/人, 元每亩), where it is no part of a longer word (家庭).

    Units that begin alike share their beginning, for `re` tries one alternative after the other.
    """
    per = any_of(units().per)
    counted_by = rf"(?:/{per}(?:[/·•.]?{per})?|每{per}(?=[,。;、)\n]|$))?"
    also = r"(?:\([间次户处家个套台座]\))?"  # 3万套(间)
    words = sorted(units().kinds, key=lambda unit: (unit[0], -len(unit), unit))
    firsts = "".join(sorted({re.escape(unit[0]) for unit in words}))
    alike = "|".join(_beginning(first, same) for first, same in groupby(words, key=lambda unit: unit[0]))
    return rf"(?:(?<=[\d百千万亿余多])[ ])?(?=[{firsts}])(?:{alike}){also}{counted_by}(?!级(?!贫)|代(?![表理办])|度)"


def _beginning(first: str, same: Iterable[str]) -> str:
    """A pattern for the units that begin with a character; 多 and 半 stand inside durations with 个 (三个多月)."""
    rests = [re.escape(unit[1:]) + _no_longer(unit) for unit in same]
    if first == "个":
        lasting = "|".join(unit[1:] for unit, kind in units().kinds.items() if unit[0] == first and kind == "duration")
        rests.insert(0, f"(?P<inner>[多半])(?:{lasting})")
    return re.escape(first) + f"(?:{'|'.join(rests)})"


def _no_longer(unit: str) -> str:
    """A pattern for what does not make a longer word of a unit; 两 behind a 斤 makes none (三斤二两)."""
    longer = units().longer.get(unit)
    if longer is None:
        return ""
    return f"(?:(?<=斤.{unit})|(?![{longer}]))" if unit == "两" else f"(?![{longer}])"


def _parts_of_whole() -> str:
    """A pattern for what makes a number part of a whole: 分之三, as Cantonese has it 三分一, 3/4; or a ratio, 2.5:1."""
    no_word = "一二三四五六七八九十百般定样致些个直切起部律流向贯时旦方点之"
    return rf"""
        [分份]之(?P<part>{_NUMBER})
        |(?<=[三四五六])(?<![{NUMERALS}].)[分份](?P<part2>[一二])(?![{no_word}])
        |(?:(?<=\.\d)|(?<=\.\d\d))(?P<ratio>[:∶]1)(?![\d:.])
        |(?<=(?<![\d.])[1-9])/(?P<over>[2-9]|10)(?![\d/.年月日号])
        """


def _tail() -> str:
    """A pattern for what goes on behind a unit in tenths of it: 三成一, 1米78, 三斤半."""
    end = f"(?![{NUMERALS}\\d个名户年月天亩元数以载价日夜生]|人(?!士))"
    return rf"""
        (?P<tail>(?<=成)[{_PLAIN}\d]{end}|(?<=[年成亩斤里倍尺米丈吨天块])半{end}
        |(?<=[米块])\d{{1,2}}(?!\d)|(?<=[米块丈尺斤])零?[一二三四五六七八九]{{1,2}}(?![{NUMERALS}]|{_units_plain()})
        |(?<=块)[{_PLAIN}](?=一(?:{_units_plain()})))
        """


def _units_plain() -> str:
    """A pattern for the first character of a unit."""
    return "[" + "".join(sorted({re.escape(unit[0]) for unit in units().kinds})) + "]"


def _grammar_source() -> str:
    return rf"""
        (?P<currency>(?:HK|US|NT)?\$|¥|HKD[ ]?|USD[ ]?)?
        (?P<number>{_OR}[十百千]?(?![级产])|{_NUMBER})
        (?:{_parts_of_whole()}
        |(?P<few>[余多来])?{_BLANK}(?P<scale>(?:{_SCALE}){{1,3}})?(?P<rest>(?<=[万亿])(?:{_REST}))?(?P<more>[余多来几])?
         (?:(?<!一半)(?<!半数)(?P<unit>{_units()}|{_TEX_PERCENT}){_tail()}?)?
        )
        (?P<still>多(?![{NUMERALS}年月次种样元名位个户边层功场]|了[ ]?\d))?
        (?P<side>左右|上下|[或及]?\n?以上|[或及]?\n?以下|以内)?
        """


def _starts_source() -> str:
    """Where a quantity may begin. A Chinese numeral that is followed by none of what must follow one is passed over:
    most are parts of words (一定, 十分), and most of 一 are articles (一个). No more than 31 letters are looked at, so
    that a row of them costs no more than its length."""
    follows = {unit[0] for unit in units().kinds} | {unit[1:2] for unit in units().kinds if unit[0] in NUMERALS}
    ones = {unit[0] for unit in units().kinds if measures_one(unit)}
    han = f"{NUMERALS}几数半"
    return rf"""
        [\d$¥{han}HUN]  # one class first: a search by it is quick
        (?:(?<=[$¥])
        |(?<=\d)(?<!\d\d)(?!(?:(?<=1)[5-9]|(?<=2)0)\d\d年)\d*+(?=[{_any(follows)}{_BEHIND_DIGITS}{_any(COUNTED_BEGIN)}])
        |(?<=一)(?![{han}])(?=[{_any(ones)}{_LEADS_ON}\ ]|、二|个[多半]|{_AT_LEAST}[{_any(follows)}])
        |(?<=[{han}])(?:(?<!一)|(?=[{han}]))
         (?:(?<=[万亿])|(?=[{han}]{{0,30}}[万亿])|(?<=一)半|(?<=半)数|(?=[{han}]{{0,30}}(?:一半|半数))
         |[{han}]{{0,30}}+(?:(?=[{_any(follows)}{_LEADS_ON}\ ]|、[二三四五六七八九])|(?<=.两)))
        |(?<=H)K[D$]|(?<=U)S[D$]|(?<=N)T\$)
        """


def _any(letters: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted(set(letters) - {""})))


EXPRESSIONS = {"quantity": (_grammar_source, re.VERBOSE), "quantity starts": (_starts_source, re.VERBOSE)}
