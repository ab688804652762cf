"""How dates, sums and names are written on official Chinese papers. A blank stays a blank."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.forms_data import AID_FORMS, ANSWERS, REFUSALS
from labour_law.money import chinese_capitals

register = template.Library()


class Blank(SafeString):
    """A value that is not known, nor anything in it: false, empty, and printed as a line to write on."""

    def __new__(cls) -> Self:
        return super().__new__(cls, '<span class="blank"></span>')

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __getitem__(self, key: object) -> Self:
        return self


BLANK = Blank()


@register.filter
def date_zh(value: str) -> str:
    """``2026-01-05`` -> 2026年1月5日, without leading zeros (GB/T 9704). Raises ValueError for no date."""
    if not value:
        return BLANK
    day = date.fromisoformat(value[:10])
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def document(worker: dict[str, Any]) -> str:
    """What a worker's number is called: 身份证号码, or 护照号码 and the like; where nobody is named, as of most."""
    return f"{(worker and worker['id_kind']) or '身份证'}号码"


@register.filter
def date_line(value: str) -> str:
    """Like date_zh, but an unknown date leaves room to write year, month and day by hand."""
    return date_zh(value) if value else SafeString('<span class="date-line">　　年　　月　　日</span>')


@register.filter
def moment_zh(value: str) -> str:
    """``2026-01-05T09:30`` -> 2026年1月5日 09:30; seconds are kept where given, and a bare date stays one."""
    if not value:
        return BLANK
    if "T" not in value:
        return date_zh(value)
    moment = datetime.fromisoformat(value)
    clock = moment.strftime("%H:%M:%S" if value.count(":") > 1 else "%H:%M")
    return f"{date_zh(value)} {clock}"


@register.filter
def money(value: str) -> str:
    """``1234.5`` yuan -> 1,234.50. Raises decimal.InvalidOperation for no number."""
    return f"{Decimal(value):,.2f}" if value else BLANK


@register.filter
def capitals(value: str) -> str:
    """Yuan in Chinese capitals, 人民币…元整."""
    return chinese_capitals(Decimal(value)) if value else BLANK


@register.filter
def names(people: list[Any], limit: int = 3) -> str:
    """张三、李四; more than ``limit`` people are 张三等8人."""
    found = [person if isinstance(person, str) else person["name"] for person in people]
    if not found:
        return BLANK
    return f"{found[0]}等{len(found)}人" if len(found) > limit else "、".join(found)


@register.filter
def numeral(number: int) -> str:
    """1 -> 一, up to 10; beyond it the figures."""
    return "一二三四五六七八九十"[number - 1] if number <= 10 else str(number)


@register.filter
def yes_no(value: bool | None) -> str:
    """是, 否, or a blank where it is not known."""
    return ("是" if value else "否") if isinstance(value, bool) else BLANK


@register.filter
def paragraphs(text: str) -> str:
    """Each line typed as a paragraph of its own, indented like the printed ones."""
    if not text:
        return format_html("<p>{}</p>", BLANK)
    return format_html_join("", "<p>{}</p>", ((line.strip(),) for line in text.splitlines() if line.strip()))


@register.filter
def you(workers: list[Any]) -> str:
    """How the letter speaks to one or several workers."""
    return "你们" if len(workers) > 1 else "你"


@register.filter
def aid_forms(codes: list[str]) -> str:
    """The chosen forms of aid as running text."""
    return "、".join(AID_FORMS[code] for code in codes) or BLANK


@register.filter
def refusal(decision: str) -> str:
    """不予受理 or 不予法律援助."""
    return REFUSALS[decision][0]


@register.filter
def refusal_title(decision: str) -> str:
    """What the paper is called for each kind of refusal."""
    return REFUSALS[decision][1]


@register.simple_tag
def ticks(chosen: str | list[str], question: str) -> str:
    """The fixed answers to ``question`` (a key of forms_data.ANSWERS), each behind a box, the chosen ones ticked."""
    codes = [chosen] if isinstance(chosen, str) else chosen
    return format_html_join(
        " ",
        '<span class="option"><span class="box">{}</span>{}</span>',
        (("√" if code in codes else "", label) for code, label in ANSWERS[question].items()),
    )
