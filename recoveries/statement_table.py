"""A bank statement as a table: what its columns are in the exports of the common banks, and the sums that came in.

Writes nothing. ICBC, CCB, ABC and BOC call the same by different names, in two columns for what came in and what went
out, or in one with a mark beside it.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import DateField, MoneyFormField, NameField
from core.money import ZERO
from core.names import plain_name
from core.pasted_sheet import (
    HEADER_WITHIN,
    IGNORED,
    Cell,
    GridRow,
    Sent,
    Sheet,
    clean_cell,
    fill_cells,
    header_name,
    lay_out,
    sheet_rows,
)

MOST_ROWS = 1000

COLUMNS: dict[str, Any] = {
    "came_on": gettext_lazy("Day"),
    "payer": gettext_lazy("Payer"),
    "income": gettext_lazy("Came in"),
    "expense": gettext_lazy("Went out"),
    "amount": gettext_lazy("Amount, in or out"),
    "direction": gettext_lazy("In or out"),
    "purpose": gettext_lazy("Purpose"),
    "remark": gettext_lazy("Remark of the payer"),
    "reference": gettext_lazy("Bank reference"),
}
SUMS = ("income", "expense", "amount")
NEEDED = ("came_on", "payer")

NAMES: dict[str, tuple[str, ...]] = {
    "came_on": (
        *(
            "交易日期",
            "交易时间",
            "交易日",
            "记账日期",
            "记账日",
            "入账日期",
            "入账时间",
            "日期",
            "交易日期时间",
        ),
        *("交易时间日期", "到账日期", "到账时间", "发生日期", "date"),
    ),
    "payer": (
        *(
            "对方户名",
            "对方名称",
            "对方账户名称",
            "对方账户名",
            "对方单位名称",
            "对方单位",
            "付款人名称",
            "付款人",
        ),
        *("付款人户名", "付款方", "付款方名称", "付款账户名称", "交易对方", "交易对方名称", "对方", "payer"),
        *("付款单位", "汇款人", "汇款人名称"),
    ),
    "income": (
        *(
            "收入金额",
            "收入",
            "贷方发生额",
            "贷方金额",
            "贷方",
            "转入金额",
            "存入金额",
            "收款金额",
            "收方金额",
        ),
        *("贷方发生额收入", "收入贷方", "贷方收入", "收入贷方发生额", "到账金额", "credit"),
    ),
    "expense": (
        *(
            "支出金额",
            "支出",
            "借方发生额",
            "借方金额",
            "借方",
            "转出金额",
            "支取金额",
            "付款金额",
            "付方金额",
        ),
        *("借方发生额支取", "借方发生额支出", "支出借方", "借方支出", "debit"),
    ),
    "amount": ("交易金额", "发生额", "金额", "交易发生额", "amount"),
    "direction": (
        "借贷标志",
        "借贷",
        "借贷方向",
        "收支",
        "收支标志",
        "收支方向",
        "交易方向",
        "借贷标识",
        "收付标志",
    ),
    "purpose": ("摘要", "交易摘要", "摘要说明"),
    "remark": ("附言", "交易附言", "用途", "交易用途", "汇款附言", "客户附言", "备注附言"),
    "reference": (
        *(
            "流水号",
            "交易流水号",
            "交易流水",
            "银行流水号",
            "核心流水号",
            "账户明细编号交易流水号",
            "交易参考号",
        ),
        *("柜员流水号", "日志号", "交易序号", "流水"),
    ),
}
LEFT_OUT = frozenset(
    (
        *(
            "余额",
            "账户余额",
            "本次余额",
            "交易余额",
            "交易后余额",
            "对方账号",
            "对方账户",
            "对方卡号",
            "付款人账号",
        ),
        *(
            "对方开户行",
            "对方行名",
            "对方开户行名",
            "对方行号",
            "付款人开户行名",
            "付款人开户行",
            "币种",
            "货币",
        ),
        *(
            "凭证种类",
            "凭证号",
            "凭证号码",
            "凭证类型",
            "凭证代号",
            "账号",
            "本方账号",
            "账户名称",
            "户名",
            "钞汇",
        ),
        *("交易类型", "业务类型", "交易渠道", "渠道", "交易网点", "交易机构", "交易行名", "交易行", "开户行"),
        *(
            "交易代码",
            "企业流水号",
            "起息日",
            "交易柜员",
            "冲正标志",
            "交易货币",
            "利率",
            "收款人名称",
            "收款人账号",
        ),
        *("收款人开户行名", "收款人开户行行号", "付款人开户行号", "客户申请号", "有效期", "汇率", "对方省市"),
    )
)
IN_MARKS = frozenset(("贷", "贷方", "收", "收入", "来账", "转入", "c", "cr", "入账", "进账", "in", "+"))
OUT_MARKS = frozenset(("借", "借方", "支", "支出", "付", "往账", "转出", "d", "dr", "出账", "out", "-", "－"))
_KEYS = {name: key for key, names in NAMES.items() for name in names}
_IN_LATIN = re.compile(r"[\[(（【][^\])）】]*[A-Za-z][^\])）】]*[\])）】]")
_ACCOUNT = re.compile(r"(?:账号|账户|卡号|帐号)\D{0,12}((?:\d[ -]?){8,30})")


@dataclass
class StatementRow(GridRow):
    """A row of the sheet: what came in, or nothing where money went out."""

    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_income(self) -> bool:
        return not self.problems and self.values.get("income", ZERO) > ZERO


@dataclass
class StatementTable:
    """What a statement says: its rows as they were read, and what is wrong."""

    sheet: Sheet
    rows: list[StatementRow] = field(default_factory=list)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a column may be chosen to be."""
        return [(name, str(label)) for name, label in COLUMNS.items()]

    @property
    def right(self) -> list[StatementRow]:
        """The sums that came in."""
        return [row for row in self.rows if row.is_income]

    @property
    def wrong(self) -> list[StatementRow]:
        return [row for row in self.rows if row.problems]

    @property
    def outgoing(self) -> int:
        """How many rows are of money that went out."""
        return sum(not row.problems and not row.is_income for row in self.rows)

    @property
    def total(self) -> Decimal:
        return sum((row.values["income"] for row in self.right), ZERO)

    @property
    def problems(self) -> list[str]:
        return [*self.sheet.problems, *(problem for row in self.rows for problem in row.problems)]


def signature(headings: list[str]) -> str:
    """Stands for the layout of a bank: its headings, in their order."""
    return hashlib.sha256("|".join(header_name(cell) for cell in headings if cell).encode()).hexdigest()


def signatures(text: str) -> list[str]:
    """Of each row that may be the header."""
    return [signature(cells) for _number, cells in sheet_rows(text)[:HEADER_WITHIN]]


def account_end_of(sheet: Sheet) -> str:
    """The end of the number of the account, where a line above the table names it."""
    above = " ".join(" ".join(cells) for _number, cells in sheet.above)
    found = _ACCOUNT.search(above)
    return re.sub(r"\D", "", found[1])[-4:] if found else ""


def laid_out(sent: Sent) -> Sheet:
    """The columns and rows of a statement, before anything in it is read."""
    sheet = lay_out(
        sent,
        _column,
        COLUMNS,
        found_by=("came_on", *SUMS),
        needed={name: COLUMNS[name] for name in NEEDED},
        sums=SUMS,
        most=MOST_ROWS,
    )
    if sheet.body and not {column.key for column in sheet.read} & {"income", "amount"}:
        sheet.problems.append(_("There is no column of what came in: say which one it is."))
    return sheet


def read_statement(sent: Sent) -> StatementTable:
    """A header, then a movement of the account a row."""
    table = StatementTable(laid_out(sent))
    if table.sheet.problems:
        return table
    known: dict[str, int] = {}
    for line in table.sheet.body:
        row = StatementRow(line[0], is_open=line[0] in sent.opened)
        fill_cells(row, line, table.sheet, lambda key: str(COLUMNS[key]))
        _read(row)
        reference = row.values.get("reference", "")
        if reference and row.is_income:
            if reference in known:
                message = _("The same reference as in row %(row)d.") % {"row": known[reference]}
                row.refuse("reference", str(COLUMNS["reference"]), message)
            known.setdefault(reference, row.number)
        table.rows.append(row)
    return table


def _column(cell: str) -> str | None:
    """The key of a header cell; "" for one that is left out, None for one nobody knows. Chinese goes by itself where the
    English stands behind it in brackets."""
    name = header_name(_IN_LATIN.sub("", cell) or cell)
    if name in _KEYS:
        return _KEYS[name]
    return "" if name in LEFT_OUT or name in IGNORED else None


class SignedMoneyField(MoneyFormField):
    """A sum of an account: below nought where it went out."""

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if text[:1] in ("-", "－", "−"):
            found = super().to_python(text[1:])
            return None if found is None else -found
        return super().to_python(text.removeprefix("+"))

    def run_validators(self, value: Any) -> None:
        super().run_validators(None if value is None else abs(value))


FIELDS: Mapping[str, forms.Field] = {
    "came_on": DateField(not_in_future=True),
    "payer": NameField(max_length=120, required=False),
    "income": SignedMoneyField(required=False),
    "expense": SignedMoneyField(required=False),
    "amount": SignedMoneyField(required=False),
    "direction": forms.CharField(required=False),
    "purpose": forms.CharField(required=False, max_length=200),
    "remark": forms.CharField(required=False, max_length=200),
    "reference": forms.CharField(required=False, max_length=64),
}


def _read(row: StatementRow) -> None:
    """Read the cells; what is wrong is noted at its column."""
    for cell in row.cells:
        key = cell.column.key or ""
        try:
            row.values[key] = clean_cell(cell, FIELDS[key].clean)
        except ValidationError as error:
            row.refuse(key, cell.label, error)
        else:
            _show(cell, row.values[key])
    if row.problems:
        return
    try:
        row.values["income"] = _income(row.values)
    except ValidationError as error:
        key = next(key for key in (*SUMS, "came_on") if key in row.values)
        row.refuse(key, str(COLUMNS[key]), error)
        return
    if row.values["income"] and not row.values.get("payer"):
        row.refuse("payer", str(COLUMNS["payer"]), _("Say who paid."))
    parts = (row.values.get("purpose"), row.values.get("remark"))
    row.values["purpose"] = " · ".join(dict.fromkeys(filter(None, parts)))
    row.who = row.values.get("payer", "")


def _show(cell: Cell, value: Any) -> None:
    if isinstance(value, dt.date) and value.isoformat() != cell.text:
        cell.shown = value.isoformat()


def _income(values: Mapping[str, Any]) -> Decimal:
    """What came in by this row, nought where money went out. Raises `ValidationError`."""
    income, expense, amount = (values.get(key) for key in SUMS)
    if income is None and expense is None and amount is None:
        raise ValidationError(
            _("This row has no sum: perhaps the file was cut off. Leave the row out, or enter it.")
        )
    if income is not None and income < ZERO:
        raise ValidationError(
            _(
                "A sum below nought came in: the bank took something back. Leave the row out, and reverse by hand."
            )
        )
    if income:
        return income
    if amount is None:
        return ZERO
    mark = plain_name(values.get("direction") or "") or (values.get("direction") or "").strip()
    if not mark:
        return max(amount, ZERO)
    if mark in IN_MARKS:
        return abs(amount)
    if mark in OUT_MARKS:
        return ZERO
    raise ValidationError(_("Whether this came in or went out is not known: %(mark)s.") % {"mark": mark})
