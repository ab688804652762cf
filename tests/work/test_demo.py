"""The demo: told through the program's own actions, it says what is known of the two unions it is modelled on."""

import datetime as dt
from calendar import monthrange
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Sum
from pypdf import PdfReader

from accounts.models import Office, User
from cases.models import Case, Claim, Claimant, Deadline, VisitQuestion
from cases.workflow import CaseState
from core import clock
from core.audit import Audited
from core.pdf_files import is_whole
from documents.render import pdf
from front_desk.models import RecordRequest
from front_desk.permissions import ANSWERING
from lawyers.models import Alliance
from recoveries.models import Receipt, SecondLook
from recoveries.reconcile import differences
from recoveries.workflow import ReceiptState
from reports.figures import figures
from reports.measures import MEASURES
from reports.scope import Scope
from seals.models import Verification
from tests.factories import UserFactory
from work.demo import history
from work.demo.slips import slip
from work.demo.zhujing import HALF_YEAR

WINDOWS = ("朱泾镇总工会", "枫泾镇总工会")


def verified(office: str, since: dt.date = dt.date(2022, 1, 1)) -> Decimal:
    claims = Claim.objects.filter(case__office__name=office, case__opened_on__gte=since)
    return claims.aggregate(sum=Sum("verified"))["sum"]


def told_by_reports(office: str, since: dt.date = dt.date(2022, 1, 1)) -> dict[str, Any]:
    """What the reports say of an office since that day."""
    node = Office.objects.get(name=office)
    scope = Scope(node, (node.pk,), since, clock.today())
    return figures([MEASURES["questions"], MEASURES["recovered"]], scope)


def months_of_history() -> list[dict[str, Any]]:
    """What the reports say of 金山区, month by month."""
    node = Office.objects.get(name="金山区总工会")
    offices = tuple(Office.objects.filter(name__in=WINDOWS).values_list("pk", flat=True))
    measures = [MEASURES[key] for key in ("questions", "accepted", "concluded", "recovered")]
    return [
        figures(
            measures, Scope(node, offices, first, first.replace(day=monthrange(first.year, first.month)[1]))
        )
        for first in history.months(clock.today())
    ]


def summers_of(claim: Claim) -> list[int]:
    """The years the working has lines for."""
    return sorted(
        year
        for line in claim.working.frozen["lines"]
        for year in range(
            dt.date.fromisoformat(line["start"]).year, dt.date.fromisoformat(line["end"]).year + 1
        )
    )


@pytest.mark.django_db
def test_the_demo_stays_out_of_a_database_with_people_in_it() -> None:
    UserFactory()
    with pytest.raises(CommandError):
        call_command("demo")
    assert User.objects.count() == 1


@pytest.fixture
def one_page_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every paper is the same real PDF but for a number: what they say and how they look is for the tests of papers."""
    page = pdf('<html lang="zh"><p>工</p></html>')
    numbers = count()
    monkeypatch.setattr(
        "documents.render.HTML.write_pdf", lambda *args, **kwargs: page + b"%% %d\n" % next(numbers)
    )


@pytest.mark.pdf
@pytest.mark.django_db
@pytest.mark.usefixtures("one_page_for_all")
@pytest.mark.long
def test_the_demo_tells_what_is_known_of_both_unions() -> None:
    call_command("demo")

    # 朱泾镇: half a year of one window, and a group of eight moved away from their factory.
    since = clock.today() - dt.timedelta(days=HALF_YEAR)
    questions = VisitQuestion.objects.filter(visit__office__name="朱泾镇总工会", is_active=True)
    assert questions.filter(visit__visited_on__gte=since).count() == 62
    assert verified("朱泾镇总工会", since) == Decimal("1094900.00")
    groups = Case.objects.filter(office__name="朱泾镇总工会").annotate(people=Count("claimants"))
    half_year = told_by_reports("朱泾镇总工会", since)
    assert half_year == {"questions": 62, "recovered": Decimal("1094900.00")}
    moved = groups.get(people=8)
    assert set(moved.claims.values_list("kind", flat=True)) == {"heat_allowance", "severance"}
    assert moved.claims.aggregate(sum=Sum("verified"))["sum"] == Decimal("243995.04")
    assert moved.claims.filter(working__total=F("claimed")).count() == 16
    heat = moved.claims.filter(kind="heat_allowance")
    assert {str(claim.claimed) for claim in heat} == {"7120.00"}
    assert [summers_of(claim) for claim in heat] == [list(range(2001, 2019))] * 8
    overridden = Claim.objects.exclude(override_reason="").get()
    assert (overridden.working.total, overridden.claimed) == (Decimal("62000.00"), Decimal("60000.00"))

    # 钟楼区: an alliance for those who work through platforms.
    assert Alliance.objects.get().members.count() == 19
    helped = Claimant.objects.filter(case__office__name="钟楼区总工会").values("worker").distinct()
    assert helped.count() > 100
    kinds = set(helped.values_list("worker__worker_type", flat=True))
    assert kinds == {"food_delivery", "courier", "ride_hailing", "truck_driver"}
    assert verified("钟楼区总工会") > Decimal("2000000.00")

    alliance = told_by_reports("钟楼区总工会")
    assert alliance["recovered"] == verified("钟楼区总工会")

    # Between them: a worker known in 朱泾镇, whose record 钟楼区 asks for.
    guming, shenli = (User.objects.get(username=name) for name in ("guming", "shenli"))
    asked = RecordRequest.objects.get()
    assert (asked.apart.name, asked.apart.id_hash) == (asked.worker.name, asked.worker.id_hash)
    assert [list(RecordRequest.objects.to_answer(user, ANSWERING)) for user in (guming, shenli)] == [
        [asked]
    ] * 2

    # The review of money: what was sent back, mended, reversed or looked at again changes nothing of these figures.
    states = set(Receipt.objects.values_list("state", flat=True))
    assert states == set(ReceiptState.values) - {"rejected"}
    assert Receipt.objects.filter(mends__isnull=False, state="recorded").exists()
    assert Receipt.objects.filter(reverses__isnull=False, state="recorded").count() == 1
    assert SecondLook.objects.filter(result="in_order").exists()
    assert SecondLook.objects.filter(result=None).exists()

    # Both: something to do in every state, a ledger that holds, and nobody's hand missing from the record.
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    assert not Deadline.objects.lapsed(clock.today()).exists()
    assert list(differences()) == []
    told = [
        m for m in Audited.__subclasses__() if not m._meta.abstract
    ]  # the dated tables are shipped by nobody
    nameless = [m for m in told if m.history.filter(history_user=None).exists()]
    assert nameless == []
    assert Verification.objects.get().found == 0

    # The two years before: in each month something accepted, concluded and recovered, and more in the second.
    months = months_of_history()
    assert len(months) == 24
    assert [month for month in months if not all(month.values())] == []
    for key in ("questions", "accepted", "recovered"):
        assert sum(month[key] for month in months[:12]) < sum(month[key] for month in months[12:]), key
    before = Case.objects.filter(office__name__in=WINDOWS, opened_on__lt=since)
    assert set(before.values_list("state", flat=True)) == {"archived", "declined", "withdrawn", "terminated"}
    methods = set(before.filter(state="archived").values_list("closing_method", flat=True))
    assert methods == {"mediated", "award", "judgment", "enforced"}
    assert set(before.annotate(people=Count("claimants")).values_list("people", flat=True)) == {1, 5, 10}
    assert before.values("cause").distinct().count() >= 4
    assert before.values("channel").distinct().count() >= 5
    assert before.values("claimants__worker__worker_type").distinct().count() >= 8

    # Told once: a second time is refused, and nothing is added.
    rows = {model: model.objects.count() for model in told}
    with pytest.raises(CommandError):
        call_command("demo")
    assert {model: model.objects.count() for model in told} == rows


@pytest.mark.parametrize(
    "today", [dt.date(2026, 1, 31), dt.date(2026, 7, 9), dt.date(2026, 12, 1), dt.date(2028, 8, 29)]
)
def test_the_history_ends_before_the_half_year(today: dt.date) -> None:
    months = history.months(today)
    assert len(set(months)) == 24
    following = (months[-1] + dt.timedelta(days=31)).replace(day=1)
    assert following <= today - dt.timedelta(days=HALF_YEAR) < following + dt.timedelta(days=31)
    assert {months[place].month for place in (0, 12)} == {following.month}


def test_a_slip_says_what_was_paid() -> None:
    content = slip([("付款人", "上海朱泾精密机械有限公司"), ("金额（小写）", "¥1,000.05")])
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert "上海朱泾精密机械有限公司" in text
    assert "¥1,000.05" in text
    assert is_whole(content)
