"""What was read and taken away: the log of access to personal data and files."""

import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit import current_address
from labour_law.identifiers import mask_id

ID_NUMBER = re.compile(r"(?<!\d)\d(?:\s*\d){16}\s*[\dXxＸｘ]")
"""Full-width and spaced as well."""


class Access(models.TextChoices):
    UNMASK = "unmask", _("Read in full")
    DOWNLOAD = "download", _("Downloaded")
    EXPORT = "export", _("Exported")


class AccessLog(models.Model):
    """Somebody read a whole ID number, downloaded a file or exported a list."""

    append_only = True

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("Who"), related_name="+"
    )
    at = models.DateTimeField(_("When"), default=clock.now, editable=False)
    address = models.GenericIPAddressField(_("Address"), null=True, default=current_address, editable=False)
    kind = models.CharField(_("Kind"), max_length=16, choices=Access)
    subject = models.CharField(_("What"), max_length=200)
    model = models.CharField(max_length=64, blank=True, editable=False)
    object_id = models.BigIntegerField(null=True, editable=False)
    case_id = models.BigIntegerField(null=True, editable=False, db_index=True)
    reason = models.TextField(_("Reason"), blank=True)

    class Meta:
        verbose_name = _("Access")
        verbose_name_plural = _("Access log")
        ordering = ("-at", "-id")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class FormToken(models.Model):
    """A form that was acted on, so that it is not acted on again; see `core.once`.

    `said` is a keyed hash of what was typed, `answer` the address where whoever sent it went on.
    """

    nonce = models.CharField(max_length=22, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    said = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=clock.now, db_index=True, editable=False)
    answer = models.TextField(editable=False)

    class Meta:
        verbose_name = _("Form acted on")
        default_permissions = ()

    def __str__(self) -> str:
        return self.nonce


def log_access(
    actor: object,
    kind: str,
    subject: object,
    *,
    reason: str = "",
    obj: models.Model | None = None,
    case_id: int | None = None,
) -> AccessLog:
    """Put one access on record. `case_id` makes it appear in that case's timeline.

    An ID number in a file's name, a filter or a reason is masked: the log is no place to read it.
    """
    return AccessLog.objects.create(
        actor=actor,
        kind=kind,
        subject=_masked(str(subject))[:200],
        model=obj._meta.label_lower if obj else "",
        object_id=obj.pk if obj else None,
        case_id=case_id,
        reason=_masked(reason),
    )


def _masked(text: str) -> str:
    return ID_NUMBER.sub(lambda found: mask_id("".join(found[0].split())), text)
