"""Offers to lawyers: made, answered, run out, taken back, replaced.

The case is always locked before the assignment, so that two people at once wait for each other and never block
each other.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assignments.conflicts import firm_conflicts
from assignments.models import Assignment
from assignments.states import AssignmentState, DeclineCode
from cases.actions.conflicts import check_conflicts, recheck
from cases.actions.deadlines import open_deadline, settle_deadlines
from cases.actions.split import takes_along, values_of
from cases.actions.steps import take_step, when_ended
from cases.models import Case, ConflictCheck
from cases.permissions import can_handle
from cases.workflow import IN_HAND, CaseState, is_check_current
from core import clock
from core.audit import Reason, lock, record
from core.errors import Changed, Problem
from core.fsm import perform
from lawyers.models import Firm, Lawyer
from lawyers.permissions import lawyer_of

NO_ANSWER = Reason(gettext_lazy("No answer in time."))
CASE_ENDED = Reason(gettext_lazy("The case ended."))
ACCEPTED = Reason(gettext_lazy("A lawyer accepted the case."))
LEADS = Reason(gettext_lazy("Leads because nobody else does."))

ALONG_FIELDS = (
    "state",
    "firm",
    "lawyer",
    "is_lead",
    "offered_by",
    "offered_at",
    "expires_at",
    "conflict_declared_at",
    "conflict_declared_by",
    "declared_key",
    "answered_at",
)
ANSWERS = ("declare_no_conflict", "accept", "decline")
Data = dict[str, Any]


@transaction.atomic
def offer(
    case: Case,
    *,
    firm: Firm,
    expires_at: dt.datetime,
    actor: User,
    lawyer: Lawyer | None = None,
    is_lead: bool = False,
    message: str = "",
    reason: str = "",
) -> Assignment:
    """Offer the case to a lawyer, or to a firm whose coordinator then names one.

    Offers of the case whose time has run out expire first. A firm the conflict check speaks against is asked
    only with a reason. Raises `Problem` at the field that is wrong.
    """
    if not can_handle(case, actor):
        raise PermissionDenied
    case = lock(case)
    _refuse_unchecked(case)
    return _offer(case, firm, lawyer, is_lead, expires_at, message, actor, reason)


def _refuse_unchecked(case: Case) -> None:
    if not is_check_current(case):
        raise Problem(_("A party changed since the conflict check: check again on the page of the case."))


def _offer(
    case: Case,
    firm: Firm,
    lawyer: Lawyer | None,
    is_lead: bool,
    expires_at: dt.datetime,
    message: str,
    actor: User,
    reason: str,
) -> Assignment:
    if case.state not in IN_HAND:
        raise Problem(_("Only an accepted case that has not ended is offered to a lawyer."))
    for unanswered in case.assignments.offered():
        expire_if_due(unanswered)
    _refuse_unfit(case, firm, lawyer)
    if expires_at <= clock.now():
        raise Problem({"expires_at": _("The time to answer has passed already.")})
    if is_lead and case.assignments.live().filter(is_lead=True).exists():
        raise Problem({"is_lead": _("Another lawyer leads the case, or has been asked to.")})
    if firm_conflicts(case, firm) and not reason.strip():
        raise Problem({"reason": _("The check found a conflict of this firm: say why it may be asked.")})
    assignment = Assignment(
        case=case,
        firm=firm,
        lawyer=lawyer,
        is_lead=is_lead,
        offered_by=actor,
        expires_at=expires_at,
        message=message.strip(),
    )
    record(assignment, actor=actor, reason=reason)
    check_conflicts(case, actor=actor)
    return assignment


def _refuse_unfit(case: Case, firm: Firm, lawyer: Lawyer | None) -> None:
    """The firm serves the office, the lawyer belongs to it, nobody is asked twice, and somebody can answer."""
    if not firm.is_active or not Firm.objects.serving([case.office_id]).filter(pk=firm.pk).exists():
        raise Problem({"firm": _("This firm does not take cases of this office.")})
    if lawyer and (lawyer.firm_id != firm.pk or not lawyer.is_active):
        raise Problem({"lawyer": _("This lawyer does not take cases for this firm.")})
    answering = Q(is_coordinator=True) | Q(pk=lawyer.pk if lawyer else None)
    if not firm.lawyers.filter(answering, is_active=True, user__is_active=True).exists():
        raise Problem({"lawyer": _("Nobody there can sign in to answer: choose a lawyer who can.")})
    live = case.assignments.live()
    if lawyer and live.filter(lawyer=lawyer).exists():
        raise Problem({"lawyer": _("This lawyer has been asked already, or acts in the case.")})
    if lawyer is None and live.filter(firm=firm, lawyer=None).exists():
        raise Problem({"lawyer": _("This firm has been asked already.")})


def take_assignment_step(
    assignment: Assignment,
    name: str,
    *,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
    **data: Any,
) -> Assignment:
    """Take a step of an offer, with all that follows from it for the case.

    `accept` takes `lawyer` (a coordinator chooses; else the one who was asked), `decline` takes `code`, `replace`
    takes `firm`, `lawyer`, `expires_at` and `message` of the next offer, or none of them. An offer whose time has
    run out expires first. Raises `Changed`, `Blocked`, `Problem` or `PermissionDenied`.
    """
    if name in ANSWERS and expire_if_due(assignment):
        raise Changed(_("The time to answer had run out; the offer has expired."))
    with transaction.atomic():
        case = lock(assignment.case)
        before = lock(assignment, version=seen_version)
        if name == "replace" and data.get("firm"):
            with _of_the_next():
                _refuse_unchecked(case)
        taken = perform(
            before, name, actor=actor, reason=reason, **_data(case, before, name, actor, reason, data)
        )
        if name == "accept":
            _appoint(case, actor)
        if name == "replace":
            _fill_the_gap(case, before, actor, reason, data)
        if name != "declare_no_conflict":
            _keep_a_lead(case, actor)
            check_conflicts(case, actor=actor)
        return Assignment.objects.get(pk=taken.pk)


def expire_if_due(assignment: Assignment) -> bool:
    """Let an offer expire whose time has run out. True when it has."""
    if not assignment.is_offered or clock.now() <= assignment.expires_at:
        return False
    with transaction.atomic():
        case = lock(assignment.case)
        fresh = lock(assignment)
        if not fresh.is_offered:
            return fresh.state == AssignmentState.EXPIRED
        system = User.objects.system()
        perform(fresh, "expire", actor=system, reason=NO_ANSWER())
        _keep_a_lead(case, system)
        check_conflicts(case, actor=system)
        return True


@when_ended
def release_lawyers(case: Case, actor: User, reason: str) -> None:
    """An ended case has no open offers, and its lawyers are done."""
    for assignment in case.assignments.live():
        ending = "withdraw" if assignment.is_offered else "complete"
        perform(
            assignment,
            ending,
            actor=User.objects.system(),
            reason=reason or CASE_ENDED(),
        )


@takes_along
def keep_lawyers(case: Case, new: Case, actor: User, reason: str) -> None:
    """Who acts in a case acts in what is split off from it."""
    for assignment in case.assignments.accepted():
        values = values_of(assignment, ALONG_FIELDS)
        record(Assignment(case=new, **values), actor=actor, reason=reason)


@transaction.atomic
def recheck_cases_of_firm(firm: Firm, *, actor: User, reason: str = "") -> list[ConflictCheck]:
    """`recheck` the cases the firm is asked for or acts in."""
    cases = Case.objects.filter(pk__in=firm.assignments.live().values("case"))
    return recheck(cases, actor=actor, reason=reason)


def _data(case: Case, assignment: Assignment, name: str, actor: User, reason: str, data: Data) -> Data:
    """What the transition itself takes."""
    if name in ("withdraw", "replace") and not reason.strip():
        raise Problem({"reason": _("Say why.")})
    match name:
        case "declare_no_conflict":
            return {"declared_by": actor, "declared_key": case.names_key()}
        case "accept":
            return {"lawyer": _who_takes_it(case, assignment, actor, data.get("lawyer"))}
        case "decline":
            if data["code"] == DeclineCode.OTHER and not reason.strip():
                raise Problem({"reason": _("Say in a few words why.")})
            return {"code": data["code"]}
        case _:
            return {}


def _who_takes_it(case: Case, assignment: Assignment, actor: User, chosen: Lawyer | None) -> Lawyer:
    if case.state not in IN_HAND:
        raise Changed(_("The case needs no lawyer any more."))
    lawyer = chosen or assignment.lawyer or lawyer_of(actor)
    if lawyer is None or lawyer.firm_id != assignment.firm_id or not lawyer.is_active:
        raise Problem({"lawyer": _("This lawyer does not take cases for this firm.")})
    own = lawyer_of(actor)
    if lawyer != assignment.lawyer and not (own and own.is_coordinator):
        raise PermissionDenied
    if case.assignments.live().exclude(pk=assignment.pk).filter(lawyer=lawyer).exists():
        raise Problem({"lawyer": _("This lawyer has been asked already, or acts in the case.")})
    return lawyer


def _appoint(case: Case, actor: User) -> None:
    """The first lawyer to accept moves the case on; later ones only end the limit to appoint, if it runs."""
    if case.state == CaseState.ACCEPTED:
        take_step(case, "assign", actor=actor, reason=ACCEPTED())
    else:
        settle_deadlines(case, ("aid_appointment",), actor=actor, note=ACCEPTED())


def _fill_the_gap(case: Case, replaced: Assignment, actor: User, reason: str, data: Data) -> None:
    """The next offer after a lawyer was replaced; with no lawyer left, the limit to appoint one runs anew."""
    if case.state in IN_HAND and not case.assignments.accepted().exists():
        open_deadline(case, "aid_appointment", actor=actor)
    if firm := data.get("firm"):
        asked = (firm, data.get("lawyer"), replaced.is_lead, data["expires_at"], data.get("message", ""))
        with _of_the_next():
            if firm_conflicts(case, firm):
                raise Problem(_("The check found a conflict of this firm; offer it on a page of its own."))
            _offer(case, *asked, actor, reason)


@contextmanager
def _of_the_next() -> Iterator[None]:
    """Problems of the offer that follows a replaced lawyer, as the form of that step names them."""
    try:
        yield
    except Problem as problem:
        raise Problem({"next": problem.messages}) from problem


def _keep_a_lead(case: Case, actor: User) -> None:
    """Where lawyers act and none leads or is asked to lead, the first of them leads."""
    live = list(case.assignments.live().order_by("answered_at", "pk").select_for_update())
    acting = [a for a in live if a.is_accepted]
    if acting and not any(a.is_lead for a in live):
        acting[0].is_lead = True
        record(acting[0], actor=actor, reason=LEADS())
