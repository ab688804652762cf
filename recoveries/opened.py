"""Whether somebody looked at what is to be verified: the proof was shown since the entry last changed, as the access log has it."""

from collections.abc import Iterable

from django.db.models import Max

from accounts.models import User
from core.models import Access, AccessLog
from documents.models import Attachment
from recoveries.models import Receipt


def opened_by(user: User, receipts: Iterable[Receipt]) -> set[int]:
    """The ids of those among the receipts whose proof was shown to the user since they last changed. Two queries."""
    proofs = {receipt.pk: receipt.proof_id for receipt in receipts if receipt.proof_id}
    if not proofs:
        return set()
    shown = dict(
        AccessLog.objects.filter(
            actor=user,
            kind=Access.DOWNLOAD,
            model=Attachment._meta.label_lower,
            object_id__in=proofs.values(),
            case_id__in={receipt.case_id for receipt in receipts},
        )
        .order_by()
        .values_list("object_id")
        .annotate(last=Max("at"))
    )
    changed = dict(
        Receipt.history.filter(id__in=proofs).order_by().values_list("id").annotate(last=Max("history_date"))
    )
    return {pk for pk, proof in proofs.items() if proof in shown and shown[proof] >= changed[pk]}
