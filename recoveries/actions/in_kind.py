"""What was done instead of paying: put on record, and struck out where it was a mistake."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case, Claimant
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem
from core.money import FEN
from documents.models import Attachment
from recoveries.models import InKind, InKindSort
from recoveries.permissions import can_record


@transaction.atomic
def record_in_kind(
    case: Case,
    *,
    actor: User,
    kind: str,
    done_on: dt.date,
    claimant: Claimant | None = None,
    value: Decimal | None = None,
    text: str = "",
    proof: Attachment | None = None,
    reason: str = "",
) -> InKind:
    """Put it on record beside the money: it changes no sum of a claim."""
    if not can_record(case, actor):
        raise PermissionDenied
    case = lock(case)
    if not case.takes_money:
        raise Problem(_("Money is recorded on accepted cases that have not ended."))
    if done_on > clock.today():
        raise Problem({"done_on": _("This day has not come yet.")})
    if value is not None and (value < FEN or value != value.quantize(FEN)):
        raise Problem({"value": _("A sum is positive and has at most two decimals.")})
    if kind in (InKindSort.GOODS, InKindSort.OTHER) and not text.strip():
        raise Problem({"text": _("Say what was done.")})
    if claimant is not None and claimant.case_id != case.pk:
        raise Problem({"claimant": _("Choose a claimant of this case.")})
    if proof is not None and proof.case_id != case.pk:
        raise Problem({"proof": _("This file belongs to another case.")})
    return record(
        InKind(
            case=case,
            claimant=claimant,
            kind=InKindSort(kind),
            done_on=done_on,
            value=value,
            text=text.strip(),
            proof=proof,
            recorded_by=actor,
        ),
        actor=actor,
        reason=reason,
    )


@transaction.atomic
def strike_in_kind(item: InKind, *, actor: User, reason: str) -> InKind:
    """Strike out what was recorded by mistake; it stays on record."""
    if not can_record(item.case, actor):
        raise PermissionDenied
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    lock(item.case)
    fresh = lock(item)
    if fresh.struck_out:
        raise Changed
    fresh.struck_out = True
    return record(fresh, actor=actor, reason=reason)
