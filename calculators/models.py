"""Rates that an office looked up where no table has them."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from calculators.queries import KeptRateQuerySet
from core.audit import Audited
from labour_law.rates import Rate
from law_tables.choices import name_of
from law_tables.columns import RegionColumn
from law_tables.models import rate_of
from law_tables.series import Series, Unit


class KeptRate(Audited):
    """What somebody entered with its source for a sum of the office: offered there and below the next time.

    Never changed, but struck out where it is wrong. It is an offer, not a table: each time somebody confirms it.
    """

    may_change = ("version",)
    set_once = ("struck_out_at",)

    office = models.ForeignKey(Office, models.PROTECT, related_name="kept_rates", verbose_name=_("Office"))
    series = models.CharField(_("Series"), max_length=24, choices=Series)
    region = RegionColumn(_("Region"), max_length=24)
    grade = models.PositiveSmallIntegerField(_("Grade of disability"), default=0)
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("Until"))
    value = models.DecimalField(
        _("Value"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    unit = models.CharField(_("Unit"), max_length=16, choices=Unit)
    source = models.CharField(_("Source"), max_length=200)
    struck_out_at = models.DateTimeField(_("Struck out on"), null=True, blank=True)

    objects = KeptRateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rate an office looked up")
        verbose_name_plural = _("Rates offices looked up")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "office", "series", "region", "grade", "unit", "value", "valid_from", "valid_to", "source",
                ],
                condition=Q(struck_out_at=None),
                name="rate_kept_once",
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="kept_rate_is_positive"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="kept_rate_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(source=""), name="kept_rate_has_a_source"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_series_display()} · {self.region_name} · {self.value}"

    @property
    def region_name(self) -> str:
        return name_of("region", self.region)

    @property
    def rate(self) -> Rate:
        """The row as `labour_law` takes it."""
        return rate_of(self, confidence="entered")
