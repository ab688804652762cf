"""The chain of seals over the record, and what was found each time the record was verified."""

import json
import sys
from array import array
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.days import written_day, written_moment
from seals.queries import RecordQuerySet, VerificationQuerySet

BEFORE_THE_FIRST = "0" * 64
"""What the first seal names as the root before it."""
ALGORITHM = "gongyuan-seal-2"
WITHOUT_WHO = "gongyuan-seal-1"
"""The form of the seals of 0.2, whose header does not say who sealed."""


class Seal(models.Model):
    """One link: the root over all rows that came on record since the former seal, and over its root.

    The root is that of a tree whose first leaf is `header` (with the former root), and whose others are the texts of
    `parts`. Neither seals nor parts are sealed as rows: the next seal holds them.
    """

    append_only = True
    is_sealed = False

    number = models.PositiveIntegerField(_("Number"), unique=True)
    day = models.DateField(_("Day"), unique=True)
    sealed_at = models.DateTimeField(_("Sealed at"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Sealed by")
    )
    rows = models.PositiveBigIntegerField(_("Rows"))
    header = models.TextField(editable=False)
    previous = models.CharField(_("Root before"), max_length=64, unique=True)
    root = models.CharField(_("Root"), max_length=64, unique=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("Seal")
        verbose_name_plural = _("Seals")
        ordering = ("-number",)
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(number=1, previous=BEFORE_THE_FIRST)
                | (Q(number__gt=1) & ~Q(previous=BEFORE_THE_FIRST)),
                name="seal_first_has_none_before",
            ),
            models.CheckConstraint(condition=~Q(root=F("previous")), name="seal_root_is_new"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {written_day(self.day)}"


class SealedRows(models.Model):
    """Up to some thousand rows of one table under a seal: their keys and the hash of each, to name one that changed.

    `text` is what stands at the leaf of the seal: table, columns, number of rows, and the root over `hashes`.
    """

    append_only = True
    is_sealed = False

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="parts")
    place = models.PositiveIntegerField()
    table = models.CharField(max_length=63)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    text = models.TextField()
    keys = models.BinaryField()
    hashes = models.BinaryField()

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ("seal", "place")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["seal", "place"], name="sealed_rows_one_at_a_place"),
            models.CheckConstraint(
                condition=Q(rows__gt=0, last__gte=F("first")), name="sealed_rows_not_empty"
            ),
        ]
        indexes = [models.Index(fields=["table", "last"], name="sealed_rows_of_table")]

    def __str__(self) -> str:
        return f"{self.table} {self.first}–{self.last}"

    @property
    def key_list(self) -> array:
        """The keys of the rows, rising: 8 bytes for each, big-endian."""
        return unpack(bytes(self.keys))

    @property
    def says(self) -> dict[str, Any]:
        """What its text says: table, columns, rows, root."""
        found: dict[str, Any] = json.loads(self.text)
        return found


class Verification(models.Model):
    """One run of `verify_record`: how far it looked and what it found.

    `is_full` is a run that took nothing as right because it was verified before.
    """

    append_only = True

    at = models.DateTimeField(_("When"), default=clock.now)
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Run by")
    )
    is_full = models.BooleanField(pgettext_lazy("extent", "Everything"))
    through = models.PositiveIntegerField(_("Up to seal"))
    root = models.CharField(_("Root"), max_length=64, blank=True)
    found = models.PositiveIntegerField(_("Found"))
    findings = models.JSONField(_("Findings"), default=list)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verification of the record")
        verbose_name_plural = _("Verifications of the record")
        ordering = ("-pk",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{written_moment(self.at)} · {self.found}"

    @property
    def notices(self) -> int:
        """How many of the findings kept are told and do not make it fail."""
        return sum(not said["is_grave"] for said in self.findings)


def pack(keys: array) -> bytes:
    """Keys as they are stored, big-endian whatever the machine."""
    return _swapped(keys).tobytes()


def unpack(stored: bytes) -> array:
    """The keys that `pack` stored; raises `ValueError` for bytes that are none."""
    return _swapped(array("q", stored))


def _swapped(keys: array) -> array:
    keys = keys[:]
    if sys.byteorder == "little":
        keys.byteswap()
    return keys
