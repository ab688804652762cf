"""Does the ledger agree with the claims and the totals, to the fen? So do the totals of cases in hand, and old ledgers
with their rows."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, Model, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Round

from cases.actions.in_hand import in_hand_by_office
from cases.models import Case, Claim, InHandTotal
from core.money import ZERO, ExactSum, MoneyField, total
from mediation.models import AwaitedPayment, Instalment
from recoveries.models import (
    OldCase,
    OldLedger,
    Receipt,
    ReceiptExtra,
    ReceiptLine,
    VerifiedTotal,
    WaitingTotal,
)
from recoveries.queries import counts_as_received, counts_as_verified
from recoveries.totals import verified_by_year, waiting_by_office
from recoveries.workflow import OldLedgerState, ReceiptState


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


@dataclass(frozen=True)
class WrongCount:
    """An office with another number of cases in hand than is kept."""

    office: int
    there: int
    kept: int

    def __str__(self) -> str:
        return f"cases in hand of office {self.office}: {self.there} there, {self.kept} kept"


@dataclass(frozen=True)
class WrongOld:
    """Something of an old ledger that is not as it was taken in."""

    ledger: int
    what: str

    def __str__(self) -> str:
        return f"old ledger {self.ledger}: {self.what}"


def totals() -> dict[str, Decimal]:
    """Received and verified over everything: by the ledger's lines, by its receipts less what goes to no claim, and by the
    claims."""
    received, verified = counts_as_received(), counts_as_verified()
    line_received, line_verified = counts_as_received("receipt__"), counts_as_verified("receipt__")
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


def differences() -> Iterator[Difference | WrongDay | WrongCount | WrongOld]:
    """Every place where ledger and columns, days or totals differ; none when all is right."""
    yield from _claims_off()
    yield from _receipts_off()
    yield from _strays()
    yield from _reversals_off()
    yield from _extras_off()
    yield from _postings_off()
    yield from _awaited_off()
    yield from _years_off()
    yield from _waiting_off()
    yield from _in_hand_off()
    yield from _old_ledgers_off()
    yield from _old_cases_twice()
    sums = totals()
    for name in ("received", "verified"):
        for source in ("receipts", "claims"):
            if sums[f"lines_{name}"] != sums[f"{source}_{name}"]:
                yield Difference(f"total {name} of {source}", sums[f"lines_{name}"], sums[f"{source}_{name}"])


def _ledger_sum(counts: Q) -> Coalesce:
    lines = (
        ReceiptLine.objects.filter(counts, claim=OuterRef("pk"))
        .order_by()
        .values("claim")
        .annotate(sum=ExactSum("amount", output_field=MoneyField()))
        .values("sum")
    )
    return Coalesce(Subquery(lines, output_field=MoneyField()), ZERO, output_field=MoneyField())


def _claims_off() -> Iterator[Difference]:
    claims = Claim.objects.annotate(
        by_received=_ledger_sum(counts_as_received("receipt__")),
        by_verified=_ledger_sum(counts_as_verified("receipt__")),
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


def _strays() -> Iterator[Difference]:
    """Parts of a receipt that are not of its case."""
    elsewhere = ~Q(case=F("receipt__case")) | ~Q(claim__case=F("receipt__case"))
    for line in ReceiptLine.objects.filter(elsewhere).order_by("pk"):
        yield Difference(f"line {line.pk} of receipt {line.receipt_id} on another case", line.amount, ZERO)
    for extra in ReceiptExtra.objects.exclude(case=F("receipt__case")).order_by("pk"):
        yield Difference(f"{extra.kind} of receipt {extra.receipt_id} on another case", extra.amount, ZERO)


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
    counters = Receipt.objects.filter(reverses__isnull=False).prefetch_related("extras", "reverses__extras")
    for counter in counters.order_by("pk"):
        assert counter.reverses is not None
        due = {extra.kind: extra.amount for extra in counter.reverses.extras.all()}
        back = {extra.kind: -extra.amount for extra in counter.extras.all()}
        for kind, was, is_back in _unlike(due, back):
            yield Difference(f"{kind} of the counter-entry of receipt {counter.reverses_id}", was, is_back)


def _reversals_off() -> Iterator[Difference]:
    """What was reversed is taken back by a verified counter-entry, line by line, and nothing else is."""
    counters = Receipt.objects.filter(reverses__isnull=False).exclude(state=ReceiptState.REJECTED)
    for receipt in (
        Receipt.objects.filter(Q(state=ReceiptState.REVERSED) | Q(counter_entries__in=counters))
        .distinct()
        .prefetch_related("lines", "counter_entries__lines")
        .order_by("pk")
    ):
        verified = [c for c in receipt.counter_entries.all() if c.state == ReceiptState.VERIFIED]
        due = receipt.amount if receipt.state == ReceiptState.REVERSED else ZERO
        back = -sum((counter.amount for counter in verified), ZERO)
        if back != due:
            yield Difference(f"counter-entry of receipt {receipt.pk}", due, back)
        lines = {line.claim_id: line.amount for line in receipt.lines.all()}
        for counter in receipt.counter_entries.all():
            mirrored = {line.claim_id: -line.amount for line in counter.lines.all()}
            for claim in sorted(lines.keys() | mirrored.keys()):
                if lines.get(claim, ZERO) != mirrored.get(claim, ZERO):
                    yield Difference(
                        f"counter-entry {counter.pk} of claim {claim}",
                        lines.get(claim, ZERO),
                        mirrored.get(claim, ZERO),
                    )


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
    for (office, year), was, is_kept in _unlike(verified_by_year(), kept):
        yield Difference(f"verified on cases office {office} opened in {year}", was, is_kept)


def _waiting_off() -> Iterator[Difference]:
    kept = dict(WaitingTotal.objects.values_list("office", "amount"))
    for office, was, is_kept in _unlike(waiting_by_office(), kept):
        yield Difference(f"to verify on cases of office {office}", was, is_kept)


def _in_hand_off() -> Iterator[WrongCount]:
    kept = dict(InHandTotal.objects.values_list("office", "number"))
    for office, was, is_kept in _unlike(in_hand_by_office(), kept):
        yield WrongCount(office, was, is_kept)


def _unlike(counted: dict[Any, Any], kept: dict[Any, Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Where the two are not the same, with both; what is not there is nought."""
    for key in sorted(counted.keys() | kept.keys()):
        was, is_kept = counted.get(key, ZERO), kept.get(key, ZERO)
        if was != is_kept:
            yield key, was, is_kept


def _awaited_off() -> Iterator[WrongDay]:
    """The days kept by `mediation.awaited` that are not those of agreements and claims."""
    kept = set(AwaitedPayment.objects.values_list("case", "office", "due_on"))
    for case, office, on in sorted(kept ^ Instalment.objects.awaited_days()):
        yield WrongDay(case, on, is_kept=(case, office, on) in kept)


OLD_SUMS = ("claimed", "agreed", "received")


def _old_ledgers_off() -> Iterator[Difference | WrongOld]:
    """Old ledgers whose rows are not all that was read of them, or add up to something else."""
    whole = OldLedger.objects.exclude(state__in=(OldLedgerState.TAKING_IN, OldLedgerState.WITHDRAWN))
    found = OldCase.objects.order_by().values("ledger").annotate(rows=Count("pk"), heads=Sum("people"))
    sums = {name: total(name) for name in OLD_SUMS}
    by_rows = {row["ledger"]: row for row in found.annotate(**{f"sum_{k}": v for k, v in sums.items()})}
    for ledger in whole.order_by("pk"):
        there: Any = by_rows.get(ledger.pk, {"rows": 0, "heads": 0})
        for what, told, was in (
            ("rows", there["rows"], ledger.number_of_rows),
            ("people", there["heads"], ledger.people),
        ):
            if told != was:
                yield WrongOld(ledger.pk, f"{told} {what} there, {was} taken in")
        for name in OLD_SUMS:
            add_up = there.get(f"sum_{name}", ZERO)
            if add_up != getattr(ledger, name):
                yield Difference(f"{name} of old ledger {ledger.pk}", add_up, getattr(ledger, name))
    for ledger in OldLedger.objects.filter(unread__isnull=False).exclude(state=OldLedgerState.TAKING_IN):
        yield WrongOld(ledger.pk, "rows wait to be taken in, and it does not take any")
    for ledger in OldLedger.objects.filter(unread__isnull=True, state=OldLedgerState.TAKING_IN):
        yield WrongOld(ledger.pk, "it takes rows in, and none is left")


def _old_cases_twice() -> Iterator[WrongOld]:
    """Numbers that stand in two old ledgers of an office, or are those of a case of the program as well."""
    standing = OldCase.objects.standing().exclude(number="").order_by()
    twice = standing.values("ledger__office", "number").annotate(times=Count("pk"), last=Max("ledger"))
    for row in twice.filter(times__gt=1).order_by("last", "number"):
        yield WrongOld(row["last"], f"{row['number']} is taken over {row['times']} times")
    own = Case.objects.filter(office=OuterRef("ledger__office"), number=OuterRef("number"))
    for old in standing.filter(Exists(own)).order_by("ledger", "row"):
        yield WrongOld(old.ledger_id, f"{old.number} is a case of the program")
