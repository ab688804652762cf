"""支付令, 司法确认, 仲裁审查 and 强制执行: when they are offered, what they are filled with."""

import datetime as dt
from typing import Any

import pytest

from core import clock
from documents.catalogue import CATALOGUE
from documents.needs import blanks_of
from documents.render import render
from documents.subjects import with_all_it_prints
from performance.actions.interest import enter_interest
from performance.actions.undertakings import add_undertakings, strike_out
from performance.delays import late_by
from tests.documents.test_render import text
from tests.performance.scenes import APRIL, SIGNED, TODAY, D, awarded, in_mediation, pay, settled, whole

pytestmark = pytest.mark.django_db
KINDS = (
    "payment_order_application",
    "confirmation_application",
    "review_application",
    "enforcement_application",
)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def data_of(kind: str, case: Any) -> Any:
    return CATALOGUE[kind].data(with_all_it_prints(case, None), None, case.handler)


def state_of(case: Any) -> dict[str, list[str]]:
    """What each of them lacks, of those that are offered."""
    subject = with_all_it_prints(case, None)
    offered = [CATALOGUE[kind] for kind in KINDS if CATALOGUE[kind].offered(subject)]
    return {entry.kind: [str(text) for text in entry.missing(subject)] for entry in offered}


def test_none_is_offered_before_anything_is_to_be_performed():
    assert state_of(in_mediation()) == {}


def test_those_of_an_agreement_say_what_keeps_them_closed():
    found = state_of(settled())
    assert list(found) == list(KINDS[:3])
    assert found["payment_order_application"] == []
    assert found["review_application"] == ["申请期限已于2026年3月25日届满。"]


def test_that_of_an_award_is_enforcement_alone():
    assert state_of(awarded()) == {"enforcement_application": []}


def test_the_order_is_for_what_is_late_and_called_in():
    case = settled(whole_rest_due=True)
    pay(case, TODAY, wages="1000")
    data = data_of("payment_order_application", case)
    assert [(row["kind"], row["due_date"], row["amount"]) for row in data["overdue"]] == [
        ("欠薪", "2026-04-01", "2000.00"),
        ("经济补偿（N）", "2026-06-01", "6000.00"),
    ]
    assert (data["total"], data["called_in"], data["agreement_on"]) == ("8000.00", True, "2026-03-10")


def test_confirmation_is_applied_for_by_both_over_all_that_was_agreed():
    with clock.at(dt.date(2026, 3, 20)):
        case = settled()
        data = data_of("confirmation_application", case)
        assert (data["total"], data["last_day"]) == ("9000.00", "2026-04-09")
        assert data_of("review_application", case)["last_day"] == "2026-03-25"


def test_enforcement_names_the_paper_and_the_interest_on_record():
    case = awarded()
    late = late_by(whole(case), TODAY)[0]
    enter_interest(case, late=late, until=TODAY, actor=case.handler)
    data = data_of("enforcement_application", case)
    assert [data[name] for name in ("title", "title_body", "title_number", "title_on", "effective_on")] == [
        "仲裁裁决书",
        "金山区劳动人事争议仲裁委员会",
        "12号",
        SIGNED.isoformat(),
        SIGNED.isoformat(),
    ]
    assert (data["total"], data["interest_total"]) == ("9000.00", "17.33")
    assert data["interest"][0]["until"] == TODAY.isoformat()


@pytest.mark.parametrize("kind", KINDS)
def test_blanks_are_told_with_where_they_are_entered(kind):
    case = awarded() if kind == "enforcement_application" else settled()
    subject = with_all_it_prints(case, None)
    blanks = blanks_of(kind, subject, None, data_of(kind, case))
    assert all(blank.url or blank.by_hand for blank in blanks)


# --- the agreement ---


def test_the_agreement_says_the_clause_and_what_is_promised_beside_money():
    case = settled(
        penalty_rate=D("0.05"),
        penalty_sum=D("500.00"),
        whole_rest_due=True,
        breach_clause="",
        other_terms="离职证明和社会保险事项双方未另行约定，依照法律、法规的规定办理。\n双方保密。",
    )
    for kind, words in (
        ("leaving_certificate", ""),
        ("social_insurance", "2025年1月至12月"),
        ("other", "返还工具箱"),
    ):
        add_undertakings(
            case, claimants=case.claimants.all(), kind=kind, text=words, due_on=APRIL, actor=case.handler
        )
    gone = add_undertakings(
        case, claimants=case.claimants.all(), kind="reinstatement", due_on=APRIL, actor=case.handler
    )[0]
    strike_out(gone, actor=case.handler, reason="放弃")
    data = data_of("mediation_agreement", case)
    assert data["breach"].splitlines() == [
        "乙方任何一期未按时足额付款的，甲方有权要求乙方一次性付清全部余款。",
        "乙方逾期付款的，自逾期之日起按未付款项每日百分之0.05支付违约金。",
        "乙方逾期付款的，另行支付违约金500.00元。",
    ]
    assert data["leaving_certificate"] == "乙方于2026年4月1日前向甲方出具解除或者终止劳动合同的证明。"
    assert data["social_insurance"] == "乙方于2026年4月1日前为甲方补缴社会保险费（2025年1月至12月）。"
    assert data["other_terms"] == ["双方保密。", "乙方于2026年4月1日前为甲方履行下列事项：返还工具箱。"]
    assert [(row["due_date"], row["amount"]) for row in data["payments"]] == [
        ("2026-04-01", "3000.00"),
        ("2026-06-01", "6000.00"),
    ]


@pytest.mark.pdf
def test_the_paper_prints_them():
    printed = text(render("payment_order_application", data_of("payment_order_application", settled())))
    assert "督促被申请人向申请人给付3,000.00元（大写：人民币叁仟元整）" in printed
    assert "第二百二十五条" in printed
