"""What there is to be asked for in a filled database: by whom, and which address with ids of things that stand in it.

Which address for which role, the tables say (`config.access`), so a new page is found by itself. Run in the probe.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Count, Model
from django.urls import reverse

from accounts.models import Membership, Office, OfficeKind, User
from assignments.models import Assignment
from cases.models import Case, Visit, Worker
from cases.workflow import CaseState
from config.access import PAGES
from core import clock
from core.access import Page
from core.audit import record
from lawyers.models import Firm, Lawyer
from tests.security.addresses import ROUTES, address_of

Status = Callable[[str, str], int]

AT = {
    "clerk": ("clerk", OfficeKind.TOWN),
    "reviewer": ("reviewer", OfficeKind.TOWN),
    "supervisor": ("supervisor", OfficeKind.DISTRICT),
    "city": ("supervisor", OfficeKind.CITY),
    "auditor": ("auditor", OfficeKind.CITY),
    "administrator": ("administrator", OfficeKind.CITY),
}
"""Role, and the kind of the first office where it is held."""

MODELS = {
    "file": "Attachment",
    "check": "ConflictCheck",
    "event": "LimitationEvent",
    "link": "EmployerLink",
    "respondent": "CoRespondent",
    "round": "MediationRound",
    "person": "User",
    "role": "Membership",
    "client": "FirmClient",
    "log": "AccessLog",
    "kept": "KeptRate",
    "rate": "RateRow",
    "code": "CodeRow",
    "holidays": "HolidayYearRow",
    "join": "WorkerJoin",
    "twin": "Worker",
    "apart": "Worker",
    "request": "RecordRequest",
    "draft": "IntakeDraft",
    "filter": "SavedFilter",
    "export": "Export",
    "offer": "Assignment",
}
"""Of things that are called otherwise than their model."""

LATEST = 30
CLERKS = 16
TRIES = 12
LISTS = {"cases:list": Case, "front_desk:visits": Visit}
EXPORTS = {
    "cases:list": ("cases:export", "opened_from"),
    "front_desk:visits": ("front_desk:export_visits", "since"),
}
WHOLE_EXPORTS = {name for name, _since in EXPORTS.values()}
"""Not asked for: all there is cannot cost the same."""


@dataclass(frozen=True)
class Sight:
    """Somebody looks at an address. `what` is the name of the address with what it is narrowed by."""

    who: str
    user: str
    what: str
    url: str


def find(status: Status, part: str) -> dict[str, Any]:
    """All sights with this in "name as role", and of which addresses there is none, with why."""
    sights, without = [], []
    for who, user in people().items():
        role = "supervisor" if who == "city" else who
        for name, page in PAGES.items():
            if (
                name in WHOLE_EXPORTS
                or page.get is None
                or page.expected(role, "GET") != "ok"
                or part not in f"{name} as {who}"
            ):
                continue
            url = _that_answers(name, page, user, status)
            if url is None:
                without.append(f"{name} as {who}: no {page.of or 'thing'} that answers")
                continue
            sights.append(Sight(who, user.username if user else "", name, url))
            if name in LISTS and user:
                sights += _narrowed(who, user, name, url)
    return {"sights": [asdict(sight) for sight in sights], "without": without}


def people() -> dict[str, Any]:
    """Who looks: one in each role (lawyers of the firm with most cases), the city's supervisor, and None, who is not
    signed in."""
    found: dict[str, Any] = {}
    for who, (role, kind) in AT.items():
        held = Membership.objects.filter(role=role, office__kind=kind).order_by("office", "pk")
        found[who] = held.select_related("user").first().user
    largest = Firm.objects.annotate(cases=Count("assignments")).order_by("-cases", "pk").first()
    acting = Assignment.objects.filter(firm=largest, state="accepted", case__state=CaseState.MEDIATION)
    lawyer = acting.filter(lawyer__is_coordinator=False).latest("pk").lawyer
    found["lawyer"] = lawyer.user
    found["coordinator"] = Lawyer.objects.get(firm=lawyer.firm, is_coordinator=True).user
    found["superuser"] = _one("bench-superuser", is_superuser=True)
    found["roleless"] = _one("bench-roleless")
    return {**found, "anonymous": None}


def travellers() -> list[dict[str, Any]]:
    """Who works on the house in the mixed journey, with cases of theirs: most are clerks, of the first windows."""
    found = people()
    windows = Membership.objects.filter(role="clerk").order_by("office", "pk").select_related("user")
    clerks = [held.user for held in windows[:CLERKS]]
    others = [found[who] for who in ("reviewer", "supervisor", "lawyer")]
    at_work = []
    for user in (user for pair in zip(clerks, others * CLERKS, strict=False) for user in pair):
        seen = Case.objects.visible_to(user).filter(state=CaseState.MEDIATION)
        own = seen.filter(handler=user) if user in clerks else seen
        keys = own.order_by("-opened_on", "-pk").values_list("pk", flat=True)[:LATEST]
        cases = [reverse("cases:detail", args=[key]) for key in keys]
        if cases:
            at_work.append({"user": user.username, "is_clerk": user in clerks, "cases": cases})
    return at_work


def _one(username: str, **kwargs: Any) -> User:
    user = User.objects.filter(username=username).first()
    return user or record(User(username=username, name=username, **kwargs), actor=None)


# --- an address with ids ---


def _that_answers(name: str, page: Page, user: Any, status: Status) -> str | None:
    """The address of the first things with which the page is shown."""
    tried: set[str] = set()
    for things in _things(name, page, user):
        url = address_of(name, page, things)
        if url in tried:
            continue
        tried.add(url)
        if not things or status(user.username if user else "", url) < 400:
            return url
        if len(tried) == TRIES:
            break
    return None


def _things(name: str, page: Page, user: Any) -> Iterator[dict[str, Any]]:
    kinds = [part for part in _ids(ROUTES[name]) if part not in page.texts]
    wanted = {page.of if part in ("pk", "object_id") else part.removesuffix("_pk") for part in kinds}
    if not wanted:
        yield {}
    elif "case" in wanted:
        for case in _cases_of(user):
            things = {kind: _of_case(kind, case) for kind in wanted}
            if all(things.values()):
                yield things
    else:
        first, *others = sorted(wanted)
        for thing in _some(first, user):
            yield {first: thing, **{kind: next(_some(kind, user), None) for kind in others}}


def _ids(route: str) -> list[str]:
    import re

    from tests.security.addresses import plain

    return re.findall(r"<(?:\w+:)?(\w+)>", plain(route))


@cache
def _cases_of(user: Any) -> list[Case]:
    """The latest case in each state that the user sees, best of their own, with as few people as there are."""
    if user is None:
        return []
    found = []
    for state in (CaseState.MEDIATION, *CaseState.values):
        latest = Case.objects.visible_to(user).filter(state=state).order_by("-opened_on", "-pk")
        own = latest.filter(handler=user)
        rows = list((own if own.exists() else latest)[:LATEST])
        counted = Case.objects.filter(pk__in=[case.pk for case in rows]).annotate(people=Count("claimants"))
        found += sorted(counted, key=lambda case: (case.people, -case.pk))[:2]
    return found


def _model(kind: str) -> type[Model]:
    named = MODELS.get(kind, kind).lower()
    return next(model for model in apps.get_models() if model._meta.model_name == named)


def _of_case(kind: str, case: Case) -> Any:
    if kind == "case":
        return case
    model = _model(kind)
    names = {field.name for field in model._meta.get_fields()}
    if "case" in names:
        return model._base_manager.filter(case=case).order_by("-pk").first()
    if "claim" in names:
        return model._base_manager.filter(claim__case=case).order_by("-pk").first()
    if kind == "link":
        return model._base_manager.filter(employer=case.employer).order_by("-pk").first()
    return None


def _some(kind: str, user: Any) -> Iterator[Any]:
    """Things of a kind, those of the user's cases first, then the latest."""
    model = _model(kind)
    names = {field.name for field in model._meta.get_fields()}
    if "case" in names:
        for case in _cases_of(user):
            yield from model._base_manager.filter(case=case).order_by("-pk")[:2]
    if model is Worker:
        yield from (case.claimants.first().worker for case in _cases_of(user) if case.claimants.first())
    if kind in ("person", "role", "duty", "office") and user:
        for held in user.memberships.all():
            office = held.office
            if kind == "office":
                yield office
            elif kind == "person":
                yield from User.objects.filter(memberships__office=office).exclude(pk=user.pk)[:2]
            else:
                yield from model._base_manager.filter(office=office)[:2]
    if (lawyer := getattr(user, "lawyer", None)) and model in (Lawyer, type(lawyer.firm)):
        yield lawyer if model is Lawyer else lawyer.firm
    if model is Visit and user:
        yield from Visit.objects.visible_to(user).filter(received_by=user).order_by("-visited_on", "-pk")[:3]
        yield from Visit.objects.visible_to(user).order_by("-visited_on", "-pk")[:3]
    yield from model._base_manager.order_by("-pk")[:10]


# --- a list narrowed ---


def _narrowed(who: str, user: Any, name: str, url: str) -> Iterator[Sight]:
    asked = {**_searches(user), **(_case_filters(user) if name == "cases:list" else _visit_filters(user))}
    for what, query in {**asked, **_pages(name, user)}.items():
        yield Sight(who, user.username, f"{name} {what}", f"{url}?{urlencode(query, doseq=True)}")
    export, since = EXPORTS[name]
    if PAGES[export].expected("supervisor" if who == "city" else who, "GET") == "ok":
        week = urlencode({since: clock.today() - dt.timedelta(7)})
        for fmt in ("csv", "xlsx"):
            yield Sight(
                who, user.username, f"{export} {fmt}, a week", f"{reverse(export, args=[fmt])}?{week}"
            )


@cache
def _searches(user: Any) -> dict[str, dict[str, Any]]:
    """Every shape of what may be searched for: with many, few and no hits."""
    case = next((c for c in _cases_of(user) if c.number and c.employer and c.employer.credit_code), None)
    case = case or Case.objects.exclude(number=None).exclude(employer__credit_code=None).latest("pk")
    claimant = case.claimants.select_related("worker").exclude(worker__id_hash=None).first()
    worker = claimant.worker if claimant else Worker.objects.exclude(id_hash=None).latest("pk")
    return {
        "surname of many": {"q": "王"},
        "its pinyin": {"q": "wang"},
        "two characters": {"q": "建国"},
        "two characters of nobody": {"q": "龘龘"},
        "pinyin of nobody": {"q": "xqzv"},
        "full name": {"q": worker.name},
        "beginning of many employers": {"q": "上海"},
        "part of an employer": {"q": case.employer.name[2:6]},
        "employer": {"q": case.employer.name},
        "case number": {"q": case.number},
        "end of a case number": {"q": "0012"},
        "case number not given": {"q": "造工援〔2031〕东安9999号"},
        "ID number": {"q": worker.id_number},
        "ID number of nobody": {"q": "11010519491231002X"},
        "telephone": {"q": worker.phone},
        "beginning of a telephone": {"q": worker.phone[:6]},
        "telephone of nobody": {"q": "10000000001"},
        "credit code": {"q": case.employer.credit_code},
        "beginning of a credit code": {"q": case.employer.credit_code[:10]},
    }


def _case_filters(user: Any) -> dict[str, dict[str, Any]]:
    today = clock.today()
    rare = Office.objects.filter(is_window=True).order_by("-pk").first()
    empty = Office.objects.filter(is_window=False).order_by("-pk").first()
    return {
        "in hand": {"state": ["accepted", "assigned", "mediation", "settled", "arbitration", "awarded"]},
        "one state": {"state": "archived"},
        "rare state": {"state": "transferred"},
        "common cause": {"cause": "205.5"},
        "rare cause": {"cause": "214.2"},
        "cause of none": {"cause": "205.3"},
        "kind of worker": {"worker_type": "courier"},
        "kind of worker of none": {"worker_type": "student"},
        "own": {"handler": "me"},
        "an office": {"office": rare.pk},
        "an office without cases": {"office": empty.pk},
        "overdue": {"overdue": "on"},
        "payment overdue": {"unpaid": "on"},
        "groups": {"group": "on"},
        "this year": {"opened_from": today.replace(month=1, day=1)},
        "days of none": {"opened_from": "1999-01-01", "opened_to": "1999-12-31"},
        "firm": {"firm": 1},
        "lawyer": {"lawyer": 1},
        "nothing meets all": {"state": "draft", "cause": "214.2", "overdue": "on", "group": "on"},
        "search and filter": {"q": "王", "state": "mediation"},
        "form of the filters": {"panel": "1"},
    }


def _visit_filters(user: Any) -> dict[str, dict[str, Any]]:
    today = clock.today()
    window = Office.objects.filter(is_window=True).order_by("-pk").first()
    return {
        "today": {"since": today},
        "this month": {"since": today.replace(day=1)},
        "this year": {"since": today.replace(month=1, day=1)},
        "days of none": {"since": "1999-01-01", "until": "1999-12-31"},
        "a window": {"office": window.pk},
        "common channel": {"channel": "window"},
        "rare channel": {"channel": "outreach"},
        "kind": {"kind": "advice"},
        "received by": {"received_by": user.pk},
        "counted": {"counts": "1"},
    }


def _pages(name: str, user: Any) -> dict[str, dict[str, Any]]:
    """A page in the middle, by its days, and the last one."""
    model, day = LISTS[name], "opened_on" if name == "cases:list" else "visited_on"
    seen = model.objects.visible_to(user)  # type: ignore[attr-defined]
    last = seen.order_by(day, "pk").first()
    if last is None:
        return {}
    first = seen.order_by(f"-{day}", "-pk").first()
    middle = getattr(last, day) + (getattr(first, day) - getattr(last, day)) / 2
    return {
        "middle page": {"after": f"{middle}~0"},
        "last page": {"before": f"{getattr(last, day) - dt.timedelta(1)}~0"},
    }
