"""What happened, read back from the history: who changed what from what to what, when and why.

`read` merges the history of any number of audited models. It costs one query for each of them and one for each
model whose names it shows, whatever the number of rows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.audit import Audited
from core.crypto import EncryptedJSONField, EncryptedTextField
from core.days import written_day, written_moment
from core.fsm import FSMField
from core.models import AccessLog
from labour_law.identifiers import mask_id
from labour_law.phones import mask_phone

if TYPE_CHECKING:
    from accounts.models import User

ONE_ACTION = dt.timedelta(seconds=1)
"""Rows one person wrote within this time belong to one action."""

NOISE = frozenset(
    {
        "id",
        "version",
        "pinyin",
        "id_hash",
        "parties_key",
        "closing_from",
        "cause_follows",
        "created_at",
        "elsewhere_told",
    }
    | {"file", "content_type", "size", "sha256", "template_version", "subject", "data"}
    | {"frozen", "calculator", "worked_out_by", "worked_out_at"}
    | {"path", "depth", "numchild"}
)
"""Fields that say nothing to a reader: keys, hashes, what is kept for the program."""

MASKED: dict[str, Callable[[str], str]] = {"id_number": mask_id, "phone": mask_phone, "phone2": mask_phone}


class Change(NamedTuple):
    """One field: its label, and its value before and after as a reader sees them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One thing that happened to one object, or to several of a kind in one action.

    `label` says what kind of thing it is (Claimant), `names` which ones (周建国), `kind` is "created", "changed" or
    an `Access`, `thing` the model; `is_step` tells that a workflow moved on.
    """

    at: dt.datetime
    actor: "User | None"
    label: str
    kind: str
    names: tuple[str, ...] = ()
    reason: str = ""
    address: str | None = None
    changes: tuple[Change, ...] = ()
    thing: str = ""
    is_step: bool = False
    state_label: str = ""
    """What the field of the state is called, where the thing has one."""

    @property
    def what(self) -> str:
        """The kind of thing and its names: Claimant 周建国."""
        return " ".join(part for part in (self.label, pgettext("list", ", ").join(self.names)) if part)

    @property
    def told(self) -> list[Change]:
        """What the line itself says: how the state moved; of what has none, a change that stands alone."""
        if self.is_step:
            return [change for change in self.changes if change.label.endswith(self.state_label)]
        return list(self.changes) if len(self.changes) == 1 else []

    @property
    def folded(self) -> list[Change]:
        """The rest of the changes."""
        told = self.told
        return [change for change in self.changes if change not in told]


@dataclass(frozen=True)
class Act:
    """What one person did at one moment."""

    at: dt.datetime
    actor: "User | None"
    entries: list[Entry]

    @cached_property
    def address(self) -> str | None:
        return next((entry.address for entry in self.entries if entry.address), None)

    @cached_property
    def is_step(self) -> bool:
        return any(entry.is_step for entry in self.entries)

    @cached_property
    def reasons(self) -> list[str]:
        """Each reason once."""
        return list(dict.fromkeys(entry.reason for entry in self.entries if entry.reason))


@dataclass(frozen=True)
class Source:
    """The history of the objects of one model: those whose history rows meet `where`, within the moments given."""

    model: type[models.Model]
    where: models.Q
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    @cached_property
    def fields(self) -> list[models.Field]:
        kept = {f.name for f in self._history._meta.concrete_fields} - NOISE
        return [f for f in self.model._meta.concrete_fields if f.name in kept]

    @property
    def _history(self) -> type[models.Model]:
        return self.model.history.model  # type: ignore[attr-defined]

    def rows(self) -> list[dict[str, Any]]:
        """Its history rows, each object's in the order they were written. One query."""
        names = [
            "id",
            "history_id",
            "history_date",
            "history_user_id",
            "history_change_reason",
            "history_type",
            "from_address",
        ]
        order = ("id", "version", "history_id") if issubclass(self.model, Audited) else ("id", "history_id")
        ordered = self._history._default_manager.filter(self.where).order_by(*order)
        return list(ordered.values(*names, *(f.attname for f in self.fields)))

    def is_shown(self, at: dt.datetime) -> bool:
        return (self.since is None or at >= self.since) and (self.until is None or at <= self.until)


@dataclass
class Names:
    """The names of objects, fetched together: one query per model."""

    root: models.Model
    wanted: dict[type[models.Model], set[int]] = field(default_factory=lambda: defaultdict(set))

    def want(self, model: type[models.Model], pk: int | None) -> None:
        if pk is not None:
            self.wanted[model].add(pk)

    @cached_property
    def found(self) -> dict[tuple[type[models.Model], int], Any]:
        found: dict[tuple[type[models.Model], int], Any] = {(type(self.root), self.root.pk): self.root}
        for model, ids in self.wanted.items():
            missing = ids - {pk for known, pk in found if known is model}
            if not missing:
                continue
            paths = self._paths(model)
            rows = model._base_manager.filter(pk__in=missing).select_related(*paths)
            for obj in rows.defer(*_heavy(model, paths)):
                for link in self._links_to_root(model):
                    setattr(obj, link, self.root)
                found[model, obj.pk] = obj
        return found

    def _links_to_root(self, model: type[models.Model]) -> list[str]:
        return [
            f.name
            for f in model._meta.concrete_fields
            if f.name == "case" and f.related_model is type(self.root)
        ]

    def _paths(
        self, model: type[models.Model], depth: int = 3, on_the_way: frozenset[str] = frozenset()
    ) -> list[str]:
        """What the names of this model may be made of: its foreign keys and theirs, but for users and the root."""
        on_the_way |= {model._meta.label}
        known = {type(self.root)._meta.label, settings.AUTH_USER_MODEL, *on_the_way}
        paths: list[str] = []
        for link in model._meta.concrete_fields:
            other = link.related_model
            if other is None or not isinstance(link, models.ForeignKey) or other._meta.label in known:
                continue
            paths.append(link.name)
            if depth > 1:
                paths += [f"{link.name}__{path}" for path in self._paths(other, depth - 1, on_the_way)]
        return paths

    def of(self, model: type[models.Model], pk: int | None) -> str:
        """The name of an object, without the name of the root it belongs to."""
        found = self.found.get((model, pk)) if pk is not None else None
        if found is None or found is self.root:
            return "" if found is None else str(found)
        return str(found).replace(str(self.root), "").strip(" →·")


def _heavy(model: type[models.Model], paths: Iterable[str]) -> list[str]:
    """The data kept in this model and along these foreign keys, which no name is made of."""
    found = []
    for path in ("", *paths):
        at: Any = model
        for link in filter(None, path.split("__")):
            at = at._meta.get_field(link).related_model
        names = [
            f.name for f in at._meta.concrete_fields if isinstance(f, EncryptedJSONField | models.JSONField)
        ]
        found += [f"{path}__{name}" if path else name for name in names]
    return found


def read(sources: Iterable[Source], root: models.Model, *, access_to: int | None = None) -> list[Entry]:
    """Every entry of the sources, newest first, as the page's language says it.

    `root` is the object the timeline is of; with `access_to`, the access log of that case is merged in.
    """
    loaded = [(source, source.rows()) for source in sources]
    logged = list(AccessLog.objects.filter(case_id=access_to)) if access_to else []
    names = Names(root)
    users: Any = AccessLog._meta.get_field("actor").related_model
    for log in logged:
        names.want(users, log.actor_id)
    for source, rows in loaded:
        for row in rows:
            names.want(users, row["history_user_id"])
            names.want(source.model, row["id"])
            for link in source.fields:
                if isinstance(link, models.ForeignKey):
                    names.want(link.related_model, row[link.attname])
    entries = [entry for source, rows in loaded for entry in _entries(source, rows, names, users)]
    for log in logged:
        entries.append(
            Entry(
                at=log.at,
                actor=names.found.get((users, log.actor_id or 0)),
                label=log.get_kind_display(),
                kind=log.kind,
                names=(log.subject,),
                reason=log.reason,
                address=log.address,
                thing=AccessLog._meta.label_lower,
            )
        )
    return _grouped(entries, type(root)._meta.label_lower)


def acts(entries: Iterable[Entry]) -> list[Act]:
    """The entries in their order, gathered by what one person did at one moment."""
    return [
        Act(at, actor, list(together))
        for (at, actor), together in groupby(entries, key=lambda entry: (entry.at, entry.actor))
    ]


def _entries(source: Source, rows: list[dict[str, Any]], names: Names, users: Any) -> Iterator[Entry]:
    """Neighbouring rows of each object, compared pair by pair."""
    meta = source.model._meta
    for pk, versions in groupby(rows, key=lambda row: row["id"]):
        before: dict[str, Any] | None = None
        for row in versions:
            changes = tuple(_changes(source.fields, before, row, names))
            created, before = before is None, row
            if not source.is_shown(row["history_date"]) or not (
                created or changes or row["history_change_reason"]
            ):
                continue
            name = "" if source.model is type(names.root) else names.of(source.model, pk)
            yield Entry(
                at=row["history_date"],
                actor=names.found.get((users, row["history_user_id"])),
                label=str(meta.verbose_name),
                kind="created" if created else "changed",
                names=(name,) if name else (),
                reason=row["history_change_reason"] or "",
                address=row["from_address"],
                changes=changes,
                thing=meta.label_lower,
                is_step=not created and any(c.label == _state_label(source.model) for c in changes),
                state_label=_state_label(source.model),
            )


def _state_label(model: type[models.Model]) -> str:
    return next((str(f.verbose_name) for f in model._meta.concrete_fields if isinstance(f, FSMField)), "")


def _changes(
    fields: list[models.Field], before: dict[str, Any] | None, after: dict[str, Any], names: Names
) -> Iterator[Change]:
    for each in fields:
        if each.related_model is type(names.root) and each.name == "case":
            continue
        new = after[each.attname]
        old = before[each.attname] if before else None
        if before is None and (new in ("", None, False) or new == each.get_default()):
            continue
        if new != old:
            yield Change(str(each.verbose_name), *_shown(each, old, new, names))


def _shown(each: models.Field, old: Any, new: Any, names: Names) -> tuple[str, str]:
    """Both values as a reader may see them; of what is kept secret, only that it changed."""
    if isinstance(each, EncryptedTextField) and each.name not in MASKED:
        return "", _("changed") if old else _("entered")
    return _value(each, old, names), _value(each, new, names)


def _value(each: models.Field, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if isinstance(each, models.ForeignKey):
        return names.of(each.related_model, value)
    if said := getattr(each, "said", None):
        return said(value)  # type: ignore[no-any-return]
    if each.name in MASKED:
        return MASKED[each.name](value)
    if each.choices:
        return str(dict(each.flatchoices).get(value, value)).removeprefix("— ")  # type: ignore[attr-defined]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return f"{value:,}"
    if isinstance(value, dt.datetime):
        return written_moment(value)
    if isinstance(value, dt.date):
        return written_day(value)
    if isinstance(value, list):
        return str(len(value))
    return str(value)


def _actions(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The entries of each action, newest first: by the same person, within the time of one action."""
    found: list[list[Entry]] = []
    latest: dict[Any, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: e.at, reverse=True):
        group = latest.get(entry.actor)
        if group is None or group[0].at - entry.at > ONE_ACTION:
            group = latest[entry.actor] = []
            found.append(group)
        group.append(entry)
    return found


def _grouped(entries: list[Entry], root: str) -> list[Entry]:
    """Newest first; in one action the root comes first, and objects of a kind stand together as one entry."""
    merged: list[Entry] = []
    for action in _actions(reversed(entries)):
        alike: dict[tuple, list[Entry]] = defaultdict(list)
        for entry in sorted(action, key=lambda e: (e.thing != root, e.thing)):
            alone = entry.names if entry.thing == AccessLog._meta.label_lower else ()
            alike[entry.thing, entry.kind, entry.reason, alone].append(entry)
        merged += [_merge(list(reversed(group)), action[0].at) for group in alike.values()]
    return merged


def _merge(group: list[Entry], at: dt.datetime) -> Entry:
    """Several of a kind as one: what they share is said once, the rest with the name of each."""
    first = group[0]
    names = tuple(dict.fromkeys(name for entry in group for name in entry.names))
    if len(names) < 2:
        changes = tuple(change for entry in group for change in entry.changes)
    elif all(entry.changes == first.changes for entry in group):
        changes = first.changes
    else:
        changes = tuple(
            change._replace(label=f"{entry.names[0]} · {change.label}")
            for entry in group
            for change in entry.changes
        )
    return replace(first, at=at, names=names, changes=changes, is_step=any(entry.is_step for entry in group))
