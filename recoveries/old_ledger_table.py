"""An old ledger as a table: what its columns are called in offices' own workbooks, and the case each row would become.

Writes nothing. What an old ledger leaves open stays open; what it says in words nobody knows is asked at its cell.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.fields import DateField, MoneyFormField, NameField
from core.money import ZERO
from core.names import plain_name
from core.offers import Offer
from core.pasted_sheet import (
    HEADER_WITHIN,
    IGNORED,
    GridRow,
    Sent,
    Sheet,
    clean_cell,
    fill_cells,
    header_name,
    lay_out,
    sheet_rows,
)
from labour_law.readings import compact
from law_tables.choices import entries
from recoveries.models import OldAid, OldCase, OldOutcome
from recoveries.statement_table import signature

MOST_ROWS = 2900
MOST_CHARACTERS = 600_000
SHOWN = 100
"""So many rows are shown to be corrected, and so many of those that are right."""

COLUMNS: dict[str, Any] = {
    "number": gettext_lazy("Case number"),
    "worker": gettext_lazy("Worker"),
    "people": pgettext_lazy("old ledger", "People"),
    "employer": gettext_lazy("Employer"),
    "cause": gettext_lazy("Cause of action"),
    "aid": gettext_lazy("Kind of aid"),
    "accepted_on": gettext_lazy("Accepted on"),
    "closed_on": gettext_lazy("Closed on"),
    "outcome": gettext_lazy("Outcome"),
    "claimed": gettext_lazy("Claimed"),
    "agreed": gettext_lazy("Agreed or awarded"),
    "received": gettext_lazy("Received"),
    "received_on": gettext_lazy("Received on"),
}
SUMS = ("claimed", "agreed", "received")
NEEDED = ("accepted_on", "closed_on")
WHOSE = ("number", "worker", "employer")
"""What says which case a row is; one of them is there."""

NAMES: dict[str, str] = {
    "number": "案号 案件号 案件编号 案件号码 受理编号 受理号 立案号 援助编号 卷号 档案号 number",
    "worker": "姓名 申请人 职工 职工姓名 受援人 受援人姓名 申请人姓名 当事人 劳动者 求助人 来访人 worker name",
    "people": "人数 涉及人数 职工人数 受援人数 涉及职工人数 人次 涉案人数 申请人数 people",
    "employer": "单位 用人单位 用人单位名称 单位名称 被申请人 被申请人名称 企业 企业名称 公司 公司名称 所在单位 employer",
    "cause": "案由 争议类型 纠纷类型 争议事项 案件类型 诉求类型 争议内容 案件性质 cause",
    "aid": "援助方式 援助形式 援助类型 服务方式 服务类型 办理方式 援助类别 受理类型 aid",
    "accepted_on": "受理日期 受理时间 受理日 立案日期 立案时间 登记日期 收案日期 收案时间 接案日期 申请日期 accepted",
    "closed_on": "结案日期 结案时间 结案日 办结日期 办结时间 完成日期 结束日期 归档日期 closed",
    "outcome": "结果 处理结果 案件结果 结案方式 办理结果 处理情况 办理情况 结案情况 结案结果 outcome",
    "claimed": "请求金额 诉求金额 申请金额 标的额 标的金额 涉案金额 争议金额 主张金额 涉及金额 claimed",
    "agreed": "约定金额 调解金额 裁决金额 判决金额 协议金额 确认金额 裁判金额 达成金额 agreed",
    "received": (
        "到账金额 实际到账 实际到账金额 挽回金额 挽回经济损失 挽回损失 挽回损失金额 追回金额 实收金额 到位金额 履行金额"
        " 兑现金额 已付金额 已支付金额 实际支付金额 received"
    ),
    "received_on": "到账日期 到账时间 到账日 履行日期 支付日期 付款日期 兑现日期 实收日期 paid",
}
LEFT_OUT = frozenset(
    (
        "身份证 身份证号 身份证号码 证件号码 电话 联系电话 手机 手机号 联系方式 地址 联系地址 承办人 经办人 承办律师 律师 律所"
        " 指派律师 承办律所 登记人 受理人 调解员 工会 街镇 所属工会 年度 年份 月份 事实 基本情况 案情 案情简介 诉求 请求事项"
        " 工种 岗位 职业 来源 渠道 受理渠道 联系人"
    ).split()
)
_KEYS = {name: key for key, names in NAMES.items() for name in names.split()}
_OF_SEVERAL = re.compile(r"等\s*(\d{1,5})\s*[人名]")
_PEOPLE = re.compile(r"(\d{1,5})[人名]?")

AID_WORDS = {
    OldAid.ADVICE: ("咨询", "advice"),
    OldAid.DRAFTING: ("代书", "代写", "文书", "drafting"),
    OldAid.MEDIATION: ("调解", "协商", "和解", "mediation"),
    OldAid.ARBITRATION: ("仲裁", "arbitration"),
    OldAid.LITIGATION: ("诉讼", "法院", "起诉", "court"),
}
OUTCOME_WORDS = {
    OldOutcome.SETTLED: ("调解", "和解", "协商", "达成", "settled"),
    OldOutcome.AWARDED: ("裁决", "仲裁", "award"),
    OldOutcome.JUDGED: ("判决", "法院", "court"),
    OldOutcome.WITHDRAWN: ("撤回", "撤诉", "撤销", "放弃", "withdrawn"),
    OldOutcome.TERMINATED: ("终止", "终结", "中止", "terminated"),
    OldOutcome.OTHER: ("其他", "其它", "other"),
}


@dataclass
class OldRow(GridRow):
    """A row of the sheet, and the case it would become: none while something in it is wrong."""

    values: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> OldCase:
        """Not yet on record."""
        return OldCase(row=self.number, **self.values)

    @property
    def told_apart_by(self) -> tuple[Any, ...] | None:
        """What two rows share that are the same case: the number, else worker, employer, day and sum; None where the row
        says too little."""
        return told_apart_by(self.values)


@dataclass
class OldLedgerTable:
    """What an old ledger says: its rows as they were read, and what is wrong."""

    sheet: Sheet
    rows: list[OldRow] = field(default_factory=list)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a column may be chosen to be."""
        return [(name, str(label)) for name, label in COLUMNS.items()]

    @property
    def right(self) -> list[OldRow]:
        return [row for row in self.rows if not row.problems]

    @property
    def wrong(self) -> list[OldRow]:
        return [row for row in self.rows if row.problems]

    @property
    def first_right(self) -> list[OldCase]:
        """What the first rows would become."""
        return [row.case for row in self.right[:SHOWN]]

    @property
    def to_correct(self) -> "OldLedgerTable":
        """The first rows that are to be corrected or are open, alone: a page holds only so many cells."""
        return replace(self, rows=[row for row in self.rows if row.is_editable][:SHOWN])

    @property
    def totals(self) -> dict[str, Any]:
        """What the rows that are right add up to."""
        return totals_of(row.case for row in self.right)

    @property
    def problems(self) -> list[str]:
        return [*self.sheet.problems, *(problem for row in self.rows for problem in row.problems)]


def told_apart_by(values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """See `OldRow.told_apart_by`."""
    if number := values.get("number"):
        return (number,)
    if worker := values.get("worker"):
        return (worker, values["employer"], values["accepted_on"], values["received"])
    return None


def totals_of(cases: Iterable[OldCase]) -> dict[str, Any]:
    """What an old ledger keeps of its rows: how many, of how many people, from when to when, and the sums."""
    listed = list(cases)
    sums = {name: sum((getattr(case, name) or ZERO for case in listed), ZERO) for name in SUMS}
    return {
        "number_of_rows": len(listed),
        "people": sum(case.people for case in listed),
        "since": min((case.accepted_on for case in listed), default=None),
        "until": max((case.closed_on for case in listed), default=None),
        **sums,
    }


def layout_signature(headings: list[str]) -> str:
    """Stands for the layout of an old ledger, and never for that of a bank."""
    return signature(["old ledger", *headings])


def layout_signatures(text: str) -> list[str]:
    """Of each row that may be the header."""
    return [layout_signature(cells) for _number, cells in sheet_rows(text)[:HEADER_WITHIN]]


def laid_out(sent: Sent) -> Sheet:
    """The columns and rows of an old ledger, before anything in it is read."""
    sheet = lay_out(
        sent,
        _column,
        COLUMNS,
        found_by=(*NEEDED, "number", "received"),
        needed={name: COLUMNS[name] for name in NEEDED},
        sums=SUMS,
        most=MOST_ROWS,
    )
    if sheet.body and not {column.key for column in sheet.read} & set(WHOSE):
        sheet.problems.append(
            _("No column says which case a row is: number, worker or employer. Say which one it is.")
        )
    return sheet


def read_old_ledger(sent: Sent) -> OldLedgerTable:
    """A header, then a case a row."""
    table = OldLedgerTable(laid_out(sent))
    if table.sheet.problems:
        return table
    causes = _causes()
    known: dict[tuple[Any, ...], int] = {}
    for line in table.sheet.body:
        row = OldRow(line[0], is_open=line[0] in sent.opened)
        fill_cells(row, line, table.sheet, lambda key: str(COLUMNS[key]))
        _read(row, causes)
        if not row.problems and (told := row.told_apart_by):
            if told in known:
                refuse_double(row, _("The same case as in row %(row)d.") % {"row": known[told]})
            known.setdefault(told, row.number)
        table.rows.append(row)
    return table


def refuse_double(row: OldRow, message: str) -> None:
    """Note that the case is there already, at what tells it apart."""
    key = "number" if row.values.get("number") else "worker"
    row.refuse(key, str(COLUMNS[key]), message)


def _column(cell: str) -> str | None:
    """The key of a header cell; "" for one that is left out, None for one nobody knows."""
    name = header_name(cell)
    if name in _KEYS:
        return _KEYS[name]
    return "" if name in LEFT_OUT or name in IGNORED else None


FIELDS: Mapping[str, forms.Field] = {
    "number": NameField(max_length=60, required=False),
    "worker": NameField(max_length=60, required=False),
    "people": forms.CharField(required=False, max_length=20),
    "employer": NameField(max_length=120, required=False),
    "cause": NameField(max_length=120, required=False),
    "aid": forms.CharField(required=False, max_length=60),
    "accepted_on": DateField(not_in_future=True),
    "closed_on": DateField(
        not_in_future=True,
        end=True,
        error_messages={
            "required": gettext_lazy(
                "Only cases that have ended are taken over: say when, or leave the row out and open the case."
            )
        },
    ),
    "outcome": forms.CharField(required=False, max_length=60),
    "claimed": MoneyFormField(required=False),
    "agreed": MoneyFormField(required=False),
    "received": MoneyFormField(required=False),
    "received_on": DateField(required=False, not_in_future=True),
}


def _read(row: OldRow, causes: Mapping[str, str]) -> None:
    """Read the cells into what the case would be; what is wrong is noted at its column."""
    said: dict[str, Any] = {}
    for cell in row.cells:
        key = cell.column.key or ""
        try:
            said[key] = _meant(key, clean_cell(cell, FIELDS[key].clean))
        except ValidationError as error:
            row.refuse(key, cell.label, error)
        else:
            if isinstance(said[key], dt.date) and said[key].isoformat() != cell.text:
                cell.shown = said[key].isoformat()
    row.who = said.get("worker") or said.get("number") or said.get("employer") or ""
    if not row.problems:
        _put_together(row, said, causes)


def _meant(key: str, value: Any) -> Any:
    """What a cell of this column means, where its words stand for something. Raises `ValidationError`."""
    if key == "people":
        return _people(value)
    if key == "aid":
        return _one_of(value, AID_WORDS)
    if key == "outcome":
        return _one_of(value, OUTCOME_WORDS)
    return value


def _people(text: str) -> int | None:
    plain = compact(text)
    if not plain:
        return None
    found = _PEOPLE.fullmatch(plain)
    if found is None or not int(found[1]):
        raise ValidationError(_("Enter how many people, like 3."))
    return int(found[1])


def _one_of(text: str, words: Mapping[Any, tuple[str, ...]]) -> str:
    """The one choice whose words stand in the text, "" where it is empty. Raises `ValidationError`."""
    plain = compact(text).lower()
    if not plain:
        return ""
    found = [choice for choice, names in words.items() if any(name in plain for name in names)]
    if len(found) == 1:
        return str(found[0].value)
    raise Offer(names[0] for choice, names in words.items() if not found or choice in found)


def _put_together(row: OldRow, said: Mapping[str, Any], causes: Mapping[str, str]) -> None:
    """The case, by all cells of the row."""
    words = said.get("cause") or ""
    received = said.get("received") or ZERO
    several = _OF_SEVERAL.search(said.get("worker") or "")
    row.values = {
        **{name: said.get(name) or "" for name in ("number", "worker", "employer", "aid", "outcome")},
        "people": said.get("people") or (int(several[1]) if several else 1) or 1,
        "cause": causes.get(plain_name(words), ""),
        "cause_words": words,
        "accepted_on": said["accepted_on"],
        "closed_on": said["closed_on"],
        "claimed": said.get("claimed"),
        "agreed": said.get("agreed"),
        "received": received,
        "received_on": (said.get("received_on") or said["closed_on"]) if received else None,
    }
    for key, message in _faults(row.values, said):
        row.refuse(key, str(COLUMNS[key]), message)


def _faults(values: Mapping[str, Any], said: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    agreed: Decimal | None = values["agreed"]
    if not any(values[name] for name in WHOSE):
        key = next(name for name in WHOSE if name in said)
        yield key, _("Say which case this is: its number, a worker or the employer.")
    if values["closed_on"] < values["accepted_on"]:
        yield "closed_on", _("It ended before it was accepted.")
    if agreed is not None and values["received"] > agreed:
        yield "received", _("More was received than was agreed: correct one of the two.")
    if said.get("received_on") and not values["received"]:
        yield "received_on", _("There is a day but no sum that was received.")


def _causes() -> dict[str, str]:
    """How a cause may be written → its code."""
    return {plain_name(name): row.code for row in entries("cause") for name in (row.zh, row.en) if name}
