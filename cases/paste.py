"""Tables pasted from a spreadsheet: claimants with their claims, or claims alone.

Reads and checks; writes nothing. Every wrong cell is named by its row in the sheet and its column. The number of
queries is the same for one row and for two hundred.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case, Claimant, ClaimantOutcome, ClaimKind, Worker
from core.crypto import keyed_hash
from core.fields import DateField, IdNumberField, MoneyFormField, NameField, PhoneField
from core.names import plain_name, tidy_name
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
from labour_law.identity import identify

FACTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "name": (NameField(max_length=60), ("姓名", "职工", "职工姓名", "name", "worker")),
    "id_number": (
        IdNumberField(required=False),
        ("身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码", "idnumber", "id"),
    ),
    "phone": (
        PhoneField(required=False),
        ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "phone", "mobile"),
    ),
    "employed_from": (
        DateField(required=False, not_in_future=True),
        ("入职日期", "入职时间", "入职", "employedfrom", "start"),
    ),
    "employed_to": (DateField(required=False), ("离职日期", "离职时间", "离职", "employeduntil", "end")),
    "monthly_wage": (
        MoneyFormField(required=False, positive=True),
        ("月工资", "月工资标准", "工资标准", "月薪", "平均工资", "月平均工资", "monthlywage", "wage"),
    ),
    "job": (forms.CharField(required=False, max_length=60), ("岗位", "工种", "职务", "工作岗位", "job")),
    "consent_on": (
        DateField(required=False, not_in_future=True),
        ("授权日期", "签署日期", "授权", "consentsignedon", "consent"),
    ),
}
CLAIMS: dict[str, tuple[str, ...]] = {
    ClaimKind.WAGES: ("欠薪", "拖欠工资", "欠付工资", "未付工资", "工资差额", "unpaidwages"),
    ClaimKind.OVERTIME: ("加班费", "加班工资", "overtimepay", "overtime"),
    ClaimKind.DOUBLE_WAGE: ("二倍工资", "双倍工资", "二倍工资差额", "双倍工资差额", "doublewages"),
    ClaimKind.SEVERANCE: ("经济补偿", "经济补偿金", "severance", "severancen"),
    ClaimKind.NOTICE_PAY: ("代通知金", "payinlieuofnotice"),
    ClaimKind.DAMAGES: ("赔偿金", "违法解除赔偿金", "经济赔偿金", "damages", "damages2n"),
    ClaimKind.ANNUAL_LEAVE: ("年休假", "年休假工资", "未休年休假工资", "年假工资", "annualleavepay"),
    ClaimKind.HEAT_ALLOWANCE: ("高温津贴", "高温费", "hightemperatureallowance", "heatallowance"),
    ClaimKind.WORK_INJURY: ("工伤", "工伤待遇", "工伤保险待遇", "workinjury"),
    ClaimKind.SOCIAL_INSURANCE: ("社保损失", "社会保险损失", "社保", "socialinsuranceloss"),
    ClaimKind.OTHER: ("其他", "其它", "其他请求", "other"),
}
DEFAULT_ORDER = ("name", "id_number", "phone", "employed_from", "employed_to", "monthly_wage")
_SUM = MoneyFormField(required=False)


@dataclass
class Row:
    """One line of the sheet: `number` as the sheet counts it, `cells` as pasted, `values` as read."""

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Decimal] = field(default_factory=dict)
    worker: Worker | None = None
    claimant: Claimant | None = None
    problems: list[str] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)

    def refuse(self, column: str, message: Any) -> None:
        """Note what is wrong in which column of this row."""
        self.wrong.add(column)
        self.problems.append(at_cell(self.number, column_label(column), message))


@dataclass
class Table:
    """A pasted table as read. `columns` are keys of FACTS or CLAIMS; empty where a column is left out."""

    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    header_problems: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [*self.header_problems, *(problem for row in self.rows for problem in row.problems)]

    def cells_of(self, row: Row) -> list[dict[str, Any]]:
        """The cells of a row as the preview shows them."""
        return [
            {"text": cell, "wrong": key in row.wrong}
            for key, cell in zip(self.columns, row.cells, strict=True)
            if key
        ]

    @property
    def preview(self) -> list[tuple[Row, list[dict[str, Any]]]]:
        """Each row with its cells."""
        return [(row, self.cells_of(row)) for row in self.rows]

    @property
    def labels(self) -> list[str]:
        return [column_label(column) for column in self.columns if column]

    @property
    def claimed(self) -> Decimal:
        """The sum of all claims, in yuan."""
        return sum((amount for row in self.rows for amount in row.claims.values()), Decimal("0.00"))


def column_label(key: str) -> str:
    """What a column is called on the page."""
    labels: dict[str, Callable[[], str]] = {
        "name": lambda: _("Name"),
        "id_number": lambda: _("ID number"),
        "phone": lambda: _("Phone"),
        "employed_from": lambda: _("Employed from"),
        "employed_to": lambda: _("Employed until"),
        "monthly_wage": lambda: _("Monthly wage"),
        "job": lambda: _("Job"),
        "consent_on": lambda: _("Consent signed on"),
    }
    return labels[key]() if key in labels else str(ClaimKind(key).label) if key else ""


def read_claimants(text: str, case: Case, user: User) -> Table:
    """Read claimants of the case from a table; every row needs name and ID number.

    Only workers this user may see are found on record.
    """
    table = _read(text, DEFAULT_ORDER)
    for row in table.rows:
        if not row.values.get("id_number") and not row.problems:
            row.refuse("id_number", _("Enter the ID number: it tells who is on record already."))
    _find_workers(table, case, user)
    return table


def read_claims(text: str, case: Case) -> Table:
    """Read claims of those who are claimants of the case, found by ID number, else by name."""
    table = _read(text, ("name", "id_number"))
    finder = ClaimantFinder(c for c in case.claimants.select_related("worker") if c.is_active)
    taken = set(case.claims.filter(is_active=True).values_list("claimant", "kind"))
    for row in table.rows:
        if row.problems:
            continue
        try:
            claimant = finder.find(row.values["name"], row.values.get("id_number") or "")
        except ValidationError as error:
            row.refuse("name", " ".join(error.messages))
            continue
        if not row.claims:
            row.refuse("name", _("There is no sum in this row."))
        else:
            row.claimant = claimant
            for kind in row.claims:
                if (claimant.pk, kind) in taken:
                    row.refuse(kind, _("This worker claims this already: edit the claim instead."))
                taken.add((claimant.pk, kind))
    return table


class ClaimantFinder:
    """Claimants by ID number or name."""

    def __init__(self, claimants: Iterable[Claimant]) -> None:
        self.by_hash: dict[str, Claimant] = {}
        self.by_name: dict[str, list[Claimant]] = {}
        for claimant in claimants:
            if claimant.worker.id_hash:
                self.by_hash[claimant.worker.id_hash] = claimant
            self.by_name.setdefault(plain_name(claimant.worker.name), []).append(claimant)

    def find(self, name: str, id_number: str) -> Claimant:
        """The claimant meant. Raises `ValidationError` where there is none, or more than one."""
        if id_number:
            number = FACTS["id_number"][0].clean(id_number)
            found = [self.by_hash[key]] if (key := keyed_hash(identify(number).key)) in self.by_hash else []
        else:
            found = self.by_name.get(plain_name(name), [])
        if not found:
            raise ValidationError(_("This worker takes no part in the case."))
        if len(found) > 1:
            raise ValidationError(_("Several claimants have this name: add the ID number."))
        if name and plain_name(name) != plain_name(found[0].worker.name):
            raise ValidationError(_("The ID number belongs to %(name)s.") % {"name": found[0].worker.name})
        return found[0]


def _read(text: str, default: tuple[str, ...]) -> Table:
    table = Table()
    sheet = sheet_rows(text)
    lines = sheet
    if not sheet:
        table.header_problems += count_problems(sheet, has_header=False)
        return table
    known = [_column(cell) for cell in sheet[0][1]]
    if sum(key in FACTS or key in CLAIMS for key in known) >= 2 or known == ["name"]:
        table.columns = ["" if key is None else key for key in known]
        table.header_problems += header_problems(*sheet[0], known)
        lines = sheet[1:]
    else:
        table.columns = list(default[: max(len(cells) for _number, cells in sheet)])
    lines = without_totals(lines)
    if lines or not table.header_problems:
        table.header_problems += count_problems(lines)
    if not table.header_problems:
        table.rows = [_row(number, cells, table.columns) for number, cells in lines]
        _find_repeats(table)
    return table


def _column(cell: str) -> str | None:
    """The key of a header cell, "" for one left out on purpose, None for one nobody knows."""
    name = header_name(cell)
    if name in IGNORED:
        return ""
    for key, (_field, names) in FACTS.items():
        if name in names:
            return key
    for kind, names in CLAIMS.items():
        if name in names or name == plain_name(str(ClaimKind(kind).label)):
            return str(kind)
    return None


def _row(number: int, cells: list[str], columns: list[str]) -> Row:
    row = Row(number, (cells + [""] * len(columns))[: len(columns)])
    row.problems += width_problems(number, cells, columns)
    for key, cell in zip(columns, row.cells, strict=True):
        if not key:
            continue
        text = said(cell)
        reader = FACTS[key][0] if key in FACTS else _SUM
        try:
            value = reader.clean(text)
        except ValidationError as error:
            row.refuse(key, " ".join(error.messages))
            continue
        if key in FACTS:
            row.values[key] = value
        elif value:
            row.claims[key] = value
    start, end = row.values.get("employed_from"), row.values.get("employed_to")
    if start and end and end < start:
        row.refuse("employed_to", _("Employment cannot end before it starts."))
    return row


def _find_repeats(table: Table) -> None:
    """The same ID number, or without one the same name and telephone, twice in the table."""
    first: dict[Any, int] = {}
    for row in table.rows:
        number = row.values.get("id_number")
        name, phone = row.values.get("name"), row.values.get("phone")
        key = number or (name, phone)
        if not name and not number:
            continue
        if key in first:
            column = "id_number" if number else "name"
            row.refuse(column, _("The same as in row %(row)d.") % {"row": first[key]})
        first.setdefault(key, row.number)


def _find_workers(table: Table, case: Case, user: User) -> None:
    """Say who is on record already, under which name, and who takes part in the case."""
    hashes = {
        row.number: keyed_hash(identify(row.values["id_number"]).key)
        for row in table.rows
        if row.values.get("id_number")
    }
    seen: Any = Worker.objects.visible_to(user)
    seen = seen.filter(id_hash__in=hashes.values()).first_for(case.office)
    on_record = {worker.id_hash: worker for worker in reversed(seen)}
    part = {claimant.worker_id: claimant for claimant in case.claimants.all()}
    for row in table.rows:
        row.worker = on_record.get(hashes.get(row.number))
        if row.worker is None:
            continue
        name = row.values.get("name")
        if name and tidy_name(name) != row.worker.name:
            row.refuse(
                "name", _("The ID number is on record under the name %(name)s.") % {"name": row.worker.name}
            )
        row.claimant = part.get(row.worker.pk)
        if row.claimant and row.claimant.is_active:
            row.refuse("id_number", _("This worker is a claimant in this case already."))
        elif row.claimant and row.claimant.outcome == ClaimantOutcome.SPLIT:
            row.refuse("id_number", _("This worker was split off into another case."))
