"""An office and a firm at work: everybody there, and one of each kind of thing that has an address."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import Duty, Office, User
from calculators.models import KeptRate
from cases.actions.deadlines import open_deadline
from cases.actions.limitation import add_limitation_event
from cases.models import EmployerLink, Note, Proceeding
from cases.queries.scope import scope_key
from core import clock
from core.audit import record
from core.models import AccessLog, Export
from core.saved_filters import save_filter
from documents.models import Paper
from front_desk.models import IntakeDraft, RecordRequest, WorkerJoin
from law_tables.models import CodeRow, HolidayYearRow, RateRow
from lawyers.models import Alliance, AllianceMember, FirmClient
from mediation.models import Agreement
from performance.models import InterestOnDelay, Remedy, Undertaking
from recoveries.actions.in_kind import record_in_kind
from recoveries.actions.receipts import record_receipt, take_receipt_step
from recoveries.models import SecondLook
from reports.models import PeriodReport, Project, ProjectEntry, ReportShape
from seals.actions import seal_day
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    LawyerFactory,
    MediationRoundFactory,
    OldCaseFactory,
    StatementLineFactory,
    UserFactory,
    VisitFactory,
    clear_check,
    firm_serving,
    met,
    office,
    staff,
    worked_out,
)

CONTENT = b"%PDF-1.4 test"
FILE = {
    "file": ContentFile(CONTENT, "x.pdf"),
    "sha256": hashlib.sha256(CONTENT).hexdigest(),
    "size": len(CONTENT),
}
ROLES = ("clerk", "reviewer", "supervisor", "auditor", "administrator")


@dataclass
class Scene:
    """The people of a window and a firm by their role (see `core.access`), and things by their kind."""

    office: Office

    @cached_property
    def people(self) -> dict[str, Any]:
        """All of them sign in with a second factor."""
        firm = firm_serving(self.office)
        users = {
            **{role: staff(role, self.office) for role in ROLES},
            "lawyer": LawyerFactory(firm=firm).user,
            "coordinator": LawyerFactory(firm=firm, is_coordinator=True).user,
            "superuser": UserFactory(is_superuser=True),
            "roleless": UserFactory(),
        }
        for user in users.values():
            TOTP.activate(user, generate_totp_secret())
            RecoveryCodes.activate(user)
        return {**users, "anonymous": AnonymousUser()}

    @cached_property
    def things(self) -> dict[str, Any]:
        clerk, lawyer = self.people["clerk"], self.people["lawyer"].lawyer
        case = self._case(facts="三个月未发工资", state="mediation")
        claim = worked_out(ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance"))
        respondent = record(case.co_respondents.model(case=case, employer=EmployerFactory()), actor=clerk)
        link = EmployerLink(employer=case.employer, related=respondent.employer, kind="platform")
        paper = Paper(
            kind="closing_report", case=case, subject=f"case {case.pk}", edition=1, issued_by=clerk, **FILE
        )
        proceeding = Proceeding(case=case, kind="arbitration", body="仲裁委", filed_on=clock.today())
        person = staff("clerk", self.office)
        alliance = Alliance(
            name=f"{self.office}联盟", office=self.office, lead=lawyer.firm, founded_on=clock.today()
        )
        record(alliance, actor=None)
        record(AllianceMember(alliance=alliance, firm=lawyer.firm), actor=None)
        log = AccessLog.objects.create(actor=clerk, kind="download", subject="x", case_id=case.pk)
        return {
            "case": case,
            "visit": VisitFactory(office=self.office, received_by=clerk),
            "claimant": claim.claimant,
            "claim": claim,
            "working": claim.working,
            "check": clear_check(case),
            "note": record(Note(case=case, author=clerk, text="x"), actor=clerk),
            "deadline": open_deadline(case, "mediation", actor=clerk),
            "event": add_limitation_event(case, actor=clerk, kind="claim", on=clock.today(), proof="x"),
            "link": record(link, actor=clerk),
            "respondent": respondent,
            "agreement": record(Agreement(case=case), actor=clerk),
            "undertaking": self._undertaking(claim.claimant),
            "interest": self._interest(claim),
            "remedy": record(
                Remedy(case=case, kind="payment_order", body="金山区人民法院", applied_on=clock.today()),
                actor=clerk,
            ),
            "round": MediationRoundFactory(case=case),
            "proceeding": record(proceeding, actor=clerk),
            "receipt": record_receipt(
                case,
                actor=clerk,
                received_on=clock.today(),
                parts={claim.pk: Decimal(100)},
                method="transfer",
                payer=case.employer.name,
            ),
            "sent_back": self._sent_back(claim),
            "look": self._look(claim),
            "in_kind": record_in_kind(case, actor=clerk, kind="reinstated", done_on=clock.today()),
            "old_ledger": OldCaseFactory(ledger__office=self.office).ledger,
            "statement": (line := StatementLineFactory(statement__office=self.office)).statement,
            "statement_line": line,
            "file": AttachmentFactory(case=case, sha256=FILE["sha256"]),
            "paper": record(paper, actor=clerk),
            "assignment": AssignmentFactory(case=case, lawyer=lawyer, state="accepted"),
            "offer": AssignmentFactory(case=self._case(state="accepted"), lawyer=lawyer),
            "worker": claim.claimant.worker,
            "twin": (twin := met(self.office, name="周小燕", id_number="")),
            "join": self._join(claim.claimant.worker, twin),
            "apart": met(self.office, kept_by=self.office),
            "request": self._request(),
            "draft": IntakeDraft.objects.create(owner=clerk, data=""),
            "filter": save_filter(actor=clerk, of="cases:list", query="state=draft", name="登记"),
            "export": self._export(clerk),
            "office": self.office,
            "person": person,
            "role": person.memberships.get(),
            "duty": record(
                Duty(office=self.office, on=clock.today(), kind="aid_worker", user=clerk), actor=None
            ),
            "firm": lawyer.firm,
            "lawyer": lawyer,
            "alliance": alliance,
            "client": record(
                FirmClient(firm=lawyer.firm, employer_name="某公司", since=clock.today()), actor=None
            ),
            "log": log,
            "seal": seal_day(actor=User.objects.system()),
            "kept": self._kept(),
            "rate": RateRow.objects.first(),
            "code": CodeRow.objects.first(),
            "holidays": HolidayYearRow.objects.first(),
            "shape": record(
                ReportShape(office=self.office, name="x", columns=["accepted"]),
                actor=self.people["administrator"],
            ),
            "report": self._report(),
            "project": (project := self._project()),
            "entry": self._entry(project),
        }

    def _look(self, claim: Any) -> Any:
        """A payment that was verified and drawn."""
        receipt = record_receipt(
            claim.case,
            actor=self.people["clerk"],
            received_on=clock.today(),
            parts={claim.pk: Decimal(10)},
            method="cash",
            payer="y",
            no_double="z",
            proof=AttachmentFactory(case=claim.case),
        )
        clear_check(claim.case)
        receipt = take_receipt_step(receipt, "verify", actor=staff("supervisor", self.office))
        drawn = SecondLook.objects.filter(receipt=receipt).first()
        return drawn or record(SecondLook(case=claim.case, receipt=receipt), actor=None)

    def _sent_back(self, claim: Any) -> Any:
        """A payment a supervisor from above sent back."""
        receipt = record_receipt(
            claim.case,
            actor=self.people["clerk"],
            received_on=clock.today(),
            parts={claim.pk: Decimal(50)},
            method="cash",
            payer="x",
            no_double="z",
        )
        reviewer = staff("supervisor", self.office)
        return take_receipt_step(receipt, "send_back", actor=reviewer, fault="sum", reason="x")

    def _project(self) -> Project:
        """Of this year, entered and added up."""
        project = Project(
            office=self.office,
            year=clock.today().year,
            number=1,
            name="建设职工书屋",
            unit="pieces",
            plan=Decimal(10),
            roll_up="sum",
        )
        return record(project, actor=self.people["administrator"])

    def _entry(self, project: Project) -> ProjectEntry:
        """With the file that proves it."""
        entry = ProjectEntry(
            project=project,
            month=1,
            amount=Decimal(3),
            file=default_storage.save("attachments/2020/01/proof.pdf", ContentFile(b"%PDF-1.4 test")),
            file_name="proof.pdf",
            content_type="application/pdf",
            size=13,
            sha256=hashlib.sha256(b"%PDF-1.4 test").hexdigest(),
            entered_by=self.people["supervisor"],
        )
        return record(entry, actor=self.people["supervisor"])

    def _report(self) -> PeriodReport:
        """Signed over a month without cases."""
        compared = {"since": "2019-12-01", "until": "2019-12-31", "values": []}
        table = {
            "office": str(self.office),
            "since": "2020-01-01",
            "until": "2020-01-31",
            "title": {"zh": "x", "en": "x"},
            "rows_by": "offices",
            "columns": [],
            "rows": [],
            "total": [],
            "before": compared,
            "last_year": compared,
            "corrections": [],
        }
        report = PeriodReport(
            office=self.office,
            since=dt.date(2020, 1, 1),
            until=dt.date(2020, 1, 31),
            table=table,
            sha256="0" * 64,
            signed_by=self.people["supervisor"],
            signed_at=clock.now(),
        )
        return record(report, actor=self.people["supervisor"])

    def _kept(self) -> KeptRate:
        """A rate the office looked up."""
        kept = KeptRate(
            office=self.office,
            series="average_wage",
            region="shanghai",
            valid_from=dt.date(2025, 1, 1),
            valid_to=dt.date(2025, 12, 31),
            value=9000,
            unit="yuan_month",
            source="x",
        )
        return record(kept, actor=self.people["clerk"])

    def _undertaking(self, claimant: Any) -> Undertaking:
        row = Undertaking(
            case=claimant.case, claimant=claimant, kind="leaving_certificate", due_on=clock.today()
        )
        return record(row, actor=self.people["clerk"])

    def _interest(self, claim: Any) -> InterestOnDelay:
        """As the court fixed it."""
        row = InterestOnDelay(
            case=claim.case,
            claimant=claim.claimant,
            claim=claim,
            until=clock.today(),
            amount=Decimal("52.50"),
            reason="执行裁定书",
            entered_by=self.people["clerk"],
        )
        return record(row, actor=self.people["clerk"])

    def _export(self, clerk: User) -> Export:
        """A list that was made as a file."""
        path = default_storage.save("exports/x.xlsx", ContentFile(CONTENT))
        return Export.objects.create(
            owner=clerk,
            of="cases:export",
            key="x",
            language="zh-hans",
            scope=scope_key(clerk),
            state="done",
            file=path,
            name="案件.xlsx",
            sha256=FILE["sha256"],
        )

    def _join(self, worker: Any, twin: Any) -> WorkerJoin:
        """Somebody entered twice, made one."""
        moved: dict[str, list[int]] = {"claimants": [], "attendances": [], "struck": []}
        return record(WorkerJoin(kept=worker, joined=twin, reason="x", moved=moved), actor=None)

    def _request(self) -> RecordRequest:
        """From an office of another tree, for the record of somebody known here."""
        elsewhere = office("外地总工会")
        clerk = staff("clerk", elsewhere)
        asked = RecordRequest(
            worker=met(self.office),
            apart=met(elsewhere, kept_by=elsewhere),
            office=elsewhere,
            known_at=self.office,
            reason="x",
            asked_by=clerk,
        )
        return record(asked, actor=clerk)

    def _case(self, **kwargs: Any) -> Any:
        return CaseFactory(office=self.office, handler=self.people["clerk"], visit=None, **kwargs)


def scene(place: str) -> Scene:
    """A town's office with one of the district above it, in a tree of their own."""
    return Scene(office(f"{place}镇总工会", office(f"{place}区总工会", is_window=False)))
