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
    (
        "银行 农村 村镇 信用社 金融 保险 人寿 财产 证券 基金 信托 典当 担保 租赁 投资 控股 资产 资本 财务 会计 税务 审计 评估 拍卖 招标 造价 代理 经纪 中介 "
        "律师 法律 知识产权 事务所 商务 企业 商业 商标 专利 翻译 咨询 策划 营销 推广 会展 展览 会议 礼仪 广告 传媒 传播 影视 动漫 游戏 "
        "文化 艺术 创意 体育 健身 娱乐 旅游 旅行社 度假 出版 图书 文具 教育 培训 学校 幼儿园 托育 驾校 研究院 研究所 研究 医院 医疗 "
        "诊所 门诊部 口腔 药房 药店 医药 制药 药业 器械 保健 健康 养老 护理 康复 母婴 美容 美发 理发 化妆品 日化 洗涤 洗衣 沐浴 足浴 "
        "科技 技术 信息 网络 互联网 物联网 软件 数据 数字 智能 系统 集成 计算机 电脑 数码 通信 通讯 手机 新媒体 电商 "
        "电子 电器 电气 机电 光电 光学 光伏 太阳能 半导体 集成电路 芯片 元件 元器件 仪器 仪表 自动化 机器人 电池 储能 电源 电缆 线缆 "
        "电线 开关 变压器 电机 电梯 照明 灯具 灯饰 家电 制冷 空调 暖通 设备 机械 重工 精工 精密 机床 数控 工具 刀具 量具 泵业 阀门 "
        "轴承 齿轮 紧固件 标准件 弹簧 铸造 锻造 冲压 压铸 焊接 热处理 电镀 喷涂 表面处理 模具 五金 金属 冶金 钢铁 钢材 钢管 钢构 "
        "钢结构 不锈钢 有色金属 铝业 铜业 矿业 煤炭 石油 石化 化工 化学 化学品 涂料 油漆 颜料 染料 塑料 塑胶 塑业 橡胶 橡塑 注塑 "
        "材料 新材料 建材 耗材 器材 物资 配件 零件 零部件 部件 制品 用品 工艺品 礼品 玩具 饰品 珠宝 眼镜 钟表 包装 纸业 纸品 纸箱 "
        "造纸 印刷 印务 彩印 标签 纺织 纺织品 针织 印染 织造 化纤 家纺 布业 布艺 服装 服饰 制衣 鞋业 制鞋 皮革 皮具 箱包 家具 家居 "
        "家私 木业 木材 板材 地板 门窗 厨具 厨卫 卫浴 洁具 陶瓷 玻璃 石材 水泥 混凝土 砂石 "
        "建筑 建设 工程 市政 路桥 公路 园林 绿化 景观 水利 消防 安防 防水 防腐 保温 幕墙 装饰 装修 装潢 设计 规划 勘察 测绘 监理 "
        "检测 检验 测试 认证 安装 维修 修理 吊装 搬家 装卸 房地产 地产 房产 置业 不动产 物业 停车 城建 开发 环保 环境 环卫 保洁 清洁 "
        "清洗 节能 净化 再生资源 回收 能源 新能源 电力 发电 热力 热电 燃气 天然气 水务 供水 污水处理 "
        "农业 农资 农机 农产品 种业 种植 种苗 花卉 园艺 养殖 畜牧 牧业 饲料 渔业 水产 果蔬 蔬菜 水果 生鲜 粮油 粮食 米业 面粉 食品 "
        "调味品 乳业 酒业 茶业 茶叶 饮料 饮品 糕点 烘焙 餐饮 饭店 面馆 餐厅 酒楼 快餐 小吃 火锅 烧烤 食堂 咖啡 酒店 宾馆 客栈 民宿 "
        "超市 百货 便利店 花店 商店 商场 商行 商城 市场 批发 零售 经营 经销 销售 购销 采购 贸易 商贸 工贸 经贸 国际 进出口 供应链 "
        "物流 运输 货运 客运 快递 速递 配送 仓储 冷链 货代 船务 海运 航运 港口 码头 航空 铁路 轨道交通 公交 出租 汽车 汽修 汽配 "
        "车业 车辆 摩托车 电动车 自行车 船舶 造船 飞机 加油站 "
        "劳务 派遣 人力 资源 人才 职业 外包 家政 保安 安保 后勤 殡葬 婚庆 摄影 宠物 棋牌室 "
        "实业 工业 产业 制造 加工 生产 集团 发展 服务 管理 经济 专业合作社 合作社 工作室 门市部 中心 厂 店 部 站 城"
    ).split()
)
"""Words for a trade, a kind of shop or a kind of work: they do not tell one company of a place from another. What may be a
name by itself (智慧, 东方) is none."""

BESIDE_BARE_COUNTY = 3
"""So many characters are left behind a county without its rank that no place around it announces: 光明乳业 stays."""

AREAS = frozenset("前海 横琴 张江 临港 漕河泾 外高桥 陆家嘴 中关村 亦庄 光谷".split())
"""Zones and parts of a city that are no division but stand in names behind it: 深圳前海壬戌三."""

BESIDE_AREA = 3
"""So many characters are left behind such an area, an abbreviated province or 中国: 深圳前海人寿 stays."""

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
_SELF_EMPLOYED = re.compile("^个体(?:工商)?户")
_ENGLISH_BEHIND = re.compile(r"(公司|集团|企业|合伙|厂|店|所)[\s,]*[a-z][\x20-\x7e]{3,}$", re.IGNORECASE)
_ENGLISH_FORM = re.compile(
    r"[\s,]*(?<![a-z])(?:co(?:mpany)?[\s.,]*(?:ltd|limited)|ltd|limited|inc|llc|corp(?:oration)?)\.?$",
    re.IGNORECASE,
)
_ZONE = re.compile(
    ".{0,9}?(?:自由贸易试验区|自贸试验区|自贸区|新片区|(?:高新|经济|产业)*(?:技术)?(?:产业)?开发区|高新区|保税区|合作区|"
    "(?:高科技|科技|工业|产业|软件|创业)园区)(?!块链)"
)
_PROVINCE_IN_SHORT = re.compile("[沪渝粤闽赣鄂湘皖豫冀]")
"""Such as seldom begin a word: 京东, 苏宁 and 新华 are names."""
_TOWN = re.compile("[^镇乡]{2,3}?(?:镇|街道|乡)")
_TRADE_ONLY = re.compile(f"(?:{'|'.join(sorted(TRADES, key=len, reverse=True))})+")
_LETTER_AND_TRADE = re.compile(f".{_TRADE_ONLY.pattern}")
_WITH_RANK = re.compile("特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市")


def core_of(name: str) -> str:
    """The part that tells a company from others, simplified and without punctuation.

    壬戌三（上海）有限公司 and 上海壬戌三有限公司 → 壬戌三; 上海辛未机电有限公司金山分公司 → 辛未机电. Where nothing but a trade
    would be left, the place stays: 南京银行.
    """
    text = _IN_QUOTES.sub(_unquoted, unicodedata.normalize("NFKC", name))
    text = _ENGLISH_FORM.sub("", _ENGLISH_BEHIND.sub(r"\1", text.strip()))
    bare = _IN_BRACKETS.sub("", text) or name
    text = plain_name(bare) or plain_name(name)
    if len(shorter := _SELF_EMPLOYED.sub("", text)) >= SHORTEST:
        text = shorter
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
    while place := _place_before(rest, around) or _area_before(rest, is_behind_place=rest != text):
        shorter = rest[len(place) :]
        if len(shorter) < SHORTEST or _TRADE_ONLY.fullmatch(shorter) or _cuts_a_name(place, shorter):
            break
        rest, around = shorter, _provinces_of(place) or around
    return rest


def _cuts_a_name(place: str, rest: str) -> bool:
    """Whether a county without its rank is the beginning of a name, 大丰港 of 大丰港物流: a name has two characters at least
    (企业名称登记管理规定 7)."""
    return place not in _places() and _LETTER_AND_TRADE.fullmatch(rest) is not None


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


def _area_before(text: str, *, is_behind_place: bool) -> str:
    """What a text begins with that is no division and yet no name: 中国, 沪, behind a place a zone or an area of it."""
    zone = _ZONE.match(text) if is_behind_place else None
    if zone and len(text) - zone.end() >= BESIDE_AREA:
        return zone[0]
    short = _PROVINCE_IN_SHORT.match(text)
    names = AREAS if is_behind_place else {"中国", short[0] if short else ""}
    found = (text[:length] for length in (3, 2, 1) if len(text) - length >= BESIDE_AREA)
    return next((name for name in found if name in names), "")


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
