"""Seals and verifications, for auditors."""

from django.db import models

from accounts.models import User
from seals.permissions import can_read_seals


class RecordQuerySet(models.QuerySet):
    """What auditors read and nobody changes."""

    def visible_to(self, user: User) -> models.QuerySet:
        return self if can_read_seals(user) else self.none()
