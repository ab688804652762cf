"""The ledger (台账) as a table to take away: a line for each part of a payment, in columns that stay what they are.

The titles are Chinese whatever the language of the page, so that what was made of the file before goes on working.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy, override

from accounts.models import Office, User
from accounts.permissions import office_ids
from cases.permissions import can_export
from cases.queries.scope import scope_key
from core.export_jobs import LISTS, ExportedList
from core.fields import DateField
from core.paging import in_pieces
from core.pills import HasPills
from recoveries.models import Receipt, ReceiptExtra, ReceiptLine
from recoveries.workflow import ReceiptState

LEDGER = "recoveries:export_ledger"
"""The name of the address at which it is taken away."""
ORDER = ("received_on", "id")
CHUNK = 500
FOR_CLAIM = "请求"
HEADER = (
    *("到账记录号", "案件编号", "机构", "用人单位", "申请人", "请求类型", "到账日期", "付款人", "支付方式"),
    *("银行流水号", "收款账号后四位", "款项性质", "计入到账金额", "不计入金额", "状态", "冲正的记录号"),
    *("登记人", "登记时间", "核定人", "核定时间", "备注"),
)
"""Columns are added at the end, and never renamed or moved."""


class LedgerFilter(HasPills):
    """Of which days, state and office the ledger is wanted."""

    since = DateField(label=gettext_lazy("Received from"), required=False)
    until = DateField(label=gettext_lazy("Received until"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"), queryset=Office.objects.none(), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states: Any = self.fields["state"]
        states.choices = [("", "—"), *ReceiptState.choices]
        offices: Any = self.fields["office"]
        offices.queryset = Office.objects.filter(pk__in=office_ids(user))


def filters(params: QueryDict, user: User) -> LedgerFilter:
    """What a query string narrows the ledger by."""
    return LedgerFilter(params, user=user)


def found(form: LedgerFilter, user: User) -> QuerySet:
    """The receipts of the cases the user sees that the form leaves."""
    form.is_valid()
    data = form.cleaned_data
    receipts = Receipt.objects.visible_to(user)
    if since := data.get("since"):
        receipts = receipts.filter(received_on__gte=since)
    if until := data.get("until"):
        receipts = receipts.filter(received_on__lte=until)
    if state := data.get("state"):
        receipts = receipts.filter(state=state)
    if office := data.get("office"):
        receipts = receipts.filter(case__office__path__startswith=office.path)
    return receipts


def header() -> list[str]:
    """The titles of the columns."""
    return list(HEADER)


def lines(receipts: QuerySet) -> Iterator[list[Any]]:
    """A line for each part of a payment, by day; each sum stands in one column alone, so that columns add up."""
    rows = receipts.select_related("case__office", "case__employer", "recorded_by", "verified_by")
    rows = rows.prefetch_related("lines__claim__claimant__worker", "extras")
    pieces = in_pieces(rows, order=ORDER, size=CHUNK, key=lambda receipt: (receipt.received_on, receipt.pk))
    for receipt in (receipt for piece in pieces for receipt in piece):
        with override("zh-hans"):
            yield from _of_receipt(receipt)


def _of_receipt(receipt: Receipt) -> Iterator[list[Any]]:
    case = receipt.case
    for line in receipt.lines.all():
        claim = line.claim
        yield [
            receipt.pk, str(case), str(case.office), str(case.employer or ""), str(claim.claimant),
            claim.get_kind_display(), *_payment(receipt), FOR_CLAIM, line.amount, None, *_review(receipt),
        ]  # fmt: skip
    for extra in receipt.extras.all():
        yield [
            receipt.pk, str(case), str(case.office), str(case.employer or ""), "", "", *_payment(receipt),
            extra.get_kind_display(), None, extra.amount, *_review(receipt),
        ]  # fmt: skip


def _payment(receipt: Receipt) -> list[Any]:
    return [
        receipt.received_on,
        receipt.payer,
        receipt.get_method_display(),
        receipt.reference,
        receipt.account_end,
    ]


def _review(receipt: Receipt) -> list[Any]:
    return [
        receipt.get_state_display(), receipt.reverses_id, str(receipt.recorded_by),
        f"{receipt.recorded_at:%Y-%m-%d %H:%M}", str(receipt.verified_by or ""),
        f"{receipt.verified_at:%Y-%m-%d %H:%M}" if receipt.verified_at else "", receipt.note,
    ]  # fmt: skip


def _parts(receipts: QuerySet) -> int:
    ids = receipts.order_by().values("pk")
    return (
        ReceiptLine.objects.filter(receipt__in=ids).count()
        + ReceiptExtra.objects.filter(receipt__in=ids).count()
    )


LISTS[LEDGER] = ExportedList(
    subject=gettext_lazy("Ledger (%(format)s)"),
    file_name=gettext_lazy("Ledger"),
    may=can_export,
    scope=scope_key,
    form=filters,
    found=found,
    header=header,
    lines=lines,
    count=_parts,
)
