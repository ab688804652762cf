"""The demo: told through the program's own actions, it says what is known of the two unions it is modelled on."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Sum

from accounts.models import Office, User
from cases.models import Case, Claim, Claimant, Deadline, VisitQuestion
from cases.workflow import CaseState
from core import clock
from core.audit import Audited
from documents.render import pdf
from front_desk.models import RecordRequest
from front_desk.permissions import ANSWERING
from lawyers.models import Alliance
from recoveries.models import Receipt, SecondLook
from recoveries.reconcile import differences
from recoveries.workflow import ReceiptState
from reports.figures import figures
from reports.measures import MEASURES
from reports.models import Project
from reports.projects import standings
from reports.scope import Scope
from tests.factories import UserFactory


def verified(office: str) -> Decimal:
    return Claim.objects.filter(case__office__name=office).aggregate(sum=Sum("verified"))["sum"]


def told_by_reports(office: str) -> dict[str, Any]:
    """What the reports say of an office over all the demo tells."""
    node = Office.objects.get(name=office)
    scope = Scope(node, (node.pk,), dt.date(2022, 1, 1), clock.today())
    return figures([MEASURES["questions"], MEASURES["recovered"]], scope)


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
    assert VisitQuestion.objects.filter(visit__office__name="朱泾镇总工会", is_active=True).count() == 62
    assert verified("朱泾镇总工会") == Decimal("1094900.00")
    groups = Case.objects.filter(office__name="朱泾镇总工会").annotate(people=Count("claimants"))
    half_year = told_by_reports("朱泾镇总工会")
    assert half_year == {"questions": 62, "recovered": Decimal("1094900.00")}
    moved = groups.get(people=8)
    assert set(moved.claims.values_list("kind", flat=True)) == {"heat_allowance", "severance"}
    assert moved.claims.aggregate(sum=Sum("verified"))["sum"] == Decimal("243995.04")
    assert moved.claims.filter(working__total=F("claimed")).count() == 16
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

    # Over both windows of Shanghai: five projects of the year, one counted, handed down to the town.
    projects = list(Project.objects.filter(parent=None).select_related("office").order_by("number"))
    assert [one.plan for one in projects] == [30_000, 100_000, 98, 1_500, 16_400]
    aided = standings(list(Project.objects.filter(number=1).select_related("office").order_by("pk")))
    assert [one.project.office.kind for one in aided] == ["city", "district", "town"]
    city, district, town = (one.done or 0 for one in aided)
    assert city == district >= town > 0

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
