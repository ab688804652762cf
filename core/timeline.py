"""What happened, read back from the history: who changed what from what to what, when and why.

`read` merges the history of any number of audited models. It costs one query for each of them and one for each
model whose names it shows, whatever the number of rows.

Each entry is told in a sentence: in the words of the step (`told` of `core.fsm.step`), else in those the model has in
`TOLD`, by "added" or the field that changed and has a value now (in `TOLD_AGAIN` where it is back at the value it begins
with), else plainly. `%(who)s`, `%(what)s` and `%(names)s`
stand for whom and what it is about, any field for its value after. Of what was done in one act, that is told last which
another act of the program brings about by itself: `FOLLOWS` of a model names it, "added" or the fields that change.
`BY_PROGRAM` names fields in which the program gives reasons by itself.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.audit import Audited, as_read
from core.crypto import EncryptedJSONField, EncryptedTextField
from core.days import written_day, written_moment
from core.fsm import FSMField, told_of
from core.models import ACCESS_TOLD, Access, AccessLog
from labour_law.identifiers import mask_id
from labour_law.phones import mask_phone

if TYPE_CHECKING:
    from accounts.models import User

NAMED = 3
"""How many names or fields a sentence lists."""
QUOTED = 40
"""A value longer than this stands in the changes only."""
PLACES = re.compile(r"%\((\w+)\)s")

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
    """One field: its label, its value before and after as a reader sees them, and in which language if not his."""

    label: str
    before: str
    after: str
    lang: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing that happened to one object, or to several of a kind in one act.

    `label` says what kind of thing it is (Claimant), `names` which ones (周建国), `kind` is "created", "changed" or
    an `Access`, `thing` the model; `is_step` tells that a workflow moved on. `words` are those of the sentence, with
    `values` for their places; `fields` are the labels of what changed. Of one act the lowest `rank` is told first.
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
    words: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    rank: tuple[int, bool, int] = (0, False, 0)

    @property
    def what(self) -> str:
        """The kind of thing and its names: Claimant 周建国."""
        return " ".join(part for part in (self.label, pgettext("list", ", ").join(self.names)) if part)

    @property
    def sentence(self) -> str:
        """Who did what: 沈丽核定到账 5,472.00 元."""
        names = _few(self.names)
        what = " ".join(part for part in (_inline(self.label), names) if part)
        who = str(self.actor) if self.actor else _("System")
        fields = _few(tuple(_inline(label) for label in self.fields))
        after = self.changes[0].after if self.changes else ""
        values = {**self.values, "who": who, "what": what, "names": names, "fields": fields, "after": after}
        return (self.words or self._plain_words()) % values

    def _plain_words(self) -> str:
        if self.kind == "created":
            return _("%(who)s added the %(what)s")
        if not self.changes:
            return _("%(who)s gave a reason about the %(what)s")
        befores, afters = ({change[place] for change in self.changes} for place in (1, 2))
        if afters == {""}:
            return _("%(who)s cleared the %(fields)s of the %(what)s")
        if len(self.fields) > 1 or len(afters) > 1 or len(self.changes[0].after) > QUOTED:
            return _("%(who)s changed the %(fields)s of the %(what)s")
        if befores == {""}:
            return _("%(who)s entered the %(fields)s of the %(what)s: %(after)s")
        return _("%(who)s changed the %(fields)s of the %(what)s to %(after)s")


@dataclass(frozen=True)
class Act:
    """What one person did at one moment."""

    at: dt.datetime
    actor: "User | None"
    entries: list[Entry]

    @cached_property
    def sentences(self) -> list[str]:
        """The act in a sentence, and each further step the person took with it."""
        first, *others = sorted(self.entries, key=lambda entry: (entry.actor != self.actor, entry.rank))
        steps = [entry for entry in others if entry.is_step and entry.actor == self.actor]
        return [entry.sentence for entry in (first, *steps)]

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

    @cached_property
    def details(self) -> list[Entry]:
        """The entries that say more than the sentences."""
        return [entry for entry in self.entries if entry.changes or entry.sentence not in self.sentences]


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

    def words(self, before: dict[str, Any] | None, after: dict[str, Any]) -> str:
        """How the step, or else the model, tells of this change; "" where it leaves that to the plain words."""
        told = getattr(self.model, "TOLD", {})
        if before is None:
            return str(told.get("added", ""))
        state = self.state
        if state and before[state] != after[state]:
            return str(told_of(self.model, before[state], after[state]))
        again = getattr(self.model, "TOLD_AGAIN", {})
        by_name = {f.name: f for f in self.fields}
        for name in filter(by_name.__contains__, told):
            attname, value = by_name[name].attname, after[by_name[name].attname]
            if before[attname] != value and _says(value):
                is_back = name in again and value == by_name[name].get_default()
                return str(again[name] if is_back else told[name])
        return ""

    def follows(self, before: dict[str, Any] | None, after: dict[str, Any]) -> bool:
        """Is all of this change what another act brings about by itself (`FOLLOWS` of the model)?"""
        if before is None:
            changed = {"added"}
        else:
            changed = {f.name for f in self.fields if before[f.attname] != after[f.attname]}
        return bool(changed) and changed <= getattr(self.model, "FOLLOWS", frozenset())

    @cached_property
    def state(self) -> str:
        """The field a workflow moves on, where the model has one."""
        return next((f.name for f in self.fields if isinstance(f, FSMField)), "")


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
                for link in self.links_to_root(model):
                    setattr(obj, link, self.root)
                found[model, obj.pk] = obj
        return found

    def links_to_root(self, model: type[models.Model]) -> list[str]:
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
                reason=log.reason_read,
                address=log.address,
                thing=AccessLog._meta.label_lower,
                words=str(ACCESS_TOLD[Access(log.kind)]),
            )
        )
    return _grouped(entries, type(root)._meta.label_lower)


def acts(entries: Iterable[Entry]) -> list[Act]:
    """The entries in their order, gathered by what one person did at one moment (`core.audit.one_act`).

    What the program did by itself at that moment belongs to the act of the one person it followed from.
    """
    entries = list(entries)
    people: dict[dt.datetime, set[Any]] = defaultdict(set)
    for entry in entries:
        if _is_person(entry.actor):
            people[entry.at].add(entry.actor)
    gathered: dict[tuple[dt.datetime, Any], list[Entry]] = defaultdict(list)
    for entry in entries:
        by, others = entry.actor, people[entry.at]
        if not _is_person(by) and len(others) == 1:
            (by,) = others
        gathered[entry.at, by].append(entry)
    return [Act(at, actor, together) for (at, actor), together in gathered.items()]


def _is_person(actor: "User | None") -> bool:
    return actor is not None and not actor.is_system


def _entries(source: Source, rows: list[dict[str, Any]], names: Names, users: Any) -> Iterator[Entry]:
    """Neighbouring rows of each object, compared pair by pair."""
    meta = source.model._meta
    shown = {f.name: f for f in source.fields}
    for pk, versions in groupby(rows, key=lambda row: row["id"]):
        before: dict[str, Any] | None = None
        for row in versions:
            changed = list(_changes(source.fields, before, row, names))
            words, is_new = source.words(before, row), before is None
            follows = source.follows(before, row)
            is_step = before is not None and bool(source.state) and before[source.state] != row[source.state]
            before = row
            if not source.is_shown(row["history_date"]) or not (
                is_new or changed or row["history_change_reason"]
            ):
                continue
            name = "" if source.model is type(names.root) else names.of(source.model, pk)
            places = [shown[place] for place in PLACES.findall(words) if place in shown]
            yield Entry(
                at=row["history_date"],
                actor=names.found.get((users, row["history_user_id"])),
                label=str(meta.verbose_name),
                kind="created" if is_new else "changed",
                names=(name,) if name else (),
                reason=as_read(row["history_change_reason"] or ""),
                address=row["from_address"],
                changes=tuple(changed),
                thing=meta.label_lower,
                is_step=is_step,
                words=words,
                values={each.name: _value(each, row[each.attname], names) for each in places},
                fields=tuple(change.label for change in changed),
                rank=_rank(source, names, is_step=is_step, is_new=is_new, follows=follows),
            )


@cache
def _height() -> dict[type[models.Model], int]:
    """Where each model stands: those of the apps above first, in an app as they are written down."""
    return {model: place for place, model in enumerate(apps.get_models())}


def _rank(
    source: Source, names: Names, *, is_step: bool, is_new: bool, follows: bool
) -> tuple[int, bool, int]:
    """What an act is told by: the root it began, else a step, what is new, a change; last what follows by itself.
    Of these what is part of the root, and what stands above, since the rest follows from it."""
    is_root = source.model is type(names.root)
    if follows:
        order = 4
    else:
        order = 0 if is_root and is_new else 1 if is_step else 2 if is_new else 3
    return order, not (is_root or names.links_to_root(source.model)), _height()[source.model]


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
            lang = "en" if each.name == "en" else ""
            yield Change(str(each.verbose_name), *_shown(each, old, new, names), lang)


def _says(value: Any) -> bool:
    """Is it a value, and not a blank or an unticked box? A sum of nothing is one."""
    return value is not None and value is not False and value != ""


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
    return as_read(str(value)) if each.name in getattr(each.model, "BY_PROGRAM", ()) else str(value)


def _grouped(entries: list[Entry], root: str) -> list[Entry]:
    """Newest first; at one moment the root comes first, and objects of a kind stand together as one entry."""
    alike: dict[tuple, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda e: (e.thing != root, e.thing)):
        alone = entry.names if entry.thing == AccessLog._meta.label_lower else ()
        alike[entry.at, entry.actor, entry.thing, entry.kind, entry.reason, entry.words, alone].append(entry)
    return sorted((_merge(group) for group in alike.values()), key=lambda e: e.at, reverse=True)


def _merge(group: list[Entry]) -> Entry:
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
    values = {
        name: _few(tuple(dict.fromkeys(entry.values[name] for entry in group))) for name in first.values
    }
    fields = tuple(dict.fromkeys(label for entry in group for label in entry.fields))
    return replace(first, names=names, changes=changes, values=values, fields=fields)


def _few(names: tuple[str, ...]) -> str:
    """The first of them, and that there are more."""
    listed = pgettext("list", ", ").join(names[:NAMED])
    return listed if len(names) <= NAMED else _("%(names)s and others") % {"names": listed}


def _inline(label: str) -> str:
    """A label within a sentence: lower case, but for an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
