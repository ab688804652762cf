"""Mediation rounds, the agreement they lead to, and the days on which it or an award is to be paid."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.models.case import Case
from cases.models.claims import Claim, Claimant
from cases.models.proceedings import Proceeding
from cases.queries.of_case import OfCaseQuerySet
from core.audit import Audited
from core.days import written_day
from core.money import ZERO, MoneyField, not_negative, positive
from mediation.queries import AwaitedPaymentQuerySet, InstalmentQuerySet
from mediation.workflow import RoundOutcome, RoundState, RoundWorkflow


class MediationRound(RoundWorkflow, Audited):
    """One sitting: both offers, the gap, who was there, what came of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="rounds", verbose_name=_("Case"))
    number = models.PositiveSmallIntegerField(_("Round"))
    scheduled_at = models.DateTimeField(_("Time"))
    place = models.CharField(_("Place"), max_length=120)
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rounds", verbose_name=_("Mediator")
    )
    attendees = models.TextField(_("People present"), blank=True)
    worker_offer = MoneyField(_("Workers ask"), null=True, blank=True, validators=[not_negative])
    employer_offer = MoneyField(_("Employer offers"), null=True, blank=True, validators=[not_negative])
    outcome = models.CharField(_("Outcome"), max_length=16, choices=RoundOutcome, blank=True)
    minutes = models.TextField(_("Minutes"), blank=True)
    law_unclear = models.BooleanField(_("The law is unclear on the point at issue"), default=False)

    objects = OfCaseQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s scheduled round %(number)s of mediation"),
    }

    class Meta:
        verbose_name = _("Mediation round")
        verbose_name_plural = _("Mediation rounds")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="round_number_once"),
            models.CheckConstraint(
                condition=~Q(state=RoundState.HELD) | ~Q(outcome=""), name="round_held_has_outcome"
            ),
            models.CheckConstraint(
                condition=Q(worker_offer__isnull=True) | Q(worker_offer__gte=0),
                name="round_worker_offer_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(employer_offer__isnull=True) | Q(employer_offer__gte=0),
                name="round_employer_offer_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Round %(number)d") % {"number": self.number})

    @property
    def gap(self) -> Decimal | None:
        """What still lies between the two offers, in yuan."""
        if self.worker_offer is None or self.employer_offer is None:
            return None
        return self.worker_offer - self.employer_offer


class Agreement(Audited):
    """A settlement on record: terms per claim, dates of payment. A changed one replaces the former."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="agreements", verbose_name=_("Case"))
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    facts = models.TextField(_("Facts agreed"), blank=True)
    breach_clause = models.TextField(_("If payment is late"), blank=True)
    penalty_sum = MoneyField(_("Penalty, once"), null=True, blank=True, validators=[positive])
    penalty_rate = models.DecimalField(
        _("Penalty in % a day"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Of what is late; 0.05 is five in ten thousand."),
    )
    whole_rest_due = models.BooleanField(_("The whole rest falls due"), default=False)
    other_terms = models.TextField(
        _("Other terms"), blank=True, help_text=_("Leaving certificate, social insurance.")
    )
    settles_all = models.BooleanField(_("Settles everything between the parties"), default=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("Replaced by")
    )
    in_force = models.BooleanField(default=True, editable=False)

    objects = OfCaseQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s recorded the agreement"),
        "signed_on": _("%(who)s entered the signatures of %(signed_on)s on the agreement"),
    }

    class Meta:
        verbose_name = _("Agreement")
        verbose_name_plural = _("Agreements")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(in_force=True), name="agreement_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(in_force=False),
                name="agreement_replaced_not_in_force",
            ),
            models.CheckConstraint(
                condition=Q(penalty_sum__isnull=True) | Q(penalty_sum__gt=0),
                name="agreement_penalty_sum_positive",
            ),
            models.CheckConstraint(
                condition=Q(penalty_rate__isnull=True) | Q(penalty_rate__gt=0),
                name="agreement_penalty_rate_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {written_day(self.signed_on)}" if self.signed_on else str(self.case)

    def sums_by_claimant(self) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        """Claimant id → agreed sum, and claimant id → scheduled sum."""
        models.prefetch_related_objects([self], "terms__claim", "instalments")
        agreed: dict[int, Decimal] = {}
        for term in self.terms.all():
            agreed[term.claim.claimant_id] = agreed.get(term.claim.claimant_id, ZERO) + term.amount
        scheduled: dict[int, Decimal] = {}
        for instalment in self.instalments.all():
            scheduled[instalment.claimant_id] = (
                scheduled.get(instalment.claimant_id, ZERO) + instalment.amount
            )
        return agreed, scheduled

    def schedule_adds_up(self) -> bool:
        """Do the instalments of each claimant add up to what was agreed, to the fen?"""
        agreed, scheduled = self.sums_by_claimant()
        return bool(agreed) and {k: v for k, v in agreed.items() if v} == scheduled


class AgreementTerm(Audited):
    """What is paid for one claim under an agreement."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="agreement_terms", verbose_name=_("Case"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="terms", verbose_name=_("Agreement")
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="terms", verbose_name=_("Claim"))
    amount = MoneyField(_("Agreed"), validators=[not_negative])

    class Meta:
        verbose_name = _("Term")
        verbose_name_plural = _("Terms")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["agreement", "claim"], name="term_once_per_claim"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="term_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.amount:,.2f}"


class AwardSchedule(Audited):
    """The days by which an award or a judgment is to be paid: by the period it names, or as somebody entered them.

    Another decision, other days or an agreement take it out of force.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="award_schedules", verbose_name=_("Case"))
    proceeding = models.ForeignKey(
        Proceeding, models.PROTECT, related_name="schedules", verbose_name=_("Proceeding")
    )
    follows_period = models.BooleanField(_("By the period of the decision"), default=True)
    in_force = models.BooleanField(default=True, editable=False)

    objects = OfCaseQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s entered the days of payment: %(names)s"),
    }
    FOLLOWS = frozenset({"added", "in_force"})

    class Meta:
        verbose_name = _("Days of payment of the decision")
        verbose_name_plural = _("Days of payment of decisions")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(in_force=True), name="award_schedule_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return str(self.proceeding)


class Instalment(Audited):
    """A payment due to a claimant on a day, under an agreement or by an award.

    `claim` is what it is for; where none is named it is for all that is agreed for the claimant.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="instalments", verbose_name=_("Case"))
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instalments",
        verbose_name=_("Agreement"),
    )
    award = models.ForeignKey(
        AwardSchedule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instalments",
        verbose_name=_("Decision"),
    )
    claimant = models.ForeignKey(
        Claimant, models.PROTECT, related_name="instalments", verbose_name=_("Claimant")
    )
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="instalments", verbose_name=_("Claim")
    )
    due_on = models.DateField(_("Due on"))
    amount = MoneyField(_("Amount"), validators=[positive])

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Instalment")
        verbose_name_plural = _("Payment schedule")
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_positive"),
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, award__isnull=True)
                | Q(agreement__isnull=True, award__isnull=False),
                name="instalment_of_one_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{written_day(self.due_on)} {self.amount:,.2f}"


class AwaitedPayment(models.Model):
    """A day on which money is to come in for a case and has not: so what is late is found without adding up what came in.

    Derived from agreement, claims and the state of the case (`mediation.awaited`), hence without history.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="awaited_payments", db_index=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", db_index=False)
    due_on = models.DateField()

    objects = AwaitedPaymentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "due_on"], name="awaited_payment_once")]
        indexes = [
            models.Index(fields=["due_on", "case"], name="awaited_payment_day"),
            models.Index(fields=["office", "due_on"], name="awaited_payment_office"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {written_day(self.due_on)}"
