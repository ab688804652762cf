"""Chinese names as keys to sort and to search by."""

from pypinyin import Style, lazy_pinyin


def pinyin_key(name: str) -> str:
    """周建国 → "zhoujianguo": sorts the same on every database and is found by typing letters."""
    return "".join(lazy_pinyin(name, style=Style.NORMAL, errors="default")).lower().replace(" ", "")[:120]
