"""A record over two days, each under its seal: a claim, a payment verified, a working, files, an access."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from cases.models import Claim
from core import clock
from core.models import log_access
from documents.models import Attachment
from recoveries.actions.receipts import record_receipt, take_receipt_step
from recoveries.models import Receipt
from seals.actions import seal_day
from seals.models import Seal
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    staff,
    worked_out,
)

FIRST, SECOND, THIRD = dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2026, 11, 25)
NOTES = (b"%PDF-1.4 first", b"%PDF-1.4 second")


@dataclass
class Scene:
    claim: Claim
    receipt: Receipt
    files: list[Attachment]
    seals: list[Seal]


def a_file(case: Any, content: bytes) -> Attachment:
    return AttachmentFactory(
        case=case,
        file=ContentFile(content, "proof.pdf"),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def seal_on(day: dt.date, hour: int = 23) -> Seal:
    with clock.at(dt.datetime.combine(day, dt.time(hour, 50))):
        return seal_day(actor=User.objects.system())


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """The files of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def scene(db: None, media: Path) -> Any:
    with clock.at(FIRST):
        case = CaseFactory(state="mediation", number="沪工援〔2026〕朱泾0001号")
        claim = worked_out(ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance"))
        files = [a_file(case, content) for content in NOTES]
        receipt = record_receipt(
            case,
            actor=case.handler,
            received_on=FIRST,
            parts={claim.pk: Decimal("100.00")},
            method="cash",
            payer="某某公司",
            proof=files[0],
        )
        log_access(case.handler, "export", "receipts", case_id=case.pk)
    seals = [seal_on(FIRST)]
    with clock.at(SECOND):
        receipt = take_receipt_step(receipt, "verify", actor=staff("supervisor", case.office), reason="核对")
        log_access(case.handler, "export", 'it\'s "all" of them\n', case_id=case.pk)
    seals.append(seal_on(SECOND))
    with clock.at(THIRD):
        yield Scene(Claim.objects.get(pk=claim.pk), receipt, files, seals)
