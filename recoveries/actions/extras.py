"""What of a payment goes to no claim: put on record with it, taken back with it, and what became of it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem
from core.money import FEN
from recoveries.models import ExtraKind, Receipt, ReceiptExtra
from recoveries.permissions import can_record
from recoveries.workflow import ReceiptState


def check_extras(extras: Mapping[str, Decimal], note: str) -> None:
    """Raises `Problem` for a sum that is none, and where nothing says what becomes of what was overpaid."""
    wrong = {
        f"extra_{kind}": _("A sum is positive and has at most two decimals.")
        for kind, amount in extras.items()
        if amount < FEN or amount != amount.quantize(FEN)
    }
    if ExtraKind.OVERPAID in extras and not note.strip():
        wrong["extra_note"] = _(
            "Say what becomes of what was overpaid: returned, or set against another claim."
        )
    if wrong:
        raise Problem(wrong)


def write_extras(
    receipt: Receipt, extras: Mapping[str, Decimal], note: str, *, actor: User, reason: str
) -> None:
    """Put them on record, in the transaction of their receipt."""
    for kind, amount in extras.items():
        record(
            ReceiptExtra(
                case=receipt.case, receipt=receipt, kind=ExtraKind(kind), amount=amount, note=note.strip()
            ),
            actor=actor,
            reason=reason,
        )


def mirror_extras(receipt: Receipt, counter: Receipt, *, actor: User, reason: str) -> None:
    """Take them back, in the transaction of the counter-entry."""
    for extra in receipt.extras.all():
        record(
            ReceiptExtra(
                case=receipt.case, receipt=counter, kind=extra.kind, amount=-extra.amount, note=extra.note
            ),
            actor=actor,
            reason=reason,
        )


@transaction.atomic
def settle_overpaid(
    extra: ReceiptExtra, *, actor: User, settled_on: dt.date, outcome: str, reason: str = ""
) -> ReceiptExtra:
    """Say once what became of what was overpaid: returned on a day, or set against another claim."""
    if not can_record(extra.case, actor):
        raise PermissionDenied
    lock(extra.case)
    fresh = lock(extra)
    if fresh.settled_on is not None or fresh.receipt.state in (ReceiptState.REJECTED, ReceiptState.REVERSED):
        raise Changed
    if fresh.kind != ExtraKind.OVERPAID or fresh.receipt.reverses_id is not None:
        raise Problem(_("Only what was overpaid is given back or set against something."))
    if settled_on > clock.today():
        raise Problem({"settled_on": _("This day has not come yet.")})
    if settled_on < fresh.receipt.received_on:
        raise Problem({"settled_on": _("This is before the payment came in.")})
    if not outcome.strip():
        raise Problem({"outcome": _("Say what became of it.")})
    fresh.settled_on, fresh.outcome = settled_on, outcome.strip()
    return record(fresh, actor=actor, reason=reason)
