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
    is open besides. What names no claim goes to the claims of its claimant in proportion to what is open of each."""
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

    def whose(payment: Payment) -> tuple[int, ...]:
        """The claims it is for: the one it names, else all of its claimant."""
        instalment = payment.instalment
        named = [instalment.claim_id] if instalment.claim_id else by_claimant.get(instalment.claimant_id, [])
        return tuple(key for key in named if key in room)

    def turn(payment: Payment) -> tuple[dt.date, bool]:
        """By day; on one day what names its claim goes before what any claim of the claimant may take."""
        return payment.due_on, payment.instalment.claim_id is None

    given_by_day: dict[dt.date, Decimal] = {}
    for (day, _unnamed), due in groupby(sorted(payments, key=turn), turn):
        wanted: dict[tuple[int, ...], Decimal] = {}
        for payment in due:
            wanted[whose(payment)] = wanted.get(whose(payment), ZERO) + payment.open
        wanted = {
            keys: min(sum_due, sum(map(room.__getitem__, keys), ZERO)) for keys, sum_due in wanted.items()
        }
        if share := min(left, sum(wanted.values(), ZERO)):
            for keys, part in propose_split(share, wanted).items():
                give(part, keys)
            given_by_day[day] = given_by_day.get(day, ZERO) + share
            left -= share
    found.by_day = list(given_by_day.items())
    if found_in_proportion := min(left, sum(room.values(), ZERO)):
        give(found_in_proportion, list(room))
        found.in_proportion = found_in_proportion
        left -= found_in_proportion
    found.parts = {key: part for key, part in found.parts.items() if part}
    found.surplus = left
    return found
