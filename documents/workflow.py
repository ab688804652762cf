"""READ FIRST. The life of a paper: drafted, issued (from then on immutable), signed, or void."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField

from accounts.permissions import has_role
from cases.permissions import clerk_or_lawyer
from core import clock
from core.fsm import guard, step


class PaperState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("paper", "Draft")
    ISSUED = "issued", _("Issued")
    SIGNED = "signed", _("Signed")
    VOID = "void", _("Void")


P = PaperState


def can_issue(paper: Any, user: Any) -> bool:
    """Whoever keeps the papers; an auditor prints the audit record."""
    is_audit = paper.case_id and paper.kind == "audit_record"
    return can_keep(paper, user) or bool(is_audit and has_role(user, "auditor", paper.case.office))


def can_keep(paper: Any, user: Any) -> bool:
    """Whoever works on the case or decides about it, or for a paper of a visit a clerk of the window; the
    papers of an archived case stand. The audit record is for union staff alone."""
    if not paper.case_id:
        return has_role(user, "clerk", paper.visit.office)
    if paper.case.state == "archived" and paper.kind != "audit_record":
        return False
    if paper.kind == "audit_record":
        return has_role(user, ("clerk", "reviewer", "supervisor"), paper.case.office)
    return clerk_or_lawyer(paper.case, user) or has_role(user, "reviewer", paper.case.office)


@guard(_("The file is stored"), _("The paper has not been rendered."))
def has_file(paper: Any) -> bool:
    return bool(paper.file and paper.sha256)


class PaperWorkflow(ConcurrentTransitionMixin, models.Model):
    state = FSMField(
        _("State"), max_length=16, choices=P.choices, default=P.DRAFT, protected=True, db_index=False
    )

    class Meta:
        abstract = True

    @step(
        "state",
        P.DRAFT,
        P.ISSUED,
        label=_("Issue"),
        permission=can_issue,
        guards=[has_file],
        tone="primary",
        rank=10,
    )
    def issue(self) -> None:
        self.issued_at = clock.now()

    @step("state", P.ISSUED, P.SIGNED, label=_("Record the signatures"), permission=can_keep, rank=20)
    def sign(self, signed_on: Any, signed_copy: Any = None) -> None:
        self.signed_on = signed_on
        self.signed_copy = signed_copy

    @step("state", (P.DRAFT, P.ISSUED), P.VOID, label=_("Void"), permission=can_keep, tone="danger", rank=60)
    def void(self) -> None:
        self.voided_on = clock.today()
