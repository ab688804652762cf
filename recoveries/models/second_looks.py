"""A second look at some of what was verified: how much of it an office draws, and what was found."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Office
from cases.models import Case
from core import clock
from core.audit import Audited
from recoveries.models.receipts import Receipt
from recoveries.queries import SecondLookQuerySet, SecondLookShareQuerySet
from recoveries.workflow import Fault


class SecondLookShare(Audited):
    """How many of a hundred verified entries an office, and those below it without a share of their own, look at again."""

    may_change = ("percent", "version")
    set_once = ()

    office = models.OneToOneField(
        Office, models.PROTECT, related_name="second_look_share", verbose_name=_("Office")
    )
    percent = models.PositiveSmallIntegerField(_("Share in percent"), validators=[MaxValueValidator(100)])

    objects = SecondLookShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("Share of second looks")
        verbose_name_plural = _("Shares of second looks")
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="second_look_share_in_percent")
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.percent} %"


class LookResult(models.TextChoices):
    IN_ORDER = "in_order", pgettext_lazy("second look", "In order")
    FAULT = "fault", pgettext_lazy("second look", "Fault")


class SecondLook(Audited):
    """An entry that was drawn when it was verified, and what another supervisor says of it."""

    may_change = ("version",)
    set_once = ("checked_by", "checked_at", "result", "fault", "words")

    case = models.ForeignKey(Case, models.PROTECT, related_name="second_looks", verbose_name=_("Case"))
    receipt = models.OneToOneField(
        Receipt, models.PROTECT, related_name="second_look", verbose_name=_("Receipt")
    )
    drawn_at = models.DateTimeField(_("Drawn at"), default=clock.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="second_looks",
        verbose_name=_("Looked at by"),
    )
    checked_at = models.DateTimeField(_("Looked at"), null=True, blank=True)
    result = models.CharField(_("Result"), max_length=16, choices=LookResult, null=True, blank=True)
    fault = models.CharField(_("What is wrong"), max_length=16, choices=Fault, null=True, blank=True)
    words = models.TextField(_("In words"), null=True, blank=True)

    objects = SecondLookQuerySet.as_manager()

    TOLD = {
        "added": _("%(names)s was drawn for a second look"),
        "result": _("%(who)s gave %(names)s a second look"),
    }

    class Meta:
        verbose_name = _("Second look")
        verbose_name_plural = _("Second looks")
        ordering = ("-drawn_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=True, checked_by__isnull=True, checked_at__isnull=True)
                | Q(result__isnull=False, checked_by__isnull=False, checked_at__isnull=False),
                name="second_look_result_has_author",
            ),
            models.CheckConstraint(
                condition=Q(result=LookResult.FAULT, fault__isnull=False, words__isnull=False)
                | (~Q(result=LookResult.FAULT) & Q(fault__isnull=True))
                | Q(result__isnull=True, fault__isnull=True),
                name="second_look_fault_says_what",
            ),
        ]
        indexes = [
            models.Index(fields=["drawn_at"], name="second_look_drawn"),
            models.Index(fields=["result", "drawn_at"], name="second_look_result"),
        ]

    def __str__(self) -> str:
        return str(self.receipt)
