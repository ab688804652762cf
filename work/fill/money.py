"""The ledger of a case: what comes in, verified, rejected or reversed, and the sums of the claims that follow from it."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cases.models import Claim
from cases.workflow import CONFIRMING
from documents.models import Attachment
from recoveries.models import Receipt, ReceiptLine
from work.fill.book import CONTENT, SHA256
from work.fill.sheets import Row
from work.fill.telling import Telling


class Money(Telling):
    """A telling with claims and what is due for them."""

    claims: list[Row]
    sums: dict[int, list[int]]
    """Claim → fen claimed, agreed, received, verified."""
    schedule: dict[dt.date, dict[int, int]]
    """Day → claimant → fen due."""

    def pay(self, *, paid: float, by: dt.date | None) -> None:
        """What is due comes in, or the first part of it: all of it, or as much as was due by a day."""
        for place, (due_on, parts) in enumerate(sorted(self.schedule.items())):
            if place >= len(self.schedule) * paid or (by and due_on > by):
                break
            self.on(min(due_on + dt.timedelta(self.draw.randint(-2, 6)), self.book.today - dt.timedelta(1)))
            lines = self._lines(parts)
            if self.draw.random() < 0.015:
                self._receipt(lines, "rejected")
            if by and self.draw.random() < 0.2:
                self._receipt(lines, "recorded")
                return
            receipt = self._receipt(lines, "verified")
            if self.draw.random() < 0.007:
                self._reverse(receipt, lines)
                self._receipt(lines, "verified")
        if all(sums[1] == sums[2] for sums in self.sums.values()):
            self.settle((*CONFIRMING, "enforcement"), "已全部支付")

    def _lines(self, parts: dict[int, int]) -> dict[int, int]:
        """Claim → fen of what came in for each claimant: the first claim is paid first."""
        left, lines = dict(parts), {}
        for claim in self.claims:
            sums = self.sums[claim["id"]]
            if fen := min(left.get(claim["claimant_id"], 0), sums[1] - sums[2]):
                lines[claim["id"]] = fen
                left[claim["claimant_id"]] -= fen
        return lines

    def _receipt(self, lines: dict[int, int], state: str) -> Row:
        proof = self.add(
            Attachment,
            case_id=self.case["id"],
            kind="proof",
            title="转账凭证",
            file=self.book.files["attachments"],
            file_name="转账凭证.pdf",
            content_type="application/pdf",
            size=len(CONTENT),
            sha256=SHA256,
            uploaded_by_id=self.clerk,
            uploaded_at=self.moment,
        )
        receipt = self._ledger(
            lines,
            1,
            received_on=self.day,
            payer=self.company.name,
            method=self.draw.choice(("transfer", "transfer", "cash", "mobile")),
            proof_id=proof["id"],
            recorded_by_id=self.clerk,
        )
        self._carry(lines, received=1)
        if state != "recorded":
            self.later(0, 2)
            by = self.window.supervisor
            self.change(Receipt, receipt, by, state=state, verified_by_id=by, verified_at=self.moment)
            self._carry(lines, **({"verified": 1} if state == "verified" else {"received": -1}), by=by)
        return receipt

    def _ledger(self, lines: dict[int, int], sign: int, *, by: int | None = None, **values: Any) -> Row:
        case, amount = self.case["id"], yuan(sign * sum(lines.values()))
        receipt = self.add(Receipt, by, case_id=case, amount=amount, recorded_at=self.moment, **values)
        for claim, fen in lines.items():
            self.add(
                ReceiptLine,
                by,
                case_id=case,
                receipt_id=receipt["id"],
                claim_id=claim,
                amount=yuan(sign * fen),
            )
        return receipt

    def _reverse(self, receipt: Row, lines: dict[int, int]) -> None:
        by = self.window.supervisor
        self.later(1, 3)
        counter = self._ledger(
            lines,
            -1,
            received_on=self.day,
            payer=self.company.name,
            method=receipt["method"],
            proof_id=receipt["proof_id"],
            recorded_by_id=self.clerk,
            reverses_id=receipt["id"],
            ground="paid_back",
        )
        self.later(0, 2)
        self.change(Receipt, counter, by, state="verified", verified_by_id=by, verified_at=self.moment)
        self.change(Receipt, receipt, by, state="reversed")
        self._carry(lines, received=-1, verified=-1, by=by)

    def _carry(
        self, lines: dict[int, int], *, received: int = 0, verified: int = 0, by: int | None = None
    ) -> None:
        for claim in self.claims:
            if fen := lines.get(claim["id"]):
                sums = self.sums[claim["id"]]
                sums[2] += received * fen
                sums[3] += verified * fen
                self.change(Claim, claim, by, received=yuan(sums[2]), verified=yuan(sums[3]))


@lru_cache(100_000)
def yuan(fen: int) -> Decimal:
    """Fen as yuan."""
    return Decimal(fen) / 100
