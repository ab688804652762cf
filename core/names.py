"""Chinese names: one spelling, and keys to sort and to search by."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin


def pinyin_key(name: str) -> str:
    """周建国 → "zhoujianguo": sorts the same on every database and is found by typing letters."""
    return "".join(lazy_pinyin(name, style=Style.NORMAL, errors="default")).lower().replace(" ", "")[:120]


def tidy_name(text: str) -> str:
    """One spelling of a name: no spaces but between Latin words, full-width brackets after Chinese.

    " 周 建国" → "周建国"; "上海(金山) 机械公司" → "上海（金山）机械公司"; "Li  Ming" → "Li Ming".
    """
    text = re.sub("[•・‧∙]", "·", " ".join(unicodedata.normalize("NFKC", text).split()))
    text = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
    return text if text.isascii() else text.replace("(", "（").replace(")", "）")


def plain_name(name: str) -> str:
    """A name to compare by: without width, spaces, brackets and case. 上海(某某)公司 → 上海某某公司."""
    text = unicodedata.normalize("NFKC", name).lower()
    return "".join(char for char in text if char.isalnum())
