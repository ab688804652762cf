"""The conflict check of a case: run, run again when a party changes, and explained."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions.people import when_person_changes
from accounts.models import User
from cases.conflicts import Hit, find_conflicts, with_parties
from cases.models import Case, ConflictCheck, Employer, EmployerLink, Worker
from cases.permissions import can_handle_or_decide
from cases.recusal import refuse_party
from cases.workflow import ENDED
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem


@transaction.atomic
def check_conflicts(case: Case, *, actor: User, reason: str = "") -> ConflictCheck:
    """Hold all parties of the case against all others and put the result on record.

    An explanation given before stands as long as nothing is found that it did not cover. Asks no permission:
    it runs by itself after every change of a party, whoever made it. Locks nothing: a check that a change
    overtakes is out of date by its `parties_key`.
    """
    return _check(with_parties(case), actor=actor, reason=reason)


@transaction.atomic
def recheck_cases_of(
    *,
    actor: User,
    worker: Worker | None = None,
    employer: Employer | None = None,
    reason: str = "",
) -> list[ConflictCheck]:
    """`recheck` the cases in which that worker or employer stands, or only one linked to the employer."""
    stands = Q(pk__in=[])
    if worker:
        stands |= Q(claimants__worker=worker)
    if employer:
        links = EmployerLink.objects.of([employer.pk])
        near = {employer.pk, *(pk for link in links for pk in (link.employer_id, link.related_id))}
        stands |= Q(employer__in=near) | Q(co_respondents__employer__in=near)
    return recheck(Case.objects.filter(stands), actor=actor, reason=reason)


@when_person_changes
def recheck_cases_handled_by(user: User, actor: User, reason: str) -> list[ConflictCheck]:
    """`recheck` the cases whose handler bears another name or has another phone now."""
    return recheck(Case.objects.filter(handler=user), actor=actor, reason=reason)


@transaction.atomic
def recheck(
    cases: QuerySet[Case], *, actor: User, reason: str = "", others: bool = True
) -> list[ConflictCheck]:
    """Run the check again for those of the cases that have not ended; the new checks.

    A check whose parties and findings are still the same stays the newest.
    """
    checks = []
    for found in cases.exclude(state__in=ENDED).distinct().order_by("pk"):
        case = with_parties(found)
        last = case.conflict_checks.first()
        if not last or last.parties_key != case.parties_key() or last.hits != find_conflicts(case):
            checks.append(_check(case, actor=actor, reason=reason, others=others))
    return checks


@transaction.atomic
def explain_conflict(check: ConflictCheck, *, actor: User, reason: str) -> ConflictCheck:
    """Say why the case may go on in spite of what was found. Only the newest check of a case counts.

    Whoever is a party does not explain it.
    """
    if not can_handle_or_decide(check.case, actor):
        raise PermissionDenied
    case = lock(check.case)
    fresh = lock(check)
    if case.conflict_checks.first() != fresh:
        raise Changed(_("The parties were checked again meanwhile; look at the newest result."))
    if not fresh.hits:
        raise Problem(_("Nothing was found that needs an explanation."))
    if not reason.strip():
        raise Problem({"reason": _("Say why the case may go on.")})
    refuse_party(case, actor, reason=reason, field="reason")
    fresh.explained = reason.strip()
    return record(fresh, actor=actor, reason=reason.strip())


def _check(case: Case, *, actor: User, reason: str, others: bool = True) -> ConflictCheck:
    """Check, and check anew the cases that this one was or now is found against: every rule holds both ways."""
    hits = find_conflicts(case)
    last = case.conflict_checks.first()
    known = {_said(hit) for hit in last.hits} if last else set()
    covered = last is not None and all(_said(hit) in known for hit in hits)
    check = ConflictCheck(
        case=case,
        ran_at=clock.now(),
        parties_key=case.parties_key(),
        hits=hits,
        explained=last.explained if last and hits and covered else "",
    )
    record(check, actor=actor, reason=reason)
    if others:
        named = {hit["case"] for hit in [*hits, *(last.hits if last else ())]} - {""}
        recheck(_cases_named(named), actor=actor, reason=reason, others=False)
    return check


def _said(hit: Hit) -> tuple[str, ...]:
    """What an explanation answers: who is found against whom, where; not how sure it is."""
    return hit["rule"], hit["party"], hit["other"], hit["case"]


def _cases_named(numbers: set[str]) -> QuerySet[Case]:
    """The cases hits name, by their number or, as long as they have none, by their id."""
    drafts = [int(number) for number in numbers if number.isdecimal()]
    return Case.objects.filter(Q(number__in=numbers) | Q(number=None, pk__in=drafts))
