"""What is being typed at the window and is on record nowhere yet."""

from django.conf import settings
from django.db import models

from cases.models import Visit
from core import clock
from core.crypto import EncryptedTextField


class IntakeDraft(models.Model):
    """What a clerk has typed into the intake page so far, kept encrypted until it is saved or thrown away.

    Working paper, not a record: it may hold anything half-typed, so it has no history and is removed in the end.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="intake_drafts")
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="intake_drafts")
    data = EncryptedTextField(default="")
    title = EncryptedTextField(blank=True)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-saved_at",)

    def __str__(self) -> str:
        return self.title
