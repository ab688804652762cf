"""Two towns below a district, with what every figure is counted from, by hand."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cases.models import Case, Claimant, Deadline, Proceeding
from core import clock
from core.audit import record
from lawyers.models import Alliance, AllianceMember
from mediation.models import Agreement, AwaitedPayment
from recoveries.actions.receipts import record_receipt, take_receipt_step
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    MediationRoundFactory,
    OldCaseFactory,
    OldLedgerFactory,
    VisitFactory,
    VisitQuestionFactory,
    VisitWorkerFactory,
    WorkerFactory,
    clear_check,
    firm_serving,
    office,
    staff,
)

TODAY = dt.date(2026, 11, 23)
MONTH = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))


@dataclass
class Desk:
    """A district with two towns, and who works there."""

    district: Any
    towns: list[Any]
    supervisor: Any
    clerk: Any
    cases: dict[str, Case]
    firm: Any
    alliance: Any


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def desk() -> Desk:
    district = office("金山区总工会", is_window=False)
    towns = [office("朱泾镇总工会", district), office("枫泾镇总工会", district)]
    supervisor, clerk = staff("supervisor", district), staff("clerk", district)
    firm = firm_serving(district)
    alliance = record(
        Alliance(name="联盟", office=district, lead=firm, founded_on=dt.date(2026, 6, 1)), actor=clerk
    )
    record(AllianceMember(alliance=alliance, firm=firm, joined_on=dt.date(2026, 6, 1)), actor=clerk)
    return Desk(district, towns, supervisor, clerk, {}, firm, alliance)


def told(here: Desk) -> Desk:
    """What happened in October 2026, before and after."""
    first, second = here.towns
    both = WorkerFactory(worker_type="courier")
    # Visits: three questions in October (one for drafting), 5 heads, two persons; one struck out, one in September.
    for town, on, heads, kind in (
        (first, "10-05", 4, "advice"),
        (second, "10-31", 1, "drafting"),
        (first, "09-30", 9, "advice"),
    ):
        visit = VisitFactory(office=town, visited_on=day(on), head_count=heads, received_by=here.clerk)
        VisitQuestionFactory(visit=visit, kind=kind)
        VisitWorkerFactory(visit=visit, worker=both)
        if on == "10-05":
            VisitQuestionFactory(visit=visit, kind="complaint")
            VisitQuestionFactory(visit=visit, is_active=False)
            VisitWorkerFactory(visit=visit)
    # Cases: carried over and ended in October; accepted in October, one of five, one in arbitration, one drafting.
    case(
        here,
        "old",
        first,
        "08-01",
        state="closed",
        ended_on=day("10-15"),
        subsidy=Decimal("800.00"),
        hours_spent=Decimal("4.5"),
    )
    case(
        here,
        "group",
        first,
        "10-02",
        people=5,
        state="settled",
        mediation_started_on=day("10-03"),
        resolved_on=day("10-12"),
    )
    case(here, "filed", second, "10-10", state="awarded", aid_form="arbitration", resolved_on=day("10-30"))
    case(here, "slow", second, "09-01", state="mediation", mediation_started_on=day("10-20"))
    case(here, "paper", second, "10-31", state="accepted", aid_form="drafting", cause="", channel="letter")
    CaseFactory(office=first, handler=here.clerk, opened_on=day("10-03"), state="draft")
    _agree(here, "group", "10-12")
    record(_filed(here.cases["filed"], "10-12", decided_on=day("10-30")), actor=here.clerk)
    MediationRoundFactory(
        case=here.cases["filed"], state="held", outcome="failed", scheduled_at=clock.start_of(day("10-15"))
    )
    for claimant in Claimant.objects.filter(case=here.cases["filed"]):
        claimant.outcome = "awarded"
        record(claimant, actor=here.clerk)
    AssignmentFactory(
        case=here.cases["group"], lawyer=LawyerFactory(firm=here.firm), state="accepted", is_lead=True,
        offered_at=clock.start_of(day("10-02")),
    )  # fmt: skip
    record(
        Deadline(
            case=here.cases["slow"], kind="mediation", starts_on=day("10-20"), due_on=day("11-04"), source="x"
        ),
        actor=here.clerk,
    )
    # Money: 300.00 verified in October.
    paid(here, "group", "100.00", "10-14")
    paid(here, "group", "50.00", "10-16")
    paid(here, "filed", "150.00", "10-31")
    AwaitedPayment.objects.create(case=here.cases["group"], office=first, due_on=day("11-01"))
    # Taken over from an old ledger and confirmed.
    OldCaseFactory(
        ledger=OldLedgerFactory(
            office=first,
            state="confirmed",
            confirmed_by=here.supervisor,
            confirmed_at=clock.now(),
            received=Decimal("25.00"),
        ),
        accepted_on=day("10-02"),
        closed_on=day("10-20"),
        received_on=day("10-20"),
        received=Decimal("25.00"),
    )
    return here


def case(here: Desk, name: str, at: Any, accepted: str, *, people: int = 1, **kwargs: Any) -> Case:
    """A case accepted on a day, with its claimants, each claiming 1,000.00 yuan."""
    made = CaseFactory(
        office=at,
        handler=here.clerk,
        opened_on=day(accepted),
        accepted_on=day(accepted),
        number=f"号{name}",
        **kwargs,
    )
    here.cases[name] = made
    for _number in range(people):
        ClaimFactory(
            claimant=ClaimantFactory(case=made, worker=WorkerFactory(worker_type="courier")),
            claimed=Decimal("1000.00"),
            agreed=Decimal("400.00") if made.state in ("settled", "awarded") else None,
        )
    return made


def _agree(here: Desk, name: str, on: str) -> None:
    record(Agreement(case=here.cases[name], signed_on=day(on)), actor=here.clerk)


def _filed(case: Case, on: str, **kwargs: Any) -> Proceeding:
    return Proceeding(case=case, kind="arbitration", body="仲裁委", filed_on=day(on), **kwargs)


def paid(here: Desk, name: str, amount: str, on: str) -> Any:
    """Money received and verified on a day."""
    case = here.cases[name]
    claim = case.claims.order_by("pk").first()
    with clock.at(day(on)):
        receipt = record_receipt(
            case,
            actor=here.clerk,
            received_on=day(on),
            parts={claim.pk: Decimal(amount)},
            method="transfer",
            payer="某公司",
            proof=AttachmentFactory(case=case),
        )
        clear_check(case)
        return take_receipt_step(receipt, "verify", actor=here.supervisor)


def scope_of(here: Desk, since: dt.date = MONTH[0], until: dt.date = MONTH[1], **params: Any) -> Any:
    """The scope that the supervisor asks for in an address."""
    from django.http import QueryDict

    from reports.forms.period import ScopeForm

    asked = QueryDict(mutable=True)
    for key, value in {"since": since, "until": until, **params}.items():
        asked[key] = str(value)
    here.supervisor.__dict__.pop("current_memberships", None)
    return ScopeForm(asked, user=here.supervisor).scope
