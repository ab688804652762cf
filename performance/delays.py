"""In what a claimant was paid late by a decision: the facts the interest on delay is worked out from."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from calculators.words import both, day, sum_of
from calculators.working import freeze_result
from cases.models import Case, Claim, Claimant
from core.money import ZERO
from labour_law.entitlements.delay_interest import Delay, Paid, delay_interest
from labour_law.entitlements.result import Entitlement, entitlement
from mediation.default_path import title_of
from mediation.payments import source_of

CODE = "delay_interest"
COUNTED = ("recorded", "verified")
"""States of a receipt that came in; one that was reversed, and its counter-entry, did not."""

Events = list[tuple[dt.date, Decimal]]


@dataclass(frozen=True)
class Late:
    """What is due to a claimant for a claim (all claims where none is named), instalment by instalment."""

    claimant: Claimant
    claim: Claim | None
    delays: tuple[Delay, ...]

    @property
    def interest(self) -> Entitlement:
        results = [delay_interest(delay) for delay in self.delays]
        notes = {note.code: note for result in results for note in result.notes}
        return entitlement([line for result in results for line in result.lines], notes.values())

    def frozen(self, interest: Entitlement) -> dict[str, Any]:
        """The working as it is kept: what was due when, what came in when, and the lines."""
        return freeze_result(CODE, [_input(delay) for delay in self.delays], interest)


def _input(delay: Delay) -> dict[str, Any]:
    def told() -> str:
        paid = _(", ").join(
            _("%(sum)s yuan on %(day)s") % {"sum": sum_of(part.amount), "day": day(part.day)}
            for part in delay.paid
        )
        due = _("%(sum)s yuan by %(day)s") % {"sum": sum_of(delay.principal), "day": day(delay.perform_by)}
        return _("%(due)s; came in: %(paid)s") % {"due": due, "paid": paid or _("nothing")}

    raw = {"principal": str(delay.principal), "perform_by": str(delay.perform_by), "until": str(delay.until)}
    return {"name": "due", "label": both(lambda: _("Due on")), "value": both(told), "raw": raw}


def late_by(case: Case, until: dt.date) -> list[Late]:
    """For each claim what a decision ordered to be paid and was not by its day, looked at on `until`.

    Interest is owed under what can be enforced alone, from the day it names, at the earliest from its effect (法释〔2014〕8号
    2). None without such a paper. Reads `receipts__lines` of the case.
    """
    source, title = source_of(case), title_of(case)
    if source is None or title is None:
        return []
    claims = {claim.pk: claim for claim in case.claims.all()}
    came = _came_in(case, claims)
    found: dict[tuple[int, int | None], list[Delay]] = {}
    for part in sorted(source.instalments.all(), key=lambda i: (i.due_on, i.pk)):
        key = (part.claimant_id, part.claim_id)
        paid = _take(came.get(key, []), part.amount)
        perform_by = max(part.due_on, title.effective_on)
        if perform_by < until:
            delay = Delay(principal=part.amount, perform_by=perform_by, until=until, paid=tuple(paid))
            found.setdefault(key, []).append(delay)
    people = {claimant.pk: claimant for claimant in case.claimants.all()}
    late = [
        Late(people[claimant], claims[claim] if claim else None, tuple(delays))
        for (claimant, claim), delays in found.items()
    ]
    return [each for each in late if each.interest.total]


def _came_in(case: Case, claims: dict[int, Claim]) -> dict[tuple[int, int | None], Events]:
    """Claimant and claim, and claimant alone → what came in by day."""
    came: dict[tuple[int, int | None], Events] = {}
    receipts = [r for r in case.receipts.all() if r.state in COUNTED and r.reverses_id is None]
    for receipt in sorted(receipts, key=lambda r: (r.received_on, r.pk)):
        for line in receipt.lines.all():
            claimant = claims[line.claim_id].claimant_id
            for key in ((claimant, line.claim_id), (claimant, None)):
                came.setdefault(key, []).append((receipt.received_on, line.amount))
    return came


def _take(events: Events, amount: Decimal) -> Iterable[Paid]:
    """What of the money that came in falls to an instalment of this amount; it is taken from `events`."""
    taken = []
    while events and amount > ZERO:
        on, came = events[0]
        part = min(came, amount)
        amount -= part
        taken.append(Paid(day=on, amount=part))
        if part == came:
            events.pop(0)
        else:
            events[0] = (on, came - part)
    return taken
