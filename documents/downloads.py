"""A file that is handed out goes on record: with its case, and with whoever else it says too much about."""

from typing import Any

from django.utils.translation import override

from accounts.models import User
from cases.actions.person_log import log_printed
from cases.models import Worker
from core.crypto import keyed_hash
from core.models import Access, AccessLog, log_access
from documents.models import AttachmentKind, Paper, PaperKind
from labour_law.identity import keys_of

PRINT_NUMBERS = frozenset(
    {
        PaperKind.VISIT_RECORD,
        PaperKind.AID_APPLICATION,
        PaperKind.ACCEPTANCE_NOTICE,
        PaperKind.POWER_OF_ATTORNEY,
        PaperKind.MEDIATION_AGREEMENT,
        PaperKind.ARBITRATION_APPLICATION,
        PaperKind.PAYMENT_ORDER_APPLICATION,
        PaperKind.CONFIRMATION_APPLICATION,
        PaperKind.REVIEW_APPLICATION,
        PaperKind.ENFORCEMENT_APPLICATION,
    }
)
"""Papers whose template prints the ID numbers of workers in full."""


def log_download(row: Any, *, actor: User, name: str) -> None:
    """Put the download of an attachment or paper on record with its case; and, the first time this user reads a paper (or the signed copy of one)
    that prints ID numbers in full, with every other case and office that knows one of these workers.
    """
    read_before = AccessLog.objects.filter(
        actor=actor, kind=Access.DOWNLOAD, model=row._meta.label_lower, object_id=row.pk, case_id=row.case_id
    ).exists()
    log_access(actor, Access.DOWNLOAD, name, obj=row, case_id=row.case_id)
    if not read_before:
        for paper in _printed_in(row):
            with override("zh-hans"):
                subject = str(paper)
            log_printed(
                printed_workers(paper),
                subject,
                actor=actor,
                office=(paper.case or paper.visit).office,
                case_id=paper.case_id,
            )


def _printed_in(row: Any) -> list[Paper]:
    """The papers that print numbers and can be read in the file."""
    if isinstance(row, Paper):
        return [row] if row.kind in PRINT_NUMBERS else []
    if row.kind != AttachmentKind.SIGNED:
        return []
    return list(row.signed_papers.filter(kind__in=PRINT_NUMBERS).select_related("case__office"))


def printed_workers(paper: Paper) -> list[Worker]:
    """Whose numbers the paper prints, of those on record in its case or visit: the numbers they have, or had."""
    data: Any = paper.data
    numbers = {worker["id_number"] for worker in data.get("workers", ()) if worker.get("id_number")}
    hashes = {keyed_hash(key) for number in numbers for key in keys_of(number)}
    stand = {"claims_in__case": paper.case_id} if paper.case_id else {"attendances__visit": paper.visit_id}
    there = Worker.objects.filter(**stand).values("pk")
    had = Worker.history.filter(id__in=there, id_hash__in=hashes).values("id")
    return list(Worker.objects.filter(pk__in=had).order_by("pk"))
