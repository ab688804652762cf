"""A moment belongs to the day it is here, not to the one it is in Greenwich."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from cases.models import ConflictCheck, Deadline
from core.days import written_day, written_moment
from mediation.models import Agreement, Instalment
from seals.models import Seal, Verification
from tests.factories import CaseFactory

HERE = ZoneInfo("Asia/Shanghai")
HALF_PAST_MIDNIGHT = dt.datetime(2026, 10, 5, 0, 30, tzinfo=HERE)
AFTER_NEW_YEAR = dt.datetime(2027, 1, 1, 7, 59, tzinfo=HERE)


@pytest.mark.parametrize(
    ("language", "moment", "day", "with_time"),
    [
        ("zh-hans", HALF_PAST_MIDNIGHT, "2026年10月5日", "2026年10月5日 00:30"),
        ("zh-hans", AFTER_NEW_YEAR, "2027年1月1日", "2027年1月1日 07:59"),
        ("en", HALF_PAST_MIDNIGHT, "5 Oct 2026", "5 Oct 2026 00:30"),
        ("zh-hans", AFTER_NEW_YEAR.astimezone(dt.UTC), "2027年1月1日", "2027年1月1日 07:59"),
    ],
)
def test_a_moment_after_midnight_is_of_the_new_day(language, moment, day, with_time):
    with translation.override(language):
        assert (written_day(moment), written_moment(moment)) == (day, with_time)


def stored(moment):
    """As the database gives it back."""
    return moment.astimezone(dt.UTC)


@pytest.mark.django_db
def test_what_is_named_by_a_moment_or_a_day_bears_the_local_one():
    case = CaseFactory()
    check = ConflictCheck(case=case, ran_at=stored(HALF_PAST_MIDNIGHT))
    day = dt.date(2026, 10, 5)
    with translation.override("zh-hans"):
        assert str(check) == f"{case} 2026年10月5日"
        assert str(Verification(at=stored(HALF_PAST_MIDNIGHT), found=2)) == "2026年10月5日 00:30 · 2"
        assert str(Seal(number=3, day=day)) == "3 · 2026年10月5日"
        assert str(Instalment(due_on=day, amount=1000)) == "2026年10月5日 1,000.00"
        assert str(Agreement(case=case, signed_on=day)) == f"{case} 2026年10月5日"
        assert str(Agreement(case=case)) == str(case)


def test_a_limit_is_named_by_its_kind_alone_since_its_last_day_moves():
    before, after = (Deadline(kind="aid_decision", due_on=dt.date(2026, 10, day)) for day in (5, 28))
    assert str(before) == str(after) == before.get_kind_display()
