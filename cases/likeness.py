"""How alike two people or two employers are, and what says so. Reads keys that were fetched with the parties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from cases.models import Employer, Evidence, Grade, IdentityKind, NameKey, NameKeyKind, Worker
from core.company_names import core_of, core_sound, short_forms
from core.crypto import keyed_hash
from core.names import pinyin_key, plain_name
from labour_law.identity import perhaps_keys
from lawyers.models import Firm, Lawyer

HIT, LIKELY, MAYBE = GRADES = tuple(Grade.values)
E, K = Evidence, NameKeyKind
COMPARED = (K.WHOLE, K.SOUND, K.CORE, K.LEADER, K.LED_BY)
"""The keys a comparison reads."""

REMEMBERED = 20_000
"""So many clients of firms are kept with what they are compared by."""


class Likeness(NamedTuple):
    """How sure it is that two are the same, and why."""

    grade: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Person:
    """A person in whatever role: present and former names in their plain form, how they are read, telephones."""

    names: frozenset[str]
    sounds: frozenset[str]
    phones: frozenset[str]
    present: frozenset[str]


def phones_of(person: object) -> frozenset[str]:
    """The telephone numbers of a person, without blanks."""
    return frozenset({getattr(person, name, "") for name in ("phone", "phone2")} - {""})


def may_be_one_passport(one: Worker, other: Worker) -> bool:
    """Have both a passport of one number, of which the record does not always say who issued it?"""
    return (
        one.id_kind == other.id_kind == IdentityKind.PASSPORT
        and one.id_number == other.id_number
        and not (one.id_country and other.id_country)
    )


def have_two_documents(one: Worker, other: Worker) -> bool:
    """Are they told apart by their documents? Whoever has a passport may have a card too."""
    if not one.id_hash or not other.id_hash or one.id_hash == other.id_hash:
        return False
    passport_and_card = (one.id_kind == IdentityKind.PASSPORT) != (other.id_kind == IdentityKind.PASSPORT)
    return not passport_and_card and not may_be_one_passport(one, other)


def perhaps_hashes(worker: Worker) -> set[str]:
    """Under what else than its hash the passport of a worker may be on record."""
    if worker.id_kind != IdentityKind.PASSPORT or not worker.id_number:
        return set()
    return {keyed_hash(key) for key in perhaps_keys(worker.id_number, worker.id_country)}


def keys_of(party: Worker | Employer, *kinds: NameKeyKind) -> frozenset[str]:
    """The keys of these kinds among those fetched with the party."""
    return frozenset(key.key for key in party.keys.all() if key.kind in kinds)


def some(*texts: str) -> frozenset[str]:
    """Those of the texts that are not empty."""
    return frozenset(filter(None, texts))


def person(name: str, phones: Iterable[str] = (), former: Iterable[str] = ()) -> Person:
    """Somebody known by one name, and by the names borne before."""
    borne = {name, *former}
    return Person(
        some(*map(plain_name, borne)),
        some(*(pinyin_key(one, person=True) for one in borne)),
        frozenset(phones),
        some(plain_name(name)),
    )


def names_borne(rows: Sequence[User | Lawyer | Firm]) -> dict[int, set[str]]:
    """Id → every name these rows of one model have borne, as their history tells, in one query."""
    borne: dict[int, set[str]] = {row.pk: {row.name} for row in rows}
    if rows:
        # Of `request.user`, which is lazy, `type()` is no model.
        told = rows[0].__class__.history.filter(id__in=list(borne)).order_by()
        for pk, name in told.values_list("id", "name").distinct():
            borne[pk].add(name)
    return borne


def user_as(user: User) -> Person:
    """Somebody who signs in, present and former names."""
    return person(user.name, phones_of(user), names_borne([user])[user.pk])


def worker_as(worker: Worker) -> Person:
    """A worker, present and former names."""
    return Person(
        keys_of(worker, K.WHOLE), keys_of(worker, K.SOUND), phones_of(worker), some(plain_name(worker.name))
    )


def leader_of(employer: Employer) -> Person:
    """Whoever leads the employer, or led it; the employer itself where it is a person."""
    return Person(
        keys_of(employer, K.LEADER, K.WHOLE),
        keys_of(employer, K.LED_BY, K.SOUND),
        phones_of(employer),
        some(plain_name(employer.legal_representative), plain_name(employer.name)),
    )


def same_person(one: Person, other: Person) -> Likeness | None:
    """By name and telephone; the name alone is a maybe, one that only sounds the same counts with the telephone."""
    phone = (E.PHONE,) if one.phones & other.phones else ()
    if shared := one.names & other.names:
        return Likeness(HIT if phone else MAYBE, (E.NAME, *_former(one, other, shared), *phone))
    if phone and one.sounds & other.sounds:
        return Likeness(LIKELY, (E.SOUND, *phone))
    return None


@dataclass(frozen=True)
class Company:
    """An employer or a client of a firm: code, present and former names, cores and how they are read."""

    code: str
    names: frozenset[str]
    cores: frozenset[str]
    sounds: frozenset[str]
    present: frozenset[str]


@lru_cache(REMEMBERED)
def company(name: str, code: str = "", former: frozenset[str] = frozenset()) -> Company:
    """A company known by one name and those it bore before, such as each client of each firm whenever a case is offered."""
    borne = {name, *former}
    return Company(
        code,
        some(*map(plain_name, borne)),
        some(*map(core_of, borne)),
        some(*map(core_sound, borne)),
        some(plain_name(name)),
    )


def employer_as(employer: Employer) -> Company:
    """An employer on record, present and former names."""
    return Company(
        employer.credit_code or "",
        keys_of(employer, K.WHOLE),
        keys_of(employer, K.CORE),
        keys_of(employer, K.SOUND),
        some(plain_name(employer.name)),
    )


def same_company(one: Company, other: Company) -> Likeness | None:
    """By code, by name, by what is left of it without place, legal form and branch, by sound, by a short form."""
    if one.code and one.code == other.code:
        return Likeness(HIT, (E.CODE,))
    apart = bool(one.code and other.code)
    if shared := one.names & other.names:
        return Likeness(LIKELY if apart else HIT, (E.NAME, *_former(one, other, shared)))
    if one.cores & other.cores:
        return Likeness(MAYBE if apart else LIKELY, (E.CORE,))
    if one.sounds & other.sounds:
        return Likeness(MAYBE, (E.SOUND,))
    if _is_short_form(one.cores, other.cores) or _is_short_form(other.cores, one.cores):
        return Likeness(MAYBE, (E.SHORT,))
    return None


def _former(one: Person | Company, other: Person | Company, shared: frozenset[str]) -> tuple[Evidence, ...]:
    """Says so where a name they share is not the present one of both."""
    return () if one.present & shared and other.present & shared else (E.FORMER,)


def _is_short_form(shorter: Iterable[str], longer: Iterable[str]) -> bool:
    wanted = set(shorter)
    return any(form in wanted for core in longer for form in short_forms(core))


def weaker(likeness: Likeness, grade: str) -> Likeness:
    """The same evidence, at most of this grade."""
    worst = max(GRADES.index(likeness.grade), GRADES.index(grade))
    return Likeness(GRADES[worst], likeness.evidence)


def compared_keys() -> QuerySet[NameKey]:
    """What to fetch with the parties that are compared."""
    return NameKey.objects.filter(kind__in=COMPARED)
