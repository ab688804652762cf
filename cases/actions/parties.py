"""Workers and employers: each stands once on record, is found before it is made, and is kept up to date."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from cases.actions.conflicts import recheck_cases_of
from cases.actions.person_log import log_look_up, take_look_up
from cases.likeness import may_be_one_passport
from cases.models import Employer, IdentityKind, Worker
from cases.permissions import can_edit_party
from cases.queries.parties import employers_met, stands_elsewhere
from core import clock
from core.audit import lock, record
from core.crypto import keyed_hash
from core.errors import Problem
from core.fields import law_error
from core.names import plain_name, tidy_name
from core.throttle import Throttled
from labour_law.errors import LabourLawError
from labour_law.identifiers import validate_credit_code
from labour_law.identity import identify

WORKER_FIELDS = frozenset(
    [
        "name",
        "id_kind",
        "id_country",
        "id_number",
        "birth_date",
        "sex",
        "phone",
        "phone2",
        "worker_type",
        "relation_type",
        "is_migrant",
        "is_union_member",
        "household",
        "address",
        "zone",
        "bank_name",
        "bank_account",
    ]
)
EMPLOYER_FIELDS = frozenset(
    [
        "name",
        "known_by",
        "credit_code",
        "type",
        "address",
        "legal_representative",
        "legal_representative_title",
        "phone",
    ]
)


@transaction.atomic
def save_worker(
    worker: Worker | None,
    *,
    actor: User,
    office: Office,
    reason: str = "",
    seen_version: int | None = None,
    **data: Any,
) -> Worker:
    """Register a worker, or change what is given in `data` (fields of `WORKER_FIELDS`) of one on record.

    The number is one of the document `id_kind` names, or without one of the kind it tells by itself; where it says
    birth date and sex, it decides them. Nothing is written where nothing changes; where something does,
    the open cases of the worker are checked for conflicts again. Where the ID number is that of somebody on record
    whom the actor may not see, this worker is kept apart by `office`, and the offices that know the person find it
    in their log; beyond the number of look-ups somebody has in an hour it is not told which they are. Raises `Problem`
    at `name` or `id_number` (an ID number is checked, and belongs to one of the workers the actor sees only), or at
    `id_country` where a passport would lose its country, `Changed`, `PermissionDenied`.
    """
    fresh, before = _fill(worker, Worker, WORKER_FIELDS, data, actor, seen_version)
    if not fresh.id_number:
        fresh.id_hash = fresh.kept_by = None
        fresh.id_country = ""
        fresh.id_kind = fresh.id_kind if fresh.id_kind == IdentityKind.NONE else ""
    elif not worker or {"id_number", "id_kind", "id_country", "birth_date", "sex"} & set(data):
        kind = data.get("id_kind", "") if data.get("id_number") else fresh.id_kind
        if kind == IdentityKind.NONE:
            raise Problem(
                {"id_kind": _("A number is given: choose the kind of document, or take the number out.")}
            )
        try:
            said = identify(fresh.id_number, kind, on=clock.today(), country=fresh.id_country)
        except LabourLawError as error:
            raise Problem({"id_number": law_error(error)}) from error
        if before and before["id_country"] and said.kind == IdentityKind.PASSPORT and not said.country:
            message = _("Enter the country that issued the passport: others may have the same number.")
            raise Problem({"id_country": message})
        fresh.id_kind, fresh.id_country, fresh.id_number = said.kind.value, said.country, said.number
        fresh.birth_date, fresh.sex = said.birth_date or fresh.birth_date, said.sex or fresh.sex
        if fresh.id_hash != (id_hash := keyed_hash(said.key)):
            fresh.id_hash = id_hash
            _keep_apart(fresh, actor, office)
    return _write(fresh, before, "id_number", actor, reason)


@transaction.atomic
def save_employer(
    employer: Employer | None, *, actor: User, reason: str = "", seen_version: int | None = None, **data: Any
) -> Employer:
    """Register an employer, or change what is given in `data` (fields of `EMPLOYER_FIELDS`) of one on record.

    Like `save_worker`; the credit code belongs to one employer only. An employer of other offices too is not
    written over in silence (see `_heed_others`). Raises `Problem` at `name` or `credit_code`, or at what is not to
    be written over, `Changed`, `PermissionDenied`.
    """
    fresh, before = _fill(employer, Employer, EMPLOYER_FIELDS, data, actor, seen_version)
    if before:
        _heed_others(fresh, before, actor, reason)
        _heed_namesake(fresh, before)
    if fresh.credit_code:
        try:
            fresh.credit_code = validate_credit_code(fresh.credit_code)
        except LabourLawError as error:
            raise Problem({"credit_code": law_error(error)}) from error
        if other := Employer.objects.filter(credit_code=fresh.credit_code).exclude(pk=fresh.pk).first():
            message = _("This credit code belongs to %(name)s, which is on record already.")
            raise Problem({"credit_code": message % {"name": other.name}})
    else:
        fresh.credit_code = None
    return _write(fresh, before, "credit_code", actor, reason)


def _heed_others(employer: Employer, before: dict[str, Any], actor: User, reason: str) -> None:
    """An employer is one record for all offices, so what stands there is not only the actor's to write over.

    Where it also stands in cases or visits the actor does not see: what was left open may be filled in; the rest is
    corrected with a reason by whoever has met the employer, which each of these cases shows in its record; name and
    credit code, which say who it is, by whoever sees all of them.
    """
    was_open = ("name", "known_by") if before["known_by"] else ()
    written_over = [
        name
        for name, value in before.items()
        if value and name not in was_open and getattr(employer, name) != value
    ]
    if not written_over or not stands_elsewhere(actor, employer.pk):
        return
    has_met = bool(employers_met(actor, [employer.pk]))
    asks = _(
        "On record as “%(value)s”, for other offices too. Leave it, or correct it with a reason in the case."
    )
    closed = _("On record as “%(value)s”, for other offices too. An office above all of them can correct it.")
    problems = {}
    for name in written_over:
        if name in ("name", "credit_code"):
            problems[name] = closed % {"value": before[name]}
        elif not has_met or not reason.strip():
            problems[name] = asks % {"value": before[name]}
    if problems:
        raise Problem(problems)


def _heed_namesake(employer: Employer, before: dict[str, Any]) -> None:
    """An employer whose name becomes known may be on record under it: then the case is to name that one."""
    if not before["known_by"] or employer.known_by:
        return
    named = Employer.objects.filter(known_by="").exclude(pk=employer.pk)
    if named.with_name(employer.name):
        message = _("%(name)s is on record already: choose “Another employer” and enter this name there.")
        raise Problem({"name": message % {"name": employer.name}})


def _keep_apart(worker: Worker, actor: User, office: Office) -> None:
    """See whether somebody else has this ID number: one the actor sees is in the way, of another nothing is told."""
    others = Worker.objects.filter(id_hash=worker.id_hash).exclude(pk=worker.pk)
    ids = {other.pk for other in others}
    seen: Any = Worker.objects.filter(pk__in=ids).visible_to(actor, ids)
    if other := seen.for_office(office).first() if ids else None:
        message = _("This ID number belongs to %(name)s, who is on record already.")
        raise Problem({"id_number": message % {"name": other.name}})
    elsewhere = next((other for other in others if other.kept_by_id is None), None)
    worker.kept_by, worker.elsewhere_told = office if elsewhere else None, True
    if elsewhere:
        worker.elsewhere_told = _counts_as_look_up(actor)
        log_look_up(elsewhere, actor=actor, office=office)


def _counts_as_look_up(actor: User) -> bool:
    """Is the registration of a stranger within what one may look up? What is rolled back tells nothing and counts not."""
    try:
        take_look_up(actor)
    except Throttled:
        return False
    return True


def take_worker(
    *, actor: User, office: Office, reason: str = "", known: int | None = None, **data: Any
) -> Worker:
    """The person whom the data of a visit or an intake at this office name: found on record among those the actor
    may see, or registered now.

    `known` is the worker the page already showed. What is left blank keeps what is on record, and so does a name
    that is only written otherwise. A name that differs from the one under the ID number is a `Problem` at `name` (code `other_name`, params `known`),
    unless the page showed that very person: then it is a correction.
    """
    found = Worker.objects.on_record(
        actor,
        office=office,
        known=known,
        id_number=data.get("id_number", ""),
        id_kind=data.get("id_kind", ""),
        id_country=data.get("id_country", ""),
        name=data["name"],
        phone=data.get("phone", ""),
    )
    if found and found.pk != known and not data.get("id_number"):
        data["name"] = found.name
    if found and found.id_hash and tidy_name(data["name"]) != found.name:
        if not data.get("id_number"):
            raise Problem(
                {
                    "name": _(
                        "This row is %(name)s, who is on record. To correct the name, type the ID number too; "
                        "for another person, remove the row and add a new one."
                    )
                    % {"name": found.name}
                }
            )
        if found.pk != known:
            raise _other_name(found, _("This ID number is on record under the name %(name)s."))
    return save_worker(found, actor=actor, office=office, reason=reason, **_given(data, found))


def fill_from(worker: Worker, other: Worker) -> list[str]:
    """Give a record, unsaved, what it lacks and another of the same person says; the fields that were filled.

    Kind and country of a document come with its number; the country also where it alone is lacking.
    """
    lacks = {name for name in WORKER_FIELDS if getattr(other, name) and not getattr(worker, name)}
    if "id_number" in lacks:
        lacks |= {"id_kind", "id_country"}
    elif not may_be_one_passport(worker, other):
        lacks -= {"id_country"}
    filled = sorted(lacks)
    for name in filled:
        setattr(worker, name, getattr(other, name))
    return filled


def document_hash(worker: Worker) -> str | None:
    """By what the document of a worker is found; None without a number."""
    if not worker.id_number:
        return None
    return keyed_hash(identify(worker.id_number, worker.id_kind, country=worker.id_country).key)


def is_same_person(one: Worker, other: Worker) -> bool:
    """Do two rows of a page mean the same person: one record, one ID number, or one name and telephone?"""
    if one.id_hash and other.id_hash and not may_be_one_passport(one, other):
        return one.id_hash == other.id_hash
    phones = {one.phone, one.phone2} & {other.phone, other.phone2} - {""}
    return one.pk == other.pk or (plain_name(one.name) == plain_name(other.name) and bool(phones))


def take_employer(*, actor: User, reason: str = "", known: int | None = None, **data: Any) -> Employer | None:
    """The employer whom the data name: found on record by code or name, or registered now; None without data.

    `known` is the employer the page already showed. What is left blank keeps what is on record. One that is only
    `known_by` its boss or the like is another than any on record but the one the page showed. Raises `Problem` at
    `name` where several have that name, the code is on record under another one, or neither is given but other data.
    """
    name, code = tidy_name(data.get("name") or ""), data.get("credit_code") or ""
    if not name and not code:
        if any(data.values()):
            raise Problem({"name": _("Enter the name.")})
        return None
    if data.get("known_by"):
        found = list(Employer.objects.filter(pk=known or 0, known_by=data["known_by"], name=name))
    else:
        found = Employer.objects.on_record(actor, known=known, credit_code=code, name=name)
    if len(found) > 1:
        raise Problem({"name": _("Several employers have this name. Choose one, or enter the credit code.")})
    if not found:
        if not name:
            raise Problem({"name": _("No employer with this code is on record. Enter the name.")})
        return save_employer(None, actor=actor, reason=reason, **data)
    employer = found[0]
    if employer.pk != known and not code and plain_name(name) == plain_name(employer.name):
        data["name"] = employer.name
    elif name and name != employer.name and employer.pk != known:
        raise _other_name(employer, _("This credit code is on record under the name %(name)s."))
    return save_employer(employer, actor=actor, reason=reason, **_given(data, employer))


def _other_name(party: Any, message: str) -> Problem:
    text = message + " " + _("Check which is right; if yours is, save again and the record is corrected.")
    params = {"name": party.name, "known": party.pk}
    return Problem({"name": ValidationError(text, code="other_name", params=params)})


def _given(data: dict[str, Any], found: Any) -> dict[str, Any]:
    """What of the data changes somebody found on record: blanks and unticked boxes say nothing."""
    return {key: value for key, value in data.items() if value or not found}


def _fill(
    party: Any, model: Any, names: frozenset[str], data: dict[str, Any], actor: User, seen_version: int | None
) -> tuple[Any, dict[str, Any] | None]:
    """The locked row (or a new one) with the data in it, its name in one spelling; and its values before."""
    if unknown := set(data) - names:
        raise TypeError(f"No such fields: {', '.join(sorted(unknown))}")
    if not can_edit_party(party, actor):
        raise PermissionDenied
    fresh = lock(party, version=seen_version) if party else model()
    before = {name: getattr(fresh, name) for name in names} if party else None
    for name, value in data.items():
        setattr(fresh, name, value)
    fresh.name = tidy_name(fresh.name)
    if not fresh.name:
        raise Problem({"name": _("Enter the name.")})
    return fresh, before


def _write(fresh: Any, before: dict[str, Any] | None, unique: str, actor: User, reason: str) -> Any:
    if before is not None and all(getattr(fresh, name) == value for name, value in before.items()):
        return fresh
    try:
        with transaction.atomic():
            record(fresh, actor=actor, reason=reason)
    except IntegrityError as error:
        raise Problem({unique: _("Somebody else has just registered this number; save again.")}) from error
    if before is not None:
        kind = "worker" if isinstance(fresh, Worker) else "employer"
        recheck_cases_of(actor=actor, reason=reason, **{kind: fresh})
    return fresh
