"""What the law opens to who was not paid in time, and why the rest is closed.

Everything is read from what hangs on the case; `case.remedies` are the applications made, kept by the app above.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.steps import effective_on
from cases.models import ClaimKind, ProceedingKind
from cases.workflow import CaseState
from core import clock
from core.money import ZERO
from core.templatetags.gongyuan import day as in_words
from labour_law.periods import due
from law_tables import current
from mediation.actions.awards import DECIDES, decision_of
from mediation.models import Agreement
from mediation.payments import Payment, payments_of, source_of

PAYMENT_ORDER, CONFIRMATION, REVIEW, ENFORCEMENT = "payment_order", "confirmation", "review", "enforcement"

ORDERED_KINDS = frozenset(
    {
        ClaimKind.WAGES,
        ClaimKind.OVERTIME,
        ClaimKind.ANNUAL_LEAVE,
        ClaimKind.HEAT_ALLOWANCE,
        ClaimKind.WORK_INJURY,
        ClaimKind.SEVERANCE,
        ClaimKind.DAMAGES,
        ClaimKind.PROBATION,
    }
)
"""劳动报酬、工伤医疗费、经济补偿或者赔偿金 (劳动争议调解仲裁法 16). Double wages, pay in lieu of notice and losses of social
insurance are none of them; of a work injury only the medical costs are."""

LIMITS = {CONFIRMATION: "judicial_confirmation", REVIEW: "arbitration_review", ENFORCEMENT: "enforcement"}
"""The limit within which each is applied for."""

ARTICLES = {
    PAYMENT_ORDER: "劳动争议调解仲裁法 16，民事诉讼法 225",
    CONFIRMATION: "民事诉讼法 205",
    REVIEW: "劳动人事争议仲裁办案规则 74",
    ENFORCEMENT: "民事诉讼法 247、250",
}


@dataclass(frozen=True)
class Title:
    """A paper that can be enforced, in the words of papers: what it is, whose, its number, since when."""

    name: str
    body: str
    docket: str
    day: dt.date
    effective_on: dt.date


@dataclass(frozen=True)
class Way:
    """One way to what was promised: open, or closed for a reason; `last_day` to apply, where there is one."""

    code: str
    why_not: str = ""
    last_day: dt.date | None = None

    @property
    def is_open(self) -> bool:
        return not self.why_not

    @property
    def article(self) -> str:
        return ARTICLES[self.code]


def ways_of(case: Any, found: list[Payment] | None = None) -> list[Way]:
    """All four, in the order in which they are looked at; `found` are the payments of the case where they are known."""
    found = payments_of(case) if found is None else found
    title = title_of(case)
    return [
        _payment_order(case, found, title),
        _joint(case, CONFIRMATION, title),
        _joint(case, REVIEW, title),
        _enforcement(case, found, title),
    ]


def way_of(case: Any, code: str) -> Way:
    """One of them."""
    return next(way for way in ways_of(case) if way.code == code)


def title_of(case: Any) -> Title | None:
    """The paper by which what is due can be enforced; None where there is only an agreement (劳动争议调解仲裁法 14).

    An award or a judgment; the 调解书 of the commission or court before which the parties settled (42, 51); else what came
    of an application: a confirmation, a 仲裁调解书 after review, a payment order.
    """
    source = source_of(case)
    if source is None:
        return None
    if not isinstance(source, Agreement):
        return _decision(case)
    pending = [p for p in case.proceedings.all() if p.kind in DECIDES and p.decided_on is None]
    if pending and source.signed_on:
        of_court = pending[-1].kind != ProceedingKind.ARBITRATION
        name = "民事调解书" if of_court else "仲裁调解书"
        return Title(name, pending[-1].body, pending[-1].docket, source.signed_on, source.signed_on)
    granted = [remedy for remedy in case.remedies.all() if remedy.outcome == "granted"]
    if not granted:
        return None
    names = {PAYMENT_ORDER: "支付令", CONFIRMATION: "司法确认裁定书", REVIEW: "仲裁调解书"}
    last = granted[-1]
    return Title(names[last.kind], last.body, last.docket, last.decided_on, last.decided_on)


def _decision(case: Any) -> Title | None:
    decided = decision_of(case)
    if decided is None or decided.decided_on is None or decided.served_on is None:
        return None
    name = "仲裁裁决书" if decided.kind == ProceedingKind.ARBITRATION else "民事判决书"
    return Title(name, decided.body, decided.docket, decided.decided_on, effective_on(decided))


def due_now(found: Iterable[Payment]) -> list[Payment]:
    """What may be asked for now: late, or called in by the clause."""
    return [payment for payment in found if payment.is_due]


def open_sum(found: Iterable[Payment]) -> Decimal:
    """What has not come in of these, in yuan."""
    return sum((payment.open for payment in found), ZERO)


def ordered(case: Any, found: Iterable[Payment]) -> list[Payment]:
    """Those of the payments due now that a payment order can be had for."""
    agreement = source_of(case)
    if not isinstance(agreement, Agreement):
        return []
    kinds: dict[tuple[int, int | None], set[str]] = {}
    for term in agreement.terms.all():
        for key in ((term.claim.claimant_id, term.claim_id), (term.claim.claimant_id, None)):
            kinds.setdefault(key, set()).add(term.claim.kind)
    return [
        payment
        for payment in due_now(found)
        if kinds.get((payment.instalment.claimant_id, payment.instalment.claim_id), {""}) <= ORDERED_KINDS
    ]


def _applied(case: Any, code: str) -> str:
    pending = next((r for r in case.remedies.all() if r.kind == code and not r.outcome), None)
    return _("Applied for on %(day)s.") % {"day": in_words(pending.applied_on)} if pending else ""


def _not_agreed(case: Any, title: Title | None) -> str:
    """Why neither order, confirmation nor review can be had: they need an agreement that was mediated and signed."""
    agreement = source_of(case)
    if not isinstance(agreement, Agreement):
        return _("It is for an agreement; an award or a judgment is enforced.")
    if agreement.signed_on is None:
        return _("The agreement is not signed yet.")
    if title:
        return _("There is a paper that can be enforced already.")
    return ""


def _payment_order(case: Any, found: list[Payment], title: Title | None) -> Way:
    why_not = _not_agreed(case, title) or _applied(case, PAYMENT_ORDER)
    if not why_not and not due_now(found):
        why_not = _("No payment is late.")
    if not why_not and not ordered(case, found):
        why_not = _(
            "It is for wages, medical costs of a work injury, severance and damages alone; what is late is for something else."
        )
    return Way(PAYMENT_ORDER, why_not)


def _joint(case: Any, code: str, title: Title | None) -> Way:
    """Both sides apply together, so many days after the agreement took effect."""
    why_not = _not_agreed(case, title) or _applied(case, code)
    agreement = source_of(case)
    signed_on = agreement.signed_on if isinstance(agreement, Agreement) else None
    last_day = due(LIMITS[code], signed_on, current.calendar()).last_day if signed_on else None
    if not why_not and last_day and last_day < clock.today():
        why_not = _("The days to apply ended on %(day)s.") % {"day": in_words(last_day)}
    return Way(code, why_not, last_day)


def _enforcement(case: Any, found: list[Payment], title: Title | None) -> Way:
    days = [payment.due_on for payment in found]
    last_day = due(LIMITS[ENFORCEMENT], max(days), current.calendar()).last_day if days and title else None
    if title is None:
        why_not = _(
            "An agreement alone cannot be enforced: have it confirmed or reviewed, or apply for a payment order."
        )
    elif case.state == CaseState.ENFORCEMENT:
        why_not = _("It was applied for already.")
    elif title.effective_on > clock.today():
        why_not = _("It takes effect on %(day)s.") % {"day": in_words(title.effective_on)}
    elif not due_now(found):
        why_not = _("No payment is late.")
    else:
        why_not = ""
    return Way(ENFORCEMENT, why_not, last_day)
