"""Everything that happened in a case: its own history and that of all that belongs to it."""

import datetime as dt

from django.apps import apps
from django.db.models import Q

from accounts.models import User
from cases.models import (
    Case,
    Claimant,
    CoRespondent,
    Employer,
    EmployerLink,
    Worker,
)
from cases.permissions import is_staff_of
from core import clock
from core.audit import Audited
from core.models import Access
from core.timeline import Entry, Source, read

STAFF_ONLY = {"cases.conflictcheck", Access.LOOK_UP, Access.ELSEWHERE, Access.SHARED}
"""Kinds of things a lawyer does not read in the record: they tell of other cases."""


def belongings() -> list[type[Audited]]:
    """The audited models with a foreign key `case`, those of the apps above included."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Audited)
        and any(f.name == "case" and f.related_model is Case for f in model._meta.concrete_fields)
    ]


def timeline_for(case: Case, user: User) -> list[Entry]:
    """What of the record of a case this user reads, newest first."""
    is_staff = is_staff_of(case, user)
    return [e for e in timeline_of(case) if is_staff or not {e.thing, e.kind} & STAFF_ONLY]


def timeline_of(case: Case) -> list[Entry]:
    """The whole record of a case, newest first: the case, what belongs to it, and who read or took away what.

    Of its workers and employers, who outlive the case, what changed while it was open.
    """
    workers = Claimant.history.model.objects.filter(case=case.pk).values("worker_id")
    respondents = CoRespondent.history.model.objects.filter(case=case.pk).values("employer_id")
    employers = Case.history.model.objects.filter(id=case.pk).values("employer_id")
    while_open = {
        "since": clock.start_of(case.opened_on),
        "until": _end_of(case.archived_on or case.ended_on),
    }
    sources = [
        Source(Case, Q(id=case.pk)),
        *(Source(model, Q(case=case.pk)) for model in belongings()),
        Source(Worker, Q(id__in=workers), **while_open),
        Source(Employer, Q(id__in=employers) | Q(id__in=respondents), **while_open),
        Source(EmployerLink, Q(employer__in=employers) | Q(related__in=employers), **while_open),
    ]
    return read(sources, case, access_to=case.pk)


def _end_of(day: dt.date | None) -> dt.datetime | None:
    """The end of that day, or None while there is none."""
    return None if day is None else clock.end_of(day)
