"""READ FIRST. The life of a paper: drafted, issued (from then on immutable), signed, or void."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField

from core import clock
from core.fsm import guard, step
from documents.permissions import can_issue, can_keep


class PaperState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("paper", "Draft")
    ISSUED = "issued", _("Issued")
    SIGNED = "signed", _("Signed")
    VOID = "void", _("Void")


P = PaperState


@guard(_("The file is stored"), _("The paper has not been rendered."))
def has_file(paper: Any) -> bool:
    """The paper was rendered and stored, with its hash."""
    return bool(paper.file and paper.sha256)


class PaperWorkflow(ConcurrentTransitionMixin, models.Model):
    state = FSMField(
        _("State"), max_length=16, choices=P.choices, default=P.DRAFT, protected=True, db_index=False
    )

    STATE_TONES = {P.DRAFT: "off", P.ISSUED: "ok", P.SIGNED: "ok", P.VOID: "off"}
    """How the pill of a state looks; in the plain tone where it is not named."""

    class Meta:
        abstract = True

    @step(
        "state",
        P.DRAFT,
        P.ISSUED,
        label=_("Issue"),
        told=_("%(who)s issued %(names)s"),
        permission=can_issue,
        guards=[has_file],
        tone="primary",
        rank=10,
    )
    def issue(self) -> None:
        self.issued_at = clock.now()

    @step(
        "state",
        P.ISSUED,
        P.SIGNED,
        label=_("Record the signatures"),
        told=_("%(who)s recorded the signatures on %(names)s"),
        permission=can_keep,
        rank=20,
    )
    def sign(self, signed_on: Any, signed_copy: Any = None) -> None:
        self.signed_on = signed_on
        self.signed_copy = signed_copy

    @step(
        "state",
        (P.DRAFT, P.ISSUED),
        P.VOID,
        label=_("Void"),
        told=_("%(who)s declared %(names)s void"),
        permission=can_keep,
        tone="danger",
        rank=60,
    )
    def void(self) -> None:
        self.voided_on = clock.today()
