"""Lists that are taken away: as a file at once, or, where they are long, made in the background and kept for a day.

An app says in `LISTS` what it has to take away. A user asks (`ask_for`), a task makes the file (`make`), the pages of
`core.export_views` tell how far it is and hand it out.
"""

import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import Promise
from django_tasks import task

from core import clock
from core.audit import words_of_record
from core.crypto import keyed_hash
from core.errors import require
from core.export import Row, write_xlsx
from core.models import Access, Export, log_access
from core.pills import HasPills

if TYPE_CHECKING:
    from accounts.models import User

LONG = 5_000
"""Rows from which on an XLSX takes too long to wait for."""
FOLDER = "exports"
STEP = 1_000
"""So many lines are written between two signs of life."""

State = Export.State
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ExportedList:
    """A list that can be taken away: `form` is filled from the address of the list, `found` are its rows as the user
    sees them, `lines` makes lines of them and `count` says of how many rows there is one. `scope` stands for what the
    user sees."""

    subject: str | Promise
    file_name: str | Promise
    may: Callable[["User"], bool]
    scope: Callable[["User"], str]
    form: Callable[[QueryDict, "User"], HasPills]
    found: Callable[[Any, "User"], QuerySet]
    header: Callable[[], list[str]]
    lines: Callable[[QuerySet], Iterator[Row]]
    count: Callable[[QuerySet], int]

    def name(self) -> str:
        """What the file is called, without its ending."""
        return f"{self.file_name}-{clock.today():%Y%m%d}"

    def on_record(self, form: HasPills, fmt: str) -> tuple[str, str]:
        """What is taken away, and narrowed by what, in the words of the record."""
        with words_of_record():
            return str(self.subject) % {"format": fmt.upper()}, form.in_words()


LISTS: dict[str, ExportedList] = {}
"""By the name of the address at which the list is taken away."""


def is_long(found: QuerySet) -> bool:
    """Are these too many for an XLSX while the user waits?"""
    return found.order_by()[: LONG + 1].count() > LONG


def ask_for(of: str, *, actor: "User", query: str) -> Export:
    """Have the list made as XLSX, in the language of the page; on record with its filters. The same list asked for
    again while it is being made is the one that is being made; one whose maker was killed is begun anew.

    Raises `PermissionDenied` where the actor may not take it away.
    """
    listed = LISTS[of]
    require(listed.may(actor))
    subject, said = listed.on_record(listed.form(QueryDict(query), actor), "xlsx")
    language = translation.get_language()
    key = keyed_hash(f"{of}?{query} {language}")
    with transaction.atomic():
        get_user_model()._default_manager.select_for_update().get(pk=actor.pk)
        for job in Export.objects.filter(owner=actor, key=key, state__in=Export.OPEN):
            if job.is_open:
                return job
            _end(job, State.FAILED)
        job = Export.objects.create(
            owner=actor,
            of=of,
            query=query,
            said=said,
            key=key,
            language=language,
            name=f"{listed.name()}.xlsx",
        )
        log_access(actor, Access.EXPORT, subject, reason=said)
        transaction.on_commit(partial(make.enqueue, job.pk))
    return job


def cancel(job: Export, *, actor: "User") -> None:
    """Do not make it after all; whoever makes it stops at the next sign of life. One that is ready stays."""
    require(job.owner_id == actor.pk)
    _end(job, State.CANCELLED)


def may_fetch(job: Export, user: "User") -> bool:
    """Is the file for this user: who asked for it, may still take it away and still sees what is in it?"""
    listed = LISTS[job.of]
    return job.owner_id == user.pk and listed.may(user) and listed.scope(user) == job.scope


class Cancelled(Exception):
    """Whoever asked for the file does not want it any more, or it is made anew."""


@task()
def make(pk: int) -> None:
    """Make the file that was asked for, unless somebody does already."""
    import_module(settings.ROOT_URLCONF)  # the apps say what they have beside their addresses
    taken = Export.objects.filter(pk=pk, state=State.WAITING)
    if not taken.update(state=State.RUNNING, heard_at=clock.now()):
        return
    job = Export.objects.select_related("owner").get(pk=pk)
    try:
        with translation.override(job.language), tempfile.TemporaryFile() as file:
            _write(job, file)
            _store(job, file)
    except Cancelled:
        log.info("export %s: no longer wanted", pk)
    except BaseException:
        _end(job, State.FAILED)
        log.exception("export %s: failed", pk)
        raise


def _write(job: Export, file: IO[bytes]) -> None:
    listed, user = LISTS[job.of], job.owner
    require(user.is_active and listed.may(user))
    job.scope = listed.scope(user)
    found = listed.found(listed.form(QueryDict(job.query), user), user)
    _tell(job, scope=job.scope, lines_in_all=listed.count(found))
    write_xlsx(_told(job, listed.lines(found)), listed.header(), file)


def _told(job: Export, lines: Iterator[Row]) -> Iterator[Row]:
    """The lines, and between them how many they are so far."""
    for number, line in enumerate(lines):
        if number and number % STEP == 0:
            _tell(job, lines=number)
        yield line


def _tell(job: Export, **facts: Any) -> None:
    """Give a sign of life. Raises `Cancelled` where nobody waits for it."""
    if not Export.objects.filter(pk=job.pk, state=State.RUNNING).update(heard_at=clock.now(), **facts):
        raise Cancelled


def _store(job: Export, file: IO[bytes]) -> None:
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    path = default_storage.save(f"{FOLDER}/{job.pk}.xlsx", File(file))
    try:
        _tell(job, state=State.DONE, file=path, sha256=sha256)
    except BaseException:
        default_storage.delete(path)
        raise


def _end(job: Export, state: str) -> None:
    Export.objects.filter(pk=job.pk, state__in=Export.OPEN).update(state=state)


def forget_old() -> int:
    """Remove files that are no longer kept, and what a killed process left without a row; how many they were."""
    before = clock.now() - Export.KEPT
    Export.objects.filter(asked_at__lte=before).delete()
    kept = set(Export.objects.values_list("file", flat=True))
    old = [
        name for name in _stored() if name not in kept and default_storage.get_modified_time(name) <= before
    ]
    for name in old:
        default_storage.delete(name)
    return len(old)


def _stored() -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return []
