"""Names of companies: what is left when legal form, place and branch are taken off, and how alike two are."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from core.names import pinyin_key, plain_name
from labour_law.places import divisions

SHORTEST = 2
"""A core of fewer characters says nothing; then the place stays."""

TRADES = frozenset(
    "银行 航空 实业 机械 电子 电器 电气 机电 贸易 商贸 物流 运输 快递 建筑 建设 工程 装饰 装潢 餐饮 食品 酒店 宾馆 超市 百货 "
    "科技 信息 网络 软件 传媒 广告 文化 教育 培训 医院 医药 化工 纺织 服装 服饰 家具 木业 钢铁 五金 模具 塑料 包装 印刷 汽车 "
    "汽修 物业 保安 保洁 家政 劳务 人力 环保 能源 电力 水务 农业 养殖 花店 饭店 面馆 服务 管理 咨询 投资 控股 发展 制造 集团".split()
)
"""Words for a trade: they do not tell one company of a place from another."""

SHORT_FORM = 3
"""So many characters of a name are enough to be a short form of it."""

_LEGAL_FORM = re.compile(
    r"(?:(?:集团)?(?:股份)?有限(?:责任)?公司|集团公司|股份公司|有限合伙|普通合伙|合伙企业|个人独资企业|个体工商户|集团|公司)$"
)
_BRANCH = re.compile(
    r"^(.*?(?:公司|集团|厂|企业|合伙|银行|医院|学校))(?:.{0,20})"
    r"(?:分公司|分店|分厂|分行|支行|分院|分校|分部|营业部|办事处|门店|旗舰店|专卖店|项目部)$"
)
_IN_BRACKETS = re.compile(r"[(（〔\[【][^()（）〔〕\[\]【】]*[)）〕\]】]")
_WITH_RANK = re.compile("特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市")


def core_of(name: str) -> str:
    """The part that tells a company from others, simplified and without punctuation.

    壬戌三（上海）有限公司 and 上海壬戌三有限公司 → 壬戌三; 上海辛未机电有限公司金山分公司 → 辛未机电. Where nothing but a trade
    would be left, the place stays: 南京银行.
    """
    bare = _IN_BRACKETS.sub("", unicodedata.normalize("NFKC", name)) or name
    text = plain_name(bare) or plain_name(name)
    if branch := _BRANCH.match(text):
        text = branch[1]
    while (form := _LEGAL_FORM.search(text)) and form.start() >= SHORTEST:
        text = text[: form.start()]
    return _without_place(text) or text


def core_sound(name: str) -> str:
    """How the core is read, without tones."""
    return pinyin_key(core_of(name))


def short_forms(core: str) -> Iterator[str]:
    """The beginnings of a core by which people call the company: 辛未机电 of 辛未机电设备."""
    return (core[:length] for length in range(SHORT_FORM, len(core)))


def _without_place(text: str) -> str:
    """Without the places in front, as long as enough is left; empty where it is not."""
    rest = text
    while place := next((rest[:n] for n in range(min(12, len(rest)), 1, -1) if rest[:n] in _places()), ""):
        shorter = rest[len(place) :]
        if len(shorter) < SHORTEST or shorter in TRADES:
            break
        rest = shorter
    return rest


@cache
def _places() -> frozenset[str]:
    """Provinces and cities with and without their rank, districts and counties with it."""
    found = set()
    for place in divisions():
        found.add(plain_name(place.name))
        if place.code.endswith("00") or len(place.code) == 2:
            found.add(plain_name(_WITH_RANK.sub("", place.name)))
    return frozenset(name for name in found if len(name) > 1)
