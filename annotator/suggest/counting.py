"""Which numbers of a text count or measure something, and which are dates, ordinals, names and parts of other words."""

from __future__ import annotations

import re
from string import ascii_letters, digits

from annotator.suggest.units import units

NUMERALS = "零〇○一二两三四五六七八九十百千万亿廿壹贰叁肆伍陆柒捌玖拾佰仟"
_ABOUT = re.compile("(?:大约|约|将近|(?<![附最接临靠邻就亲远])近)$")
_NOT_ABOUT = re.compile("(?:节|制|签|履|契|违|续|预|解|特|条|公|相|集)约$")
_UP_TO = re.compile("(?<![以晚早线网路身头马迈跃站登踏])上$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d|[零〇○][一二三四五六七八九]|[一二][零〇○一二三四五六七八九]{3}")
_ORDINAL = frozenset("第初唯.+-/%" + ascii_letters + digits)
_ONE = "一"
_IDIOMS = frozenset(["万岁", "百年", "千年", "万家", "千家", "万户", "千方", "万里", "百尺", "二次", "千里", "二元"])
_MEASURED = frozenset({"money", "area", "length", "weight", "rate"})
_LONG = frozenset({"个多小时", "个多月", "个多星期", "年多", "年半", "岁"})
"""durations and ages before which 一 is a number and no article"""
_IN_PHRASES = frozenset({"名", "位", "强", "公里", "条", "项", "款"})
"""units that may stand in a phrase that counts nothing: 前三名, 前二项 of a law, 最后一公里"""
_REACHED = frozenset("超过逾近约达上破让予供")
"""what stands before a bare 千万 that is counted"""
_LAST = frozenset({"最后", "最先", "最初"})
"""what makes 一公里 a figure of speech"""
_MANY = re.compile("[几数一二两三四五六七八九十].*[万亿]几?")
"""a Chinese number that counts without a unit: 几千万, 两亿; not the bare 千万"""
_COUNTED = re.compile(
    "贫困|建档|农户|农民|农村|农牧|群众|村民|居民|学生|儿童|移民|党员|干部|人口|职工|妇女|残疾|脱贫|患者|劳动力"
)
"""whom a number without a unit counts: 34000贫困人口"""
_LASTING = frozenset(
    ["年", "月", "个月", "天", "日", "周", "星期", "个星期", "小时", "个小时", "学期", "学年", "季度", "个学期"]
)
"""durations that 一 and 半 may measure"""
_LASTS = re.compile(
    "(?:任期|逾|达|超过|延长|不到|不足|未满|经[过历]了?|持续|连续|仅仅|整整|长达|为期|最长|发给|重读|只有|差不多|[用花]了|[没满抽])$"
)
"""what stands before a duration of 一 or 半: 延长一年"""
_LASTED = re.compile("多?(?:的?时间|的(?:培训|学习|帮扶|治疗|努力|奋战|建设)|以上|以下|为限)|多(?![来前后年])")
_DAYS = re.compile("(?:超过|不少于|[满达逾]|每周工作)$")
"""what stands before days that are counted, and no date"""
_AT_LEAST = re.compile("至少[^,。]{0,3}$|(?:只|仅|最多|每户)有$|(?:最多|不足|不到)$")
"""what makes a number of 一: 至少有一家"""
HALVES = frozenset({"一半", "半数"})
_HALF = re.compile("(?:约|近|超过|不到|不足|[超过占了]|[总数限]的)$")
"""what stands before a half that is a share"""
_SLOGANS = re.compile("意识|自信|维护|确立|一百年")
"""what two or four of have a name: 两个确立"""
_BODIES = ("大", "届", "协")
_SESSION = re.compile("次(?:全体)?会议")
_CLASS = re.compile("(?:[吨亩元]|千瓦|千伏|人)?位?级|次(?:产业|分配|创业|能源|报销|列车|航班)")
"""what makes a number part of a name: 30万吨级, 三次产业"""


def counts(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether a match of the grammar of quantities is one: it has a unit or a scale or counts people, and is no date,
    no ordinal, no part of a word."""
    number = match["number"]
    if number in HALVES:
        return not unit and _is_share(match, folded)
    arabic = number[0].isdigit()
    if not unit and not (_counts_without_unit(match, folded) if arabic else _is_many(match, folded)):
        return False
    if not stands_alone(match.start(), folded) or (unit in _IN_PHRASES and _is_in_phrase(match, unit, folded)):
        return False
    if _is_date(match, unit, folded) or _is_name(match, unit, folded):
        return False
    return arabic or not unit or _counts_in_chinese(number, unit) or _counts_one(match, unit, folded)


def _is_share(match: re.Match[str], folded: str) -> bool:
    """Whether a half is one of something that is measured: 占一半, 一半以上."""
    start = match.start()
    return match["side"] is not None or _HALF.search(folded, max(0, start - 6), start) is not None


def _is_date(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether it is a year, or a day of a month, for days that are counted are said to be."""
    number, scale, last = match.group("number", "scale", "last")
    if unit == "日":
        start = match.start()
        return match["side"] is None and _DAYS.search(folded, max(0, start - 4), start) is None
    return unit[:1] == "年" and not scale and _YEAR.fullmatch((last or number).replace(" ", "")) is not None


def _is_name(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether it is part of a name: 三次产业, 人大三次会议 (the third session of a body), 两个确立."""
    if (match["unit1"] or "")[-1:] == "次":
        if _CLASS.match(folded, match.end() - 1):
            return True
        return folded.endswith(_BODIES, 0, match.start()) and _SESSION.match(folded, match.end() - 1) is not None
    return unit == "个" and match["number"] in ("两", "四") and _SLOGANS.match(folded, match.end()) is not None


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
    number = match["number"]  # of a heading: 3.2贫困程度
    return len(number) > 2 and "." not in number and _COUNTED.match(folded, match.end()) is not None


def _is_many(match: re.Match[str], folded: str) -> bool:
    """Whether a Chinese number without a unit counts: 两亿多, 近一亿, 超千万."""
    if match["last"] or _CLASS.match(folded, match.end()):
        return False
    number = match["number"] + match["scale"]
    if _MANY.fullmatch(number):
        return number != "一万"
    return number in ("千万", "百万", "百亿", "千亿", "万亿") and folded[match.start() - 1 : match.start()] in _REACHED


def _is_in_phrase(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether a number tells a rank (前三名) or is a figure of speech (最后一公里)."""
    start = match.start()
    if unit == "公里":
        return match["number"] == _ONE and folded[max(0, start - 2) : start] in _LAST
    return folded[start - 1 : start] == "前"


def _counts_in_chinese(number: str, unit: str) -> bool:
    if number + unit in _IDIOMS or unit == "分":
        return False
    if unit in units().only_after_digits and not set(number) & set("十廿百千万亿"):
        return False
    if number in (_ONE, "半", "几", "数"):
        return units().kinds.get(unit.split("/", maxsplit=1)[0]) in _MEASURED or (number == _ONE and unit in _LONG)
    return True


def _counts_one(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether 一 or 半 is a number here and no article: 延长一年, 半年时间, 至少有一家."""
    number, start, end = match["number"], match.start(), match.end()
    if unit == "分":  # a tenth of a 亩
        return folded[end : end + 1] in ("地", "田")
    before = folded[max(0, start - 6) : start]
    if number == _ONE and _AT_LEAST.search(before):
        return unit not in units().only_after_digits
    return (
        number in (_ONE, "半")
        and unit in _LASTING
        and (_LASTS.search(before) is not None or _LASTED.match(folded, match.end("unit1")) is not None)
    )
