"""How a payment is proposed to be shared out over the claims: what fell due first, then in proportion; what is left over."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from cases.models import Claim
from core.days import written_day
from core.money import ZERO
from core.shares import propose_split
from mediation.payments import Payment
from recoveries.split import still_open


@dataclass
class Proposal:
    """Claim id → yuan, and what is more than is open. `by_day` is how much goes to what is due on which day, `in_proportion`
    what went to the rest. Parts and surplus add up to the payment, to the fen."""

    parts: dict[int, Decimal]
    surplus: Decimal = ZERO
    by_day: list[tuple[dt.date, Decimal]] = field(default_factory=list)
    in_proportion: Decimal = ZERO

    @property
    def told(self) -> list[str]:
        """How it came about, in sentences."""
        said = [
            _("%(sum)s yuan to what is due on %(day)s, the earliest day first.")
            % {"sum": f"{amount:,.2f}", "day": written_day(day)}
            for day, amount in self.by_day
        ]
        if self.in_proportion:
            said.append(
                _("%(sum)s yuan in proportion to what is open of each claim.")
                % {"sum": f"{self.in_proportion:,.2f}"}
            )
        if self.surplus:
            said.append(
                _(
                    "%(sum)s yuan are more than is open. They stand below as overpaid: move them to interest or penalty "
                    "if they are that."
                )
                % {"sum": f"{self.surplus:,.2f}"}
            )
        return said


def propose(amount: Decimal, claims: Sequence[Claim], payments: Iterable[Payment]) -> Proposal:
    """Share `amount` (yuan) out over the open claims: to the instalments by day, those of one day in proportion, then to what
    is open besides. What a claimant is due goes to the claims of that claimant in proportion to what is open of each."""
    room = {claim.pk: still_open(claim) for claim in claims}
    by_claimant: dict[int, list[int]] = {}
    for claim in claims:
        by_claimant.setdefault(claim.claimant_id, []).append(claim.pk)
    found = Proposal(dict.fromkeys(room, ZERO))
    left = amount

    def give(share: Decimal, keys: Iterable[int]) -> None:
        for key, part in propose_split(share, {key: room[key] for key in keys}).items():
            found.parts[key] += part
            room[key] -= part

    for day, due in groupby(sorted(payments, key=lambda payment: payment.due_on), lambda p: p.due_on):
        wanted: dict[int, Decimal] = {}
        for payment in due:
            wanted[payment.instalment.claimant_id] = (
                wanted.get(payment.instalment.claimant_id, ZERO) + payment.open
            )
        wanted = {
            claimant: min(sum_due, sum((room[key] for key in by_claimant.get(claimant, ())), ZERO))
            for claimant, sum_due in wanted.items()
        }
        if share := min(left, sum(wanted.values(), ZERO)):
            for claimant, part in propose_split(share, wanted).items():
                give(part, by_claimant[claimant])
            found.by_day.append((day, share))
            left -= share
    if found_in_proportion := min(left, sum(room.values(), ZERO)):
        give(found_in_proportion, list(room))
        found.in_proportion = found_in_proportion
        left -= found_in_proportion
    found.parts = {key: part for key, part in found.parts.items() if part}
    found.surplus = left
    return found
