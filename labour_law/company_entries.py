"""The entry of a company as registers and their copies show it: a text of labels and values."""

import re
from itertools import zip_longest

_CALLED = {
    "name": ("企业名称", "公司名称", "单位名称", "商户名称", "字号名称", "名称"),
    "credit_code": ("统一社会信用代码/注册号", "统一社会信用代码/纳税人识别号", "统一社会信用代码", "信用代码", "纳税人识别号", "税号"),
    "legal_representative": (
        "法定代表人姓名", "法定代表人/负责人", "法定代表人", "法人代表", "执行事务合伙人", "负责人", "经营者姓名", "经营者", "投资人", "法人",
    ),
    "legal_representative_title": ("法定代表人职务", "职务"),
    "address": (
        "注册地址", "企业地址", "公司地址", "单位地址", "主要经营场所", "经营场所", "住所地", "住所", "通信地址", "地址",
    ),
    "phone": ("企业联系电话", "联系电话", "公司电话", "联系方式", "电话"),
    "": (
        "企业类型", "公司类型", "类型", "成立日期", "注册日期", "注册资本", "实缴资本", "登记机关", "登记状态", "经营状态", "企业状态", "状态",
        "经营范围", "营业期限自", "营业期限至", "营业期限", "核准日期", "组成形式", "组织机构代码", "工商注册号", "注册号", "邮箱", "电子邮箱",
        "官网", "网址", "曾用名", "英文名称", "所属行业", "行业", "所属地区", "人员规模", "参保人数", "简介", "开户银行", "银行账号", "账号",
    ),
}  # fmt: skip
_KEYS = {word: key for key, names in _CALLED.items() for word in names}
_LABELS = "|".join(sorted(map(re.escape, _KEYS), key=len, reverse=True))
_LABEL = re.compile(
    rf"[【\[]?({_LABELS})[】\]]?\s*[:：\t]\s*|^[ \t]*({_LABELS})[ \t]*(?:\n[ \t]*|[ \t]+)", re.MULTILINE
)
MOST = {
    "name": 120,
    "credit_code": 40,
    "legal_representative": 60,
    "legal_representative_title": 40,
    "address": 200,
    "phone": 40,
}
_FIRST_PHONE = re.compile(r"[+\d（(][\d（）()\- ]{5,}\d")


def read_entry(text: str) -> dict[str, str]:
    """What an entry says, by the fields of an employer; nothing where the text is no entry: it names a name or a code
    and one thing more. Nothing is checked; what is too long for its field is left out. Raises nothing.

    >>> read_entry("名称：上海泾东纺织有限公司 法定代表人：沈国梁 住所：临源街750号")["legal_representative"]
    '沈国梁'
    >>> read_entry("上海泾东纺织有限公司")
    {}
    """
    found = list(_LABEL.finditer(text))
    said: dict[str, str] = {}
    for label, following in zip_longest(found, found[1:]):
        key = _KEYS[label[1] or label[2]]
        value = text[label.end() : following.start() if following else len(text)]
        value = value.strip().partition("\n")[0].strip(" \t,，;；。|")
        if key and value not in ("", "-", "—", "--", "暂无") and key not in said:
            said[key] = value
    if len(said) < 2 or not said.keys() & {"name", "credit_code"}:
        return {}
    return {key: value for key, raw in said.items() if (value := _checked(key, raw))}


def _checked(key: str, value: str) -> str:
    if key == "phone":
        phone = _FIRST_PHONE.search(value)
        value = phone[0].strip() if phone else ""
    return value if len(value) <= MOST[key] else ""
