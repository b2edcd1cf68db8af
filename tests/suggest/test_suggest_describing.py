"""What titles and beginnings say of reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import plain
from annotator.suggest import Engine, describe

SCHEME = plain.read_scheme()
ENGINE = Engine()


def said(title: str, text: str = "") -> dict[str, object]:
    found = describe(SCHEME.document, title, text, ENGINE.suggest(title), ENGINE.suggest(text))
    return {one.name: one.value for one in found}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "方城县2019年脱贫攻坚工作总结",
            "",
            {"region": "方城县", "level": "county", "year": 2019, "type": "work-report"},
        ),
        ("河南省脱贫攻坚条例", "", {"region": "河南省", "level": "province", "type": "policy"}),
        (
            "二〇一八年廣西壯族自治區扶貧政策",
            "",
            {"region": "廣西壯族自治區", "level": "province", "year": 2018, "type": "policy"},
        ),
        ("重庆市扶贫综述", "", {"region": "重庆市", "level": "province", "type": "round-up"}),
        (
            "国务院关于打赢脱贫攻坚战的意见",
            "方城县、方城县",
            {"level": "national", "type": "policy", "region": "方城县"},
        ),
        (
            "驻村日记",
            "2017年，方城县启动。2017年底，方城县验收。2016年立项。",
            {"region": "方城县", "level": "county", "year": 2017},
        ),
        ("驻村日记", "2017年在方城县，2018年在南召县。", {}),
        ("120199年", "", {}),
    ],
)
def test_what_is_proposed(title, text, expected):
    assert said(title, text) == expected


@given(st.text("2019年二〇一八县省市方城河南全国意见 \n\x00", max_size=40), st.text("2019年方城县，。", max_size=80))
def test_what_is_proposed_fits_the_scheme_and_has_a_sentence(title, text):
    kinds = {kind.name: kind for kind in SCHEME.document}
    found = describe(SCHEME.document, title, text, ENGINE.suggest(title), ENGINE.suggest(text))
    assert len({one.name for one in found}) == len(found)
    for one in found:
        choices = {choice.name for choice in kinds[one.name].choices}
        assert not choices or one.value in choices
        assert one.why.key.startswith("suggest.said-")


def test_a_scheme_without_these_attributes_hears_nothing():
    assert describe((), "方城县2019年工作总结", "", ENGINE.suggest("方城县"), []) == []
