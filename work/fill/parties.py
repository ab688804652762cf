"""People and employers, each a function of a seed and a number: the hundredth is the same whoever asks, and when.

Names are about as unevenly spread as in life: a hundred surnames for five people in six, given names of one character
for one in six. Some telephones belong to several people, some employers share one
with another, and companies are named alike: a place, two lucky characters, a trade.
"""

import datetime as dt
import itertools
import random
from dataclasses import dataclass
from functools import lru_cache

from stdnum.cn import ric, uscc

from core.crypto import keyed_hash

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
)
SHARES = (
    "715 700 670 514 450 312 218 207 205 199 142 141 131 126 117 115 113 112 103 101 94 84 79 76 70 66 65 64 61 60 "
    "59 58 57 56 54 52 51 50 49 48 47 46 45 44 43 42 41 40 39 38 38 37 36 36 35 35 34 33 33 32 31 31 30 30 29 29 28 "
    "28 27 27 26 26 26 25 25 24 24 24 23 23 22 22 22 21 21 21 20 20 20 19 19 19 18 18 18 17 17 17 16 16"
)
"""Of ten thousand people, about: no two counts agree."""
RARE = (
    "汤尚温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁符阮舒纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵"
)
COMPOUND = "欧阳 上官 司马 诸葛 皇甫 令狐 司徒 慕容".split()

MEN_ONE = "伟勇军磊涛斌强鹏杰波刚超辉健明亮俊飞凯浩华平鑫毅林洋宇宁建兵旭雷锋彬龙翔阳剑东博威峰海江辰晨松云帆凡辰文武坤良成"
WOMEN_ONE = (
    "芳娜敏静丽艳娟霞燕玲婷红玉英梅慧雪莉倩丹萍琳颖莹洁晶蕾琴兰瑶佳薇娇雯璐云欣妍琪悦媛怡月菊翠凤春花青楠"
)
MEN_TWO = "建国 志强 建华 建军 志刚 文军 海涛 国强 建平 晓东 永强 志伟 国庆 小军 志勇 俊杰 永明 海军 建民 卫东 新华 德华 玉林 金龙".split()
WOMEN_TWO = "秀英 桂英 玉兰 秀兰 桂兰 秀珍 凤英 玉英 丽华 丽娟 海燕 春梅 小红 红梅 玉梅 晓燕 小燕 婷婷 丽丽 春燕 雪梅 玉珍 美玲 丽萍".split()
MEN_FIRST = "建志文国海永晓俊子宏小明金德卫新春东玉立家天正浩宇少振世庆学伟成光振云荣兴长大福加广启景根树如仁义传克绍先继昌"
MEN_LAST = "华强军平明伟东林峰龙生涛辉飞波勇良民刚杰福斌贵才成祥海荣文武山清鹏松彬兵锋宁全发云轩豪阳健江庆安元春洋亮德国宝"
WOMEN_FIRST = (
    "秀玉桂丽小春美晓红海雪金凤翠爱彩文佳巧素月思梦雅慧亚淑冬银青香艳婷莉静燕兰梅云水连会庆惠培露明芳萍菊"
)
WOMEN_LAST = (
    "英兰芳珍梅华玲霞娟萍琴红花莲燕凤云娥香平艳丽萍敏静娜婷芬琼蓉茹仙秋荣菊贞群玉枝妹琳怡雯雨欣颖莹洁瑶佳"
)

HOMES = (
    "341522 341602 341321 342401 320821 320324 320921 411522 411625 411381 410926 360730 360121 511324 511025 511921 "
    "420682 421126 430523 431228 520522 522323 500234 500101 610523 371323 371722 310116 310228 320404 320411 330326"
).split()

PLACES = "上海 上海 上海 上海金山 金山 上海松江 上海嘉定 上海市浦东新区 昆山 苏州 苏州 常州 常州市钟楼区 无锡 江苏 杭州 嘉兴 平湖 南通 宁波".split()
LUCKY = "鑫华盛宏达通顺丰恒泰隆源兴诚信瑞祥嘉佳美安康永和天海东方新大金中博创智联众汇德远航腾飞龙凯利亿万富伟业正明亚欧世纪星光辉煌卓越优圣锦云森百川锐驰捷运聚益"
TRADES = (
    "物流 物流 快递 货运 运输 供应链管理 网络科技 信息科技 餐饮管理 餐饮 食品 机械 机电设备 电子 建筑工程 建筑劳务 装饰工程 家政服务 保洁服务 "
    "物业管理 保安服务 服饰 服装 纺织品 贸易 商贸 实业 塑料制品 模具 五金制品 家具 文化传播 教育科技 汽车服务 包装材料 环保科技"
).split()
SHOPS = "饭店 餐厅 小吃店 超市 服装店 汽修厂 加工厂 五金店 理发店 棋牌室 装潢部 快递站".split()
DISPATCH = "人力资源 劳务派遣 企业服务外包 劳务服务".split()
FORMS = ["有限公司"] * 17 + ["有限责任公司"] * 2 + ["股份有限公司"]
TOWNS = "松江 嘉定 金山 昆山 吴江 常州 苏州 宝山 青浦 奉贤 太仓 无锡".split()

BLOCK = 50
"""Workers among whom some share a telephone."""
COMPANIES = 33
"""Employers among whom one has the telephone of another."""
DAYS, SEQUENCES = 14_009, 500
"""Days of birth, a prime, and people of one sex born on each."""
EARLIEST = dt.date(1964, 3, 1)
CACHED = 20_000


@dataclass(frozen=True)
class Person:
    """Somebody with what stands on the papers; `hashed` finds the person by the ID number."""

    name: str
    is_man: bool
    born: dt.date
    id_number: str
    hashed: str | None
    phone: str


@dataclass(frozen=True)
class Company:
    """An employer. `parent` is the number of the one whose branch it is, `boss` says that it is known by that alone."""

    name: str
    code: str | None
    kind: str
    boss: str
    phone: str
    parent: int | None
    is_known_by_boss: bool


class Parties:
    """Everybody there is under one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.person = lru_cache(CACHED)(self._person)
        self.employer = lru_cache(CACHED)(self._employer)
        self._sharing = lru_cache(CACHED)(self._who_shares)

    def _draw(self, what: int, number: int) -> random.Random:
        return random.Random((self.seed * 16 + what) << 40 | number)

    def _person(self, number: int) -> Person:
        draw = self._draw(1, number)
        is_man = draw.random() < 0.62
        shares = self._sharing(number // BLOCK).get(number)
        surname = surname_by(draw)
        if shares is not None and shares != number and draw.random() < 0.5:  # one family
            surname = self.person(shares).name[:1]
        born = EARLIEST + dt.timedelta(number * 7349 % DAYS)
        id_number = ""
        if draw.random() >= 0.02:
            serial = number // DAYS % SEQUENCES * 2 + is_man
            body = f"{draw.choice(HOMES)}{born:%Y%m%d}{serial:03d}"
            id_number = body + ric.calc_check_digit(body + "0")
        return Person(
            name=surname + given_name(draw, is_man),
            is_man=is_man,
            born=born,
            id_number=id_number,
            hashed=keyed_hash(id_number) if id_number else None,
            phone=mobile(number if shares is None else shares),
        )

    def _who_shares(self, block: int) -> dict[int, int]:
        """Number of a worker → of the one whose telephone it is: two telephones of a block, by two to five each."""
        draw = self._draw(2, block)
        sizes = draw.choices((2, 3, 4, 5), (6, 2, 1, 1), k=2)
        chosen = draw.sample(range(block * BLOCK, (block + 1) * BLOCK), sum(sizes))
        families = chosen[: sizes[0]], chosen[sizes[0] :]
        return {number: min(family) for family in families for number in family}

    def _employer(self, number: int) -> Company:
        draw = self._draw(3, number)
        boss = person_name(draw)
        kind, parent, is_known_by_boss = "private", None, False
        chance = draw.random()
        if chance < 0.01:
            name, kind, is_known_by_boss = f"{boss[:1]}老板", "unlicensed", True
        elif chance < 0.10:
            name = f"{draw.choice(PLACES)}{draw.choice(TOWNS)}区{boss[0]}{brand(draw)}{draw.choice(SHOPS)}"
            kind = "sole_trader"
        elif chance < 0.13:
            name, kind = company_name(draw, DISPATCH), "dispatch_agency"
        else:
            name = company_name(draw, TRADES)
            parent = self._headquarters(draw, number) if chance > 0.96 else None
            if parent is not None:
                name = f"{self.employer(parent).name}{draw.choice(TOWNS)}{draw.choice(('分公司', '分公司', '营业部'))}"
        code = None
        if not is_known_by_boss and draw.random() < 0.9:
            body = f"9{draw.choice('123')}{draw.choice(('310116', '310117', '320404', '320583', '330482'))}MA{number:07d}"
            code = body + uscc.calc_check_digit(body)
        lender = number - 1 - draw.randrange(COMPANIES) if draw.random() < 0.03 else number
        return Company(name, code, kind, boss, office_phone(max(lender, 0)), parent, is_known_by_boss)

    def _headquarters(self, draw: random.Random, number: int) -> int | None:
        """A company of a lower number that may have a branch; the lower, the likelier."""
        found = int(number * draw.random() ** 2)
        return found if found < number and self.employer(found).name.endswith("公司") else None

    def stranger(self, firm: int, number: int) -> str:
        """Whom a firm of lawyers acts for beside employers on record: a company, or a person in one of four."""
        draw = self._draw(4, firm * 1000 + number)
        return person_name(draw) if draw.random() < 0.25 else company_name(draw, TRADES)

    def staff_name(self, number: int) -> str:
        """The name of somebody who works on cases."""
        return person_name(self._draw(5, number))


def company_name(draw: random.Random, trades: list[str]) -> str:
    """鑫盛物流 of some place in front or in brackets, with its legal form."""
    place, core = draw.choice(PLACES), brand(draw) + draw.choice(trades)
    if draw.random() < 0.1:
        return f"{core}（{place}）{draw.choice(FORMS)}"
    return f"{place}{core}{draw.choice(FORMS)}"


def brand(draw: random.Random) -> str:
    """Two lucky characters, or three."""
    return "".join(draw.choices(LUCKY, cum_weights=_LUCKY, k=3 if draw.random() < 0.3 else 2))


def person_name(draw: random.Random) -> str:
    """A whole name."""
    is_man = draw.random() < 0.62
    return surname_by(draw) + given_name(draw, is_man)


def surname_by(draw: random.Random) -> str:
    """A surname by its share."""
    return draw.choices(_EVERY_SURNAME, cum_weights=_SURNAMES)[0]


def given_name(draw: random.Random, is_man: bool) -> str:
    """One character for one person in six, one of the common pairs, or two that go together."""
    chance = draw.random()
    one, two = (MEN_ONE, MEN_TWO) if is_man else (WOMEN_ONE, WOMEN_TWO)
    if chance < 0.17:
        return draw.choices(one, cum_weights=_falling(len(one)))[0]
    if chance < 0.22:
        return draw.choice(two)
    first, last = (MEN_FIRST, MEN_LAST) if is_man else (WOMEN_FIRST, WOMEN_LAST)
    return (
        draw.choices(first, cum_weights=_falling(len(first)))[0]
        + draw.choices(last, cum_weights=_falling(len(last)))[0]
    )


def mobile(number: int) -> str:
    """The mobile number of the person of that number; no two are the same."""
    return f"{('138', '139', '150', '177', '186', '159', '188')[number % 7]}{number * 48_271 % 10**8:08d}"


def office_phone(number: int) -> str:
    """The telephone of the employer of that number: of the office, or the boss's own."""
    if number % 5:
        return f"{('021-5', '021-6', '0519-8', '0512-6')[number % 4]}{number * 7_919 % 10**7:07d}"
    return f"13{number % 3}{number * 48_271 % 10**8:08d}"


@lru_cache
def _falling(length: int, evenness: int = 25) -> list[float]:
    """Weights summed up: the first are some times as common as the last."""
    return list(itertools.accumulate(1 / (place + evenness) for place in range(length)))


_EVERY_SURNAME = [*SURNAMES, *RARE, *COMPOUND]
_LEFT = (10_000 - sum(map(int, SHARES.split()))) / (len(RARE) + len(COMPOUND))
_SURNAMES = list(itertools.accumulate([*map(int, SHARES.split()), *([_LEFT] * (len(RARE) + len(COMPOUND)))]))
_LUCKY = _falling(len(LUCKY), 8)
