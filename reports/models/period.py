"""Reports over a span of days, frozen once signed, and the shapes an office gives to its own."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Office
from core.audit import Audited
from core.days import written_day
from reports.queries import PeriodReportQuerySet, ReportShapeQuerySet


class Rows(models.TextChoices):
    """What stands in the rows of a report."""

    OFFICES = "offices", _("The offices below")
    WORKER_TYPES = "worker_type", _("Kinds of workers")
    CAUSES = "cause", _("Causes of action")
    CHANNELS = "channel", _("Channels")
    FIRMS = "firm", _("Firms")


class Parties(models.TextChoices):
    GROUP = "group", _("Group cases")
    SINGLE = "single", _("Single cases")


class ReportShape(Audited):
    """Rows, columns and filters of a report that an administrator put together; it holds at the office and below."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="report_shapes", verbose_name=_("Office"))
    name = models.CharField(pgettext_lazy("report", "Name"), max_length=60)
    rows = models.CharField(_("Rows"), max_length=16, choices=Rows, default=Rows.OFFICES)
    columns: "models.Field[list[str], list[str]]" = models.JSONField(_("Columns"), default=list)
    narrowing: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("Filters"), default=dict, blank=True
    )
    is_active = models.BooleanField(_("In use"), default=True)

    objects = ReportShapeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Report shape")
        verbose_name_plural = _("Report shapes")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="report_shape_named_once")]

    def __str__(self) -> str:
        return self.name


class PeriodReport(Audited):
    """The report of an office over a span of days. Until it is signed it is a text alone; signed, it never changes.

    `table` is what was signed, as `reports.tables` lays it out; `sha256` is that of the text and the table.
    """

    frozen_from = "signed_at"
    may_change = ("version",)
    set_once = ()

    office = models.ForeignKey(Office, models.PROTECT, related_name="reports", verbose_name=_("Office"))
    shape = models.ForeignKey(
        ReportShape, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("Shape")
    )
    since = models.DateField(_("From"))
    until = models.DateField(_("Until"))
    narrative = models.TextField(_("Text of the report"), blank=True)
    table: "models.Field[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_signed",
        verbose_name=_("Signed by"),
    )
    signed_at = models.DateTimeField(_("Signed at"), null=True, blank=True)

    objects = PeriodReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Period report")
        verbose_name_plural = _("Period reports")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "since", "until"], condition=Q(shape=None), name="report_once"
            ),
            models.UniqueConstraint(
                fields=["office", "shape", "since", "until"],
                condition=Q(shape__isnull=False),
                name="report_once_in_shape",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="report_days_in_order"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, sha256="")
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(sha256="")),
                name="report_signed_has_hash",
            ),
        ]
        indexes = [models.Index(fields=["office", "-until", "-id"], name="report_office_until")]

    def __str__(self) -> str:
        return f"{self.office} {written_day(self.since)}–{written_day(self.until)}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None
