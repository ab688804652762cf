"""Second looks: drawn when an entry is verified, answered by another supervisor; and how many an office draws."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, User
from accounts.permissions import can_administer
from cases.recusal import refuse_party
from core import clock
from core.audit import Reason, lock, record
from core.errors import Blocked, Changed, Problem, require
from recoveries.actions.receipts import check_fault, take_receipt_step, when_verified
from recoveries.models import LookResult, Receipt, SecondLook, SecondLookShare
from recoveries.permissions import can_look_again
from recoveries.sampling import is_drawn, share_of

DRAWN = Reason(gettext_lazy("Drawn by chance."))


@when_verified
def draw(receipt: Receipt) -> SecondLook | None:
    """Draw the entry that was verified just now, or do not."""
    office = receipt.case.office
    if not is_drawn(clock.today(), office.pk, receipt.pk, share_of(office)):
        return None
    look = SecondLook(case=receipt.case, receipt=receipt)
    return record(look, actor=User.objects.system(), reason=DRAWN())


@transaction.atomic
def answer(
    look: SecondLook,
    *,
    actor: User,
    result: str,
    fault: str = "",
    words: str = "",
    seen_version: int | None = None,
) -> bool:
    """Put on record what the second look showed. A fault asks for the reversal of the entry; False where that is not
    open (the case has ended, one waits already, it is a counter-entry), and the fault alone is on record.
    """
    if result not in LookResult.values:
        raise Problem({"result": _("Say what the second look showed.")})
    found_fault = result == LookResult.FAULT
    if found_fault:
        check_fault(fault, words)
        if not words.strip():
            raise Problem({"words": _("Say in words what is wrong.")})
    case = lock(look.case)
    fresh = lock(look, version=seen_version)
    if fresh.result is not None:
        raise Changed
    require(can_look_again(fresh, actor))
    refuse_party(case, actor, reason=words, field="words")
    fresh.checked_by, fresh.checked_at, fresh.result = actor, clock.now(), result
    fresh.words = words or None
    if found_fault:
        fresh.fault = fault
    record(fresh, actor=actor, reason=words)
    return not found_fault or _asked_for_reversal(fresh.receipt, actor, fault, words)


def _asked_for_reversal(receipt: Receipt, actor: User, fault: str, words: str) -> bool:
    try:
        take_receipt_step(receipt, "ask_reversal", actor=actor, fault=fault, reason=words)
    except (Blocked, Changed):
        return False
    return True


@transaction.atomic
def set_share(office: Office, *, actor: User, percent: int, reason: str) -> SecondLookShare:
    """Say how many of a hundred entries the office looks at again, from now on."""
    require(can_administer(actor, office))
    if not 0 <= percent <= 100:
        raise Problem({"percent": _("From 0 to 100.")})
    lock(office)
    share: Any = SecondLookShare.objects.filter(office=office).first() or SecondLookShare(office=office)
    share.percent = percent
    return record(share, actor=actor, reason=reason)
