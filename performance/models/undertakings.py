"""What the employer undertook, or was ordered, to do beside paying."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case, Claimant
from core import clock
from core.audit import Audited
from documents.models import Attachment
from performance.queries import UndertakingQuerySet


class UndertakingKind(models.TextChoices):
    """劳动合同法 50: the certificate at once, file and social insurance within 15 days of the end of the contract."""

    LEAVING_CERTIFICATE = "leaving_certificate", _("Leaving certificate")
    SOCIAL_INSURANCE = "social_insurance", _("Social insurance paid up")
    TRANSFER = "transfer", _("Transfer of file and social insurance")
    REINSTATEMENT = "reinstatement", _("Back to work")
    OTHER = "other", pgettext_lazy("undertaking", "Other")


class Undertaking(Audited):
    """Something to be done for one claimant by a day. It is never counted as money.

    Ticked off with the day and its proof, or struck out with a reason; while it is open the case does not close.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="undertakings", verbose_name=_("Case"))
    claimant = models.ForeignKey(
        Claimant, models.PROTECT, related_name="undertakings", verbose_name=_("Claimant")
    )
    kind = models.CharField(_("What is to be done"), max_length=24, choices=UndertakingKind)
    text = models.CharField(_("In words"), max_length=200, blank=True)
    due_on = models.DateField(_("To be done by"))
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    proof = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undertakings",
        verbose_name=_("Proof"),
    )
    struck_out = models.BooleanField(_("Struck out"), default=False)

    objects = UndertakingQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s entered what the employer is to do: %(names)s"),
        "done_on": _("%(who)s ticked off: %(names)s"),
        "struck_out": _("%(who)s struck out: %(names)s"),
    }

    class Meta:
        verbose_name = _("Undertaking")
        verbose_name_plural = _("Undertakings")
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, proof__isnull=True)
                | Q(done_on__isnull=False, proof__isnull=False, struck_out=False),
                name="undertaking_done_has_proof",
            ),
            models.CheckConstraint(
                condition=~Q(kind=UndertakingKind.OTHER) | ~Q(text=""), name="undertaking_other_has_words"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "case"],
                condition=Q(done_on__isnull=True, struck_out=False),
                name="undertaking_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant} · {self.what}"

    @property
    def what(self) -> str:
        """What is to be done, in words."""
        if self.kind == UndertakingKind.OTHER:
            return self.text
        return f"{self.get_kind_display()} ({self.text})" if self.text else str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        return self.done_on is None and not self.struck_out

    @property
    def days_late(self) -> int:
        """The days since its last day; 0 while that has not passed, or once it is done or struck out."""
        return max((clock.today() - self.due_on).days, 0) if self.is_open else 0
