"""Finding a person or an employer."""

import unicodedata
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import Office, User
from accounts.permissions import has_role_anywhere, office_ids
from cases.queries.by_name import objects_of
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet
from core.crypto import keyed_hash
from core.names import LONGEST, plain_name, tidy_name
from labour_law.errors import LabourLawError
from labour_law.identity import Identity, identify, keys_of, perhaps_keys
from labour_law.phones import is_local, phone_beginning
from labour_law.readings import visible

SHORTEST_PHONE = 5
"""So much of a telephone number, as it is on record, is looked for."""


SEARCHED = ("whole", "part", "core")
"""The kinds of keys a search looks at; the others are for comparing."""


def kinds_searched(key: str) -> tuple[str, ...]:
    """With two Chinese characters and more, also the name of a company from its middle on."""
    return SEARCHED if len(key) < 2 or key.isascii() else (*SEARCHED, "inside")


def named(party: str, text: str) -> Q:
    """Workers or employers (`party`) with a spelling or reading of the name that begins with the text; employers also
    with two characters and more of the name."""
    key = plain_name(text)
    if not key:
        return Q(pk__in=[])
    found = objects_of("NameKey").filter(kind__in=kinds_searched(key), key__begins=key)
    return Q(pk__in=found.filter(**{f"{party}__isnull": False}).values(party))


PHONES = {"worker": ("phone", "phone2"), "employer": ("phone",)}


def has_phone(party: str, beginning: str) -> Q:
    """Workers or employers (`party`) with a number that begins so (`phone_beginning`), with or without its area code."""
    if not is_local(beginning):
        return Q(*((f"{field}__begins", beginning) for field in PHONES[party]), _connector=Q.OR)
    is_todays = Q(*((f"{party}__{field}__contains", beginning) for field in PHONES[party]), _connector=Q.OR)
    of_party = {f"{party}__isnull": False}
    keys = objects_of("NameKey").filter(is_todays, **of_party, kind="local", key__begins=beginning)
    return Q(pk__in=keys.values(party))


def has_document(text: str) -> Q:
    """Workers whose document has this number, of whichever kind."""
    return Q(id_hash__in=[keyed_hash(key) for key in sorted(keys_of(text))])


def knowing_offices(workers: Iterable[Any]) -> dict[int, Any]:
    """Id of each worker → the office that knows him: of the latest case, else of the latest visit. Two queries."""
    ids = [worker.pk for worker in workers]
    if not ids:
        return {}
    found = {}
    visits = objects_of("VisitWorker").filter(worker__in=ids)
    for attendance in visits.select_related("visit__office").order_by("visit__visited_on", "pk"):
        found[attendance.worker_id] = attendance.visit.office
    claimants = objects_of("Claimant").filter(worker__in=ids)
    for claimant in claimants.select_related("case__office").order_by("case__opened_on", "pk"):
        found[claimant.worker_id] = claimant.case.office
    return found


def shared_elsewhere(workers: Iterable[Any]) -> dict[int, Any]:
    """Id of each of the workers that stands apart from a shared record of the person → an office that knows that one.

    No query where none stands apart, else three.
    """
    apart = [worker for worker in workers if worker.kept_by_id and worker.id_hash]
    if not apart:
        return {}
    shared = list(type(apart[0]).objects.shared().filter(id_hash__in={worker.id_hash for worker in apart}))
    offices = knowing_offices(shared)
    known = {worker.id_hash: offices[worker.pk] for worker in shared if worker.pk in offices}
    return {worker.pk: known[worker.id_hash] for worker in apart if worker.id_hash in known}


def employers_met(user: User, ids: Iterable[int]) -> set[int]:
    """Which of the employers with these ids stand in a case or a visit the user sees. Two queries."""
    found: set[int] = set()
    for rows, paths in _standing(ids):
        found |= {pk for row in rows.visible_to(user).values_list(*paths) for pk in row}
    return found & set(ids)


def stands_elsewhere(user: User, employer_id: int) -> bool:
    """Does the employer stand in a case or a visit the user does not see?"""
    return any(
        rows.exclude(pk__in=rows.visible_to(user).order_by().values("pk")).exists()
        for rows, _paths in _standing([employer_id])
    )


def _standing(ids: Iterable[int]) -> list[tuple[Any, tuple[str, ...]]]:
    """The cases and the visits of these employers, and where the employer stands there."""
    ids = list(ids)
    case, visit = objects_of("Case"), objects_of("Visit")
    return [
        (
            case.filter(Q(employer__in=ids) | Q(co_respondents__employer__in=ids)),
            ("employer", "co_respondents__employer"),
        ),
        (visit.filter(employer__in=ids), ("employer",)),
    ]


class WorkerQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, ids: Collection[int] | None = None) -> QuerySet:
        """Workers seen at a visit to, or in a case of, what the user sees. Of few that are known by their `ids`, only
        the own cases and visits are looked at."""
        of_these = {} if ids is None else {"worker__in": ids}
        claimants = objects_of("Claimant").filter(case_scope(user, "case__"), **of_these)
        seen = Q(pk__in=claimants.values("worker"))
        if offices := office_ids(user):
            attendances = objects_of("VisitWorker").filter(visit__office__in=offices, **of_these)
            seen |= Q(pk__in=attendances.values("worker"))
        return self.filter(seen)

    def with_document(self, document: Identity) -> QuerySet:
        """The records of the person with this document, whoever keeps them."""
        return self.filter(id_hash=keyed_hash(document.key))

    def perhaps_with_passport(self, number: str, country: str) -> QuerySet:
        """The record of whoever has a passport of this number of which no country is on record."""
        return self.filter(id_hash__in=[keyed_hash(key) for key in perhaps_keys(number, country)])

    def shared(self) -> QuerySet:
        """The one record of each person, without those kept apart."""
        return self.filter(kept_by=None)

    def for_office(self, office: Office | None) -> QuerySet:
        """What an office takes up: the record it keeps apart, before the shared one; never one another keeps apart."""
        own = Q(kept_by=None) if office is None else Q(kept_by=None) | Q(kept_by=office)
        return self.filter(own).order_by(F("kept_by").asc(nulls_last=True), "pk")

    def on_record(
        self,
        user: User,
        *,
        office: Office | None,
        known: int | None = None,
        id_number: str = "",
        id_kind: str = "",
        id_country: str = "",
        name: str = "",
        phone: str = "",
    ) -> Any:
        """The one worker these data mean at this office, among those the user may see; or None. What another office
        keeps apart means nobody here, also for who sees both: shared, it is shared with that office alone.

        By the document (checked before), then by who the page showed (`known`), then by the same phone and name,
        however that is written. An ID number never means a worker on record with another one; a passport of which no country is on record, only
        one the page showed.
        """
        said = None
        with suppress(LabourLawError):  # a number that is wrong means nobody; whoever saves it is told
            said = identify(id_number, id_kind, country=id_country) if id_number else None
        number = keyed_hash(said.key) if said else ""
        ways = [Q(pk=known or 0)]
        if name and phone:
            ways += [Q(phone=phone), Q(phone2__range=(phone, phone))]
        if number:
            ways.append(Q(id_hash=number))
        # Each by its own index. Hardly anybody has a second telephone, so that SQLite thinks every row has the one asked
        # for and reads the whole table, unless it is asked for a range.
        columns = ("pk", "id_hash", "name", "phone", "phone2")
        told = [self.filter(way).order_by().values_list(*columns) for way in ways]
        ids, same = set(), set()
        for pk, id_hash, theirs, *phones in told[0].union(*told[1:]):
            if name and phone and phone in phones and plain_name(theirs) == plain_name(name):
                same.add(pk)
            if pk in same or pk == known or (number and id_hash == number):
                ids.add(pk)
        if not ids:
            return None
        seen: Any = self.filter(pk__in=ids).visible_to(user, ids).for_office(office)  # type: ignore[attr-defined]
        if said and (found := seen.with_document(said).first()):
            return found
        rest = seen.filter(id_hash=None) if id_number else seen
        shown = rest | seen.perhaps_with_passport(id_number, id_country) if id_country else rest
        if known and (found := shown.filter(pk=known).first()):
            return found
        return rest.filter(pk__in=same).order_by("pk").first()

    def matching(self, text: str) -> QuerySet:
        """By the beginning of a name, of a part of it or of how it is read, by phone or by document, from indexes."""
        document, phone = has_document(text), phone_beginning(text)
        if len(phone) >= SHORTEST_PHONE:
            return self.filter(has_phone("worker", phone) | document)
        return self.filter(named("worker", text) | document)


class EmployerQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Employers are public bodies: staff who take cases see all; a lawyer sees those who answer in the own cases."""
        if has_role_anywhere(user, ("clerk", "reviewer", "supervisor", "auditor")):
            return self
        cases = objects_of("Case").filter(case_scope(user))
        respondents = objects_of("CoRespondent").filter(case_scope(user, "case__"), is_active=True)
        return self.filter(Q(pk__in=cases.values("employer")) | Q(pk__in=respondents.values("employer")))

    def with_name(self, name: str) -> list[Any]:
        """Those whose present name this is, however it is written."""
        if not (plain := plain_name(name)):
            return list(self.filter(name=tidy_name(name)).order_by("pk")) if name else []
        keys = objects_of("NameKey").filter(kind="whole", key=plain[:LONGEST], employer__isnull=False)
        found: list[Any] = list(self.filter(pk__in=keys.values("employer")).order_by("pk"))
        return [employer for employer in found if plain_name(employer.name) == plain]

    def on_record(
        self, user: User, *, known: int | None = None, credit_code: str = "", name: str = ""
    ) -> list:
        """The employers these data may mean: by credit code, else by the whole name, however written (`known` is the one of that
        name the page showed). A credit code never means an employer on record with another one, nor one without
        any whom only others have met: they did not say that it is the same. Nor does a name mean one that is only
        known by its boss or its signboard, unless the page showed that one.
        """
        if credit_code and (found := list(self.filter(credit_code=credit_code))):
            return found
        named = [one for one in self.with_name(name) if not one.known_by or one.pk == known]
        if credit_code:
            open_ones = {employer.pk for employer in named if not employer.credit_code}
            met = employers_met(user, open_ones)
            named = [employer for employer in named if employer.pk in met]
        return [employer for employer in named if employer.pk == known] or named

    def matching(self, text: str) -> QuerySet:
        """By credit code or telephone, the beginning of the name or of its pinyin, or two characters and more of the
        name.
        """
        text = visible(unicodedata.normalize("NFKC", text)).strip()
        phone = phone_beginning(text)
        by_phone = has_phone("employer", phone) if len(phone) >= SHORTEST_PHONE else Q()
        if text.isascii():
            return self.filter(by_phone | Q(credit_code__begins=text.upper()) | named("employer", text))
        return self.filter(named("employer", text))


class EmployerLinkQuerySet(AuditedQuerySet):
    def of(self, employers: Iterable[int]) -> QuerySet:
        """The links that hold, from and to the employers with these ids, both ends read along."""
        ids = list(employers)
        ends = Q(employer__in=ids) | Q(related__in=ids)
        return self.filter(ends, is_active=True).select_related("employer", "related").order_by("pk")
