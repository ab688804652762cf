"""The conflict check over all parties in all roles, with what it found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.case import Case
from core import clock
from core.audit import Audited
from core.days import written_day


class ConflictRule(models.TextChoices):
    """What the check looks for. The label is what a hit says."""

    DUPLICATE = "duplicate", _("The same worker and employer in another case under way")
    EMPLOYER_SIDE = "employer_side", _("The worker stands on the employer's side")
    FIRM_CLIENT = "firm_client", _("The firm acts for the employer")
    FORMER_CLIENT = "former_client", _("The firm acted for the employer within a year")
    CLIENT_IS_PARTY = "client_is_party", _("A client of the firm is a party or leads the employer")
    FIRM_DECLINED = "firm_declined", _("The firm once declared a conflict with this employer")
    FIRM_OTHER_SIDE = "firm_other_side", _("The firm acted on the other side before")
    LAWYER_IS_PARTY = "lawyer_is_party", _("A lawyer of the firm is a party")
    HANDLER_IS_PARTY = "handler_is_party", _("The handler is a party")
    FIRM_IS_PARTY = "firm_is_party", _("The firm is the employer")


class Grade(models.TextChoices):
    """How sure it is that two are the same, the surest first."""

    HIT = "hit", pgettext_lazy("hit", "certain")
    LIKELY = "likely", pgettext_lazy("hit", "likely")
    MAYBE = "maybe", pgettext_lazy("hit", "possible")


class Evidence(models.TextChoices):
    """What says that two are the same."""

    RECORD = "record", _("same record")
    DOCUMENT = "document", _("same ID number")
    CODE = "code", _("same credit code")
    NAME = "name", _("same name")
    FORMER = "former", _("former name")
    PHONE = "phone", _("same telephone")
    SOUND = "sound", _("sounds the same")
    CORE = "core", _("same but for place, legal form or branch")
    SHORT = "short", _("short form of the name")
    LINKED = "linked", _("linked employer")


class ConflictCheck(Audited):
    """One run of the check. It holds as long as the case's `parties_key` stays the same.

    `hits` is a list of `cases.conflicts.Hit`; a check with hits is clear once `explained` says why the case may
    go on.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="conflict_checks", verbose_name=_("Case"))
    ran_at = models.DateTimeField(_("Checked at"), default=clock.now)
    parties_key = models.CharField(max_length=64, editable=False)
    hits = models.JSONField(_("Found"), default=list)
    explained = models.TextField(_("Why it may go on"), blank=True)

    TOLD = {
        "added": _("%(who)s checked for conflicts of interest"),
        "explained": _("%(who)s explained what the conflict check found"),
    }
    FOLLOWS = frozenset({"added"})

    class Meta:
        verbose_name = _("Conflict check")
        verbose_name_plural = _("Conflict checks")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.case} {written_day(self.ran_at)}"

    @property
    def is_clear(self) -> bool:
        return not self.hits or bool(self.explained.strip())
