"""Names of companies: what is left when legal form, place and branch are taken off, and how alike two are."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from core.names import pinyin_key, plain_name
from labour_law.places import Division, divisions, without_rank

SHORTEST = 2
"""A core of fewer characters says nothing; then the place stays."""

TRADES = frozenset(
    "银行 航空 实业 机械 电子 电器 电气 机电 贸易 商贸 物流 运输 快递 建筑 建设 工程 装饰 装潢 餐饮 食品 酒店 宾馆 超市 百货 "
    "科技 信息 网络 软件 传媒 广告 文化 教育 培训 医院 医药 化工 纺织 服装 服饰 家具 木业 钢铁 五金 模具 塑料 包装 印刷 汽车 "
    "汽修 物业 保安 保洁 家政 劳务 人力 环保 能源 电力 水务 农业 养殖 花店 饭店 面馆 服务 管理 咨询 投资 控股 发展 制造 集团 "
    "房地产 地产 置业 乳业 酒业 药业 矿业 制冷 设备 律师 事务所".split()
)
"""Words for a trade: they do not tell one company of a place from another."""

BESIDE_BARE_COUNTY = 3
"""So many characters are left behind a county without its rank that no place around it announces: 光明乳业 stays."""

SHORT_FORM = 3
"""So many characters of a name are enough to be a short form of it."""

_LEGAL_FORM = re.compile(
    r"(?:(?:集团)?(?:股份)?有限(?:责任)?公司|集团公司|股份公司|有限合伙|普通合伙|合伙企业|个人独资企业|个体工商户|集团|公司)$"
)
_BRANCH = re.compile(
    r"^(.*?(?:公司|集团|厂|企业|合伙|银行|医院|学校|事务所))(?:.{0,20})"
    r"(?:分公司|分店|分厂|分行|支行|分院|分校|分部|分所|营业部|经营部|办事处|门店|旗舰店|专卖店|项目部)$"
)
_IN_BRACKETS = re.compile(r"[(（〔\[【〖][^()（）〔〕\[\]【】〖〗]*[)）〕\]】〗]")
_IN_QUOTES = re.compile(r"[「『<《〈]([^「」『』<>《》〈〉]*)[」』>》〉]")
_TOWN = re.compile("[^镇乡]{2,3}?(?:镇|街道|乡)")
_TRADE_ONLY = re.compile(f"(?:{'|'.join(sorted(TRADES, key=len, reverse=True))})+")
_WITH_RANK = re.compile("特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市")


def core_of(name: str) -> str:
    """The part that tells a company from others, simplified and without punctuation.

    壬戌三（上海）有限公司 and 上海壬戌三有限公司 → 壬戌三; 上海辛未机电有限公司金山分公司 → 辛未机电. Where nothing but a trade
    would be left, the place stays: 南京银行.
    """
    text = _IN_QUOTES.sub(_unquoted, unicodedata.normalize("NFKC", name))
    bare = _IN_BRACKETS.sub("", text) or name
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


def _unquoted(quoted: re.Match) -> str:
    """What stands in quotes; nothing where it is a place or a shop, since those are put into brackets."""
    inside = plain_name(quoted[1])
    is_aside = inside in _places() or inside in _bare_counties() or inside.endswith("店")
    return "" if is_aside else quoted[1]


def _without_place(text: str) -> str:
    """Without the places in front, as long as enough is left; empty where it is not."""
    rest = text
    around: frozenset[str] = frozenset()
    while place := _place_before(rest, around):
        shorter = rest[len(place) :]
        if len(shorter) < SHORTEST or _TRADE_ONLY.fullmatch(shorter):
            break
        rest, around = shorter, _provinces_of(place) or around
    return rest


def _place_before(text: str, around: frozenset[str]) -> str:
    """The place a text begins with: one with its rank, a county without it, or a town behind another place.

    `around` are the provinces of the place that stood before.
    """
    longest_first = [text[:n] for n in range(min(12, len(text)), 1, -1)]
    for name in longest_first:
        left = len(text) - len(name)
        if name in _places():
            return name
        if (provinces := _bare_counties().get(name)) and (provinces & around or left >= BESIDE_BARE_COUNTY):
            return name
    town = _TOWN.match(text) if around else None
    return town[0] if town else ""


def _provinces_of(place: str) -> frozenset[str]:
    return _places().get(place) or _bare_counties().get(place, frozenset())


@cache
def _places() -> dict[str, frozenset[str]]:
    """Provinces and cities with and without their rank, districts and counties with it, each with its provinces."""
    found: dict[str, set[str]] = defaultdict(set)
    for place in divisions():
        found[plain_name(place.name)].add(place.code[:2])
        if not _is_county(place):
            found[plain_name(_WITH_RANK.sub("", place.name))].add(place.code[:2])
    return _long_enough(found)


@cache
def _bare_counties() -> dict[str, frozenset[str]]:
    """Districts and counties without their rank: 昆山, 浦东."""
    found: dict[str, set[str]] = defaultdict(set)
    for place in filter(_is_county, divisions()):
        for name in (without_rank(place.name), place.name.removesuffix("新区")):
            found[plain_name(name)].add(place.code[:2])
    return _long_enough(found)


def _is_county(place: Division) -> bool:
    return len(place.code) > 2 and not place.code.endswith("00")


def _long_enough(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(provinces) for name, provinces in found.items() if len(name) > 1}
