"""Seals and verifications, for auditors."""

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from accounts.models import User
from seals.permissions import can_read_seals


class RecordQuerySet(models.QuerySet):
    """What auditors read and nobody changes."""

    def visible_to(self, user: User) -> models.QuerySet:
        return self if can_read_seals(user) else self.none()


class VerificationQuerySet(RecordQuerySet):
    def still_open(self) -> models.QuerySet:
        """The runs that found something, since everything was last verified and found right."""
        all_right = self.filter(is_full=True, found=0).order_by("-pk").values("pk")[:1]
        return self.filter(found__gt=0, pk__gt=Coalesce(models.Subquery(all_right), 0))

    def that_tell(self) -> list[Any]:
        """The last run, the last of everything, and the last that found something, newest first; each once."""
        newest = self.select_related("run_by").order_by("-pk")
        found = (newest.first(), newest.filter(is_full=True).first(), newest.filter(found__gt=0).first())
        return sorted({run for run in found if run}, key=lambda run: -run.pk)
