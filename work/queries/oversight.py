"""What waits for those who decide: reviewers, supervisors, and administrators."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Duty, Membership, Office, User
from accounts.permissions import ROSTER_READERS, office_ids
from cases.addresses import case_url
from cases.models import Case, Deadline
from core import clock
from core.addresses import address
from core.lookups import among
from core.prepared import Prepared
from core.templatetags.gongyuan import money
from front_desk.models import RecordRequest
from front_desk.permissions import ANSWERING
from law_tables import current
from recoveries.models import Receipt, SecondLook
from work.items import SHOWN, Item, Part, part
from work.queries.clerk import DECISION
from work.queries.limits import AS_LINE, overdue_items
from work.queries.money import awaited, payments_late
from work.queries.parties import case_item, first, first_of, lines_by_id
from work.queries.undertakings import undertaken, undertakings_late

REVIEWS = Prepared(
    lambda offices: first(
        Deadline.objects.running()
        .filter(kind=DECISION, case__office__in=offices, case__state="review")
        .order_by("due_on", "pk")
        .values_list("case_id", "due_on", named=True)
    )
)
REQUESTS = Prepared(
    lambda user, offices: first(
        RecordRequest.objects.asked_of(offices).exclude(asked_by=user).select_related("apart", "office")
    )
)
CLOSINGS = Prepared(
    lambda user, offices: first(
        Case.objects.filter(office__in=offices, state="closing")
        .exclude(handler=user)
        .exclude(closing_requested_by=user)
        .order_by("opened_on", "pk")
        .values_list("pk", flat=True)
    )
)
OVERDUE = Prepared(
    lambda today, offices: first(
        Deadline.objects.overdue(today)
        .filter(among("case__office_id", offices))
        .order_by("due_on", "pk")
        .values_list(*AS_LINE, named=True)
    )
)
LATE_PAYMENTS = awaited(
    lambda offices, **_: Q(office__in=offices), lambda offices, **_: among("office_id", offices)
)
LATE_UNDERTAKINGS = undertaken(
    lambda offices, **_: Q(case__office__in=offices), lambda offices, **_: among("case__office_id", offices)
)


INVITED = Prepared(
    lambda user, offices, today: first(
        User.objects.seen_from(offices, user)
        .filter(
            Exists(Membership.objects.in_force(today).filter(user=OuterRef("pk"))),
            is_active=True,
            password__startswith="!",
        )
        .order_by("name", "pk")
        .values_list("pk", "name", named=True)
    )
)
EMPTY_WINDOWS = Prepared(
    lambda offices, on: first(
        Office.objects.filter(pk__in=offices, is_window=True)
        .exclude(Exists(Duty.objects.between(on, on).filter(office=OuterRef("pk"))))
        .values_list("pk", "name", named=True)
    )
)


def reviews(user: User) -> list[Part]:
    """Applications that wait for a decision, with the days left of the seven."""
    rows = REVIEWS(offices=office_ids(user, ("reviewer",)))
    lines = lines_by_id({row.case_id for row in rows[:SHOWN]})
    items = [
        case_item(
            lines[row.case_id],
            _("Decide on the application"),
            _("Decide on it"),
            case_url(row.case_id),
            row.due_on,
        )
        for row in rows[:SHOWN]
    ]
    return [part(rows, items, _("applications"), f"{reverse('cases:list')}?state=review")]


def record_requests(user: User) -> list[Part]:
    """Other offices that ask for the record of a worker known here."""
    rows = REQUESTS(user=user.pk, offices=office_ids(user, ANSWERING))
    items = []
    for row in rows[:SHOWN]:
        url = address("front_desk:record_request", row.pk)
        what = _("%(office)s asks for a worker's record") % {"office": row.office}
        items.append(Item(what, url, _("Answer the request"), url, str(row.apart)))
    return [part(rows, items, _("requests for records"), reverse("front_desk:record_requests"))]


def supervision(user: User) -> list[Part]:
    """Money to verify, closings to approve, and what is overdue at the offices below: limits, payments, and what was promised
    beside money."""
    offices = office_ids(user, ("supervisor",))
    return [
        _to_verify(user, offices),
        _second_looks(user, offices),
        _closings(user, offices),
        _overdue(offices),
        payments_late(LATE_PAYMENTS(offices=offices, until=clock.today() - dt.timedelta(days=1))),
        undertakings_late(LATE_UNDERTAKINGS(offices=offices, until=clock.today() - dt.timedelta(days=1))),
    ]


def _to_verify(user: User, offices: list[int]) -> Part:
    here = among("case__office_id", offices)
    waiting = Receipt.objects.to_verify().filter(here).not_own(user)
    rows = list(first(waiting))
    lines = lines_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        url = address("recoveries:detail", row.pk)
        what, action = _("Verify %(sum)s yuan"), _("Verify the payment")
        if row.reverses_id:
            what, action = _("Reverse %(sum)s yuan"), _("Verify the reversal")
        what %= {"sum": money(abs(row.amount))}
        items.append(case_item(lines[row.case_id], what, action, url, url=url))
    return part(rows, items, _("receipts to verify"), reverse("recoveries:queue"))


def _second_looks(user: User, offices: list[int]) -> Part:
    waiting = SecondLook.objects.filter(case__office__in=offices).to_answer(user)
    rows = list(first(waiting.select_related("receipt")))
    lines = lines_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        url = address("recoveries:second_look", row.pk)
        what = _("Second look at %(sum)s yuan verified") % {"sum": money(row.receipt.amount)}
        items.append(case_item(lines[row.case_id], what, _("Look again"), url, url=url))
    return part(rows, items, _("second looks"), reverse("recoveries:second_looks"))


def _closings(user: User, offices: list[int]) -> Part:
    rows = CLOSINGS(user=user.pk, offices=offices)
    items = [
        case_item(
            line,
            _("Approve the closing"),
            _("Decide on the closing"),
            case_url(line.pk),
            url=case_url(line.pk, "closing"),
        )
        for line in first_of(rows)
    ]
    return part(rows, items, _("closings"), f"{reverse('cases:list')}?state=closing")


def _overdue(offices: list[int]) -> Part:
    rows = OVERDUE(offices=offices, today=clock.today())
    items = overdue_items(rows[:SHOWN])
    return part(rows, items, _("overdue deadlines"), f"{reverse('cases:list')}?overdue=on")


def administration(user: User) -> list[Part]:
    """Invitations nobody has taken up yet, and windows without anybody on duty today."""
    offices = Office.objects.ids_visible_to(user, ("administrator",))
    rows = INVITED(user=user.pk, offices=offices, today=clock.today())
    items = []
    for person in rows[:SHOWN]:
        url = address("accounts:person", person.pk)
        items.append(Item(_("Invitation not taken up"), url, _("See the invitation"), url, person.name))
    people = part(rows, items, _("invitations"), reverse("accounts:people"))
    return [people, _empty_windows(user)]


def _empty_windows(user: User) -> Part:
    today = clock.today()
    is_worked = current.calendar().assume_working_day(today)[0]
    offices = Office.objects.ids_visible_to(user, ROSTER_READERS) if is_worked else []
    rows = EMPTY_WINDOWS(offices=offices, on=today)
    items = []
    for window in rows[:SHOWN]:
        url = reverse("accounts:roster_day", args=[window.pk, today])
        items.append(Item(_("Nobody is on duty today"), url, _("Fill the roster"), url, window.name, today))
    return part(rows, items, _("windows without duty"), reverse("accounts:roster"))
