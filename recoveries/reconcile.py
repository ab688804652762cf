"""Does the ledger agree with the claims and the totals, to the fen?"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Model, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Round

from cases.models import Claim
from core.money import ZERO, ExactSum, MoneyField, total
from mediation.models import AwaitedPayment, Instalment
from recoveries.models import (
    COUNTED_AS_RECEIVED,
    COUNTED_AS_VERIFIED,
    Receipt,
    ReceiptExtra,
    ReceiptLine,
    VerifiedTotal,
)
from recoveries.totals import verified_by_year
from recoveries.workflow import ReceiptState


@dataclass(frozen=True)
class Difference:
    """Two figures that should be one, in yuan."""

    where: str
    ledger: Decimal
    shown: Decimal

    def __str__(self) -> str:
        return f"{self.where}: ledger {self.ledger:.2f}, shown {self.shown:.2f}"


@dataclass(frozen=True)
class WrongDay:
    """A day on which money is awaited and not kept so, or the other way round."""

    case: int
    on: dt.date
    is_kept: bool

    def __str__(self) -> str:
        said = "kept as awaited, and is not" if self.is_kept else "awaited, and not kept so"
        return f"case {self.case}: money of {self.on} is {said}"


def totals() -> dict[str, Decimal]:
    """Received and verified over everything: by the ledger's lines, by its receipts less what goes to no claim, and by the
    claims."""
    received, verified = Q(state__in=COUNTED_AS_RECEIVED), Q(state__in=COUNTED_AS_VERIFIED)
    line_received = Q(receipt__state__in=COUNTED_AS_RECEIVED)
    line_verified = Q(receipt__state__in=COUNTED_AS_VERIFIED)
    lines = ReceiptLine.objects.aggregate(
        received=total("amount", filter=line_received), verified=total("amount", filter=line_verified)
    )
    receipts = Receipt.objects.aggregate(
        received=total("amount", filter=received), verified=total("amount", filter=verified)
    )
    extras = ReceiptExtra.objects.aggregate(
        received=total("amount", filter=line_received), verified=total("amount", filter=line_verified)
    )
    receipts = {name: sums - extras[name] for name, sums in receipts.items()}
    claims = Claim.objects.aggregate(received=total("received"), verified=total("verified"))
    return {
        f"{source}_{name}": sums[name]
        for source, sums in (("lines", lines), ("receipts", receipts), ("claims", claims))
        for name in ("received", "verified")
    }


def differences() -> Iterator[Difference | WrongDay]:
    """Every place where ledger and columns, days or totals differ; none when all is right."""
    yield from _claims_off()
    yield from _receipts_off()
    yield from _reversals_off()
    yield from _extras_off()
    yield from _postings_off()
    yield from _awaited_off()
    yield from _years_off()
    sums = totals()
    for name in ("received", "verified"):
        for source in ("receipts", "claims"):
            if sums[f"lines_{name}"] != sums[f"{source}_{name}"]:
                yield Difference(f"total {name} of {source}", sums[f"lines_{name}"], sums[f"{source}_{name}"])


def _ledger_sum(states: tuple[str, ...]) -> Coalesce:
    lines = (
        ReceiptLine.objects.filter(claim=OuterRef("pk"), receipt__state__in=states)
        .order_by()
        .values("claim")
        .annotate(sum=ExactSum("amount", output_field=MoneyField()))
        .values("sum")
    )
    return Coalesce(Subquery(lines, output_field=MoneyField()), ZERO, output_field=MoneyField())


def _claims_off() -> Iterator[Difference]:
    claims = Claim.objects.annotate(
        by_received=_ledger_sum(COUNTED_AS_RECEIVED), by_verified=_ledger_sum(COUNTED_AS_VERIFIED)
    )
    for claim in claims.exclude(received=F("by_received"), verified=F("by_verified")).order_by("pk"):
        if claim.by_received != claim.received:
            yield Difference(f"claim {claim.pk} received", claim.by_received, claim.received)
        if claim.by_verified != claim.verified:
            yield Difference(f"claim {claim.pk} verified", claim.by_verified, claim.verified)


def _receipts_off() -> Iterator[Difference]:
    """Those that are not what goes to claims and what goes to none together."""
    both = _part_sum(ReceiptLine) + _part_sum(ReceiptExtra)
    receipts = Receipt.objects.annotate(by_parts=Round(both, 2, output_field=MoneyField()))
    for receipt in receipts.exclude(amount=F("by_parts")).order_by("pk"):
        yield Difference(f"receipt {receipt.pk}", receipt.by_parts, receipt.amount)


def _part_sum(model: type[Model]) -> Coalesce:
    parts = (
        model._base_manager.filter(receipt=OuterRef("pk"))
        .order_by()
        .values("receipt")
        .annotate(sum=ExactSum("amount", output_field=MoneyField()))
        .values("sum")
    )
    return Coalesce(Subquery(parts, output_field=MoneyField()), ZERO, output_field=MoneyField())


def _extras_off() -> Iterator[Difference]:
    """Counter-entries that do not take back what went to no claim, kind by kind."""
    taken = ReceiptExtra.objects.filter(receipt=OuterRef("receipt__reversed_by"), kind=OuterRef("kind"))
    back = Coalesce(
        Subquery(taken.values("amount")[:1], output_field=MoneyField()), ZERO, output_field=MoneyField()
    )
    extras = ReceiptExtra.objects.filter(receipt__state=ReceiptState.REVERSED).annotate(back=-back)
    for extra in extras.exclude(amount=F("back")).order_by("pk"):
        yield Difference(
            f"{extra.kind} of the counter-entry of receipt {extra.receipt_id}", extra.amount, extra.back
        )
    for stray in ReceiptExtra.objects.exclude(case=F("receipt__case")).order_by("pk"):
        yield Difference(f"{stray.kind} of receipt {stray.receipt_id} on another case", stray.amount, ZERO)


def _reversals_off() -> Iterator[Difference]:
    reversed_ones = Receipt.objects.filter(state=ReceiptState.REVERSED).select_related("reversed_by")
    for receipt in reversed_ones.order_by("pk"):
        counter = getattr(receipt, "reversed_by", None)
        back = -counter.amount if counter else ZERO
        if back != receipt.amount:
            yield Difference(f"counter-entry of receipt {receipt.pk}", receipt.amount, back)


def _postings_off() -> Iterator[Difference]:
    """Receipts that are not the sum of the row of the statement they were made of, and rows skipped all the same."""
    made = Receipt.objects.standing().filter(statement_line__isnull=False).select_related("statement_line")
    for receipt in made.exclude(amount=F("statement_line__amount")).order_by("pk"):
        yield Difference(
            f"receipt {receipt.pk} by its statement", receipt.statement_line.amount, receipt.amount
        )
    for receipt in made.exclude(statement_line__skipped_because="").order_by("pk"):
        yield Difference(f"receipt {receipt.pk} of a row that was skipped", receipt.amount, ZERO)


def _years_off() -> Iterator[Difference]:
    kept = {(row.office_id, row.year): row.amount for row in VerifiedTotal.objects.all()}
    claims = verified_by_year()
    for office, year in sorted(kept.keys() | claims.keys()):
        was, is_kept = claims.get((office, year), ZERO), kept.get((office, year), ZERO)
        if was != is_kept:
            yield Difference(f"verified on cases office {office} opened in {year}", was, is_kept)


def _awaited_off() -> Iterator[WrongDay]:
    """The days kept by `mediation.awaited` that are not those of agreements and claims."""
    kept = set(AwaitedPayment.objects.values_list("case", "office", "due_on"))
    for case, office, on in sorted(kept ^ Instalment.objects.awaited_days()):
        yield WrongDay(case, on, is_kept=(case, office, on) in kept)
