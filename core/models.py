"""What was read, taken away or tried in vain: the log of access to personal data and files."""

import datetime as dt
import getpass
import os
import re
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit import Labelled, Reason, as_read, current_address, moment_of_act
from core.crypto import EncryptedTextField
from labour_law.identifiers import mask_id

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

ID_NUMBER = re.compile(r"(?<!\d)\d(?:\s*\d){16}\s*[\dXxＸｘ]")
"""Full-width and spaced as well."""

OTHER_DOCUMENT = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,3}\s?\d{7,12}(?!\d)")
"""Passport, travel permit, older permanent residence card."""


class Access(models.TextChoices):
    UNMASK = "unmask", _("Read in full")
    DOWNLOAD = "download", _("Downloaded")
    EXPORT = "export", _("Exported")
    REFUSED = "refused", _("Refused")
    KEYS = "keys", _("Keys rotated")
    BACKUP = "backup", _("Backed up")
    RESTORE = "restore", _("Restored")
    LOOK_UP = "look_up", _("Looked up by ID number")
    ELSEWHERE = "elsewhere", _("Read in full for another case")
    SHARED = "shared", _("Shared with another office")


ACCESS_TOLD = {
    Access.UNMASK: _("%(who)s read in full: %(names)s"),
    Access.DOWNLOAD: _("%(who)s downloaded %(names)s"),
    Access.EXPORT: _("%(who)s exported %(names)s"),
    Access.REFUSED: _("%(who)s was refused: %(names)s"),
    Access.KEYS: _("%(who)s rotated the keys: %(names)s"),
    Access.BACKUP: _("%(who)s backed up: %(names)s"),
    Access.RESTORE: _("%(who)s restored: %(names)s"),
    Access.LOOK_UP: _("%(who)s looked somebody up by ID number: %(names)s"),
    Access.ELSEWHERE: _("%(who)s read in full for another case: %(names)s"),
    Access.SHARED: _("%(who)s shared with another office: %(names)s"),
}
"""How the record tells of each."""


ASKED_AT = Reason(_("Asked at %(office)s"), everywhere=False)
REGISTERED_AT = Reason(_("Registered at %(office)s"), everywhere=False)
"""Why somebody was looked up."""


class AccessLog(Labelled, models.Model):
    """Somebody read a whole ID number, downloaded a file, exported a list, or tried to write what is not his to write.

    What is run on the server has no actor: `reason` says which user of the machine ran it.
    """

    append_only = True

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("Who"), related_name="+"
    )
    at = models.DateTimeField(_("When"), default=clock.now, editable=False)
    address = models.GenericIPAddressField(_("Address"), null=True, default=current_address, editable=False)
    kind = models.CharField(_("Kind"), max_length=16, choices=Access)
    subject = models.CharField(_("What"), max_length=200)
    model = models.CharField(max_length=64, blank=True, editable=False)
    object_id = models.BigIntegerField(null=True, editable=False)
    case_id = models.BigIntegerField(null=True, editable=False, db_index=True)
    office_id = models.BigIntegerField(null=True, editable=False, db_index=True)
    reason = models.TextField(_("Reason"), blank=True)

    class Meta:
        verbose_name = _("Access")
        verbose_name_plural = _("Access log")
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["-at", "-id"], name="access_newest"),
            models.Index(
                fields=["office_id", "-at", "-id"],
                condition=models.Q(case_id__isnull=True, office_id__isnull=True),
                name="access_of_no_office",
            ),
        ]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def reason_read(self) -> str:
        """The reason as the page says it (`core.audit.as_read`)."""
        if self.kind == Access.LOOK_UP:
            return ASKED_AT.read(self.reason) or REGISTERED_AT.read(self.reason) or self.reason
        return as_read(self.reason)


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


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Each has the own ones."""
        return self.filter(owner=user.pk)


class SavedFilter(models.Model):
    """What a user asks of a list again and again, under a name; see `core.saved_filters`.

    A habit, no record: it has no history and is removed. `of` is the name of the address of the list; `query` may hold
    a name or a number, so it is encrypted.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    of = models.CharField(max_length=60, editable=False)
    name = models.CharField(_("Name of the filter"), max_length=40)
    query = EncryptedTextField(editable=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("Filter of a list")
        default_permissions = ()
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["owner", "of", "name"], name="saved_filter_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Each sees what was asked for by himself, as long as it is kept."""
        return self.filter(owner=user.pk, asked_at__gt=clock.now() - Export.KEPT)


class Export(models.Model):
    """A long list on its way to a file, made in the background; see `core.export_jobs`.

    No record, and gone after a day: who asked for it and who fetched it stands in the access log. `of` is the name of the
    address of the list, `query` its filters and `said` their words on record, which may hold a name or a number, so they
    are encrypted. `key` stands for the same list asked for by the same user, `scope` for what he saw when it was read.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN = (State.WAITING, State.RUNNING)
    KEPT = dt.timedelta(days=1)
    SILENT = dt.timedelta(minutes=5)
    """Whoever makes it and says nothing for so long was killed."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    of = models.CharField(max_length=60, editable=False)
    query = EncryptedTextField(editable=False)
    said = EncryptedTextField(editable=False)
    key = models.CharField(max_length=64, editable=False)
    language = models.CharField(max_length=10, editable=False)
    scope = models.CharField(max_length=64, editable=False, default="")
    state = models.CharField(_("State"), max_length=9, choices=State, default=State.WAITING, editable=False)
    lines = models.PositiveIntegerField(default=0, editable=False)
    lines_in_all = models.PositiveIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    heard_at = models.DateTimeField(default=clock.now, editable=False)
    file = models.CharField(max_length=100, editable=False, default="")
    name = models.CharField(max_length=120, editable=False, default="")
    sha256 = models.CharField(max_length=64, editable=False, default="")

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Export")
        default_permissions = ()
        ordering = ("-asked_at", "-pk")
        indexes = [models.Index(fields=["owner", "-asked_at"], name="export_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="export_made_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done", file__gt="", sha256__gt="")
                | (~models.Q(state="done") & models.Q(file="")),
                name="export_done_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.of

    @property
    def kept_until(self) -> dt.datetime:
        return self.asked_at + self.KEPT

    @property
    def is_lost(self) -> bool:
        """Was whoever made it killed?"""
        return self.state == self.State.RUNNING and clock.now() - self.heard_at > self.SILENT

    @property
    def is_open(self) -> bool:
        """Will it still be made?"""
        return self.state in self.OPEN and not self.is_lost


class Canary(models.Model):
    """A known text, encrypted or hashed with a key that is in use: tells when the keys of the settings are others."""

    class Kind(models.TextChoices):
        ENCRYPTION = "encryption"
        HASH = "hash"

    kind = models.CharField(max_length=12, choices=Kind)
    token = models.TextField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="hash"), name="canary_one_hash")
        ]

    def __str__(self) -> str:
        return self.kind


def log_access(
    actor: "User | None",
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
    entry = _entry(actor, kind, subject, reason, obj)
    entry.case_id = case_id
    entry.save()
    return entry


def log_access_at(
    actor: "User | None",
    kind: str,
    subject: object,
    *,
    case_ids: Iterable[int] = (),
    office_ids: Iterable[int] = (),
    reason: str = "",
    obj: models.Model | None = None,
) -> list[AccessLog]:
    """Put one access on record with each of these cases, and with each of these offices. One query."""
    entries = []
    for name, ids in (("case_id", case_ids), ("office_id", office_ids)):
        for pk in ids:
            entry = _entry(actor, kind, subject, reason, obj)
            setattr(entry, name, pk)
            entries.append(entry)
    return AccessLog.objects.bulk_create(entries)


def _entry(
    actor: "User | None", kind: str, subject: object, reason: str, obj: models.Model | None
) -> AccessLog:
    return AccessLog(
        actor=actor,
        at=moment_of_act(),
        kind=kind,
        subject=_masked(str(subject))[:200],
        model=obj._meta.label_lower if obj else "",
        object_id=obj.pk if obj else None,
        reason=_masked(reason),
    )


def log_operation(kind: str, subject: str) -> AccessLog:
    """Put on record what somebody ran on the server, with the user of the operating system who ran it."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        user = f"uid {os.getuid()}"
    return log_access(None, kind, subject, reason=f"{user}@{socket.gethostname()}")


def _masked(text: str) -> str:
    for pattern in (ID_NUMBER, OTHER_DOCUMENT):
        text = pattern.sub(lambda found: mask_id("".join(found[0].split())), text)
    return text.replace("\x00", "")
