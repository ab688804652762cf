"""People, offices, cases and money for tests, built by name.

Everything is saved through `core.audit.record`, so it has a history like the real thing. The standing actors are
`staff("clerk", office)` and `lawyer_user(firm)`.
"""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import factory
from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Office, OfficeKind, User
from assignments.models import Assignment
from cases.actions.in_hand import count_in_hand
from cases.models import (
    Case,
    Claim,
    Claimant,
    ClaimKind,
    ConflictCheck,
    Employer,
    Visit,
    VisitQuestion,
    VisitWorker,
    Worker,
)
from core import clock
from core.audit import Audited, record
from core.crypto import keyed_hash
from documents.models import Attachment
from lawyers.models import Firm, FirmOffice, Lawyer
from mediation.models import MediationRound
from recoveries.models import OldCase, OldLedger, Receipt, ReceiptLine, Statement, StatementLine
from recoveries.totals import add_waiting
from workings.actions import work_out_claim

_numbers = itertools.count(1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(
    birth: dt.date = dt.date(1985, 6, 15), sequence: int | None = None, region: str = "310116"
) -> str:
    """A valid ID number (GB 11643) with its own sequence digits; odd sequences are men."""
    body = f"{region}{birth:%Y%m%d}{(sequence if sequence is not None else next(_numbers)) % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


class AuditedFactory(factory.django.DjangoModelFactory):
    """Saves through `record`, as actions do."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        actor = kwargs.pop("actor", None)
        obj = model_class(*args, **kwargs)
        return record(obj, actor=actor, reason="test") if isinstance(obj, Audited) else obj.save() or obj


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"用户{n}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@example.org")
    password = "correct horse 9"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, password: str, **kwargs: Any) -> Any:
        return super()._create(model_class, *args, password=make_password(password), **kwargs)


def office(name: str = "朱泾镇总工会", parent: Office | None = None, **kwargs: Any) -> Office:
    """An office below `parent`, or a root of its own."""
    values = {
        "name": name,
        "code": kwargs.pop("code", f"测{chr(0x4E00 + next(_numbers))}"),
        "kind": OfficeKind.TOWN,
        "is_window": True,
        "number_prefix": "沪工援",
        **kwargs,
    }
    node = Office(**values)
    return (
        Office.objects.add_child(parent, instance=node) if parent else Office.objects.add_root(instance=node)
    )


def staff(role: str, at: Office, **kwargs: Any) -> User:
    """A user who holds `role` at an office."""
    user = UserFactory(**kwargs)
    record(Membership(user=user, office=at, role=role, valid_from=dt.date(2020, 1, 1)), actor=None)
    return user


class FirmFactory(AuditedFactory):
    class Meta:
        model = Firm

    name = factory.Sequence(lambda n: f"第{n}律师事务所")


def firm_serving(at: Office, **kwargs: Any) -> Firm:
    """A firm that serves an office and those below it."""
    firm = FirmFactory(**kwargs)
    record(FirmOffice(firm=firm, office=at), actor=None)
    return firm


class LawyerFactory(AuditedFactory):
    class Meta:
        model = Lawyer

    firm = factory.SubFactory(FirmFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda o: o.user.name if o.user else "王律师")


class WorkerFactory(AuditedFactory):
    class Meta:
        model = Worker

    name = factory.Sequence(lambda n: f"职工{n}")
    id_number = factory.LazyFunction(id_number)
    id_kind = factory.LazyAttribute(lambda o: "resident" if o.id_number else "")
    id_hash = factory.LazyAttribute(lambda o: keyed_hash(o.id_number) if o.id_number else None)
    birth_date = dt.date(1985, 6, 15)
    sex = "male"
    phone = factory.Sequence(lambda n: f"138{n:08d}")
    worker_type = "courier"
    relation_type = "employment"


class EmployerFactory(AuditedFactory):
    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"上海第{n}机械有限公司")
    type = "private"


class VisitFactory(AuditedFactory):
    class Meta:
        model = Visit

    office = factory.LazyFunction(office)
    received_by = factory.LazyAttribute(lambda o: staff("clerk", o.office))
    visited_on = factory.LazyFunction(clock.today)


class VisitQuestionFactory(AuditedFactory):
    class Meta:
        model = VisitQuestion

    visit = factory.SubFactory(VisitFactory)
    question = "工资三个月未发"


class VisitWorkerFactory(AuditedFactory):
    class Meta:
        model = VisitWorker

    visit = factory.SubFactory(VisitFactory)
    worker = factory.SubFactory(WorkerFactory)


def met(at: Office, **kwargs: Any) -> Worker:
    """A worker known from a visit to this office."""
    return VisitWorkerFactory(visit=VisitFactory(office=at), worker=WorkerFactory(**kwargs)).worker


class CaseFactory(AuditedFactory):
    """A bare case in any state (`state="mediation"`), without claimants."""

    class Meta:
        model = Case

    office = factory.LazyFunction(office)
    employer = factory.SubFactory(EmployerFactory)
    handler = factory.LazyAttribute(lambda o: staff("clerk", o.office))
    opened_on = factory.LazyFunction(clock.today)
    cause = "205.5"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        case = super()._create(model_class, *args, **kwargs)
        count_in_hand(case)
        return case


class ClaimantFactory(AuditedFactory):
    class Meta:
        model = Claimant

    case = factory.SubFactory(CaseFactory)
    worker = factory.SubFactory(WorkerFactory)
    employed_from = dt.date(2020, 3, 1)
    monthly_wage = Decimal("6500.00")
    consent_on = factory.LazyFunction(clock.today)


class ClaimFactory(AuditedFactory):
    class Meta:
        model = Claim

    claimant = factory.SubFactory(ClaimantFactory)
    case = factory.LazyAttribute(lambda o: o.claimant.case)
    kind = ClaimKind.WAGES
    claimed = Decimal("21890.80")


def frozen_working(
    total: str = "170200.00", calculator: str = "severance", asks: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """A working as `calculators.working` freezes it: one month of this sum for the employment 2008-03-15..2026-06-30."""
    return {
        "version": 1,
        "calculator": calculator,
        "inputs": [
            {
                "name": "monthly_wage",
                "label": {"zh": "月工资", "en": "Monthly wage"},
                "value": {"zh": "9,200.00", "en": "9,200.00"},
                "raw": "9200.00",
            }
        ],
        "lines": [
            {
                "label": {"zh": "经济补偿", "en": "Severance"},
                "start": "2008-03-15",
                "end": "2026-06-30",
                "quantity": "1",
                "unit": "month",
                "rate": total,
                "divisor": "1",
                "factor": "1",
                "amount": total,
                "article": "劳动合同法 47(1)",
                "source": "",
                "confidence": "verified",
            }
        ],
        "notes": [],
        "rates": [],
        "asks": asks or [],
        "total": total,
        "tables_on": "2026-11-23T09:00:00+08:00",
    }


def worked_out(claim: Claim, frozen: dict[str, Any] | None = None) -> Claim:
    """The claim with its sum worked out by the handler."""
    frozen = frozen or frozen_working()
    return work_out_claim(claim, actor=claim.case.handler, frozen=frozen, reason="核算")


class MediationRoundFactory(AuditedFactory):
    class Meta:
        model = MediationRound

    case = factory.SubFactory(CaseFactory)
    number = 1
    scheduled_at = factory.LazyFunction(clock.now)
    place = "调解室"
    mediator = factory.LazyAttribute(lambda o: o.case.handler)


class AssignmentFactory(AuditedFactory):
    class Meta:
        model = Assignment

    case = factory.SubFactory(CaseFactory)
    lawyer = factory.SubFactory(LawyerFactory)
    firm = factory.LazyAttribute(lambda o: o.lawyer.firm)
    offered_by = factory.LazyAttribute(lambda o: o.case.handler)
    expires_at = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=2))
    declared_key = factory.LazyAttribute(
        lambda o: o.case.names_key() if getattr(o, "conflict_declared_at", None) else None
    )


class AttachmentFactory(AuditedFactory):
    class Meta:
        model = Attachment

    case = factory.SubFactory(CaseFactory)
    kind = "proof"
    title = "银行回单"
    file = factory.django.FileField(filename="proof.pdf", data=b"%PDF-1.4 test")
    file_name = "proof.pdf"
    content_type = "application/pdf"
    size = 13
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_by = factory.LazyAttribute(lambda o: o.case.handler)


class ReceiptFactory(AuditedFactory):
    """A recorded receipt without lines; tests of money use the action instead."""

    class Meta:
        model = Receipt

    case = factory.SubFactory(CaseFactory)
    received_on = factory.LazyFunction(clock.today)
    amount = Decimal("100.00")
    payer = "上海某某机械有限公司"
    recorded_by = factory.LazyAttribute(lambda o: o.case.handler)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        receipt = super()._create(model_class, *args, **kwargs)
        if receipt.state == "recorded" and receipt.reverses_id is None:
            add_waiting(receipt.case, receipt.amount)
        return receipt


class ReceiptLineFactory(AuditedFactory):
    class Meta:
        model = ReceiptLine

    receipt = factory.SubFactory(ReceiptFactory)
    case = factory.LazyAttribute(lambda o: o.receipt.case)


class StatementFactory(AuditedFactory):
    class Meta:
        model = Statement

    office = factory.LazyFunction(lambda: office())
    name = "流水.csv"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    account_end = "8888"
    recorded_by = factory.SubFactory(UserFactory)


class StatementLineFactory(AuditedFactory):
    class Meta:
        model = StatementLine

    statement = factory.SubFactory(StatementFactory)
    number = factory.Sequence(lambda n: n + 1)
    came_on = factory.LazyFunction(clock.today)
    amount = Decimal("100.00")
    payer = "上海壬戌三有限公司"


class OldLedgerFactory(AuditedFactory):
    class Meta:
        model = OldLedger

    office = factory.LazyFunction(lambda: office())
    name = "2023年台账.xlsx"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    source = "窗口台账"
    state = "waiting"
    number_of_rows = 1
    people = 1
    claimed = agreed = Decimal(0)
    received = Decimal("100.00")
    since = dt.date(2023, 3, 1)
    until = dt.date(2023, 6, 1)
    imported_by = factory.SubFactory(UserFactory)


class OldCaseFactory(AuditedFactory):
    class Meta:
        model = OldCase

    ledger = factory.SubFactory(OldLedgerFactory)
    row = factory.Sequence(lambda n: n + 2)
    worker = "李四"
    accepted_on = dt.date(2023, 3, 1)
    closed_on = received_on = dt.date(2023, 6, 1)
    received = Decimal("100.00")


def clear_check(case: Case) -> ConflictCheck:
    """A conflict check of the case as it stands, with nothing found."""
    case = Case.objects.get(pk=case.pk)
    return record(ConflictCheck(case=case, parties_key=case.parties_key(), hits=[]), actor=case.handler)


def ready_case(at: Office | None = None, **kwargs: Any) -> Case:
    """A draft that may be submitted: one claimant with consent, one claim, a clear conflict check."""
    case = CaseFactory(**({"office": at} if at else {}), **kwargs)
    ClaimFactory(claimant=ClaimantFactory(case=case))
    clear_check(case)
    return Case.objects.get(pk=case.pk)
