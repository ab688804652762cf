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
from cases.paste import FACTS, ClaimantFinder, column_label, document_named, known_column
from core.fields import MoneyFormField
from core.names import plain_name
from core.pasted_sheet import (
    GridRow,
    Sent,
    Sheet,
    clean_cell,
    fill_cells,
    header_name,
    lay_out,
    said,
    whole_number,
)
from labour_law.identity import keys_of

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
    "own_insurance": ("个人社保公积金", "个人缴纳社保公积金", "社保公积金个人部分"),
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
class PastedRow(GridRow):
    """One line of the sheet: whose it is, and each fact it gives as the form takes it."""

    claimant: Claimant | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class Pasted:
    """What a table says, and what is wrong with it, by row and column."""

    sheet: Sheet = field(default_factory=Sheet)
    choices: list[tuple[str, str]] = field(default_factory=list)
    rows: list[PastedRow] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [*self.sheet.problems, *(problem for row in self.rows for problem in row.problems)]

    @property
    def right(self) -> list[PastedRow]:
        return [] if self.sheet.problems else [row for row in self.rows if not row.problems]

    @property
    def wrong(self) -> list[PastedRow]:
        return [row for row in self.rows if row.problems]


def read_facts(sent: Sent, facts: Mapping[str, forms.Field], claimants: Iterable[Claimant]) -> Pasted:
    """Read `facts` of `claimants`, who are found by ID number, else by name. An empty cell says nothing."""

    def label(key: str) -> str:
        return str(facts[key].label) if key in facts else column_label(key)

    keys = ("name", "id_number", *facts)
    sums = [key for key, fact in facts.items() if isinstance(fact, MoneyFormField)]
    sheet = lay_out(sent, partial(_column, facts=facts), keys, found_by=("name", "id_number"), sums=sums)
    if not sheet.problems and not any(column.key in facts for column in sheet.columns):
        sheet.problems.append(_("No column has a fact of this calculation: say which one does."))
    pasted = Pasted(sheet, [(key, label(key)) for key in keys])
    if sheet.problems:
        return pasted
    finder = ClaimantFinder(claimants)
    first: dict[Claimant, int] = {}
    for line in sheet.body:
        row = PastedRow(line[0], is_open=line[0] in sent.opened)
        fill_cells(row, line, sheet, label)
        pasted.rows.append(row)
        _read_row(row, facts, finder, first)
    return pasted


def _column(heading: str, facts: Mapping[str, forms.Field]) -> str | None:
    """The key of a header cell, "" for one left out on purpose, None for one nobody knows."""
    name, known = header_name(heading), known_column(heading)
    if known in ("name", "id_number"):
        return known
    for key, fact in facts.items():
        words = both(partial(str, fact.label)).values()
        if name in (plain_name(key), *map(header_name, words)):
            return key
    for key in facts:
        if name in HEADERS.get(key, ()):
            return key
    return "" if known is not None else None


def _read_row(
    row: PastedRow, facts: Mapping[str, forms.Field], finder: ClaimantFinder, first: dict[Claimant, int]
) -> None:
    given = {cell.column.key or "": cell for cell in row.cells}
    name = said(given["name"].text) if "name" in given else ""
    row.who = name[:60]
    try:
        number = whole_number(given["id_number"], _document) if "id_number" in given else ""
    except ValidationError as error:
        return row.refuse("id_number", column_label("id_number"), error)
    try:
        row.claimant = finder.find(name, number)
    except ValidationError as error:
        return row.refuse("name", column_label("name"), error)
    row.who = row.claimant.worker.name
    if row.claimant in first:
        return row.refuse(
            "name", column_label("name"), _("The same as in row %(row)d.") % {"row": first[row.claimant]}
        )
    first[row.claimant] = row.number
    for key, cell in given.items():
        if key in facts and cell.text:
            try:
                row.values[key] = clean_cell(cell, partial(_entry, facts[key]))
            except ValidationError as error:
                row.refuse(key, cell.label, error)


def _document(text: str) -> str:
    """The number of a document of whatever kind. Raises `ValidationError`."""
    text = document_named(text)[0]
    return text if keys_of(text) else FACTS["id_number"][0].clean(text)


def _entry(fact: forms.Field, text: str) -> str:
    """A cell as the field takes it; several entries stand apart by semicolons. Raises `ValidationError`."""
    text = text.replace("；", "\n").replace(";", "\n")
    if isinstance(fact, forms.ChoiceField):
        codes = {str(label): code for code, label in labels_of(fact).items()}
        text = codes.get(text) or PLACES.get(text, text)
    if text and isinstance(fact, forms.BooleanField):
        if text.lower() not in YES_OR_NO:
            raise ValidationError(_("Enter yes or no."))
        return YES_OR_NO[text.lower()]
    return raw(fact, fact.clean(text)) if text else ""
