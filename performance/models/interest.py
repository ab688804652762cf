"""What is owed because a decision was not performed in time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Claim, Claimant
from cases.queries.of_case import OfCaseQuerySet
from core import clock
from core.audit import Audited
from core.money import MoneyField, positive

INTEREST_COUNTS_AS_RECOVERED = False
"""Whether interest on delay, once it comes in, is part of 挽回经济损失. It is not: the figure says what workers lost and
got back, and this is what a debtor pays for being late. The page says so beside the sum."""


class InterestOnDelay(Audited):
    """Interest on delay (民事诉讼法 264) due to one claimant up to a day: worked out, or as the court fixed it.

    Never part of the sums of a claim. `frozen` is the working as `calculators.working` keeps one, None where the sum was
    entered by hand; then `reason` says who fixed it. Another one for the same claim strikes out the one before.
    """

    may_change = ("version",)
    set_once = ("struck_out",)

    case = models.ForeignKey(Case, models.PROTECT, related_name="interest_on_delay", verbose_name=_("Case"))
    claimant = models.ForeignKey(
        Claimant, models.PROTECT, related_name="interest_on_delay", verbose_name=_("Claimant")
    )
    claim = models.ForeignKey(
        Claim,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interest_on_delay",
        verbose_name=_("Claim"),
    )
    until = models.DateField(_("Up to"))
    amount = MoneyField(_("Amount"), validators=[positive])
    frozen = models.JSONField(_("Working"), null=True, blank=True)
    reason = models.TextField(_("Who fixed the sum"), blank=True)
    struck_out = models.BooleanField(_("Struck out"), default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Entered by")
    )
    entered_at = models.DateTimeField(_("Entered at"), default=clock.now)

    objects = OfCaseQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s entered %(amount)s yuan of interest on delay: %(names)s"),
        "struck_out": _("%(who)s struck out the interest on delay: %(names)s"),
    }

    class Meta:
        verbose_name = _("Interest on delay")
        verbose_name_plural = _("Interest on delay")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="interest_positive"),
            models.CheckConstraint(
                condition=Q(frozen__isnull=False) | ~Q(reason=""), name="interest_by_hand_has_reason"
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(struck_out=False, claim__isnull=False),
                name="interest_once_per_claim",
            ),
            models.UniqueConstraint(
                fields=["claimant"],
                condition=Q(struck_out=False, claim__isnull=True),
                name="interest_once_per_claimant",
            ),
        ]

    def __str__(self) -> str:
        return str(self.claim or self.claimant)
