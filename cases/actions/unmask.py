"""Reading a masked value in full: allowed with a reason, and on record."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.person_log import log_reading
from cases.models import Claimant
from cases.permissions import can_unmask
from core.audit import automatic
from core.errors import Problem

SECRETS = ("id_number", "phone", "phone2", "bank_account")
"""Fields of a worker that pages show masked."""


@transaction.atomic
def unmask(claimant: Claimant, name: str, *, actor: User, reason: str) -> str:
    """The whole ID number, telephone or bank account of a claimant's worker.

    Puts on record who read what, of whom, in which case and why: with that case, and with every other case of the
    worker, whose office did not ask.
    """
    if not can_unmask(claimant.case, actor):
        raise PermissionDenied
    if name not in SECRETS:
        raise ValueError(name)
    if not reason.strip():
        raise Problem({"reason": _("Say why you need it: it is put on record.")})
    worker = claimant.worker
    subject = f"{worker} · {automatic(worker._meta.get_field(name).verbose_name)}"
    log_reading(worker, subject, actor=actor, case=claimant.case, reason=reason.strip())
    return getattr(worker, name)
