"""An offer to a firm or lawyer, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assignments.queries import AssignmentQuerySet
from assignments.states import ACTED, ACTING, LIVE, AssignmentState, DeclineCode
from assignments.workflow import AssignmentWorkflow
from cases.models.case import Case
from core import clock
from core.audit import Audited
from lawyers.models import Firm, Lawyer


class Assignment(AssignmentWorkflow, Audited):
    """A case offered to a firm (its coordinator names the lawyer) or to one lawyer of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments", verbose_name=_("Case"))
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="assignments", verbose_name=_("Firm"))
    lawyer = models.ForeignKey(
        Lawyer, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("Lawyer")
    )
    is_lead = models.BooleanField(_("Lead"), default=False)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Offered by")
    )
    offered_at = models.DateTimeField(_("Offered at"), default=clock.now)
    expires_at = models.DateTimeField(_("Answer by"))
    message = models.TextField(_("Message"), blank=True)
    conflict_declared_at = models.DateTimeField(_("No conflict declared at"), null=True, blank=True)
    conflict_declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Declared by"),
    )
    declared_key = models.CharField(
        max_length=64, null=True, editable=False
    )  # `Case.names_key` when it was declared
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    decline_code = models.CharField(_("Reason for declining"), max_length=16, choices=DeclineCode, blank=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s offered the case to %(names)s"),
        "conflict_declared_at": _("%(who)s declared no conflict of interest"),
    }

    class Meta:
        verbose_name = _("Assignment")
        verbose_name_plural = _("Assignments")
        ordering = ("-is_lead", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "lawyer"],
                condition=Q(state__in=LIVE, lawyer__isnull=False),
                name="assignment_live_once_per_lawyer",
            ),
            models.UniqueConstraint(
                fields=["case", "firm"],
                condition=Q(state=AssignmentState.OFFERED, lawyer__isnull=True),
                name="assignment_live_once_per_firm",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=AssignmentState.ACCEPTED, is_lead=True),
                name="assignment_one_lead",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ACTED) | Q(lawyer__isnull=False),
                name="assignment_accepted_has_lawyer",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.DECLINED) | ~Q(decline_code=""),
                name="assignment_declined_has_code",
            ),
        ]
        indexes = [
            models.Index(fields=["firm", "state", "case"], name="assignment_firm_state"),
            models.Index(fields=["lawyer", "state", "case"], name="assignment_lawyer_state"),
            models.Index(fields=["firm", "answered_at"], name="assignment_firm_answered"),
            models.Index(
                fields=["expires_at"],
                condition=Q(state=AssignmentState.OFFERED),
                name="assignment_to_answer",
            ),
            models.Index(fields=["-offered_at", "-id"], name="assignment_newest"),
            models.Index(fields=["firm", "-offered_at", "-id"], name="assignment_firm_newest"),
            models.Index(fields=["lawyer", "-offered_at", "-id"], name="assignment_lawyer_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.lawyer or self.firm}"

    @property
    def is_offered(self) -> bool:
        return self.state == AssignmentState.OFFERED

    @property
    def is_accepted(self) -> bool:
        return self.state == AssignmentState.ACCEPTED

    @property
    def is_live(self) -> bool:
        """See `assignments.states.LIVE`."""
        return self.state in LIVE

    @property
    def is_acting(self) -> bool:
        """See `assignments.states.ACTING`."""
        return self.state in ACTING

    @property
    def has_acted(self) -> bool:
        """See `assignments.states.ACTED`."""
        return self.state in ACTED
