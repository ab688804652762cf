"""Names of companies: what tells one from another."""

import pytest

from core.company_names import core_of, core_sound, short_forms


@pytest.mark.parametrize(
    ("names", "core"),
    [
        (
            [
                "壬戌三（上海）有限公司", "上海壬戌三有限公司", "上海市金山区壬戌三有限责任公司", "壬戌三股份有限公司",
                "上海壬戌三有限公司金山分公司", "壬戌三(朱泾店)", "壬戌三",
            ],
            "壬戌三",
        ),
        (["上海辛未机电设备有限公司", "辛未机电设备", "辛未機電設備有限公司"], "辛未机电设备"),
        (["江苏省常州市钟楼区乙丑餐饮店", "乙丑餐饮店"], "乙丑餐饮店"),
        (["上海丙寅實業有限公司", "丙寅实业集团有限公司"], "丙寅实业"),
        (
            [
                "昆山壬戌三有限公司", "壬戌三（昆山）有限公司", "上海金山壬戌三有限公司", "上海市松江壬戌三有限公司",
                "上海浦东壬戌三有限公司", "常州武进壬戌三有限公司", "江苏昆山壬戌三有限公司", "壬戌三〖上海〗有限公司",
                "壬戌三「昆山」有限公司", "壬戌三<上海>有限公司", "「壬戌三」有限公司", "上海壬戌三有限公司金山经营部",
            ],
            "壬戌三",
        ),
        (["上海市金山区朱泾镇大润戊超市", "金山区石化街道大润戊超市", "大润戊超市"], "大润戊超市"),
        (["某某律师事务所上海分所", "某某律师事务所"], "某某律师事务所"),
        (["内蒙古自治区丁卯牧业有限公司", "内蒙古丁卯牧业"], "丁卯牧业"),
    ],
)  # fmt: skip
def test_place_legal_form_and_branch_do_not_count(names, core):
    assert {name: core_of(name) for name in names} == dict.fromkeys(names, core)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("南京银行股份有限公司", "北京银行股份有限公司"),
        ("上海机械有限公司", "常州机械有限公司"),
        ("上海有限公司", "常州有限公司"),
        ("光明乳业有限公司", "三元乳业有限公司"),
        ("光明房地产有限公司", "三元房地产有限公司"),
        ("东方航空股份有限公司", "上海航空有限公司"),
        ("上海东方明珠有限公司", "上海光明明珠有限公司"),
        ("昆山律师事务所", "松江律师事务所"),
        ("上海小镇故事餐饮有限公司", "上海故事餐饮有限公司"),
        ("上海金山制冷设备有限公司", "上海朱泾制冷设备有限公司"),
    ],
)
def test_where_only_a_trade_is_left_the_place_counts(one, other):
    assert core_of(one) != core_of(other)


def test_a_core_is_compared_by_sound_too():
    assert core_sound("上海鑫源电子有限公司") == core_sound("欣元电子（上海）有限公司")


def test_a_short_form_is_the_beginning_of_a_core():
    assert "辛未机电" in set(short_forms(core_of("上海辛未机电设备有限公司")))
