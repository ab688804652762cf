"""Chinese names: one spelling to store, one form to compare by, and keys to sort and to search by."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from opencc import OpenCC

from labour_law.readings import visible

LONGEST = 120
REMEMBERED = 10_000
"""So many names are kept with how they are read: of a group, of a table, of the same few given names."""
READINGS = 8
"""So many readings beside the usual one are kept of a name."""

_HAN = r"\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_DOTS = re.compile(rf"(?<=[{_HAN}])\s*[.．·•・‧∙⋅･᛫●⸱⸳◦∘⦁]\s*(?=[{_HAN}])")
_LETTERS_FOR_DOTS = re.compile(rf"(?<=[{_HAN}])\s*[ꞏㆍᐧ˙]\s*(?=[{_HAN}])")
"""Letters of other scripts, and an accent, that stand for the middle dot; NFKC would change two of them."""
_VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d]")
"""Marks that choose the shape of the character before them."""
_SPELLINGS_OF_Y = ("v", "u", "yu", "ü")
"""How ü is typed: 吕 is lv, lu (as one types it), lyu (as on passports), lü."""
_RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
"""CJK Radicals Supplement → the character (Unicode 14, Equivalent_Unified_Ideograph); NFKC knows two of them."""
_COMPATIBLE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")

SURNAMES = {
    **{name: (said,) for name, said in (pair.split("=") for pair in (
        "曾=zeng 单=shan 解=xie 仇=qiu 查=zha 区=ou 朴=piao 缪=miao 种=chong 华=hua 任=ren 应=ying 宁=ning 纪=ji "
        "哈=ha 黑=he 员=yun 贠=yun 能=nai 折=she 秘=bi 冼=xian 洗=xian 逄=pang 都=du 曲=qu 过=guo 召=shao 祭=zhai "
        "繁=po 佴=nai 褚=chu 柏=bai 卜=bu 薄=bo 瞿=qu 车=che 石=shi 尉=wei 葛=ge 盛=sheng 晁=chao 訾=zi 郄=qie "
        "阚=kan 厍=she 臧=zang 藏=zang 相=xiang 幺=yao 亓=qi 仉=zhang 颉=xie 乜=nie 那=na 强=qiang 干=gan 要=yao "
        "占=zhan 圈=juan 宿=su 撒=sa 呙=guo 隽=juan 仝=tong 於=yu 缴=jiao 适=kuo 句=gou 勾=gou 俞=yu 贾=jia 沈=shen "
        "尉迟=yuchi 万俟=moqi 单于=chanyu 长孙=zhangsun 令狐=linghu 澹台=tantai 宰父=zaifu 长鱼=changyu 乐正=yuezheng "
        "子车=ziju 夏侯=xiahou 皇甫=huangfu 鲜于=xianyu 呼延=huyan 赫连=helian 欧阳=ouyang 上官=shangguan 司马=sima "
        "诸葛=zhuge 东方=dongfang 慕容=murong 端木=duanmu 公孙=gongsun 轩辕=xuanyuan 闻人=wenren 濮阳=puyang "
        "淳于=chunyu 申屠=shentu 太叔=taishu 钟离=zhongli 宇文=yuwen 司徒=situ 司空=sikong 亓官=qiguan 南宫=nangong "
        "西门=ximen 拓跋=tuoba 独孤=dugu 纳兰=nalan 百里=baili 东郭=dongguo 公冶=gongye 宗政=zongzheng 漆雕=qidiao "
        "公羊=gongyang 左丘=zuoqiu 公良=gongliang 颛孙=zhuansun 巫马=wuma 段干=duangan 叔孙=shusun 第五=diwu "
        "贺兰=helan 呼衍=huyan 完颜=wanyan 叶赫=yehe 爱新觉罗=aixinjueluo"
    ).split())},
    "盖": ("ge", "gai"),
    "翟": ("zhai", "di"),
    "覃": ("qin", "tan"),
    "乐": ("yue", "le"),
    "牟": ("mu", "mou"),
    "隗": ("wei", "kui"),
    "谌": ("chen", "shen"),
    "郗": ("xi", "chi"),
    "宓": ("mi", "fu"),
    "郇": ("xun", "huan"),
    "莘": ("shen", "xin"),
    "炅": ("gui", "jiong"),
    "镡": ("chan", "tan", "xin"),
}  # fmt: skip
"""A surname → how it is said as one, the usual reading first: 《现代汉语词典》, entries marked 姓. Others are read as usual."""

_LONGEST_SURNAME = max(map(len, SURNAMES))


def fold(text: str) -> str:
    """Take off invisible characters and variation selectors, and write radicals, compatibility characters and letters
    that stand for a middle dot as the characters they mean.

    Everything else stays, ① too. "⻢建⺠" → "马建民".
    """
    plain = _VARIATIONS.sub("", visible(text)).translate(_RADICALS)
    folded = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), plain)
    return _LETTERS_FOR_DOTS.sub("·", folded)


def tidy_name(text: str) -> str:
    """One spelling of a name: no spaces but between Latin words, full-width brackets after Chinese, one middle dot.

    " 周 建国" → "周建国"; "上海(金山) 机械公司" → "上海（金山）机械公司"; "买买提.艾力" → "买买提·艾力"; "Li  Ming" →
    "Li Ming".
    """
    text = " ".join(unicodedata.normalize("NFKC", fold(text)).split())
    text = _DOTS.sub("·", re.sub("[•・‧∙⋅]", "·", text))
    text = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
    return text if text.isascii() else text.replace("(", "（").replace(")", "）")


@lru_cache(REMEMBERED)
def plain_name(name: str) -> str:
    """A name to compare by: simplified, without width, spaces, brackets, dots and case. 上海(某某)實業 → 上海某某实业."""
    text = unicodedata.normalize("NFKC", fold(name)).lower()
    return _simplified().convert("".join(char for char in text if char.isalnum()))


def pinyin_key(name: str, *, person: bool = False) -> str:
    """周建国 → "zhoujianguo": letters and digits only; sorts the same on every database and is found by typing.

    A person's surname is read as one: 曾 is zeng, where an employer's 曾 is ceng.
    """
    return "".join(next(_readings(plain_name(name), person=person)))[:LONGEST]


def sounds(name: str, *, person: bool) -> set[str]:
    """The name in letters, in every reading that is likely and however ü is typed, and of a person what follows the
    surname too.

    曾晟 → {"zengcheng", "cengcheng", "zengsheng", "cheng", "sheng", …}; 吕 → {"lv", "lu", "lyu", "lü"}.
    """
    found = set(_readings(plain_name(name), person=person))
    for part in _parts_of_person(name) if person else ():
        found |= set(_readings(part, person=False))
    typed = {
        "".join(re.sub("^([ln])v", rf"\1{vowel}", syllable) for syllable in said)
        for said in found
        for vowel in _SPELLINGS_OF_Y
    }
    return {said[:LONGEST] for said in typed} - {""}


def spellings(name: str, *, person: bool) -> set[str]:
    """What the name is found by in writing: the whole, and of a person what follows the surname or a middle dot."""
    found = {plain_name(name), *(_parts_of_person(name) if person else ())}
    return {text[:LONGEST] for text in found} - {""}


def surname_of(name: str) -> str:
    """The surname at the beginning of a person's name, of two characters where it is such a one; empty for others."""
    text = plain_name(name)
    for length in range(min(_LONGEST_SURNAME, len(text) - 1), 1, -1):
        if text[:length] in SURNAMES:
            return text[:length]
    return text[:1] if re.match(f"[{_HAN}]", text) else ""


def _parts_of_person(name: str) -> set[str]:
    """The given name, or each part between middle dots, or each Latin word but the first."""
    tidy = tidy_name(name)
    parts = re.split("[· ]", tidy)[1:]
    if not parts and (surname := surname_of(tidy)):
        parts = [tidy[len(surname) :]]
    return {plain for part in parts if (plain := plain_name(part))}


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def _pinyin(text: str, **how: bool) -> list[list[str]]:
    """The readings of each character. Imported with the first name that is read: its tables take a third of a start."""
    from pypinyin import Style, pinyin

    return pinyin(text, style=Style.NORMAL, errors="default", **how)


def _readings(text: str, *, person: bool) -> Iterator[tuple[str, ...]]:
    """The ways to read a plain name: as usual, then with another reading of one character or of the surname."""
    surname = surname_of(text) if person else ""
    rest = text[len(surname) :] if surname in SURNAMES else text
    known = SURNAMES.get(surname, ())
    usual = (*known[:1], *_usual(rest))
    yield usual
    every = _every(rest)
    if known:
        every = ((*known, "".join(_usual(surname))), *every)
    others = ((place, said) for place, more in enumerate(every) for said in more if said != usual[place])
    for place, said in islice(others, READINGS):
        yield (*usual[:place], said, *usual[place + 1 :])


@lru_cache(REMEMBERED)
def _usual(text: str) -> tuple[str, ...]:
    """How each character is read, in the words that stand there."""
    return tuple(said[0] for said in _pinyin(text))


@lru_cache(REMEMBERED)
def _every(text: str) -> tuple[tuple[str, ...], ...]:
    """Each way to read each character."""
    return tuple(map(tuple, _pinyin(text, heteronym=True)))
