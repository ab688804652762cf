"""Bank statements of an office: what came in, row by row, and what a layout of a bank was said to mean."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from core import clock
from core.audit import Audited
from core.days import written_day
from core.money import MoneyField
from recoveries.queries import StatementLineQuerySet, StatementQuerySet


class Statement(Audited):
    """A statement of an account as it was read from a file; `sha256` is that of the file or of what was pasted."""

    append_only = True

    office = models.ForeignKey(Office, models.PROTECT, related_name="statements", verbose_name=_("Office"))
    name = models.CharField(_("File name"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    account_end = models.CharField(_("Account credited, last 4 digits"), max_length=4)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Recorded by")
    )
    recorded_at = models.DateTimeField(_("Recorded at"), default=clock.now)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bank statement")
        verbose_name_plural = _("Bank statements")
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["office", "sha256"], name="statement_once_per_office")]

    def __str__(self) -> str:
        return self.name


class StatementLine(Audited):
    """A sum that came in. Posted while a receipt of it stands, skipped while `skipped_because` says why, else open."""

    may_change = ("version", "skipped_because")
    set_once = ()

    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="lines", verbose_name=_("Bank statement")
    )
    number = models.PositiveIntegerField(_("Row"))
    came_on = models.DateField(_("Received on"))
    amount = MoneyField(_("Amount"))
    payer = models.CharField(_("Payer"), max_length=120)
    purpose = models.CharField(_("Purpose"), max_length=300, blank=True)
    reference = models.CharField(_("Bank reference"), max_length=64, blank=True)
    skipped_because = models.TextField(_("Why it is skipped"), blank=True)

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("Row of a bank statement")
        verbose_name_plural = _("Rows of bank statements")
        ordering = ("statement", "number")
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="statement_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="statement_line_positive"),
            models.CheckConstraint(condition=~Q(payer=""), name="statement_line_has_payer"),
        ]
        indexes = [models.Index(fields=["came_on", "amount"], name="statement_line_day_and_sum")]

    def __str__(self) -> str:
        return f"{written_day(self.came_on)} {self.payer} {self.amount:,.2f}"

    @property
    def is_open(self) -> bool:
        """Is it neither posted nor skipped?"""
        return not self.skipped_because and not self.receipts.standing().exists()

    @property
    def office(self) -> Office:
        """Whose it is."""
        return self.statement.office


class StatementLayout(Audited):
    """What the columns of a table with these headings were said to be, at an office: heading → choice. Of bank statements,
    and of old ledgers."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="statement_layouts", verbose_name=_("Office")
    )
    signature = models.CharField(max_length=64)
    columns = models.JSONField(_("Columns"), default=dict)

    class Meta:
        verbose_name = _("Columns of a table")
        verbose_name_plural = _("Columns of tables")
        constraints = [models.UniqueConstraint(fields=["office", "signature"], name="statement_layout_once")]

    def __str__(self) -> str:
        return ", ".join(self.columns)
