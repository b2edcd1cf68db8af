"""Bodies whole: offices of two tasks, branches, levels; and two bodies that stand side by side are two."""

from __future__ import annotations

import pytest

from annotator.suggest import Engine

PLACES = ["湖北省郧西县", "溆浦县", "定西市", "彭水县"]
TWO_TASKS = ["人力资源和社会保障局", "文化和旅游局", "发展和改革委员会", "住房和城乡建设局"]
OFFICES = [*TWO_TASKS, "农业农村局", "卫生健康委员会"]


def bodies(text: str) -> list[str]:
    return [one.text for one in Engine(model=None).suggest(text) if one.label in ("Organisation", "Place")]


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("whose", [*PLACES, "省", "市", "县"])
def test_an_office_is_one_with_whose_it_is(whose, office):
    assert bodies(f"，{whose}{office}印发通知。") == [whose + office]


@pytest.mark.parametrize("level", ["省", "市", "州", "区", "县"])
def test_committee_and_government_are_two_at_every_level(level):
    assert bodies(f"{level}委、{level}政府决定") == [f"{level}委", f"{level}政府"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("中国农业银行毕节分行放款", ["中国农业银行毕节分行"]),
        ("國家統計局四川調查總隊發布", ["國家統計局四川調查總隊"]),
        ("中国石化西藏石油分公司捐建学校", ["中国石化西藏石油分公司"]),
        ("中国移动云南公司投入资金", ["中国移动云南公司"]),
        ("四川大学华西医院对口帮扶平昌县人民医院", ["四川大学华西医院", "平昌县人民医院"]),
        ("中共平昌县委平昌县人民政府", ["中共平昌县委", "平昌县人民政府"]),
        ("我代表省人民政府报告", ["省人民政府"]),
        ("培育家庭农场主", []),
        ("溆浦县住房和城乡建设局局长到场", ["溆浦县"]),
    ],
)
def test_bodies_are_whole_and_apart(text, found):
    assert bodies(text) == found
