"""The case itself and the counter its numbers come from."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.choices import causes, channels
from cases.models.parties import Employer
from cases.models.visits import Visit
from cases.queries.cases import CaseQuerySet, InHandTotalQuerySet
from cases.workflow import ENDED, IN_HAND, CaseWorkflow, DeclineGround, EndMethod, TerminationGround
from core import clock
from core.audit import Audited
from law_tables.choices import name_of


class AidForm(models.TextChoices):
    """法律援助法 22; 工会法律援助办法."""

    MEDIATION = "mediation", _("Negotiation and mediation")
    ARBITRATION = "arbitration", _("Representation in arbitration")
    LITIGATION = "litigation", _("Representation in court")
    DRAFTING = "drafting", _("Drafting of papers")


class MeansGround(models.TextChoices):
    """Why means need not be examined (法律援助法 41, 42), or how they were stated. Never blocks."""

    MIGRANT_WAGES = "migrant_wages", _("Migrant worker claiming wages or work injury")
    SOCIAL_RELIEF = "social_relief", _("Receives social relief, judicial relief or special care")
    NO_INCOME = "no_income", _("Minor, elderly or disabled person without income")
    DECLARATION = "declaration", _("Declaration of means in good faith")
    UNION_POLICY = "union_policy", _("Union policy: aid to all who need it")


def in_short(first: str, count: int) -> str:
    """So many people by the name of the first of them."""
    return (
        first if count == 1 else str(_("%(name)s and others (%(count)d)") % {"name": first, "count": count})
    )


def claimants_in_short(people: Iterable[tuple[bool, int, str]]) -> str:
    """Claimants by the first of them in this order, "" where there is none."""
    names = [name for *_order, name in sorted(people)]
    return in_short(names[0], len(names)) if names else ""


class Case(CaseWorkflow, Audited):
    """A dispute the union helps with, for one worker or for many."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="cases", verbose_name=_("Office"))
    number = models.CharField(
        _("Case number"), max_length=40, null=True, blank=True, unique=True, editable=False
    )
    opened_on = models.DateField(_("Opened on"), default=clock.today)
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("Visit")
    )
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("Employer")
    )
    channel = models.CharField(_("Channel"), max_length=32, choices=channels, default="window")
    cause = models.CharField(_("Cause of action"), max_length=40, choices=causes, blank=True)
    cause_follows = models.BooleanField(_("The cause follows from the claims"), default=False)
    aid_form = models.CharField(_("Form of aid"), max_length=16, choices=AidForm, default=AidForm.MEDIATION)
    means_ground = models.CharField(_("Means"), max_length=16, choices=MeansGround, blank=True)
    commission = models.CharField(_("Arbitration commission"), max_length=120, blank=True)
    facts = models.TextField(_("Facts and reasons"), blank=True)
    known_on = models.DateField(
        _("Infringement known since"),
        null=True,
        blank=True,
        help_text=_("The one-year limitation counts from here."),
    )
    interrupted_on = models.DateField(
        _("Limitation interrupted on"),
        null=True,
        blank=True,
        help_text=_("The last claim, complaint or admission of the debt; the year starts anew."),
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases_handled", verbose_name=_("Handler")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="split_off",
        verbose_name=_("Split off from"),
    )

    applied_on = models.DateField(
        _("Application received on"),
        null=True,
        blank=True,
        help_text=_("The seven days to decide count from here; without it from the day the case was opened."),
    )

    # set by the steps of the workflow
    submitted_on = models.DateField(_("Submitted on"), null=True, blank=True)
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)
    urgent_ground = models.TextField(_("Ground for urgency"), blank=True)
    mediation_started_on = models.DateField(_("Mediation started on"), null=True, blank=True)
    resolved_on = models.DateField(_("Resolved on"), null=True, blank=True)
    closing_from = models.CharField(max_length=16, blank=True, editable=False)
    closing_requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closings_requested",
        verbose_name=_("Closing requested by"),
    )
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    archived_on = models.DateField(_("Archived on"), null=True, blank=True)
    end_ground = models.CharField(
        _("Ground"),
        max_length=20,
        blank=True,
        choices=[*TerminationGround.choices, *DeclineGround.choices[:-1]],
    )
    transferred_to = models.CharField(_("Transferred to"), max_length=120, blank=True)

    # the closing report
    closing_method = models.CharField(_("Resolved by"), max_length=16, choices=EndMethod, blank=True)
    closing_summary = models.TextField(_("Closing report"), blank=True)
    hours_spent = models.DecimalField(_("Hours spent"), max_digits=6, decimal_places=1, null=True, blank=True)
    subsidy = models.DecimalField(_("Subsidy"), max_digits=14, decimal_places=2, null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s opened the case"),
        "handler": _("%(who)s put the case into the hands of %(handler)s"),
        "closing_summary": _("%(who)s wrote the closing report"),
    }
    FOLLOWS = frozenset({"cause"})

    class Meta:
        verbose_name = _("Case")
        verbose_name_plural = _("Cases")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(accepted_on__isnull=True),
                name="case_accepted_has_number",
            ),
            models.CheckConstraint(
                condition=Q(hours_spent__isnull=True) | Q(hours_spent__gte=0), name="case_hours_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(subsidy__isnull=True) | Q(subsidy__gte=0), name="case_subsidy_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-opened_on", "-id"], name="case_office_opened"),
            models.Index(fields=["office", "state", "-opened_on", "-id"], name="case_office_state"),
            models.Index(fields=["-opened_on", "-id"], name="case_opened"),
            models.Index(fields=["state"], name="case_state"),
            models.Index(fields=["handler", "state"], name="case_handler_state"),
            models.Index(fields=["handler", "-opened_on", "-id"], name="case_handler_opened"),
            models.Index(fields=["cause", "-opened_on", "-id"], name="case_cause_opened"),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="case_split_off"),
            # What falls in a span of days, for the figures of it.
            models.Index(
                fields=["accepted_on"], condition=Q(accepted_on__isnull=False), name="case_accepted"
            ),
            models.Index(fields=["ended_on"], condition=Q(ended_on__isnull=False), name="case_ended"),
            models.Index(
                fields=["resolved_on"], condition=Q(resolved_on__isnull=False), name="case_resolved"
            ),
            models.Index(
                fields=["mediation_started_on"],
                condition=Q(mediation_started_on__isnull=False),
                name="case_mediation_started",
            ),
        ]

    def __str__(self) -> str:
        return self.number or _("Draft %(pk)s") % {"pk": self.pk}

    @property
    def received_on(self) -> dt.date:
        """The day the application was received (法律援助法 43)."""
        return self.applied_on or self.opened_on

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def takes_money(self) -> bool:
        """May a payment be recorded: accepted, and not ended."""
        return self.state in IN_HAND

    @property
    def active_claimants(self) -> list:
        return [claimant for claimant in self.claimants.all() if claimant.is_active]

    @property
    def claimant_names(self) -> str:
        """周建国, or 周建国等8人 for a group."""
        claimants = sorted(self.active_claimants, key=lambda c: (not c.is_representative, c.pk))
        return in_short(claimants[0].worker.name, len(claimants)) if claimants else ""

    @property
    def cause_name(self) -> str:
        """The cause of action as it reads in a sentence, without the dash of the list."""
        return name_of("cause", self.cause)

    @property
    def is_group(self) -> bool:
        return len(self.active_claimants) > 1

    def parties_key(self) -> str:
        """A fingerprint of all parties in all roles: a conflict check holds as long as it is the same."""
        respondents = [r.employer for r in self.co_respondents.all() if r.is_active]
        return fingerprint(
            workers=(
                (w.pk, w.id_hash or "", w.name, w.phone, w.phone2)
                for w in (c.worker for c in self.active_claimants)
            ),
            employers=(
                (e.pk, e.credit_code or "", e.name, e.legal_representative, e.phone)
                for e in [self.employer, *respondents]
                if e
            ),
            firms={a.firm_id for a in self.assignments.all() if a.is_live or a.is_acting},
            handler=self.handler_id,
        )

    def names_key(self) -> str:
        """A fingerprint of the names of the parties: a declaration of no conflict holds as long as it is the same."""
        respondents = [r.employer for r in self.co_respondents.all() if r.is_active]
        return fingerprint(
            workers=((c.worker.pk, c.worker.name) for c in self.active_claimants),
            employers=((e.pk, e.name) for e in [self.employer, *respondents] if e),
            firms=(),
            handler=0,
        )


def fingerprint(
    *, workers: Iterable[tuple], employers: Iterable[tuple], firms: Iterable[int], handler: int
) -> str:
    """What `Case.parties_key` is, of parties as plain values."""
    said = (sorted(workers), sorted(employers), sorted(firms), handler)
    return hashlib.sha256(repr(said).encode()).hexdigest()


class CoRespondent(Audited):
    """A further party on the employer's side: the platform, the agency, the contractor."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="co_respondents", verbose_name=_("Case"))
    employer = models.ForeignKey(
        Employer, models.PROTECT, related_name="co_respondent_in", verbose_name=_("Employer")
    )
    capacity = models.CharField(
        _("As"), max_length=40, blank=True, help_text=_("For example: platform, agency.")
    )
    is_active = models.BooleanField(_("Active"), default=True)

    class Meta:
        verbose_name = _("Co-respondent")
        verbose_name_plural = _("Co-respondents")
        constraints = [models.UniqueConstraint(fields=["case", "employer"], name="co_respondent_once")]

    def __str__(self) -> str:
        return str(self.employer)


class CaseNumberCounter(models.Model):
    """The last number given per office and year. Locked while a number is given, so there are no gaps."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="counter_per_office_and_year")]

    def __str__(self) -> str:
        return f"{self.office} {self.year}: {self.last}"


class InHandTotal(models.Model):
    """How many cases an office has in hand (`cases.workflow.OPEN`): so a page need not count them.

    Derived from the states of its cases by `cases.actions`, hence without history; `manage.py reconcile` holds it to
    them.
    """

    office = models.OneToOneField(Office, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)

    objects = InHandTotalQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.office}: {self.number}"
