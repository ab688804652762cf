"""The road of a case, step by step, each on its day and by the person whose job it is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from assignments.actions import offer, take_assignment_step
from cases.actions.case import write_closing_report
from cases.actions.deadlines import finish_deadline
from cases.actions.notes import add_note
from cases.actions.proceedings import update_proceeding
from cases.actions.steps import take_step
from cases.models import Case
from core import clock
from core.money import ZERO
from core.uploads import inspect_upload
from documents.actions import add_attachment, issue_paper, received_file
from labour_law.money import chinese_capitals, round_fen
from law_tables import current
from lawyers.models import Lawyer
from mediation.actions.agreements import record_agreement
from mediation.actions.rounds import schedule_round, take_round_step
from recoveries.actions.mending import mend
from recoveries.actions.receipts import record_receipt, take_receipt_step
from recoveries.models import Receipt
from work.demo.cast import Cast
from work.demo.intake import moment
from work.demo.slips import slip


class Road:
    """One case on its way. Time goes forward with every stop, over working days, and never past today."""

    def __init__(self, cast: Cast, case: Case, day: dt.date, people: dict[str, str]) -> None:
        self.cast, self.case, self.day = cast, case, day
        self.today = clock.today()
        self.clerk = cast.user(people["clerk"])
        self.reviewer = cast.user(people["reviewer"])
        self.supervisor = cast.user(people["supervisor"])
        self.lawyer: Lawyer | None = None

    @contextmanager
    def after(self, days: int, hour: int = 10, minute: int = 0) -> Iterator[None]:
        """Some days later, moved to a working day."""
        self.day += dt.timedelta(days=days)
        calendar = current.calendar()
        while days and not calendar.assume_working_day(self.day)[0]:
            self.day += dt.timedelta(days=1)
        self.day = min(self.day, self.today)
        with clock.at(moment(self.day, dt.time(hour, minute))):
            yield

    @property
    def worker(self) -> Any:
        """Whoever conducts the case: its lawyer where there is one, else the clerk."""
        return self.lawyer.user if self.lawyer else self.clerk

    def step(self, name: str, actor: User, reason: str = "", **data: Any) -> None:
        self.case = take_step(Case.objects.get(pk=self.case.pk), name, actor=actor, reason=reason, **data)

    # --- stops ---

    def submitted(self) -> "Road":
        with self.after(0, 11, 55):
            self.step("submit", self.clerk)
        return self

    def accepted(self) -> "Road":
        self.submitted()
        with self.after(1, 9, 30):
            self.step("accept", self.reviewer, reason="符合援助条件")
        return self

    def assigned(self, lawyer: Lawyer) -> "Road":
        self.accepted()
        with self.after(1, 10):
            self.offered(lawyer)
        with self.after(0, 15):
            self.lawyer_accepts(lawyer)
        return self

    def offered(self, lawyer: Lawyer, hours: int = 48) -> Any:
        return offer(
            self.case,
            firm=lawyer.firm,
            lawyer=lawyer,
            is_lead=True,
            expires_at=clock.now() + dt.timedelta(hours=hours),
            message="劳动报酬争议，请尽快答复。",
            actor=self.clerk,
        )

    def lawyer_accepts(self, lawyer: Lawyer) -> None:
        assignment = self.case.assignments.offered().get(lawyer=lawyer)
        assert lawyer.user is not None
        take_assignment_step(assignment, "declare_no_conflict", actor=lawyer.user)
        take_assignment_step(assignment, "accept", actor=lawyer.user)
        self.lawyer = lawyer
        self.case = Case.objects.get(pk=self.case.pk)

    def in_mediation(self) -> "Road":
        with self.after(1, 9):
            self.step("start_mediation", self.worker)
        return self

    def rounds(
        self,
        employer_offers: list[tuple[int, str]],
        minutes: str = "双方陈述意见，主持人释明法律规定。",
        agree: bool = True,
    ) -> "Road":
        """Each round: days since the last, and what the employer offers as a share of what is claimed."""
        claimed = sum((claim.claimed for claim in self.case.claims.filter(is_active=True)), ZERO)
        for number, (days, share) in enumerate(employer_offers, start=1):
            with self.after(days, 14):
                round_ = schedule_round(
                    self.case,
                    scheduled_at=clock.now(),
                    place="职工援助中心调解室",
                    mediator=self.clerk,
                    actor=self.clerk,
                )
                employer = round_fen(claimed * Decimal(share))
                last = agree and number == len(employer_offers)
                take_round_step(
                    round_,
                    "hold",
                    actor=self.worker,
                    outcome="agreed" if last and employer else ("adjourned" if employer else "refused"),
                    attendees="职工方、单位方委托代理人、调解员",
                    minutes=minutes,
                    worker_offer=employer if last and employer else claimed,
                    employer_offer=employer,
                )
        return self

    def agreed(self, shares: dict[int, Decimal] | Decimal, due_in: int = 10) -> "Road":
        """An agreement: one share for all claims, or the sum of each claim by its id."""
        claims = list(self.case.claims.filter(is_active=True))
        terms = {
            claim.pk: shares[claim.pk] if isinstance(shares, dict) else round_fen(claim.claimed * shares)
            for claim in claims
        }
        by_claimant: dict[int, Decimal] = {}
        for claim in claims:
            by_claimant[claim.claimant_id] = by_claimant.get(claim.claimant_id, ZERO) + terms[claim.pk]
        with self.after(1, 15):
            due_on = clock.today() + dt.timedelta(days=due_in)
            record_agreement(
                self.case,
                terms=terms,
                instalments=[(pk, due_on, amount) for pk, amount in by_claimant.items() if amount],
                signed_on=clock.today(),
                facts=self.case.facts,
                breach_clause="本协议经司法确认或仲裁审查后，职工可申请强制执行。",
                penalty_rate=Decimal("0.05"),
                other_terms="单位于签订本协议之日起十五日内出具解除劳动合同证明，并办妥社会保险转移手续。",
                reason="双方当场签字",
                actor=self.worker,
            )
        return self

    def settled(self, share: Decimal | dict[int, Decimal] = Decimal("1"), paper: bool = False) -> "Road":
        self.agreed(share)
        with self.after(0, 16):
            self.step("settle", self.worker)
            if paper:
                issue_paper("mediation_agreement", case=self.case, actor=self.worker)
        return self

    def in_arbitration(self, body: str = "金山区劳动人事争议仲裁委员会", taken_up: bool = True) -> "Road":
        with self.after(2, 10):
            self.step("file_arbitration", self.worker, body=body, filed_on=clock.today(), reason="调解不成")
        if taken_up:
            with self.after(4, 11):
                update_proceeding(
                    self.case.proceedings.get(kind="arbitration"),
                    body=body,
                    docket=f"劳人仲〔{self.day.year}〕办字第{self.case.pk}号",
                    accepted_on=clock.today(),
                    heard_at=clock.now() + dt.timedelta(days=20),
                    actor=self.worker,
                )
        return self

    def awarded(self, share: Decimal = Decimal("0.9"), name: str = "award") -> "Road":
        with self.after(25, 15):
            claims = self.case.claims.filter(is_active=True)
            self.step(
                name,
                self.worker,
                sums={claim.pk: round_fen(claim.claimed * share) for claim in claims},
                decided_on=clock.today(),
                served_on=clock.today(),
                perform_by=clock.today() + dt.timedelta(days=16 + 7),
                result="被申请人于裁决生效之日起七日内支付。",
            )
        return self

    def paid(self, share: Decimal = Decimal("1"), days: int = 8, verify: bool = True) -> "Road":
        """The agreed sums, or a share of them, come in by bank transfer; the supervisor checks the slip."""
        with self.after(days, 10):
            parts = {
                claim.pk: part
                for claim in self.case.claims.filter(is_active=True)
                if (part := round_fen(((claim.agreed or ZERO) - claim.received) * share))
            }
            receipt = self._receipt(parts)
        if verify:
            with self.after(1, 16):
                take_receipt_step(receipt, "verify", actor=self.supervisor, reason="与回单核对一致")
        return self

    def latest(self) -> Receipt:
        """The payment that was recorded last."""
        return Receipt.objects.filter(case=self.case.pk).latest("pk")

    def sent_back(self, fault: str, words: str) -> "Road":
        """The supervisor sends the last payment back to whoever recorded it."""
        with self.after(1, 16):
            take_receipt_step(self.latest(), "send_back", actor=self.supervisor, fault=fault, reason=words)
        return self

    def mended(self, days: int = 1) -> "Road":
        """It is recorded anew, to be verified."""
        with self.after(days, 10):
            old = self.latest()
            mend(
                old,
                actor=self.worker,
                received_on=old.received_on,
                parts={line.claim_id: line.amount for line in old.lines.all()},
                method=old.method,
                payer=str(self.case.employer),
                proof=old.proof,
                note="已与付款人核对",
            )
        return self

    def reversal_asked(self, fault: str, words: str) -> "Road":
        """Whoever finds the mistake asks for the reversal of the last payment, which stands until it is verified."""
        with self.after(2, 10):
            take_receipt_step(self.latest(), "ask_reversal", actor=self.clerk, fault=fault, reason=words)
        return self

    def reversed(self, fault: str, words: str) -> "Road":
        """The reversal is verified."""
        self.reversal_asked(fault, words)
        with self.after(1, 16):
            take_receipt_step(self.latest(), "verify", actor=self.supervisor, reason="与银行退回通知核对一致")
        return self

    def _receipt(self, parts: dict[int, Decimal]) -> Receipt:
        amount = sum(parts.values(), ZERO)
        content = slip(
            [
                ("交易日期", self.day.isoformat()),
                ("付款人", str(self.case.employer)),
                ("收款人", self.case.claimant_names),
                ("金额（小写）", f"¥{amount:,.2f}"),
                ("金额（大写）", chinese_capitals(amount)),
                ("用途", "履行协议付款"),
            ]
        )
        upload = SimpleUploadedFile(f"回单{self.day:%m%d}.pdf", content, "application/pdf")
        upload.inspected = inspect_upload(upload)  # type: ignore[attr-defined]
        with received_file(upload) as path:
            assert path is not None
            proof = add_attachment(
                self.case, actor=self.worker, path=path, upload=upload, kind="proof", title="银行回单"
            )
            return record_receipt(
                self.case,
                parts=parts,
                received_on=self.day,
                method="transfer",
                payer=str(self.case.employer),
                proof=proof,
                actor=self.worker,
            )

    def deadlines_done(self, reason: str) -> "Road":
        with self.after(1, 9):
            for deadline in self.case.deadlines.filter(state="open", critical=True):
                finish_deadline(deadline, actor=self.clerk, reason=reason, met=True)
        return self

    def closing(self, method: str = "mediated") -> "Road":
        self.deadlines_done("结果已履行，期限不再适用")
        with self.after(1, 14):
            write_closing_report(
                self.case,
                actor=self.worker,
                method=method,
                summary="约见受援人、核对考勤和工资记录，与单位沟通后达成一致，款项已到账，受援人表示满意。",
                hours=Decimal("12.5"),
                subsidy=Decimal("800.00"),
            )
            self.step("request_closing", self.worker, reason="款项已到账")
        return self

    def closed(self, method: str = "mediated") -> "Road":
        self.closing(method)
        with self.after(1, 11):
            self.step("approve_closing", self.supervisor, reason="材料齐全")
        return self

    def archived(self, method: str = "mediated") -> "Road":
        self.closed(method)
        with self.after(5, 15):
            issue_paper("closing_report", case=self.case, actor=self.clerk)
            self.step("archive", self.clerk)
        return self

    def note(self, text: str) -> "Road":
        with self.after(0, 17):
            add_note(self.case, actor=self.worker, text=text)
        return self
