"""What the section "performance" of the case page needs beside the case itself."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Claim, Claimant
from cases.sums import UNFOLDED
from cases.workflow import PERFORMANCE
from core.templatetags.gongyuan import money
from mediation.actions.awards import decision_of
from mediation.default_path import Way, due_now, open_sum, title_of, ways_of
from mediation.models import Agreement
from mediation.payments import Payment, payments_of, source_of
from performance.models import INTEREST_COUNTS_AS_RECOVERED, InterestOnDelay, Remedy, RemedyKind, Undertaking

register = template.Library()

LABELS = {**dict(RemedyKind.choices), "enforcement": gettext_lazy("Enforcement")}
PAPERS = {
    "payment_order": "payment_order_application",
    "confirmation": "confirmation_application",
    "review": "review_application",
    "enforcement": "enforcement_application",
}
"""The paper of each way, as its address names it."""


@dataclass(frozen=True)
class Row:
    """One payment: to whom, for what, and what came in of it."""

    claimant: Claimant
    claim: Claim | None
    payment: Payment


@dataclass(frozen=True)
class OpenWay:
    """A way on default with its name, its paper, and the remedy that is under way."""

    way: Way
    label: Any
    paper: str

    @property
    def is_joint(self) -> bool:
        return self.way.code in ("confirmation", "review")

    @property
    def is_step(self) -> bool:
        return self.way.code == "enforcement"


@dataclass(frozen=True)
class Performance:
    """All of the section; empty where nothing was agreed, awarded or undertaken."""

    shown: list[Row]
    folded: list[Row]
    clauses: list[str]
    due_sum: Decimal
    called_sum: Decimal
    is_award: bool
    has_decision: bool
    is_enforceable: bool
    ways: list[OpenWay]
    undertakings: list[Undertaking]
    interest: list[InterestOnDelay]
    remedies: list[Remedy]
    counts: bool = INTEREST_COUNTS_AS_RECOVERED

    @property
    def late(self) -> int:
        """How many payments and undertakings are late."""
        rows = (*self.shown, *self.folded)
        return sum(row.payment.is_late for row in rows) + sum(bool(u.days_late) for u in self.undertakings)

    @property
    def is_something(self) -> bool:
        return bool(self.shown or self.undertakings or self.has_decision)


@register.simple_tag
def performance_of(case: Case) -> Performance:
    """Of the case page; without queries where its relations are prefetched."""
    source, found = source_of(case), payments_of(case)
    claims = {claim.pk: claim for claim in case.claims.all()}
    people = {claimant.pk: claimant for claimant in case.claimants.all()}
    rows = [
        Row(people[p.instalment.claimant_id], claims.get(p.instalment.claim_id or 0), p)
        for p in sorted(found, key=lambda p: (p.due_on, p.instalment.claimant_id, p.instalment.pk))
    ]
    at_once = len(rows) if len(rows) <= 2 * UNFOLDED else UNFOLDED
    decided = decision_of(case)
    is_award = bool(found) and not isinstance(source, Agreement)
    late = due_now(found)
    undertakings, interest = list(case.undertakings.all()), list(case.interest_on_delay.all())
    for undertaking in undertakings:
        undertaking.claimant = people[undertaking.claimant_id]
    for row in interest:
        row.claimant, row.claim = people[row.claimant_id], claims.get(row.claim_id or 0)
    return Performance(
        shown=rows[:at_once],
        folded=rows[at_once:],
        clauses=_clauses(source),
        due_sum=open_sum(late),
        called_sum=open_sum(p for p in late if p.is_called),
        is_award=is_award,
        has_decision=decided is not None and case.state in ("awarded", "enforcement"),
        is_enforceable=title_of(case) is not None,
        ways=[OpenWay(way, LABELS[way.code], PAPERS[way.code]) for way in ways_of(case, found)]
        if found and case.state in PERFORMANCE
        else [],
        undertakings=undertakings,
        interest=[row for row in interest if not row.struck_out],
        remedies=list(case.remedies.all()),
    )


def _clauses(source: Any) -> list[str]:
    """What the parties agreed on for late payment, beside the free words."""
    if not isinstance(source, Agreement):
        return []
    found = []
    if source.penalty_rate:
        rate = f"{source.penalty_rate:f}".rstrip("0").rstrip(".")
        found.append(_("%(rate)s %% a day of what is late") % {"rate": rate})
    if source.penalty_sum:
        found.append(_("%(sum)s yuan once") % {"sum": money(source.penalty_sum)})
    if source.whole_rest_due:
        found.append(_("the whole rest falls due"))
    return found
