"""Every write has an actor, a reason and an address; nothing is written any other way."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.choices import CallableChoiceIterator
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from core import clock
from core.crypto import EncryptedJSONField
from core.errors import Changed

if TYPE_CHECKING:
    from accounts.models import User

address: ContextVar[str | None] = ContextVar("address", default=None)


def current_address() -> str | None:
    """The network address of the request being served, if any."""
    return address.get()


_act: ContextVar[list[dt.datetime] | None] = ContextVar("act", default=None)


@contextmanager
def one_act() -> Iterator[None]:
    """What is written within belongs together: it carries one moment, that of its first row.

    No two acts of one person share a moment, so the record is read back by it.
    """
    outer = _act.get()
    token = _act.set([] if outer is None else outer)
    try:
        yield
    finally:
        _act.reset(token)


def moment_of_act() -> dt.datetime:
    """The moment what is written now carries."""
    act = _act.get()
    if act is None:
        return clock.now()
    if not act:
        act.append(clock.now())
    return act[0]


class AuditBypassed(RuntimeError):
    """A write that would leave no history."""


class AuditedQuerySet(models.QuerySet):
    """A queryset that reads. Writing in bulk would leave no history, so it raises."""

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise AuditBypassed("Write through core.audit.record(), one object at a time.")

    update = delete = bulk_create = bulk_update = _refuse  # type: ignore[assignment]

    async def aupdate(self, **kwargs: Any) -> int:
        return self._refuse()

    async def adelete(self) -> tuple[int, dict[str, int]]:
        return self._refuse()


def _labels(field: models.Field) -> dict[Any, Any]:
    """Value → label of a field's choices; kept on the field, unless they are asked for anew each time."""
    if isinstance(field.choices, CallableChoiceIterator):
        return dict(field.flatchoices)
    kept = field.__dict__
    if "_labels" not in kept:
        kept["_labels"] = dict(field.flatchoices)
    return kept["_labels"]


class Labelled:
    """A model whose `get_state_display()` is cheap: Django makes a new dictionary of all choices each time."""

    def _get_FIELD_display(self, field: models.Field) -> Any:
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


class HistoryBase(Labelled, models.Model):
    """What each history row says besides the values: where the request came from."""

    from_address = models.GenericIPAddressField(
        _("From address"), null=True, editable=False, default=current_address
    )

    class Meta:
        abstract = True


class History(HistoryManager):
    """The manager of a history, of a class that is made once: else it is made anew whenever `history` is read."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: Any, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


class Audited(Labelled, models.Model):
    """A model whose every version stays on record. Written by `record()` only."""

    version = models.PositiveIntegerField(_("Version"), default=0, editable=False)
    history = HistoricalRecords(inherit=True, bases=[HistoryBase], history_manager=History)

    objects = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not hasattr(self, "_history_user"):
            raise AuditBypassed(f"{type(self).__name__} is written through core.audit.record().")
        super().save(*args, **kwargs)

    def _do_update(self, base_qs: models.QuerySet, using: Any, pk_val: Any, *args: Any, **kwargs: Any) -> Any:
        """Only over the version that was read: two who write at once would leave it twice in the record."""
        read = base_qs.filter(version=self.version - 1)
        written = super()._do_update(read, using, pk_val, *args, **kwargs)  # type: ignore[misc]
        if not written and type(self)._base_manager.filter(pk=pk_val).exists():
            raise Changed
        return written

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AuditBypassed("Nothing is deleted; void it or reverse it.")


def words_of_record() -> AbstractContextManager[None]:
    """Within it texts are in the language of the record (`LANGUAGE_CODE`), whatever the page of the one who acts speaks.

    A record stays as it was written, so what the program writes there by itself is in one language.
    """
    return translation.override(settings.LANGUAGE_CODE)


def automatic(text: str | Promise, **values: object) -> str:
    """What the program puts on record by itself, in the words of the record: `text` is lazy, `values` fill its places."""
    with words_of_record():
        return str(text) % {name: str(value) for name, value in values.items()} if values else str(text)


PLACE = re.compile(r"%\\\((\w+)\\\)s")
"""A place of a text whose other characters are escaped."""


class Reason:
    """A reason the program gives by itself, made once for each text: called, it gives the words of the record.

    `as_read` finds it again in what was stored, and says it in the language of the page; not where it is
    `everywhere=False`, since people write so too.
    """

    def __init__(self, text: str | Promise, *, everywhere: bool = True) -> None:
        self.text = text
        if everywhere:
            REASONS.append(self)

    def __call__(self, **values: object) -> str:
        return automatic(self.text, **values)

    @cached_property
    def stored(self) -> re.Pattern[str]:
        """What it looks like on record, with a group for each place."""
        return re.compile(PLACE.sub(r"(?P<\1>.+)", re.escape(self())), re.DOTALL)

    def read(self, text: str) -> str | None:
        """What was stored, in the language of the page; None where it is not this reason."""
        found = self.stored.fullmatch(text)
        if found is None:
            return None
        values = found.groupdict()
        return str(self.text) % values if values else str(self.text)


REASONS: list[Reason] = []


def as_read(text: str) -> str:
    """A reason on record as the page says it: the program's own in its language, what somebody typed as it is."""
    if not text or translation.get_language() == settings.LANGUAGE_CODE:
        return text
    return next((read for reason in REASONS if (read := reason.read(text)) is not None), text)


M = TypeVar("M", bound=models.Model)


def record(obj: M, *, actor: "User", reason: str = "", moment: dt.datetime | None = None) -> M:
    """Save `obj` with a history row that says who, why and when. The only way an audited row is written."""
    obj._history_user = actor  # type: ignore[attr-defined]
    obj._change_reason = reason  # type: ignore[attr-defined]
    obj._history_date = moment or moment_of_act()  # type: ignore[attr-defined]
    if isinstance(obj, Audited):
        obj.version += 1
    try:
        obj.save()
    finally:
        del obj._history_user, obj._change_reason, obj._history_date  # type: ignore[attr-defined]
    return obj


def record_new(rows: Sequence[Any], *, actor: "User | None", reason: str = "") -> int:
    """Save new rows of one audited model with their history, in two statements; how many they were."""
    if not rows:
        return 0
    for row in rows:
        row.version += 1
    model = type(rows[0])
    with transaction.atomic():
        model._base_manager.bulk_create(rows)
        model.history.bulk_history_create(
            rows, default_user=actor, default_change_reason=reason, default_date=moment_of_act()
        )
    return len(rows)


def _written_once(model: type[models.Model]) -> list[str]:
    """Encrypted data that is frozen with its row: encrypted anew it would be refused, so a save leaves it out."""
    if not hasattr(model, "frozen_from"):
        return []
    return [f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedJSONField)]


def lock(obj: M, *, version: int | None = None) -> M:
    """A fresh copy of `obj`, its row locked until the transaction ends.

    Raises `Changed` when `version` is given and the row has moved on since the page showed it.
    """
    fresh = type(obj)._base_manager.select_for_update().defer(*_written_once(type(obj))).get(pk=obj.pk)
    if version is not None and version != fresh.version:  # type: ignore[attr-defined]
        raise Changed
    return fresh
