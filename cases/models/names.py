"""What a person or an employer is found by: a row for each spelling and each reading of the name."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.lookups import BEGINS
from core.names import plain_name, sounds, spellings
from core.sorted_by_name import SortedByName


class NameKey(models.Model):
    """One spelling or reading of a name, as `core.names` makes them. Rows are added, never taken away.

    So whoever was renamed is found by the former name too. Derived from the names on record, hence without history.
    """

    worker = models.ForeignKey("Worker", models.CASCADE, null=True, related_name="keys", db_index=False)
    employer = models.ForeignKey("Employer", models.CASCADE, null=True, related_name="keys", db_index=False)
    key = models.CharField(max_length=120)
    is_whole = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker=None, employer__isnull=False) | Q(worker__isnull=False, employer=None),
                name="name_key_of_one",
            ),
            models.UniqueConstraint(fields=["worker", "key"], name="name_key_once_of_worker"),
            models.UniqueConstraint(fields=["employer", "key"], name="name_key_once_of_employer"),
        ]
        indexes = [models.Index(fields=["key"], name="name_key_begins", opclasses=BEGINS)]

    def __str__(self) -> str:
        return self.key


class Named(SortedByName):
    """A party that is found by its name, in whole and in part, as written and as read."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        known = set(self.keys.values_list("key", flat=True))  # type: ignore[attr-defined]
        NameKey.objects.bulk_create([key for key in self.name_keys() if key.key not in known])

    def name_keys(self) -> list[NameKey]:
        """The rows the present name asks for, not saved."""
        owner = {"worker" if self.is_person else "employer": self}
        found = spellings(self.name, person=self.is_person) | sounds(self.name, person=self.is_person)
        whole = plain_name(self.name)
        return [NameKey(key=key, is_whole=key == whole, **owner) for key in sorted(found)]
