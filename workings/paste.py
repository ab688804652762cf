"""Facts of several claimants pasted from a spreadsheet, for a calculation over all of them.

Reads and checks; writes nothing. Columns are found by their header, in Chinese or English.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calculators.fields import labels_of, raw
from calculators.words import both
from cases.models import Claimant
from cases.paste import FACTS, ClaimantFinder
from core.names import plain_name
from core.pasted_sheet import (
    IGNORED,
    at_cell,
    count_problems,
    header_name,
    header_problems,
    said,
    sheet_rows,
    width_problems,
    without_totals,
)

HEADERS: dict[str, tuple[str, ...]] = {
    "hired": FACTS["employed_from"][1],
    "left": FACTS["employed_to"][1],
    "monthly_wage": FACTS["monthly_wage"][1],
    "prior_month_wage": ("上月工资", "上个月工资", "离职前一个月工资"),
    "first_worked": ("参加工作日期", "参加工作时间", "首次参加工作"),
    "signed_on": ("签订日期", "合同签订日期", "签合同日期"),
    "start": ("开始日期", "起始日期", "开始", "起", "from"),
    "end": ("结束日期", "截止日期", "结束", "止", "until"),
    "part_days": ("零头天数", "天数", "days"),
    "paid": ("已付", "已发", "已支付", "已发金额"),
    "excluded": ("不计入部分", "扣除"),
    "weekday_hours": ("工作日加班", "平时加班", "平日加班", "延时加班", "weekday"),
    "rest_day_hours": ("休息日加班", "双休日加班", "周末加班", "restday"),
    "holiday_hours": ("法定节假日加班", "节假日加班", "holiday"),
    "days_in_lieu_hours": ("补休", "调休", "补休小时"),
    "overtime": ("月均加班费", "平均加班费"),
    "grade": ("等级", "伤残等级"),
    "injured_on": ("受伤日期", "工伤日期", "事故日期"),
    "leave_months": ("停工留薪期", "停工留薪月数"),
    "leave_wage": ("受伤前工资", "停工留薪期工资"),
    "leave_paid": ("停工留薪期已付", "停工留薪期已发"),
    "years": ("年度", "年份", "年休假年度", "年假年度", "已休年假", "已休年休假", "years"),
    "days": ("加班日期", "加班日", "加班明细", "逐日加班", "overtimedays"),
    "hot_days": ("高温天数", "高温日", "高温日数", "hotdays"),
    "hot_hours": ("高温小时", "高温工时", "高温小时数", "hothours"),
    "place": ("工作场所", "作业场所", "室内外", "室外或室内"),
    "hours": ("工时", "总工时", "工作小时", "小时数", "hours"),
    "hourly_wage": ("小时工资", "时薪", "小时工资标准", "hourlywage"),
    "loss": ("损失",),
    "arrears": ("欠缴金额",),
    "waiver_signed": ("放弃社保", "放弃社会保险", "承诺放弃社保"),
    "arrears_since": ("欠缴起始日期", "欠缴开始日期"),
}
"""What people call a column, beside its label in the form."""

YES_OR_NO = {**dict.fromkeys(("是", "有", "yes", "y"), "on"), **dict.fromkeys(("否", "没有", "no", "n"), "")}
"""What a cell for a box to tick may hold."""

PLACES = {"室外": "outdoors", "露天": "outdoors", "户外": "outdoors", "室内": "indoors"}
"""What people write for where the work was done."""


@dataclass
class PastedRow:
    """One line of the sheet: whose it is, and each fact it gives as the form takes it."""

    number: int
    claimant: Claimant
    values: dict[str, str]


@dataclass
class Pasted:
    """What a table says, and what is wrong with it, by row and column."""

    rows: list[PastedRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_facts(text: str, facts: Mapping[str, forms.Field], claimants: Iterable[Claimant]) -> Pasted:
    """Read `facts` of `claimants`, who are found by ID number, else by name. An empty cell says nothing."""
    pasted = Pasted()
    sheet = sheet_rows(text)
    if not sheet:
        pasted.problems += count_problems(sheet, has_header=False)
        return pasted
    (number, header), *lines = sheet
    columns = [_column(cell, facts) for cell in header]
    pasted.problems += header_problems(number, header, columns, found_by=("name", "id_number"))
    if pasted.problems:
        return pasted
    lines = without_totals(lines)
    if problems := count_problems(lines):
        pasted.problems += problems
        return pasted
    finder = ClaimantFinder(claimants)
    for number, cells in lines:
        pasted.problems += width_problems(number, cells, columns)
        given = {key: cell for key, cell in zip(columns, cells, strict=False) if key and cell}
        _read_row(pasted, number, given, facts, finder)
    return pasted


def _column(cell: str, facts: Mapping[str, forms.Field]) -> str | None:
    """The key of a header cell, "" for one left out on purpose, None for one nobody knows."""
    name = header_name(cell)
    for key in ("name", "id_number"):
        if name in FACTS[key][1]:
            return key
    for key, fact in facts.items():
        words = both(partial(str, fact.label)).values()
        if name in (plain_name(key), *map(plain_name, words)):
            return key
    for key in facts:
        if name in HEADERS.get(key, ()):
            return key
    others = {name for _field, names in FACTS.values() for name in names}
    return "" if name in IGNORED or name in others else None


def _read_row(
    pasted: Pasted,
    number: int,
    given: dict[str, str],
    facts: Mapping[str, forms.Field],
    finder: ClaimantFinder,
) -> None:
    def refuse(column: str, message: str) -> None:
        pasted.problems.append(at_cell(number, column, message))

    try:
        claimant = finder.find(given.pop("name", ""), given.pop("id_number", ""))
    except ValidationError as error:
        return refuse(_("Name"), " ".join(error.messages))
    if twice := next((row for row in pasted.rows if row.claimant == claimant), None):
        return refuse(_("Name"), _("The same as in row %(row)d.") % {"row": twice.number})
    values = {}
    for key, cell in given.items():
        try:
            values[key] = _entry(facts[key], cell)
        except ValidationError as error:
            refuse(str(facts[key].label), " ".join(error.messages))
    pasted.rows.append(PastedRow(number, claimant, values))


def _entry(fact: forms.Field, cell: str) -> str:
    """A cell as the field takes it; several entries stand apart by semicolons. Raises `ValidationError`."""
    text = said(cell).replace("；", "\n").replace(";", "\n")
    if isinstance(fact, forms.ChoiceField):
        codes = {str(label): code for code, label in labels_of(fact).items()}
        text = codes.get(text) or PLACES.get(text, text)
    if text and isinstance(fact, forms.BooleanField):
        if text.lower() not in YES_OR_NO:
            raise ValidationError(_("Enter yes or no."))
        return YES_OR_NO[text.lower()]
    return raw(fact, fact.clean(text)) if text else ""
