"""Cases and sums of before the program, taken over from the ledger an office kept: counted beside the live ledger."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Office
from cases.choices import causes
from core import clock
from core.audit import Audited
from core.crypto import EncryptedJSONField
from core.money import ZERO, MoneyField
from law_tables.choices import name_of
from recoveries.queries import OLD_LEDGER_STANDING, OldCaseQuerySet, OldLedgerQuerySet
from recoveries.workflow import OldLedgerState, OldLedgerWorkflow


class OldAid(models.TextChoices):
    """The kinds of aid of a report."""

    ADVICE = "advice", _("Advice")
    DRAFTING = "drafting", _("Drafting of papers")
    MEDIATION = "mediation", _("Negotiation and mediation")
    ARBITRATION = "arbitration", _("Representation in arbitration")
    LITIGATION = "litigation", _("Representation in court")


class OldOutcome(models.TextChoices):
    """How a case ended, in as many words as old ledgers have."""

    SETTLED = "settled", pgettext_lazy("old case", "Settled")
    AWARDED = "awarded", pgettext_lazy("old case", "Awarded by arbitration")
    JUDGED = "judged", pgettext_lazy("old case", "Decided by a court")
    WITHDRAWN = "withdrawn", pgettext_lazy("old case", "Withdrawn")
    TERMINATED = "terminated", pgettext_lazy("old case", "Terminated")
    OTHER = "other", pgettext_lazy("old case", "Other")


class OldLedger(OldLedgerWorkflow, Audited):
    """A table of old cases, taken in whole: `source` says where it is from, on the word of who took it in.

    The sums are those of its rows when they were read; `recoveries.reconcile` holds the rows to them.
    """

    may_change = ("state", "version", "reversal_asked_by", "reversal_asked_at")
    set_once = ("confirmed_by", "confirmed_at", "reversed_by", "reversed_at")

    office = models.ForeignKey(Office, models.PROTECT, related_name="old_ledgers", verbose_name=_("Office"))
    name = models.CharField(_("File name"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    source = models.CharField(_("Where it is from"), max_length=300)
    number_of_rows = models.PositiveIntegerField(_("Cases"))
    people = models.PositiveIntegerField(pgettext_lazy("old ledger", "People"))
    claimed = MoneyField(_("Claimed"))
    agreed = MoneyField(_("Agreed"))
    received = MoneyField(_("Received"))
    since = models.DateField(_("First day"))
    until = models.DateField(_("Last day"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Taken in by")
    )
    imported_at = models.DateTimeField(_("Taken in at"), default=clock.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("Confirmed at"), null=True, blank=True)
    reversal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Reversal asked for by"),
    )
    reversal_asked_at = models.DateTimeField(_("Reversal asked for at"), null=True, blank=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Reversed by"),
    )
    reversed_at = models.DateTimeField(_("Reversed at"), null=True, blank=True)

    objects = OldLedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Old ledger")
        verbose_name_plural = _("Old ledgers")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["office", "sha256"],
                condition=Q(state__in=OLD_LEDGER_STANDING),
                name="old_ledger_once_per_office",
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(state=OldLedgerState.TAKING_IN),
                name="old_ledger_taken_in_one_by_one",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="old_ledger_confirmed_has_author",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(OldLedgerState.TAKING_IN, OldLedgerState.WAITING, OldLedgerState.WITHDRAWN),
                    confirmed_by__isnull=True,
                )
                | Q(
                    state__in=(
                        OldLedgerState.CONFIRMED,
                        OldLedgerState.REVERSAL_ASKED,
                        OldLedgerState.REVERSED,
                    ),
                    confirmed_by__isnull=False,
                ),
                name="old_ledger_counts_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("imported_by")),
                name="old_ledger_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=OldLedgerState.REVERSED, reversed_by__isnull=False, reversed_at__isnull=False
                )
                | (~Q(state=OldLedgerState.REVERSED) & Q(reversed_by__isnull=True, reversed_at__isnull=True)),
                name="old_ledger_reversed_has_author",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(OldLedgerState.REVERSAL_ASKED, OldLedgerState.REVERSED),
                    reversal_asked_by__isnull=False,
                    reversal_asked_at__isnull=False,
                )
                | (
                    ~Q(state__in=(OldLedgerState.REVERSAL_ASKED, OldLedgerState.REVERSED))
                    & Q(reversal_asked_by__isnull=True, reversal_asked_at__isnull=True)
                ),
                name="old_ledger_reversal_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(reversed_by__isnull=True) | ~Q(reversed_by=F("reversal_asked_by")),
                name="old_ledger_reversed_by_another",
            ),
            models.CheckConstraint(condition=Q(number_of_rows__gt=0), name="old_ledger_has_rows"),
        ]
        indexes = [
            models.Index(fields=["office", "state"], name="old_ledger_office_state"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def counts(self) -> bool:
        """Do its cases and sums count today?"""
        return self.state in (OldLedgerState.CONFIRMED, OldLedgerState.REVERSAL_ASKED)


class OldCase(Audited):
    """A case that had ended before the program, as the old ledger tells it in a row.

    It is no `Case`: nobody works on it, it has no deadlines, and nobody verifies its money payment by payment. What counts,
    and by which day, `OldCaseQuerySet` says. `people` is how many workers it was of; `worker` names one of them.
    """

    append_only = True

    ledger = models.ForeignKey(
        OldLedger, models.PROTECT, related_name="rows", verbose_name=_("Old ledger"), db_index=False
    )
    row = models.PositiveIntegerField(_("Row"))
    number = models.CharField(_("Case number"), max_length=60, blank=True)
    worker = models.CharField(_("Worker"), max_length=60, blank=True)
    people = models.PositiveIntegerField(pgettext_lazy("old ledger", "People"), default=1)
    employer = models.CharField(_("Employer"), max_length=120, blank=True)
    cause = models.CharField(_("Cause of action"), max_length=40, choices=causes, blank=True)
    cause_words = models.CharField(_("Cause as written there"), max_length=120, blank=True)
    aid = models.CharField(_("Kind of aid"), max_length=16, choices=OldAid, blank=True)
    accepted_on = models.DateField(_("Accepted on"))
    closed_on = models.DateField(_("Closed on"))
    outcome = models.CharField(_("Outcome"), max_length=16, choices=OldOutcome, blank=True)
    claimed = MoneyField(_("Claimed"), null=True, blank=True)
    agreed = MoneyField(_("Agreed"), null=True, blank=True)
    received = MoneyField(_("Received"), default=ZERO)
    received_on = models.DateField(_("Received on"), null=True, blank=True)

    objects = OldCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Old case")
        verbose_name_plural = _("Old cases")
        ordering = ("ledger", "row")
        constraints = [
            models.UniqueConstraint(fields=["ledger", "row"], name="old_case_once"),
            models.CheckConstraint(condition=Q(people__gte=1), name="old_case_of_somebody"),
            models.CheckConstraint(
                condition=Q(closed_on__gte=F("accepted_on")), name="old_case_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(received=0, received_on__isnull=True)
                | Q(received__gt=0, received_on__isnull=False),
                name="old_case_received_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True) | Q(agreed__gte=F("received")),
                name="old_case_received_within_agreed",
            ),
            models.CheckConstraint(
                condition=Q(claimed__isnull=True) | Q(claimed__gte=0), name="old_case_claimed_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["accepted_on"], name="old_case_accepted"),
            models.Index(fields=["closed_on"], name="old_case_closed"),
            models.Index(fields=["received_on"], name="old_case_received"),
            models.Index(fields=["number"], name="old_case_number"),
        ]

    def __str__(self) -> str:
        return self.number or self.worker or self.employer

    @property
    def cause_name(self) -> str:
        """The cause as the list has it, else as it was written."""
        return name_of("cause", self.cause) if self.cause else self.cause_words


class OldLedgerRows(models.Model):
    """What was read of an old ledger and is still being taken in; removed with the last row."""

    ledger = models.OneToOneField(OldLedger, models.CASCADE, related_name="unread")
    rows = EncryptedJSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.ledger)
