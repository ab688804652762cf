"""Which instalments came in: what a claimant gets covers the earliest days first."""

import datetime as dt
import itertools
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from mediation.payments import open_dues, payments

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def part(pk, days, amount, claimant=1):
    due_on = TODAY + dt.timedelta(days=days)
    return SimpleNamespace(pk=pk, due_on=due_on, amount=Decimal(amount), claimant_id=claimant)


def told(parts, **received):
    found = payments(parts, {int(name[1:]): Decimal(sum_) for name, sum_ in received.items()})
    return [(payment.instalment.pk, str(payment.open), payment.days_late) for payment in found]


TWO = [part(2, 8, "24000.00"), part(1, -27, "24000.00")]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("0.00", [(1, "24000.00", 27), (2, "24000.00", 0)]),
        ("23999.99", [(1, "0.01", 27), (2, "24000.00", 0)]),
        ("24000.00", [(1, "0.00", 0), (2, "24000.00", 0)]),
        ("30000.00", [(1, "0.00", 0), (2, "18000.00", 0)]),
        ("48000.00", [(1, "0.00", 0), (2, "0.00", 0)]),
    ],
)
def test_money_covers_the_earliest_day_first(received, expected):
    assert told(TWO, c1=received) == expected


def test_the_last_day_itself_is_not_late():
    assert told([part(1, 0, "10.00")]) == [(1, "10.00", 0)]
    assert told([part(1, -1, "10.00")]) == [(1, "10.00", 1)]


def test_what_one_worker_got_covers_nothing_of_another():
    parts = [part(1, -1, "10.00", 1), part(2, -1, "10.00", 2)]
    assert told(parts, c1="20.00") == [(1, "0.00", 0), (2, "10.00", 1)]


def test_dues_add_up_what_is_open_by_day():
    parts = [part(1, -1, "10.00", 1), part(2, -1, "15.00", 2), part(3, 5, "1.00", 1)]
    dues = open_dues(payments(parts, {1: Decimal("4.00")}))
    assert [(due.days_late, due.open, due.people) for due in dues] == [
        (1, Decimal("21.00"), 2),
        (0, Decimal("1.00"), 1),
    ]


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 10**7), st.integers(1, 3)), max_size=12),
    st.integers(0, 10**8),
)
def test_what_is_open_and_what_is_paid_is_what_was_due(rows, fen):
    parts = [
        part(n, days, Decimal(amount) / 100, claimant) for n, (days, amount, claimant) in enumerate(rows)
    ]
    received = {claimant: Decimal(fen) / 100 for claimant in (1, 2, 3)}
    found = payments(parts, received)
    for claimant in received:
        own = [p for p in found if p.instalment.claimant_id == claimant]
        due = sum(p.instalment.amount for p in own)
        assert sum(p.paid for p in own) == min(due, received[claimant])
        assert all(later.paid == 0 for first, later in itertools.pairwise(own) if first.open)
