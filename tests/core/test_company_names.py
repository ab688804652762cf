"""Names of companies: what tells one from another."""

import pytest

from core.company_names import TRADES, core_of, core_sound, short_forms


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
        (["个体工商户老王面馆", "个体户老王面馆", "老王面馆（个体工商户）", "老王面馆"], "老王面馆"),
        (
            [
                "上海自贸区壬戌三有限公司", "中国（上海）自由贸易试验区壬戌三有限公司",
                "中国（上海）自由贸易试验区临港新片区壬戌三有限公司", "上海张江高科技园区壬戌三有限公司",
                "上海张江壬戌三有限公司", "深圳前海壬戌三有限公司", "深圳市前海深港现代服务业合作区壬戌三有限公司",
                "苏州工业园区壬戌三有限公司", "北京经济技术开发区壬戌三有限公司", "珠海横琴壬戌三有限公司",
                "沪壬戌三有限公司", "中国壬戌三有限公司", "渝壬戌三",
            ],
            "壬戌三",
        ),
        (
            [
                "上海壬戌三有限公司 Shanghai Renxusan Co., Ltd.", "上海壬戌三有限公司（Renxusan Co., Ltd.）",
                "上海壬戌三有限公司Renxusan Company Limited", "上海壬戌三 Co., Ltd.", "壬戌三 Limited", "壬戌三 INC.",
            ],
            "壬戌三",
        ),
        (["上海ABC有限公司", "ABC Co., Ltd.", "上海ABC Co.,Ltd"], "abc"),
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
        ("江苏大丰包装材料有限公司", "江苏东台包装材料有限公司"),
        ("江苏大丰供应链有限公司", "江苏大丰包装材料有限公司"),
        ("常州人力资源有限公司", "昆山人力资源有限公司"),
        ("深圳前海人寿保险有限公司", "中国人寿保险有限公司"),
        ("上海张江经济发展有限公司", "上海临港经济发展有限公司"),
        ("中国银行", "上海银行"),
        ("上海ABC Co., Ltd.", "上海XYZ Co., Ltd."),
        ("沪江教育科技有限公司", "湘江教育科技有限公司"),
        ("上海合作区块链有限公司", "上海开发区块链有限公司"),
        ("上海漕河泾开发区物业管理有限公司", "上海外高桥保税区物业管理有限公司"),
    ],
)
def test_where_only_a_trade_is_left_the_place_counts(one, other):
    assert core_of(one) != core_of(other)


@pytest.mark.parametrize(
    "trade",
    [
        "包装材料", "新材料科技", "供应链管理", "劳务派遣", "人力资源服务", "企业服务外包", "物业管理", "商贸", "国际贸易", "进出口",
        "再生资源回收", "精密五金制品", "塑胶制品", "汽车零部件", "自动化设备", "智能科技", "新能源汽车销售", "生鲜配送", "冷链物流",
        "服装厂", "水产养殖专业合作社", "农村商业银行", "园林绿化工程", "家居建材", "文化传播", "医疗器械", "餐饮管理", "电子商务",
    ],
)  # fmt: skip
@pytest.mark.parametrize("county", ["大丰", "义乌", "昆山", "金山"])
def test_a_county_before_nothing_but_a_trade_is_the_name_of_the_company(county, trade):
    """With the province in front of it or without, and the place of registration in brackets or not."""
    assert core_of(f"{county}{trade}有限公司") == f"{county}{trade}"
    around = {"大丰": "江苏", "义乌": "浙江", "昆山": "江苏省苏州市", "金山": "上海"}[county]
    assert core_of(f"{around}{county}{trade}股份有限公司") == f"{county}{trade}"
    assert core_of(f"{county}{trade}（{around}）有限公司") == f"{county}{trade}"


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("江苏大丰港供应链管理有限公司", "大丰港供应链管理"),  # no name has one character: 港
        ("浙江平湖光电科技有限公司", "平湖光电科技"),
        ("浙江平湖壬戌光电科技有限公司", "壬戌光电科技"),
        ("江苏大丰壬戌三包装材料有限公司", "壬戌三包装材料"),
        ("江苏省盐城市大丰区壬戌三供应链管理有限公司", "壬戌三供应链管理"),
        ("上海智慧科技有限公司", "智慧科技"),  # may be a name by itself
    ],
)
def test_a_county_before_a_name_of_its_own_is_a_place(name, core):
    assert core_of(name) == core


def test_no_word_for_a_trade_is_made_of_others():
    """Else a long name could be cut into words in more ways than there is time to try."""

    def is_made_of_others(word):
        cuts = ((word[:place], word[place:]) for place in range(1, len(word)))
        return any(first in TRADES and (rest in TRADES or is_made_of_others(rest)) for first, rest in cuts)

    assert [word for word in sorted(TRADES) if is_made_of_others(word)] == []


def test_a_core_is_compared_by_sound_too():
    assert core_sound("上海鑫源电子有限公司") == core_sound("欣元电子（上海）有限公司")


def test_a_short_form_is_the_beginning_of_a_core():
    assert "辛未机电" in set(short_forms(core_of("上海辛未机电设备有限公司")))


@pytest.mark.parametrize(
    "name",
    [
        "沪江",
        "京东物流",
        "苏宁电器",
        "粤海",
        "湘雅医院",
        "新华书店",
        "中国石油",
        "横琴壬戌三",
        "Lincoln",
        "Colt",
    ],
)
def test_what_only_begins_like_a_place_or_ends_like_a_legal_form_stays(name):
    assert core_of(name) == name.lower()
