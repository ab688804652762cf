"""Claimants, and what each claims, in four sums."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.case import Case
from cases.models.parties import Worker
from core import clock
from core.audit import Audited
from core.money import ZERO, MoneyField, not_negative, positive


class ClaimantOutcome(models.TextChoices):
    OPEN = "open", pgettext_lazy("outcome", "Open")
    SETTLED = "settled", pgettext_lazy("outcome", "Settled")
    AWARDED = "awarded", pgettext_lazy("outcome", "Awarded")
    DISMISSED = "dismissed", _("Dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn")
    SPLIT = "split", _("Split off")


class Claimant(Audited):
    """A worker in a case, with the facts of the own employment, consent and outcome."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="claimants", verbose_name=_("Case"))
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="claims_in", verbose_name=_("Worker"))
    is_representative = models.BooleanField(_("Represents the group"), default=False)
    job = models.CharField(_("Job"), max_length=60, blank=True)
    employed_from = models.DateField(_("Employed from"), null=True, blank=True)
    employed_to = models.DateField(
        _("Employed until"), null=True, blank=True, help_text=_("Empty while still employed.")
    )
    monthly_wage = MoneyField(_("Monthly wage"), null=True, blank=True, validators=[positive])
    consent_on = models.DateField(_("Consent signed on"), null=True, blank=True)
    outcome = models.CharField(
        pgettext_lazy("claimant", "Outcome"),
        max_length=16,
        choices=ClaimantOutcome,
        default=ClaimantOutcome.OPEN,
    )

    LEFT = (ClaimantOutcome.WITHDRAWN, ClaimantOutcome.SPLIT)
    """Outcomes of who takes no part any more."""

    TOLD = {
        "added": _("%(who)s entered %(names)s as claimant"),
        "outcome": _("%(who)s recorded how it ended for %(names)s: %(outcome)s"),
        "consent_on": _("%(who)s entered the consent of %(names)s"),
    }
    TOLD_AGAIN = {"outcome": _("%(who)s took up the matter of %(names)s again")}

    class Meta:
        verbose_name = _("Claimant")
        verbose_name_plural = _("Claimants")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["case", "worker"],
                name="claimant_once_per_case",
                violation_error_message=_("This worker is a claimant in this case already."),
            ),
            models.CheckConstraint(
                condition=Q(employed_to__isnull=True)
                | Q(employed_from__isnull=True)
                | Q(employed_to__gte=F("employed_from")),
                name="claimant_employment_in_order",
                violation_error_message=_("Employment cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(monthly_wage__isnull=True) | Q(monthly_wage__gt=0), name="claimant_wage_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.worker)

    @property
    def is_active(self) -> bool:
        return self.outcome not in self.LEFT


class ClaimKind(models.TextChoices):
    """What workers claim, in the order offices list it."""

    WAGES = "wages", _("Unpaid wages")
    OVERTIME = "overtime", _("Overtime pay")
    DOUBLE_WAGE = "double_wage", _("Double wages")
    SEVERANCE = "severance", _("Severance (N)")
    NOTICE_PAY = "notice_pay", _("Pay in lieu of notice")
    DAMAGES = "damages", _("Damages (2N)")
    PROBATION = "probation", _("Damages for unlawful probation")
    MEDICAL_SUBSIDY = "medical_subsidy", _("Medical subsidy")
    ANNUAL_LEAVE = "annual_leave", _("Annual leave pay")
    HEAT_ALLOWANCE = "heat_allowance", _("High-temperature allowance")
    WORK_INJURY = "work_injury", _("Work injury")
    SOCIAL_INSURANCE = "social_insurance", _("Social-insurance loss")
    OTHER = "other", pgettext_lazy("claim", "Other")


class Claim(Audited):
    """One item one claimant claims.

    Four sums in yuan: claimed, agreed (or awarded; null until then), received, verified. The last two are kept
    by `recoveries.actions` alone, in the transaction of the ledger row they follow from.
    `working` is how the claimed sum was worked out; with an `override_reason` another sum is claimed than that.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="claims", verbose_name=_("Case"))
    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="claims", verbose_name=_("Claimant"))
    kind = models.CharField(_("Claim"), max_length=20, choices=ClaimKind)
    period_from = models.DateField(_("From"), null=True, blank=True)
    period_to = models.DateField(_("Until"), null=True, blank=True)
    known_on = models.DateField(
        _("Infringement known since"),
        null=True,
        blank=True,
        help_text=_("Where it is another day than that of the case."),
    )
    claimed = MoneyField(_("Claimed"), validators=[positive])
    agreed = MoneyField(_("Agreed or awarded"), null=True, blank=True, validators=[not_negative])
    received = MoneyField(_("Received"), default=ZERO, editable=True)
    verified = MoneyField(_("Verified"), default=ZERO, editable=True)
    basis = models.TextField(_("Basis"), blank=True)
    working = models.ForeignKey(
        "workings.Working", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Working")
    )
    override_reason = models.TextField(_("Why another sum than worked out"), blank=True)
    is_active = models.BooleanField(_("Upheld"), default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    TOLD = {
        "added": _("%(who)s entered the claim %(names)s"),
        "agreed": _("%(who)s entered the sum agreed or awarded: %(names)s"),
    }

    class Meta:
        verbose_name = _("Claim")
        verbose_name_plural = _("Claims")
        ordering = ("claimant_id", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(claimed__gt=0), name="claim_claimed_positive"),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(agreed__gte=0), name="claim_agreed_not_negative"
            ),
            models.CheckConstraint(condition=Q(verified__gte=0), name="claim_verified_not_negative"),
            models.CheckConstraint(
                condition=Q(received__gte=F("verified")), name="claim_verified_within_received"
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(received__lte=F("agreed")),
                name="claim_received_within_agreed",
            ),
            models.CheckConstraint(
                condition=Q(period_to__isnull=True)
                | Q(period_from__isnull=True)
                | Q(period_to__gte=F("period_from")),
                name="claim_period_in_order",
                violation_error_message=_("The period cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(override_reason="") | Q(working__isnull=False), name="claim_overrides_a_working"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant} · {self.get_kind_display()}"
