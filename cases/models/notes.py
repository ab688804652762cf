"""What the people on a case write down for each other."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core import clock
from core.audit import Audited


class Note(Audited):
    """A note on a case, seen by everybody who sees the case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", verbose_name=_("Case"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Author")
    )
    written_at = models.DateTimeField(_("Written at"), default=clock.now)
    text = models.TextField(_("Note"))

    TOLD = {
        "added": _("%(who)s noted: %(names)s"),
    }

    class Meta:
        verbose_name = _("Note")
        verbose_name_plural = _("Notes")
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return self.text[:40]
