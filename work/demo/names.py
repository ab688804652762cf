"""Made-up people and employers with numbers that pass every check. The same seed gives the same people."""

import datetime as dt
import random
from typing import Any

from stdnum.cn import ric, uscc

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
MEN = "建国 志强 国平 永明 海涛 文军 大勇 振华 玉林 学东 立新 德胜 春生 金宝 少华 卫东 小龙 云飞 长根 家豪 正阳 晓光 世杰 宏伟 佳明".split()
WOMEN = "玉芳 秀英 桂兰 丽华 春梅 红霞 雪琴 美玲 凤英 小燕 晓敏 静 婷婷 慧 爱珍 彩云 文娟 海燕 月娥 翠萍 佩芬 素珍 巧云 思雨 雅琴".split()
HOMES = (
    ("342401", "安徽省六安市金安区"),
    ("320821", "江苏省淮安市涟水县"),
    ("411522", "河南省信阳市光山县"),
    ("360730", "江西省赣州市宁都县"),
    ("511324", "四川省南充市仪陇县"),
    ("310228", "上海市金山区"),
    ("320404", "江苏省常州市钟楼区"),
)


class People:
    """Hands out people and employers one after the other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.used: set[str] = set()
        self.counter = 0

    def worker(self, **fixed: Any) -> dict[str, Any]:
        """The data of one worker, as `cases.actions.parties.take_worker` takes them."""
        self.counter += 1
        woman = fixed.pop("woman", self.random.random() < 0.4)
        region, home = fixed.pop("home", self.random.choice(HOMES))
        born = dt.date(
            self.random.randint(1966, 2002), self.random.randint(1, 12), self.random.randint(1, 28)
        )
        sequence = 2 * self.counter % 1000 + (0 if woman else 1)
        body = f"{region}{born:%Y%m%d}{sequence:03d}"
        return {
            "name": fixed.pop("name", None) or self._name(woman),
            "id_number": body + ric.calc_check_digit(body + "0"),
            "phone": f"{self.random.choice(('138', '139', '150', '186', '177'))}{self.random.randint(0, 99999999):08d}",
            "household": home,
            "is_migrant": not home.startswith(("上海", "江苏省常州")),
            "is_union_member": self.random.random() < 0.7,
            "relation_type": "employment",
            "bank_name": self.random.choice(("中国农业银行", "中国工商银行", "上海农商银行", "江苏银行")),
            "bank_account": f"6228{self.random.randint(0, 10**15 - 1):015d}",
            **fixed,
        }

    def _name(self, woman: bool) -> str:
        while True:
            name = self.random.choice(SURNAMES) + self.random.choice(WOMEN if woman else MEN)
            if name not in self.used:
                self.used.add(name)
                return name

    def employer(self, name: str, region: str = "310116", **fixed: Any) -> dict[str, Any]:
        """The data of one employer, as `cases.actions.parties.take_employer` takes them."""
        self.counter += 1
        body = f"91{region}MA1{self.counter:04d}{self.random.choice('ABCDEFGHJK')}{self.counter % 10}"
        return {
            "name": name,
            "credit_code": body + uscc.calc_check_digit(body),
            "type": "private",
            "legal_representative": self._name(False),
            "legal_representative_title": "执行董事",
            "phone": f"{'021-573' if region.startswith('31') else '0519-866'}{self.random.randint(0, 99999):05d}",
            **fixed,
        }
