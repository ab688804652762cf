"""The same money on the ledger twice: by the slip, by the number of the transfer, by payer, day and sum."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import office_ids
from core.company_names import core_of
from recoveries.models import Receipt

MOST = 5
"""So many of a kind are looked at: more are told no better."""


@dataclass
class Double:
    """A receipt that may be the same payment, and why. `is_seen`: whether the user may look at it."""

    receipt: Receipt
    is_seen: bool
    is_of_own_office: bool
    why: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        """Where it stands; a case the user may not see is not named."""
        if self.is_seen:
            return str(self.receipt.case)
        return _("on a case you do not see") if self.is_of_own_office else _("on a case of another office")


def find_doubles(
    user: User,
    *,
    received_on: dt.date,
    amount: Decimal,
    payer: str,
    reference: str = "",
    account_end: str = "",
    sha256: str = "",
) -> list[Double]:
    """What stands on the ledger, of whatever office, and may be the same payment. Four queries at most."""
    standing = Receipt.objects.standing().select_related("case__office")
    found: dict[int, tuple[Receipt, list[str]]] = {}

    def note(receipts: Iterable[Receipt], why: str) -> None:
        for receipt in receipts:
            found.setdefault(receipt.pk, (receipt, []))[1].append(why)

    if reference:
        note(_same_reference(standing, reference, account_end), _("the same bank reference"))
    if sha256:
        note(standing.filter(proof__sha256=sha256)[:MOST], _("the same file as proof"))
    same_day = standing.filter(received_on=received_on, amount=amount)[:MOST]
    note(
        (receipt for receipt in same_day if core_of(receipt.payer) == core_of(payer)),
        _("the same payer, day and sum"),
    )
    if not found:
        return []
    seen = set(Receipt.objects.filter(pk__in=found).visible_to(user).values_list("pk", flat=True))  # type: ignore[attr-defined]
    own = set(office_ids(user))
    return [
        Double(receipt, pk in seen, receipt.case.office_id in own, why)
        for pk, (receipt, why) in sorted(found.items())
    ]


def _same_reference(standing: QuerySet, reference: str, account_end: str) -> list[Receipt]:
    """Those with this reference; of another account they are others."""
    return [
        receipt
        for receipt in standing.filter(reference=reference)[:MOST]
        if not (account_end and receipt.account_end and account_end != receipt.account_end)
    ]
