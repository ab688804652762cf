"""What waits for those who decide: reviewers, supervisors, and administrators."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Duty, Membership, Office, User
from accounts.permissions import office_ids
from cases.addresses import case_url
from cases.models import Case, Deadline
from core import clock
from core.lookups import among
from core.templatetags.gongyuan import money
from front_desk.models import RecordRequest
from front_desk.permissions import ANSWERING
from law_tables import current
from recoveries.models import Receipt
from work.items import SHOWN, Item, Part, first, part
from work.queries.clerk import DECISION
from work.queries.limits import overdue_items
from work.queries.money import payments_late
from work.queries.parties import case_item, cases_by_id, first_due, first_of
from work.queries.undertakings import undertakings_late


def reviews(user: User) -> list[Part]:
    """Applications that wait for a decision, with the days left of the seven."""
    offices = office_ids(user, ("reviewer",))
    running = Deadline.objects.running().filter(kind=DECISION)
    rows = first(running.filter(case__office__in=offices, case__state="review").order_by("due_on", "pk"))
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = [
        case_item(
            cases[row.case_id],
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
    rows = first(RecordRequest.objects.to_answer(user, ANSWERING).select_related("apart", "office"))
    items = []
    for row in rows[:SHOWN]:
        url = reverse("front_desk:record_request", args=[row.pk])
        what = _("%(office)s asks for a worker's record") % {"office": row.office}
        items.append(Item(what, url, _("Answer the request"), url, str(row.apart)))
    return [part(rows, items, _("requests for records"), reverse("front_desk:record_requests"))]


def supervision(user: User) -> list[Part]:
    """Money to verify, closings to approve, and what is overdue at the offices below: limits, payments, and what was promised
    beside money."""
    offices = office_ids(user, ("supervisor",))
    return [
        _to_verify(user, offices),
        _closings(user, offices),
        _overdue(offices),
        payments_late(Q(office__in=offices), among("office_id", offices)),
        undertakings_late(Q(case__office__in=offices), among("case__office_id", offices)),
    ]


def _to_verify(user: User, offices: list[int]) -> Part:
    waiting = Receipt.objects.to_verify().filter(case__office__in=offices).exclude(recorded_by=user)
    rows = first(waiting)
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        url = reverse("recoveries:detail", args=[row.pk])
        what = _("Verify %(sum)s yuan") % {"sum": money(row.amount)}
        items.append(case_item(cases[row.case_id], what, _("Verify the payment"), url, url=url))
    return part(rows, items, _("receipts to verify"), reverse("recoveries:queue"))


def _closings(user: User, offices: list[int]) -> Part:
    closings = Case.objects.filter(office__in=offices, state="closing")
    closings = closings.exclude(handler=user).exclude(closing_requested_by=user)
    rows, shown = first_of(closings.order_by("opened_on", "pk"))
    items = [
        case_item(
            case,
            _("Approve the closing"),
            _("Decide on the closing"),
            case_url(case.pk),
            url=case_url(case.pk, "closing"),
        )
        for case in shown
    ]
    return part(rows, items, _("closings"), f"{reverse('cases:list')}?state=closing")


def _overdue(offices: list[int]) -> Part:
    here = among("case__office_id", offices)
    rows = first_due(Deadline.objects.overdue(clock.today()), [here], here, "due_on", "pk")
    items = overdue_items(rows[:SHOWN])
    return part(rows, items, _("overdue deadlines"), f"{reverse('cases:list')}?overdue=on")


def administration(user: User) -> list[Part]:
    """Invitations nobody has taken up yet, and windows without anybody on duty today."""
    invited = User.objects.visible_to(user).filter(is_active=True, password__startswith="!")
    held = Membership.objects.in_force(clock.today()).filter(user=OuterRef("pk"))
    rows = first(invited.filter(Exists(held)).order_by("name", "pk"))
    items = []
    for person in rows[:SHOWN]:
        url = reverse("accounts:person", args=[person.pk])
        items.append(Item(_("Invitation not taken up"), url, _("See the invitation"), url, person.name))
    people = part(rows, items, _("invitations"), reverse("accounts:people"))
    return [people, _empty_windows(user)]


def _empty_windows(user: User) -> Part:
    today = clock.today()
    on_duty = Duty.objects.between(today, today).filter(office=OuterRef("pk"))
    empty = Office.objects.windows(user).exclude(Exists(on_duty))
    rows = first(empty) if current.calendar().assume_working_day(today)[0] else []
    items = []
    for window in rows[:SHOWN]:
        url = reverse("accounts:roster_day", args=[window.pk, today])
        items.append(Item(_("Nobody is on duty today"), url, _("Fill the roster"), url, window.name, today))
    return part(rows, items, _("windows without duty"), reverse("accounts:roster"))
