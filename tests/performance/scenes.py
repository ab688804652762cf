"""Cases in which something is to be performed: an agreement, an award, with payments that came in."""

import datetime as dt
from decimal import Decimal
from typing import Any

from cases.actions.steps import take_step
from cases.models import Case, Claim, Proceeding
from core import clock
from core.audit import record
from mediation.actions.agreements import record_agreement
from mediation.instalments import Part
from recoveries.actions.receipts import record_receipt
from recoveries.models import Receipt
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, clear_check, office, staff

SIGNED = dt.date(2026, 3, 10)
TODAY = dt.date(2026, 5, 4)
APRIL, MAY, JUNE = dt.date(2026, 4, 1), dt.date(2026, 5, 1), dt.date(2026, 6, 1)
D = Decimal


def in_mediation(**kwargs: Any) -> Case:
    """One claimant with wages of 3,000 and severance of 6,000 yuan."""
    at = kwargs.pop("office", None) or office()
    kwargs.setdefault("handler", staff("clerk", at))
    values = {"state": "mediation", "mediation_started_on": SIGNED, "opened_on": SIGNED} | kwargs
    case = CaseFactory(office=at, **values)
    claimant = ClaimantFactory(case=case)
    ClaimFactory(claimant=claimant, claimed=D("3000.00"), kind="wages")
    ClaimFactory(claimant=claimant, claimed=D("6000.00"), kind="severance")
    clear_check(case)
    return case


def claims(case: Case) -> list[Claim]:
    return list(case.claims.order_by("pk"))


def settled(days: tuple[dt.date, ...] = (APRIL, JUNE), **kwargs: Any) -> Case:
    """Signed on 10 March; wages on the first of the days, severance on the last."""
    case = in_mediation(**{k: v for k, v in kwargs.items() if k in ("office", "handler")})
    wages, severance = claims(case)
    clause = {k: v for k, v in kwargs.items() if k not in ("office", "handler")}
    with clock.at(SIGNED):
        record_agreement(
            case,
            terms={wages.pk: wages.claimed, severance.pk: severance.claimed},
            instalments=[
                Part(wages.claimant_id, days[0], D("3000.00"), wages.pk),
                Part(wages.claimant_id, days[-1], D("6000.00"), severance.pk),
            ],
            actor=case.handler,
            signed_on=SIGNED,
            **clause,
        )
        return take_step(Case.objects.get(pk=case.pk), "settle", actor=case.handler)


def awarded(*, perform_by: dt.date | None = APRIL, is_final: bool = True, **kwargs: Any) -> Case:
    """Decided and served on 10 March 2026, both claims in full."""
    case = in_mediation(**{"state": "arbitration", **kwargs})
    filed = Proceeding(
        case=case, kind="arbitration", body="金山区劳动人事争议仲裁委员会", docket="12号", filed_on=SIGNED
    )
    record(filed, actor=case.handler)
    with clock.at(SIGNED):
        return take_step(
            case,
            "award",
            actor=case.handler,
            decided_on=SIGNED,
            served_on=SIGNED,
            perform_by=perform_by,
            is_final=is_final,
            result="支持全部请求",
            sums={claim.pk: claim.claimed for claim in claims(case)},
        )


def pay(case: Case, on: dt.date, **parts: str) -> Receipt:
    """`wages` and `severance` in yuan."""
    by_kind = {claim.kind: claim.pk for claim in claims(case)}
    return record_receipt(
        Case.objects.get(pk=case.pk),
        actor=case.handler,
        received_on=on,
        parts={by_kind[kind]: D(amount) for kind, amount in parts.items()},
        method="transfer",
        payer="某公司",
        no_double="另一笔",
    )


def whole(case: Case) -> Case:
    """As the case page reads it."""
    return Case.objects.whole(
        "receipts__lines__claim", "remedies", "undertakings", "interest_on_delay", pk=case.pk
    )
