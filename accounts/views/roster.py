"""The duty roster of a window: a month at a glance, its gaps, and who is expected at two places."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import actions
from accounts.forms import DayForm
from accounts.models import Duty, DutyKind, Office, User
from accounts.permissions import can_edit_roster, has_roster
from core import clock
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from law_tables import current

DAY = dt.timedelta(days=1)


@dataclass
class Place:
    """One duty of one day: who is on it, and at which other windows the same person is expected that day."""

    kind: str
    label: str
    user: User | None
    elsewhere: list[str]


@dataclass
class Day:
    on: dt.date
    working: bool
    places: list[Place]

    @property
    def gaps(self) -> int:
        """Duties nobody is on, where somebody should be."""
        return sum(place.user is None for place in self.places) if self.working else 0

    @property
    def is_shown(self) -> bool:
        """A day off that has passed without anybody on duty tells nothing."""
        return self.working or self.on >= clock.today() or any(place.user for place in self.places)


@dataclass
class Week:
    monday: dt.date
    days: list[Day] = field(default_factory=list)
    may_copy: bool = False


def _elsewhere(office: Office, duties: Iterable[Duty], first: dt.date, last: dt.date) -> dict:
    """(day, user) → the other windows where that person is on duty that day."""
    found: dict[tuple[dt.date, int], list[str]] = {}
    others = Duty.objects.between(first, last).exclude(office=office)
    for duty in others.filter(user__in={duty.user_id for duty in duties}):
        found.setdefault((duty.on, duty.user_id), []).append(str(duty.office))
    return found


def roster_days(office: Office, first: dt.date, last: dt.date) -> list[Day]:
    """The roster of a window from one day to another, in three queries at most."""
    duties = list(Duty.objects.between(first, last).filter(office=office))
    on_duty = {(duty.on, duty.kind): duty.user for duty in duties}
    elsewhere = _elsewhere(office, duties, first, last)
    calendar = current.calendar()
    days = []
    for n in range((last - first).days + 1):
        on = first + n * DAY
        places = []
        for kind, label in DutyKind.choices:
            user = on_duty.get((on, kind))
            places.append(Place(kind, str(label), user, elsewhere.get((on, user.pk), []) if user else []))
        days.append(Day(on, calendar.assume_working_day(on)[0], places))
    return days


def _month(request: HttpRequest) -> dt.date:
    """The first day of the month asked for, of the present one where the address makes no sense."""
    try:
        asked = dt.datetime.strptime(request.GET.get("month", ""), "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        asked = clock.today()
    return asked.replace(day=1) if 2000 <= asked.year <= 2100 else clock.today().replace(day=1)


def _window(request: HttpRequest, pk: int | str) -> Office:
    if not has_roster(request.user):
        raise PermissionDenied
    return get_object_or_404(Office.objects.windows(request.user), pk=pk)


@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """A month of one window's roster by weeks."""
    if not has_roster(request.user):
        raise PermissionDenied
    windows = list(Office.objects.windows(request.user))
    asked = request.GET.get("office", "")
    if asked:
        office = next((window for window in windows if str(window.pk) == asked), None)
        if office is None:
            raise Http404
    else:
        office = windows[0] if windows else None
    first = _month(request)
    following = (first + 31 * DAY).replace(day=1)
    context = {
        "windows": windows,
        "office": office,
        "month": first,
        "previous_month": (first - DAY).strftime("%Y-%m"),
        "next_month": following.strftime("%Y-%m"),
        "kinds": DutyKind.labels,
    }
    if office:
        may_edit = can_edit_roster(request.user, office)
        calendar = current.calendar()
        days = roster_days(office, first, following - DAY)
        context |= {
            "weeks": _by_week(days, may_edit=may_edit),
            "may_edit": may_edit,
            "today": clock.today(),
            "gaps": sum(day.gaps for day in days if day.on >= clock.today()),
            "doubles": sum(bool(place.elsewhere) for day in days for place in day.places),
            "calendar_known": all(calendar.assume_working_day(day.on)[1] for day in days),
        }
    return render(request, "accounts/roster.html", context)


def _by_week(days: list[Day], *, may_edit: bool) -> list[Week]:
    weeks: list[Week] = []
    for day in days:
        monday = day.on - day.on.weekday() * DAY
        if not weeks or weeks[-1].monday != monday:
            weeks.append(Week(monday, may_copy=may_edit and monday + 6 * DAY >= clock.today()))
        weeks[-1].days.append(day)
    for week in weeks:
        week.may_copy = week.may_copy and any(day.gaps and day.on >= clock.today() for day in week.days)
    return weeks


def _month_url(office: Office, on: dt.date) -> str:
    return f"{reverse('accounts:roster')}?office={office.pk}&month={on:%Y-%m}#d{on:%Y-%m-%d}"


@get_or_post
def day(request: HttpRequest, pk: int, on: dt.date) -> HttpResponse:
    """The people on duty on one day."""
    office = _window(request, pk)
    if not can_edit_roster(request.user, office):
        raise PermissionDenied
    before = roster_days(office, on, on)[0]
    initial = {place.kind: place.user.pk for place in before.places if place.user}  # type: ignore[attr-defined]
    form = DayForm(form_data(request), office=office, on=on, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, _month_url(office, on)):
                actions.fill_day(
                    office=office,
                    on=on,
                    people=form.people(),
                    actor=request.user,
                    reason=form.cleaned_data.get("reason", ""),
                )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The duty roster is saved."))
            _warn_of_doubles(request, office, on)
            return redirect(_month_url(office, on))
    return render(request, "accounts/roster_day.html", {"form": form, "office": office, "day": before})


def _warn_of_doubles(request: HttpRequest, office: Office, on: dt.date) -> None:
    for place in roster_days(office, on, on)[0].places:
        if place.elsewhere:
            text = _("%(person)s is on duty at %(place)s on the same day.")
            messages.warning(request, text % {"person": place.user, "place": "、".join(place.elsewhere)})


@require_POST
def copy(request: HttpRequest, pk: int, monday: dt.date) -> HttpResponse:
    """Fill a week's gaps after the week before."""
    office = _window(request, pk)
    if not can_edit_roster(request.user, office):
        raise PermissionDenied
    done_url = _month_url(office, max(monday, clock.today()))
    with once(request, done_url):
        filled = actions.copy_week(office=office, monday=monday - monday.weekday() * DAY, actor=request.user)
    if filled:
        text = ngettext("%(n)d duty filled.", "%(n)d duties filled.", filled)
        messages.success(request, text % {"n": filled})
    else:
        messages.info(request, _("Nothing to copy: the week before is empty, or this week has no gaps."))
    return redirect(done_url)
