"""What a person or an employer is found by: a row for each spelling and each reading of the name, and each landline."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.company_names import core_of, core_sound
from core.lookups import BEGINS_THEN_KIND
from core.names import LONGEST, pinyin_key, plain_name, sounds, spellings
from core.sorted_by_name import SortedByName
from labour_law.phones import local_part


class NameKeyKind(models.TextChoices):
    WHOLE = "whole", _("Name")
    PART = "part", _("Part or reading of the name")
    CORE = "core", _("Name of a company without place and legal form")
    SOUND = "sound", _("How the name is read")
    LEADER = "leader", _("Name of the legal representative")
    LED_BY = "led_by", _("How the name of the legal representative is read")
    LOCAL = "local", _("Landline without its area code")
    INSIDE = "inside", _("Name of a company from one of its characters on")


K = NameKeyKind


class NameKey(models.Model):
    """One spelling or reading of a name, as `core.names` makes them, or a landline. Rows are added, never taken away.

    So whoever was renamed is found, and compared, by the former name too; a search asks whether a landline is still
    that of today. Derived from what is on record, hence without history.
    """

    worker = models.ForeignKey("Worker", models.CASCADE, null=True, related_name="keys", db_index=False)
    employer = models.ForeignKey("Employer", models.CASCADE, null=True, related_name="keys", db_index=False)
    kind = models.CharField(max_length=8, choices=NameKeyKind)
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker=None, employer__isnull=False) | Q(worker__isnull=False, employer=None),
                name="name_key_of_one",
            ),
            models.UniqueConstraint(fields=["worker", "kind", "key"], name="name_key_once_of_worker"),
            models.UniqueConstraint(fields=["employer", "kind", "key"], name="name_key_once_of_employer"),
        ]
        indexes = [
            models.Index(
                fields=["key", "kind", party],
                condition=Q(**{f"{party}__isnull": False}),
                name=f"name_key_of_{party}",
                opclasses=BEGINS_THEN_KIND,
            )
            for party in ("worker", "employer")
        ]

    def __str__(self) -> str:
        return self.key


class Named(SortedByName):
    """A party that is found by its name, in whole and in part, as written and as read."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        known = set(self.keys.values_list("kind", "key"))  # type: ignore[attr-defined]
        NameKey.objects.bulk_create([key for key in self.name_keys() if (key.kind, key.key) not in known])

    def name_keys(self) -> list[NameKey]:
        """The rows the present names ask for, not saved."""
        leader = getattr(self, "legal_representative", "")
        found = keys_of_person(self.name) if self.is_person else keys_of_employer(self.name, leader)
        found |= keys_of_phones(getattr(self, field, "") for field in ("phone", "phone2"))
        owner = {"worker" if self.is_person else "employer": self}
        return [NameKey(kind=kind, key=key, **owner) for kind, key in sorted(found)]


def keys_of_person(name: str) -> set[tuple[str, str]]:
    """Kind and key of everything a person is found and compared by."""
    return _searched(name, person=True) | _some({(K.SOUND.value, pinyin_key(name, person=True))})


def keys_of_employer(name: str, leader: str = "") -> set[tuple[str, str]]:
    """The same for an employer, who is found by how the core is read too, and the person who leads it."""
    read = {(K.PART.value, said) for said in sounds(core_of(name), person=False)}
    compared = {
        (K.CORE.value, core_of(name)),
        (K.SOUND.value, core_sound(name)),
        (K.LEADER.value, plain_name(leader)),
        (K.LED_BY.value, pinyin_key(leader, person=True)),
    }
    return _searched(name, person=False) | _some(compared | read | inside(name))


def inside(name: str) -> set[tuple[str, str]]:
    """Kind and key of what is found by two characters and more from the middle of a company's name: 制冷 finds
    上海金山制冷设备有限公司."""
    whole = plain_name(name)
    return {(K.INSIDE.value, whole[start:]) for start in range(1, len(whole) - 1)}


def keys_of_phones(numbers: Iterable[str]) -> set[tuple[str, str]]:
    """Kind and key of each landline, for who leaves the area code away."""
    return _some({(K.LOCAL.value, local_part(number)) for number in numbers})


def _searched(name: str, *, person: bool) -> set[tuple[str, str]]:
    whole = plain_name(name)
    parts = (spellings(name, person=person) | sounds(name, person=person)) - {whole}
    return _some({(K.WHOLE.value, whole)} | {(K.PART.value, part) for part in parts})


def _some(keys: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(kind, key[:LONGEST]) for kind, key in keys if key}
