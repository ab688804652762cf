"""The ways from an agreement that is not performed to a paper that can be enforced."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case
from cases.queries.of_case import OfCaseQuerySet
from core.audit import Audited
from mediation.default_path import CONFIRMATION, PAYMENT_ORDER, REVIEW


class RemedyKind(models.TextChoices):
    PAYMENT_ORDER = PAYMENT_ORDER, _("Payment order")
    CONFIRMATION = CONFIRMATION, _("Judicial confirmation")
    REVIEW = REVIEW, _("Review by the arbitration commission")


class RemedyOutcome(models.TextChoices):
    GRANTED = "granted", _("Can be enforced")
    REFUSED = "refused", _("Refused")
    OBJECTED = "objected", _("Ended by an objection")
    WITHDRAWN = "withdrawn", pgettext_lazy("remedy", "Withdrawn")


class Remedy(Audited):
    """An application for a payment order, for judicial confirmation or for review; enforcement is a proceeding.

    Its days start and end the limits of the case. Once granted, the agreement can be enforced.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="remedies", verbose_name=_("Case"))
    kind = models.CharField(_("Applied for"), max_length=16, choices=RemedyKind)
    body = models.CharField(_("Before"), max_length=120)
    docket = models.CharField(_("Docket number"), max_length=60, blank=True)
    applied_on = models.DateField(_("Applied on"))
    accepted_on = models.DateField(_("Taken up on"), null=True, blank=True)
    served_on = models.DateField(_("Served on the debtor"), null=True, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    outcome = models.CharField(
        pgettext_lazy("remedy", "Outcome"), max_length=12, choices=RemedyOutcome, blank=True
    )

    objects = OfCaseQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s entered the application: %(names)s"),
        "outcome": _("%(who)s entered what came of it: %(names)s, %(outcome)s"),
    }

    class Meta:
        verbose_name = _("Application on default")
        verbose_name_plural = _("Applications on default")
        ordering = ("applied_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(outcome=""), name="remedy_pending_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | (~Q(outcome="") & Q(decided_on__isnull=False)),
                name="remedy_ended_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.docket or self.body}"

    @property
    def is_pending(self) -> bool:
        return not self.outcome
