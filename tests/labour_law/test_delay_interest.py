"""Interest for the time in which a decision is not performed (民事诉讼法 264, 法释〔2014〕8号)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.entitlements.delay_interest import Delay, Paid, delay_interest
from labour_law.errors import InvalidAmount, InvalidPeriod

D = Decimal
BASE: dict[str, Any] = {"principal": D(10000), "perform_by": date(2026, 3, 1), "until": date(2026, 3, 31)}


def of(*paid: tuple[date, str], **facts: Any) -> Any:
    parts = tuple(Paid(day=day, amount=D(amount)) for day, amount in paid)
    return delay_interest(Delay(**BASE | {"paid": parts} | facts))


def told(found: Any) -> list[tuple[Any, ...]]:
    return [(row.start, row.end, row.quantity, row.rate, row.amount) for row in found.lines]


def test_it_counts_from_the_day_after_the_period() -> None:
    """30 days × 10,000 × 0.0175 % = 52.50."""
    assert told(of()) == [(date(2026, 3, 2), date(2026, 3, 31), D(30), D(10000), D("52.50"))]
    assert told(of(until=date(2026, 3, 1))) == []
    assert told(of(until=date(2026, 3, 2))) == [
        (date(2026, 3, 2), date(2026, 3, 2), D(1), D(10000), D("1.75"))
    ]


def test_a_payment_lessens_the_sum_from_the_day_after_it() -> None:
    found = of((date(2026, 3, 11), "4000"), (date(2026, 3, 21), "6000"))
    assert told(found) == [
        (date(2026, 3, 2), date(2026, 3, 11), D(10), D(10000), D("17.50")),
        (date(2026, 3, 12), date(2026, 3, 21), D(10), D(6000), D("10.50")),
    ]
    assert found.total == D("28.00")


def test_what_came_in_time_bears_no_interest() -> None:
    assert told(of((date(2026, 2, 20), "4000"))) == [
        (date(2026, 3, 2), date(2026, 3, 31), D(30), D(6000), D("31.50"))
    ]
    assert told(of((date(2026, 3, 1), "10000"))) == []


def test_what_comes_on_the_last_day_or_after_it_does_not_lessen_it() -> None:
    assert told(of((date(2026, 3, 31), "10000"))) == told(of())
    assert told(of((date(2026, 4, 5), "10000"))) == told(of())


def test_two_payments_on_one_day_are_one() -> None:
    assert told(of((date(2026, 3, 11), "1000"), (date(2026, 3, 11), "3000"))) == told(
        of((date(2026, 3, 11), "4000"))
    )


def test_it_names_article_source_and_what_it_leaves_out() -> None:
    found = of((date(2026, 3, 11), "1000"))
    assert {(row.article, row.source) for row in found.lines} == {
        ("民事诉讼法 264，法释〔2014〕8号 1、2、3", "法释〔2014〕8号")
    }
    assert [note.code for note in found.notes] == ["doubled_part", "principal_first"]
    assert [note.code for note in of().notes] == ["doubled_part"]


@pytest.mark.parametrize(
    ("facts", "error", "field"),
    [
        ({"principal": D(0)}, InvalidAmount, "principal"),
        ({"until": date(2026, 2, 28)}, InvalidPeriod, "until"),
        ({"paid": (Paid(day=date(2026, 3, 2), amount=D("10000.01")),)}, InvalidAmount, "paid"),
    ],
)
def test_facts_that_cannot_be(facts: dict[str, Any], error: type[Exception], field: str) -> None:
    with pytest.raises(error) as refused:
        of(**facts)
    assert refused.value.field == field  # type: ignore[attr-defined]


@given(st.lists(st.tuples(st.integers(-20, 60), st.integers(1, 3000)), max_size=4), st.integers(0, 60))
def test_the_lines_follow_each_other_and_are_the_days_and_sums_there_were(
    paid: list[tuple[int, int]], late: int
) -> None:
    day = BASE["perform_by"]
    until = day + timedelta(late)
    parts = [(day + timedelta(after), f"{amount}") for after, amount in paid if amount]
    if sum(amount for _after, amount in paid) > 10000:
        return
    by_day = D(0)
    for n in range(1, late + 1):
        came = sum(amount for after, amount in paid if after < n)
        by_day += D(10000 - came)
    found = of(*parts, until=until)
    assert sum(row.quantity * row.rate for row in found.lines) == by_day
    assert all(row.start <= row.end for row in found.lines)
