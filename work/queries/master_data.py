"""What an administrator is to put right or enter: rows out of order, holidays that are missing, rates nobody checked, duty days nobody is on."""

import datetime as dt
from contextlib import suppress

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Duty, Office, User
from core import clock
from core.prepared import Prepared
from labour_law.errors import InvalidTable, UnknownRegion
from labour_law.rates import HEAT, SERIES, Rate, Rates
from law_tables import current
from law_tables.actions import keeps_rates_of, may_write
from law_tables.addresses import url_of
from law_tables.models import RateRow
from law_tables.permissions import can_keep_rates, can_keep_tables, can_look_up
from law_tables.rate_words import title_of
from work.items import SHOWN, Item, Part, part

AHEAD = 14
"""So many days the roster is looked at."""


REGIONS = Prepared(
    lambda offices: (
        Office.objects.filter(pk__in=offices).exclude(region="").order_by().values_list("region", flat=True)
    )
)
WINDOWS = Prepared(
    lambda offices: (
        Office.objects.filter(pk__in=offices, is_window=True)
        .order_by("path")
        .values_list("pk", "name", named=True)
    )
)
TAKEN = Prepared(
    lambda since, until: (
        Duty.objects.between(since, until).select_related(None).order_by().values_list("office_id", "on")
    )
)
"""Window and day of each duty somebody is on."""


def master_data(user: User) -> list[Part]:
    """Lines for an administrator, each with the page where it is mended."""
    return [_faulty_rows(user), _missing_holidays(user), _unconfirmed_rates(user), _empty_days(user)]


def _faulty_rows(user: User) -> Part:
    """Rows of the tables that were written past the pages and do not count, told to every administrator."""
    found = current.faults() if can_look_up(user) else []
    items = []
    for fault in found[:SHOWN]:
        url = url_of(fault.row)
        action = _("Put it right") if may_write(user, fault.row) else _("See the row")
        what = _("Out of order: %(row)s") % {"row": fault.text}
        items.append(Item(what, url, action, url))
    return part(found, items, _("rows out of order"), reverse("law_tables:rates"))


def _missing_holidays(user: User) -> Part:
    """Told to who administers a top office; who keeps the table of the whole country is led to its form."""
    years = current.missing_years(clock.today()) if can_keep_rates(user) else []
    url = reverse("law_tables:holidays")
    items = []
    for year in years:
        entering = f"{reverse('law_tables:holidays_add')}?year={year}"
        action = (
            (_("Enter the holidays"), entering) if can_keep_tables(user) else (_("See the calendar"), url)
        )
        what = _("The holidays of %(year)s are missing: deadlines are provisional") % {"year": year}
        items.append(Item(what, url, *action))
    return part(years, items, _("years"), url)


def _unconfirmed_rates(user: User) -> Part:
    """The rates that would count at an own office if only somebody checked them."""
    found = sorted(_unconfirmed_at(user), key=lambda rate: (rate.region, SERIES.index(rate.series)))
    unsure = RateRow.objects.in_force().filter(confidence="unconfirmed") if found else ()
    rows = {row.rate: row for row in unsure}
    items = []
    for rate in found[:SHOWN]:
        row = rows[rate]
        url = reverse("law_tables:rate", args=[row.pk])
        correct = reverse("law_tables:rate_correct", args=[row.pk])
        what = _("Unconfirmed: %(rate)s") % {"rate": title_of(row)}
        items.append(Item(what, url, _("Check it against the notice"), correct, row.region_name))
    url = f"{reverse('law_tables:rates')}?confidence=unconfirmed"
    return part(found, items, _("unconfirmed rates"), url)


def _unconfirmed_at(user: User) -> set[Rate]:
    if not can_keep_rates(user):
        return set()
    offices = Office.objects.ids_visible_to(user, ("administrator",))
    rates, today = current.tables().rates, clock.today()
    found: set[Rate] = set()
    for region in sorted(set(REGIONS(offices=offices))):
        with suppress(UnknownRegion):  # its row is struck out
            found |= _only_offered(rates, region, today)
    unsure = {rate for rate in found if rate.confidence == "unconfirmed"}
    return {rate for rate in unsure if keeps_rates_of(user, rate.region)}


def _only_offered(rates: Rates, region: str, today: dt.date) -> set[Rate]:
    """The rates offered in a region where none is known. Raises UnknownRegion."""
    found: set[Rate] = set()
    for series in SERIES:
        try:
            known = rates.heat(region, today) if series in HEAT else rates.latest(series, region, today)
        except InvalidTable:  # told by a line of its own
            continue
        if not known:
            found |= {rate for offer in rates.offers(series, region, today) for rate in offer}
    return found


def _empty_days(user: User) -> Part:
    """A line for each window with working days of the next two weeks on which nobody is on duty; today stands alone."""
    calendar, today = current.calendar(), clock.today()
    days = [today + dt.timedelta(days=n) for n in range(1, AHEAD + 1)]
    days = [day for day in days if calendar.assume_working_day(day)[0]]
    windows = WINDOWS(offices=Office.objects.ids_visible_to(user, ("administrator",)))
    taken = set(TAKEN(since=days[0], until=days[-1])) if days else set()
    gaps = {window: [day for day in days if (window.pk, day) not in taken] for window in windows}
    empty = [(window, missing) for window, missing in gaps.items() if missing]
    items = []
    for window, missing in empty[:SHOWN]:
        url = f"{reverse('accounts:roster')}?office={window.pk}"
        words = ngettext(
            "Nobody is on duty on %(n)d working day of the next two weeks",
            "Nobody is on duty on %(n)d working days of the next two weeks",
            len(missing),
        )
        fill = reverse("accounts:roster_day", args=[window.pk, missing[0]])
        items.append(
            Item(words % {"n": len(missing)}, url, _("Fill the roster"), fill, window.name, missing[0])
        )
    return part(empty, items, _("windows without duty"), reverse("accounts:roster"))
