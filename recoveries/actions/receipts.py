"""The one writer of the ledger, and of the received and verified sums that follow from it."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions.deadlines import open_deadline, settle_deadlines
from cases.models import Case, Claim, DeadlineState
from cases.recusal import refuse_party
from cases.workflow import CONFIRMING, CaseState
from core import clock
from core.audit import Reason, lock, record
from core.errors import Changed, Problem
from core.fsm import perform, perform_locked
from core.money import FEN, ZERO, total
from documents.models import Attachment
from mediation.awaited import keep_awaited
from recoveries.actions.extras import check_extras, mirror_extras, write_extras
from recoveries.actions.statements import lock_open
from recoveries.doubles import Double, find_doubles
from recoveries.models import Method, Receipt, ReceiptLine, StatementLine
from recoveries.permissions import can_record
from recoveries.queries import counts_as_received, counts_as_verified
from recoveries.split import still_open
from recoveries.totals import add_verified, add_waiting
from recoveries.workflow import Fault, ReceiptState

VERIFIED_FOLLOWS: list[Callable[[Receipt], Any]] = []


def when_verified(follows: Callable[[Receipt], Any]) -> Callable[[Receipt], Any]:
    """Register what else follows when an entry is verified, in the same transaction."""
    VERIFIED_FOLLOWS.append(follows)
    return follows


PAID_IN_FULL = Reason(gettext_lazy("Paid in full."))


class PossibleDouble(Problem):
    """The payment may be on the ledger already; with a reason it is recorded all the same."""

    def __init__(self, doubles: Sequence[Double]) -> None:
        self.doubles = doubles
        told = "; ".join(f"{double.where}: {', '.join(double.why)}" for double in doubles)
        super().__init__(
            {
                "no_double": _(
                    "This payment may be on the ledger already (%(told)s). If it is another one, say why."
                )
                % {"told": told}
            }
        )


@transaction.atomic
def record_receipt(
    case: Case,
    *,
    actor: User,
    received_on: dt.date,
    parts: dict[int, Decimal],
    method: str,
    payer: str,
    proof: Attachment | None = None,
    note: str = "",
    mends: Receipt | None = None,
    extras: Mapping[str, Decimal] | None = None,
    extra_note: str = "",
    reference: str = "",
    account_end: str = "",
    no_double: str = "",
    statement_line: StatementLine | None = None,
    reason: str = "",
) -> Receipt:
    """Put a payment on the ledger: `parts` is claim id → yuan, `extras` is what goes to no claim, by kind. Parts count as
    received at once, as verified later; extras count as neither.

    It may stand in place of one that was sent back (`recoveries.actions.mending.mend`).

    Raises `Problem` for a day to come, a sum that is not positive, and a sum above what is still open of its claim;
    `PossibleDouble` where it may be on the ledger already and `no_double` does not say why it is another payment.
    """
    if not can_record(case, actor):
        raise PermissionDenied
    case = lock(case)
    if not case.takes_money:
        raise Problem(_("Money is recorded on accepted cases that have not ended."))
    if received_on > clock.today():
        raise Problem({"received_on": _("This day has not come yet.")})
    if proof is not None and proof.case_id != case.pk:
        raise Problem({"proof": _("This file belongs to another case.")})
    if method == Method.IN_KIND:
        raise Problem({"method": _("What reached the fund or came as goods is recorded beside the money.")})
    if statement_line is not None:
        statement_line = _take_up(statement_line, actor, received_on)
        reference, account_end = statement_line.reference, statement_line.statement.account_end
    extras = extras or {}
    claims = _lock_claims(case, parts) if parts or not extras else {}
    _check_parts(claims, parts)
    check_extras(extras, extra_note)
    amount = sum((*parts.values(), *extras.values()), ZERO)
    if statement_line is not None and statement_line.amount != amount:
        raise Problem({"amount": _("The sum is not that of the row of the statement.")})
    reference, account_end = reference.strip(), account_end.strip()
    _refuse_double(
        actor,
        no_double,
        received_on=received_on,
        amount=amount,
        payer=payer,
        reference=reference,
        account_end=account_end,
        sha256=proof.sha256 if proof else "",
    )
    receipt = Receipt(
        case=case,
        received_on=received_on,
        amount=amount,
        method=method,
        payer=payer,
        proof=proof,
        note=note,
        mends=mends,
        reference=reference or None,
        account_end=account_end or None,
        no_double=no_double.strip() or None,
        statement_line=statement_line,
        recorded_by=actor,
    )
    record(receipt, actor=actor, reason=reason)
    add_waiting(case, receipt.amount)
    write_extras(receipt, extras, extra_note, actor=actor, reason=reason)
    for claim_id, amount in parts.items():
        line = ReceiptLine(case=case, receipt=receipt, claim=claims[claim_id], amount=amount)
        record(line, actor=actor, reason=reason)
    _carry_to_claims(case, claims, actor, reason)
    _follow_up_performance(case, actor)
    return receipt


def _take_up(line: StatementLine, actor: User, received_on: dt.date) -> StatementLine:
    """The row of a statement, locked, as long as nothing came of it yet."""
    line = lock_open(line, actor)
    if line.came_on != received_on:
        raise Problem({"received_on": _("The day is not that of the row of the statement.")})
    return line


def _refuse_double(actor: User, no_double: str, **payment: Any) -> None:
    """The same reference of the same account is the same payment; what else is alike may be another, for a reason."""
    reference, account_end = payment["reference"], payment["account_end"]
    if account_end and not re.fullmatch(r"[0-9]{4}", account_end):
        raise Problem({"account_end": _("Enter the last 4 digits of the account.")})
    if reference and account_end:
        same = Receipt.objects.standing().filter(reference=reference, account_end=account_end)
        if same.exists():
            raise Problem(
                {
                    "reference": _(
                        "This transfer is on the ledger already. It is recorded again only once that receipt is "
                        "rejected or reversed."
                    )
                }
            )
    if not no_double.strip() and (doubles := find_doubles(actor, **payment)):
        raise PossibleDouble(doubles)


def _lock_claims(case: Case, parts: Iterable[int]) -> dict[int, Claim]:
    claims = {
        claim.pk: claim for claim in case.claims.select_for_update().filter(pk__in=list(parts)).order_by("pk")
    }
    if not claims or set(claims) != set(parts):
        raise Problem(_("Say for which claims of this case the money came in."))
    return claims


def _check_parts(claims: dict[int, Claim], parts: dict[int, Decimal]) -> None:
    wrong = {}
    for claim_id, amount in parts.items():
        claim = claims[claim_id]
        if amount < FEN or amount != amount.quantize(FEN):
            wrong[f"part_{claim_id}"] = _("A sum is positive and has at most two decimals.")
        elif not claim.is_active:
            wrong[f"part_{claim_id}"] = _("This claim was dropped.")
        elif amount > still_open(claim):
            wrong[f"part_{claim_id}"] = _(
                "At most %(open)s yuan are still open of this claim. What is more goes to interest, penalty or overpaid."
            ) % {"open": f"{still_open(claim):,.2f}"}
    if wrong:
        raise Problem(wrong)


def _carry_to_claims(case: Case, claims: dict[int, Claim], actor: User, reason: str) -> None:
    """Write what the ledger says into the claims: received and verified, in the same transaction. The total of the year
    follows."""
    sums = (
        ReceiptLine.objects.filter(claim__in=claims)
        .order_by()
        .values("claim")
        .annotate(
            received=total("amount", filter=counts_as_received("receipt__")),
            verified=total("amount", filter=counts_as_verified("receipt__")),
        )
    )
    before = sum((claim.verified for claim in claims.values()), ZERO)
    for row in sums:
        claim = claims[row["claim"]]
        if (claim.received, claim.verified) != (row["received"], row["verified"]):
            claim.received, claim.verified = row["received"], row["verified"]
            record(claim, actor=actor, reason=reason)
    after = sum((claim.verified for claim in claims.values()), ZERO)
    if after != before:
        add_verified(case, after - before)


def take_receipt_step(
    receipt: Receipt,
    name: str,
    *,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
    fault: str = "",
) -> Receipt:
    """Take a step of a receipt, and carry the change to its claims.

    `fault` says why it is sent back or to be reversed, `reason` what is wrong in words. To ask for a reversal writes a
    counter-entry of the same lines with negative sums, which waits; once that is verified, what it reverses follows.
    Raises as `core.fsm.perform` does.
    """
    if name in ("send_back", "ask_reversal"):
        check_fault(fault, reason)
    data: dict[str, Any] = {}
    if name in ("verify", "send_back", "reject"):
        data["verified_by"] = actor
    if name == "send_back":
        data |= {"fault": fault, "words": reason}
    with transaction.atomic():
        case = lock(receipt.case)
        refuse_party(case, actor, reason=reason, field="reason")
        fresh = lock(receipt, version=seen_version)
        waited = fresh.state == ReceiptState.RECORDED and fresh.reverses_id is None
        receipt = perform_locked(fresh, name, actor=actor, reason=reason, **data)
        lines = list(receipt.lines.all())
        if waited:
            add_waiting(case, -receipt.amount)
        if name == "ask_reversal":
            _write_counter_entry(receipt, lines, actor, fault, reason)
        if name == "verify" and receipt.reverses is not None:
            perform(receipt.reverses, "reverse", actor=actor, reason=reason)
        claims = _lock_claims(case, [line.claim_id for line in lines]) if lines else {}
        _carry_to_claims(case, claims, actor, reason)
        _follow_up_performance(case, actor)
        if name == "verify":
            for follows in VERIFIED_FOLLOWS:
                follows(receipt)
        return receipt


def check_fault(fault: str, words: str) -> None:
    """Raise `Problem` unless the list says what is wrong, or words do where it has no name for it."""
    if fault not in Fault.values:
        raise Problem({"fault": _("Say what is wrong.")})
    if fault == Fault.OTHER and not words.strip():
        raise Problem({"reason": _("Say in words what is wrong.")})


def _follow_up_performance(case: Case, actor: User) -> None:
    """The days on which money is awaited follow the ledger. The limits to secure and to enforce payment (民事诉讼法 205,
    250) end with the last fen; the two years to enforce an award or a settlement run on when it is reversed.
    """
    keep_awaited(case)
    if all(still_open(claim) == ZERO for claim in case.claims.filter(is_active=True)):
        settle_deadlines(
            case,
            (*CONFIRMING, "enforcement"),
            actor=actor,
            note=PAID_IN_FULL(),
        )
    elif (
        case.state in (CaseState.AWARDED, CaseState.SETTLED)
        and not case.deadlines.filter(kind="enforcement", state=DeadlineState.OPEN).exists()
    ):
        last = case.deadlines.filter(kind="enforcement").order_by("pk").last()
        if last is not None:
            open_deadline(case, "enforcement", actor=actor, starts_on=last.starts_on)


def _write_counter_entry(
    receipt: Receipt, lines: list[ReceiptLine], actor: User, ground: str, reason: str
) -> None:
    counter = Receipt(
        case=receipt.case,
        received_on=clock.today(),
        amount=-receipt.amount,
        method=receipt.method,
        payer=receipt.payer,
        note=reason,
        proof=receipt.proof,
        recorded_by=actor,
        reverses=receipt,
        ground=ground,
    )
    record(counter, actor=actor, reason=reason)
    for line in lines:
        mirror = ReceiptLine(case=receipt.case, receipt=counter, claim_id=line.claim_id, amount=-line.amount)
        record(mirror, actor=actor, reason=reason)
    mirror_extras(receipt, counter, actor=actor, reason=reason)


@transaction.atomic
def attach_proof(receipt: Receipt, *, actor: User, proof: Attachment, reason: str = "") -> Receipt:
    """Add the proof to a receipt recorded without one; a proof once attached is not exchanged."""
    if not can_record(receipt.case, actor):
        raise PermissionDenied
    lock(receipt.case)
    fresh = lock(receipt)
    if fresh.state != ReceiptState.RECORDED or fresh.proof_id is not None:
        raise Changed
    if proof.case_id != fresh.case_id:
        raise Problem({"proof": _("This file belongs to another case.")})
    fresh.proof = proof
    return record(fresh, actor=actor, reason=reason)
