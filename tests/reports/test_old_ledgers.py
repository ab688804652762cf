"""Old ledgers in figures: beside those of the program, once confirmed, by the days of the ledger."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from core import clock
from recoveries.models import OldLedger
from reports.dashboard import OLD, tiles
from reports.figures import behind, figures
from reports.measures import MEASURES, OLD_RECOVERED, OLD_TAKEN
from reports.rows import line_of
from tests.factories import OldCaseFactory, OldLedgerFactory, UserFactory
from tests.reports.scene import TODAY, Desk, desk, scope_of

KEYS = ("old_accepted", "old_concluded", "old_recovered", "recovered_in_all", "accepted", "recovered")
YEAR = (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


@pytest.fixture
def here(db: None) -> Iterator[Desk]:
    with clock.at(TODAY):
        yield desk()


def confirmed(office: object) -> OldLedger:
    return OldLedgerFactory(
        office=office, state="confirmed", confirmed_by=UserFactory(), confirmed_at=clock.now()
    )


def counted(here: Desk, since: dt.date, until: dt.date, **narrowing: object) -> list[object]:
    found = figures([MEASURES[key] for key in KEYS], scope_of(here, since, until, **narrowing))
    return [found[key] for key in KEYS]


def test_a_confirmed_ledger_counts_by_its_days_and_beside_the_cases_of_the_program(here: Desk) -> None:
    OldCaseFactory(ledger=confirmed(here.towns[0]), received=Decimal("100.01"))
    OldCaseFactory(ledger=confirmed(here.towns[1]), accepted_on=dt.date(2022, 12, 31))
    money = Decimal("200.01")
    assert counted(here, *YEAR) == [1, 2, money, money, 0, Decimal(0)]
    assert counted(here, dt.date(2022, 1, 1), dt.date(2022, 12, 31))[:3] == [1, 0, Decimal(0)]
    assert counted(here, *YEAR, office=here.towns[0].pk)[:3] == [1, 1, Decimal("100.01")]


def test_one_that_waits_does_not_count_nor_does_what_no_row_can_say(here: Desk) -> None:
    OldCaseFactory(ledger__office=here.towns[0])
    assert counted(here, *YEAR)[:3] == [0, 0, Decimal(0)]
    assert counted(here, *YEAR, firm=here.firm.pk)[:4] == [None, None, None, None]


def test_the_dashboard_shows_them_where_there_are_any_and_leads_to_the_ledger(here: Desk) -> None:
    assert OLD[0] not in [title for title, _tiles in tiles(scope_of(here, *YEAR))]
    old = OldCaseFactory(ledger=confirmed(here.towns[0]))
    scope = scope_of(here, *YEAR)
    assert OLD[0] in [title for title, _tiles in tiles(scope)]
    assert list(behind(OLD_TAKEN, scope)) == [old]
    line = line_of(OLD_RECOVERED, old)
    assert (line.url, line.office, line.day, line.amount) == (
        f"/money/old-ledgers/{old.ledger_id}/",
        "朱泾镇总工会",
        old.received_on,
        "100.00",
    )
