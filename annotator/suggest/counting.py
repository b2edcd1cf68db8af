"""Which numbers of a text count or measure something, and which are dates, ordinals, names and parts of other words."""

from __future__ import annotations

import re
from string import ascii_letters, digits

from annotator.suggest.units import units

NUMERALS = "零〇一二两三四五六七八九十百千万亿廿壹贰叁肆伍陆柒捌玖拾佰仟"
_ABOUT = re.compile("(?:大约|约|将近|(?<![附最接临靠邻就亲远])近)$")
_NOT_ABOUT = re.compile("(?:节|制|签|履|契|违|续|预|解|特|条|公|相|集)约$")
_UP_TO = re.compile("(?<![以晚早线网路身头马])上$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d|[一二][零〇一二三四五六七八九]{3}")
_ORDINAL = frozenset("第初唯.+-/%" + ascii_letters + digits)
_ONE = "一"
_IDIOMS = frozenset(["万岁", "百年", "千年", "万家", "千家", "万户", "千方", "万里", "百尺", "二次"])
_MEASURED = frozenset({"money", "area", "length", "weight", "rate"})
_LONG = frozenset({"个多小时", "个多月", "个多星期"})
"""durations before which 一 is a number and no article"""
_IN_PHRASES = frozenset({"名", "位", "强", "公里"})
"""units that may stand in a phrase that counts nothing: 前三名, 最后一公里"""
_REACHED = frozenset("超过逾近约达上")
"""what stands before a bare 千万 that is counted"""
_LAST = frozenset({"最后", "最先", "最初"})
"""what makes 一公里 a figure of speech"""
_MANY = re.compile("[几数一二两三四五六七八九十].*[万亿]几?")
"""a Chinese number that counts without a unit: 几千万, 两亿; not the bare 千万"""
_COUNTED = re.compile(
    "贫困|建档|农户|农民|农村|农牧|群众|村民|居民|学生|儿童|移民|党员|干部|人口|职工|妇女|残疾|脱贫|患者|劳动力"
)
"""whom a number without a unit counts: 34000贫困人口"""
_CLASS = re.compile("(?:[吨亩元]|千瓦|千伏|人)?位?级|次(?:产业|分配|创业|能源|报销|列车|航班)")
"""what makes a number part of a name: 30万吨级, 三次产业"""


def counts(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether a match of the grammar of quantities is one: it has a unit or a scale or counts people, and is no date,
    no ordinal, no part of a word."""
    number, scale, unit1, last = match.group("number", "scale", "unit1", "last")
    arabic = number[0].isdigit()
    if not unit and not (_counts_without_unit(match, folded) if arabic else _is_many(match, folded)):
        return False
    if not stands_alone(match.start(), folded) or (unit in _IN_PHRASES and _is_in_phrase(match, unit, folded)):
        return False
    if unit[:1] == "年" and not scale and _YEAR.fullmatch(last or number):
        return False
    if unit1 and unit1[-1] == "次" and _CLASS.match(folded, match.end() - 1):
        return False
    return arabic or not unit or _counts_in_chinese(number, unit)


def stands_alone(start: int, folded: str) -> bool:
    """Whether a number that begins at `start` is no ordinal and no part of a longer number or name."""
    before = folded[max(0, start - 2) : start]
    return not before or (before[-1] not in _ORDINAL and before != "第 ")


def is_fraction(part: int, over: int) -> bool:
    """Whether 3/4 is one, and not a day and month."""
    return part < over


def approximation(start: int, folded: str, *, round_number: bool) -> int:
    """How many code points before a number say that it is not exact: 2 for 大约; 上 only before a round one (上千)."""
    gap = 1 if folded[start - 1 : start] == " " else 0
    if start <= gap or folded[start - gap - 1] not in "约近上":
        return 0
    before = folded[max(0, start - gap - 3) : start - gap]
    about = _UP_TO.search(before) if round_number else None
    about = about or (None if _NOT_ABOUT.search(before) else _ABOUT.search(before))
    return 0 if about is None else len(about.group()) + gap


def _counts_without_unit(match: re.Match[str], folded: str) -> bool:
    if match["scale"] or (match["side"] and match["few"]):
        return not _CLASS.match(folded, match.end())
    return len(match["number"]) > 2 and _COUNTED.match(folded, match.end()) is not None


def _is_many(match: re.Match[str], folded: str) -> bool:
    """Whether a Chinese number without a unit counts: 两亿多, 近一亿, 超千万."""
    if match["last"] or _CLASS.match(folded, match.end()):
        return False
    number = match["number"] + match["scale"]
    if _MANY.fullmatch(number):
        return number != "一万"
    return number in ("千万", "百万") and folded[match.start() - 1 : match.start()] in _REACHED


def _is_in_phrase(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether a number tells a rank (前三名) or is a figure of speech (最后一公里)."""
    start = match.start()
    if unit == "公里":
        return match["number"] == _ONE and folded[max(0, start - 2) : start] in _LAST
    return folded[start - 1 : start] == "前"


def _counts_in_chinese(number: str, unit: str) -> bool:
    if number + unit in _IDIOMS:
        return False
    if unit in units().only_after_digits and not set(number) & set("十百千万亿"):
        return False
    if number in (_ONE, "半", "几", "数"):
        return units().kinds.get(unit.split("/", maxsplit=1)[0]) in _MEASURED or (number == _ONE and unit in _LONG)
    return True
