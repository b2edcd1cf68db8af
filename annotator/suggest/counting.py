"""Which numbers of a text count or measure something, and which are dates, ordinals, names and parts of other words."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_letters, digits

from annotator.suggest.measures import HALVES
from annotator.suggest.units import units

NUMERALS = "零〇○一二两三四五六七八九十百千万亿廿壹贰叁肆伍陆柒捌玖拾佰仟"
_ABOUT = re.compile("(?:大约|约|将近|(?<![附最接临靠邻就亲远])近)$")
_NOT_ABOUT = re.compile("(?:节|制|签|履|契|违|续|预|解|特|条|公|相|集)约$")
_UP_TO = re.compile("(?<![以晚早线网路身头马迈跃站登踏])上$")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d|0\d|[零〇○][一二三四五六七八九]|[一二][零〇○一二三四五六七八九]{3}")
_ORDINAL = frozenset("第初唯.+-/%" + ascii_letters + digits)
_ONE = "一"
_IDIOMS = frozenset(
    ["万岁", "百年", "千年", "万家", "千家", "万户", "千方", "万里", "百尺", "二次", "千里", "二元", "百折", "万元户"]
)
_MEASURED = frozenset({"money", "area", "length", "weight", "rate"})
_CURRENCIES = {"人民币": "元", "港币": "港元", "台币": "新台币", "新台币": "新台币"}
_CURRENCY = re.compile("(?:人民币|港币|新?台币)[ ]?$")
BEFORE = frozenset("约近上好币 ")
"""what ends the words that may tell something of a number behind them"""
_IN_PHRASES = frozenset({"名", "位", "强", "公里", "条", "项", "款"})
"""units that may stand in a phrase that counts nothing: 前三名, 前二项 of a law, 最后一公里"""
_REACHED = frozenset("超过逾近约达上破让予供")
"""what stands before a bare 千万 that is counted"""
_LAST = frozenset({"最后", "最先", "最初"})
"""what makes 一公里 a figure of speech"""
_MANY = re.compile("[几数一二两三四五六七八九十].*[万亿][几一二三四五六七八九]?")
"""a Chinese number that counts without a unit: 几千万, 两亿; not the bare 千万"""
_COUNTED = re.compile(
    "贫困|建档|农户|农民|农村|农牧|群众|村民|居民|学生|儿童|移民|党员|干部|人口|职工|妇女|残疾|脱贫|患者|劳动力"
)
"""whom a number without a unit counts: 34000贫困人口"""
_LASTING = frozenset(
    ["年", "月", "个月", "天", "日", "周", "星期", "个星期", "小时", "个小时", "学期", "学年", "季度", "个学期"]
)
"""durations that 一 and 半 may measure"""
_SINGLE = frozenset({"一", "半", "几", "数"})
_ROUND, _TENS, _LARGE = frozenset("百千万"), frozenset("万亿"), frozenset("十廿百千万亿")
_PLACES = frozenset("村乡镇县州市省里家户校园站国岁兆顷成篇")
"""what a bare 百, 千 or 万 only praises: 百村, 千家; counted are 上百家, 百余户"""
_SAYINGS = re.compile("十里[八长]|(?<=十里)八乡|(?<=五花)八门|万元户")
_DEPENDS = _IN_PHRASES | {"日", "分", "番"}
"""units of which it depends on what is around them whether they count"""
_GOES_ON = frozenset("\n十百千”’」")
"""what stands behind 二万三 where that is no number by itself"""
_FOLD = re.compile("翻了?$")
_MONTH = re.compile(f"[{NUMERALS}\\d]{{1,3}}\\s*月")
"""what stands behind a year: 一百零四年, 十二月"""
COUNTED_BEGIN = frozenset("贫建农群村居学儿移党干人职妇残脱患劳")
"""with what those begin whom a number without a unit counts"""
_LASTS = re.compile(
    "(?:任期|逾|达|超过|延[长续]|不到|不足|未满|经[过历]了?|持续|连续|仅仅|整整|长达|为期|最长|发给|重读|只有|差不多|[用花]了|[没满抽])$"
)
"""what stands before a duration of 一 or 半: 延长一年"""
_LASTED = re.compile("多?(?:的?时间|的(?:培训|学习|帮扶|治疗|努力|奋战|建设)|以上|以下|为限)|多(?![来前后年])")
_DAYS = re.compile("(?:超过|不少于|[满达逾]|每周工作)$")
"""what stands before days that are counted, and no date"""
_AT_LEAST = re.compile("至少[^,。]{0,3}$|(?:只|仅|最多|每户)有$|(?:最多|不足|不到)$")
"""what makes a number of 一: 至少有一家"""
_HALF = re.compile("(?:约|近|超过|不到|不足|[超过占了]|[总数限]的)$")
"""what stands before a half that is a share"""
_SLOGANS = re.compile("意识|自信|维护|确立|一百年|代表[”’重]")
"""what two or four of have a name: 两个确立"""
_BODIES = ("大", "届", "协")
_PLAN = re.compile("行动|规划|计划|蓝图")
"""before what years are part of a name: 三年行动计划"""
_FORMULA = re.compile(r"[ ]?[\\^{}~]")
"""what stands behind a number that is part of a formula: $1 0 ^ { 4 }$ is no money"""
_SESSION = re.compile("次(?:全体)?会议")
_CLASS = re.compile("(?:[吨亩元]|千瓦|千伏|人)?位?级|次(?:产业|分配|创业|能源|报销|列车|航班)")
"""what makes a number part of a name: 30万吨级, 三次产业"""


def may_count_bare(number: str, end: int, folded: str) -> bool:
    """Whether a number with nothing behind it but words, at `end`, is worth a look: most are parts of words."""
    if number[0].isdigit():
        return folded[end : end + 1] in COUNTED_BEGIN
    return number in HALVES or not _TENS.isdisjoint(number)


def always_counts(unit: str) -> bool:
    """Whether an Arabic number with this unit counts wherever it stands alone."""
    return (unit == "公里" or unit not in _DEPENDS) and unit[-1] != "次" and unit[0] != "年"


def measures_one(unit: str) -> bool:
    """Whether 一 with this unit may be a number anywhere; elsewhere it is an article, but for 至少有一家."""
    return units().kinds[unit] in _MEASURED or (unit in _LASTING and unit[0] != "个") or unit in ("岁", "分")


@lru_cache(maxsize=2048)
def counts_in_chinese(number: str, unit: str) -> bool | None:
    """Whether a Chinese number with this unit counts wherever it stands alone (True) or nowhere (False), or None where
    that depends on what is around it."""
    if unit in ("分", "番") or number in HALVES:
        return None
    if unit in units().only_after_digits and unit not in _LASTING and not set(number) & _LARGE:
        return False
    if not always_counts(unit) or unit in units().only_after_digits or number in _SINGLE or number in _ROUND:
        return None
    return None if number + unit in _IDIOMS or number in ("两", "三", "四", "十", "八") else True


def is_year(number: str) -> bool:
    """Whether a number before 年 is that of a year: 2018, 二〇一八, 零八."""
    return _YEAR.fullmatch(number.replace(" ", "")) is not None


def counts(match: re.Match[str], last: re.Match[str], unit: str, way: str, folded: str) -> bool:
    """Whether what the grammar matched, from one match to another, is a quantity: it has a unit or a scale or counts
    people, and is no date, no ordinal, no part of a word."""
    number, start = match["number"], match.start()
    if number in HALVES:
        return not unit and (way == "to" or _is_share(match, folded))
    if any(match.group("part", "part2", "ratio", "over")):
        over = match["over"]
        return not over or (number.isdecimal() and int(number) < int(over) and stands_alone(start, folded))
    if not stands_alone(start, folded) or (match["currency"] == "$" and _FORMULA.match(folded, last.end())):
        return False
    if not unit:
        return not way and _counts_without_unit(match, folded)
    is_other = _is_in_phrase(start, number, unit, folded) or _is_name(match, last, unit, folded)
    if is_other or _is_date(match, last, unit, way, folded):
        return False
    return number[0].isdigit() or _counts_in_chinese(match, unit, way, folded)


def _is_share(match: re.Match[str], folded: str) -> bool:
    """Whether a half is one of something that is measured: 占一半, 一半以上."""
    start = match.start()
    return match["side"] is not None or _HALF.search(folded, max(0, start - 6), start) is not None


def _is_date(match: re.Match[str], last: re.Match[str], unit: str, way: str, folded: str) -> bool:
    """Whether it is a year, a minute of an hour, or a day of a month, for days that are counted are said to be."""
    start = match.start()
    if unit == "日":
        return last["side"] is None and _DAYS.search(folded, max(0, start - 4), start) is None
    if unit == "分":
        return folded[start - 1 : start] in ("时", "点")
    if unit[:1] != "年" or match["scale"]:
        return False
    if is_year((last if way == "to" else match)["number"]):
        return True
    return folded.endswith("民国", 0, start) or _MONTH.match(folded, last.end("unit")) is not None


def _is_name(match: re.Match[str], last: re.Match[str], unit: str, folded: str) -> bool:
    """Whether it is part of a name: 三次产业, 人大三次会议 (the third session of a body), 两个确立, 万元户."""
    end = last.end()
    if unit[-1:] == "次" and match["unit"]:
        if _CLASS.match(folded, end - 1):
            return True
        return folded.endswith(_BODIES, 0, match.start()) and _SESSION.match(folded, end - 1) is not None
    if unit == "年" and _PLAN.match(folded, end):
        return True
    return unit == "个" and match["number"] in ("两", "三", "四") and _SLOGANS.match(folded, end) is not None


def stands_alone(start: int, folded: str) -> bool:
    """Whether a number that begins at `start` is no ordinal and no part of a longer number or name."""
    if start == 0:
        return True
    before = folded[start - 1]
    return before not in _ORDINAL and (before != " " or folded[start - 2 : start - 1] != "第")


def before(start: int, number: str, folded: str) -> tuple[int, bool]:
    """Where a quantity begins with the words before its number that belong to it, and whether they say that the number
    is not exact: 约, 近, 上 before a round number. One of BEFORE stands there, else there are none."""
    if start == 0 or folded[start - 1] not in BEFORE:
        return start, False
    if number[0] == "几" and folded[start - 1] == "好":
        start -= 1
    length = _approximation(start, folded, round_number=number[0] in "百千万亿")
    return start - length, length > 0


def currency_before(start: int, folded: str) -> str:
    """The unit of the currency that is named before a number (港币300元), which stays outside; empty for none."""
    currency = _CURRENCY.search(folded, max(0, start - 4), start)
    return "" if currency is None else _CURRENCIES[currency.group().rstrip()]


def _approximation(start: int, folded: str, *, round_number: bool) -> int:
    """How many code points before a number say that it is not exact: 2 for 大约; 上 only before a round one (上千)."""
    gap = 1 if folded[start - 1 : start] == " " else 0
    if start <= gap or folded[start - gap - 1] not in "约近上":
        return 0
    before = folded[max(0, start - gap - 3) : start - gap]
    about = _UP_TO.search(before) if round_number else None
    about = about or (None if _NOT_ABOUT.search(before) else _ABOUT.search(before))
    return 0 if about is None else len(about.group()) + gap


def _counts_without_unit(match: re.Match[str], folded: str) -> bool:
    if not match["number"][0].isdigit():
        return _is_many(match, folded)
    if match["scale"] or (match["side"] and match["few"]):
        return not _CLASS.match(folded, match.end())
    number = match["number"]  # of a heading: 3.2贫困程度
    return len(number) > 2 and "." not in number and _COUNTED.match(folded, match.end()) is not None


def _is_many(match: re.Match[str], folded: str) -> bool:
    """Whether a Chinese number without a unit counts: 两亿多, 近一亿, 超千万."""
    if _CLASS.match(folded, match.end()):
        return False
    number = match["number"] + (match["scale"] or "")
    if _MANY.fullmatch(number):  # it may go on in the next line: 二万三, 千九百
        return number != "一万" and (number[-1] in "万亿几" or folded[match.end() : match.end() + 1] not in _GOES_ON)
    return number in ("千万", "百万", "百亿", "千亿", "万亿") and folded[match.start() - 1 : match.start()] in _REACHED


def _is_in_phrase(start: int, number: str, unit: str, folded: str) -> bool:
    """Whether a number tells a rank (前三名) or is a figure of speech (最后一公里)."""
    if unit not in _IN_PHRASES:
        return False
    if unit == "公里":
        return number == _ONE and folded[max(0, start - 2) : start] in _LAST
    return folded[start - 1 : start] == "前"


def _counts_in_chinese(match: re.Match[str], unit: str, way: str, folded: str) -> bool:
    """Whether a Chinese number counts; in most words that begin with one it does not."""
    number, start = match["number"], match.start()
    if unit == "番":
        return _FOLD.search(folded, max(0, start - 2), start) is not None
    if match["tail"] or match["inner"] or way or (unit == "里" and match["still"]):
        return True
    if number + unit in _IDIOMS or _SAYINGS.match(folded, start) or _praises(match, unit, folded):
        return False
    is_rare = unit == "分" or (unit in units().only_after_digits and not set(number) & _LARGE)
    if not is_rare and (number not in _SINGLE or _measures(number, unit)):
        return True
    return _counts_one(match, unit, folded)


def _measures(number: str, unit: str) -> bool:
    """Whether a single 一, 半, 几 or 数 with this unit measures something: 一亩, 一岁, 半个月."""
    if unit == "岁" or (number == "半" and unit[0] == "个" and unit in _LASTING):
        return number in (_ONE, "半")
    return units().kinds.get(unit.split("/", maxsplit=1)[0]) in _MEASURED


def _praises(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether a bare 百, 千 or 万 is no count: 百村, 千家, 每千人."""
    if match["number"] not in _ROUND or match["scale"] or match["few"]:
        return False
    before = folded[match.start() - 1 : match.start()]
    return before == "每" or (unit in _PLACES and before not in BEFORE | _REACHED)


def _counts_one(match: re.Match[str], unit: str, folded: str) -> bool:
    """Whether 一 or 半 is a number here and no article: 延长一年, 半年时间, 至少有一家."""
    number, start, end = match["number"], match.start(), match.end()
    if unit == "分":  # a tenth of a 亩
        return folded[end : end + 1] in ("地", "田")
    before = folded[max(0, start - 6) : start]
    if before.endswith("一年比"):
        return False
    if number == _ONE and _AT_LEAST.search(before):
        return unit not in units().only_after_digits
    return (
        number in (_ONE, "半")
        and unit in _LASTING
        and (_LASTS.search(before) is not None or _LASTED.match(folded, match.end("unit")) is not None)
    )
