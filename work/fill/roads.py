"""A case as it comes to be: visit, parties, claims, the steps of the workflow, money, papers, each with its history.

Every step takes state, limits opened and limits settled from the workflow itself. A case is a function of the seed, of
its number and of how many people and employers were there before it.
"""

import datetime as dt
import hashlib
import random
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import cycle
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Max

from assignments.models import Assignment
from cases.models import (
    Case,
    CaseNumberCounter,
    Claim,
    Claimant,
    ConflictCheck,
    CoRespondent,
    Deadline,
    Employer,
    EmployerLink,
    NameKey,
    Note,
    Proceeding,
    Visit,
    VisitQuestion,
    VisitWorker,
    Worker,
)
from cases.models.case import fingerprint
from cases.models.names import keys_of_employer, keys_of_person
from cases.workflow import CONFIRMING
from core import clock
from core.audit import automatic
from core.fsm import transitions_of
from core.models import AccessLog
from core.names import pinyin_key
from documents.models import Attachment, Paper, PaperNumberCounter
from labour_law.calendar import Calendar
from labour_law.identifiers import format_case_number
from labour_law.periods import LAPSING, LIMITS, due
from law_tables import current
from mediation.instalments import plan
from mediation.models import Agreement, AgreementTerm, Instalment, MediationRound
from recoveries.models import Receipt, ReceiptLine
from work.fill.cast import Cast, Window
from work.fill.parties import Parties
from work.fill.sheets import Row, Sheet, go_on_counting

MODELS: tuple[type[models.Model], ...] = (
    Worker, Employer, NameKey, EmployerLink, Visit, VisitWorker, VisitQuestion, Case, CoRespondent, Claimant, Claim,
    Deadline, ConflictCheck, Assignment, MediationRound, Agreement, AgreementTerm, Instalment, Proceeding, Attachment,
    Receipt, ReceiptLine, Paper, Note, AccessLog,
)  # fmt: skip

FIRST_DAY = dt.date(2019, 1, 2)
GROWTH = 0.6
"""Of the cases up to a share of the time t there are t ** (1 / GROWTH): every year more than the year before."""
YOUNG = 450
"""Days after which a case that is still open is an exception."""
OPEN_AFTER = 0.015

PATHS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "review": ("submit",),
    "declined": ("submit", "decline"),
    "accepted": ("submit", "accept"),
    "assigned": ("submit", "accept", "assign"),
    "mediation": ("submit", "accept", "assign", "start_mediation"),
    "settled": ("submit", "accept", "assign", "start_mediation", "settle"),
    "arbitration": (
        "submit",
        "accept",
        "assign",
        "start_mediation",
        "fail_mediation",
        "file_arbitration",
    ),
    "awarded": ("submit", "accept", "assign", "file_arbitration", "award"),
    "litigation": ("submit", "accept", "assign", "file_arbitration", "award", "file_suit"),
    "enforcement": ("submit", "accept", "assign", "file_arbitration", "award", "enforce"),
    "judged": ("submit", "accept", "assign", "file_arbitration", "award", "file_suit", "judge"),
    "withdrawn": ("submit", "accept", "withdraw"),
    "terminated": ("submit", "accept", "assign", "terminate"),
    "transferred": ("submit", "transfer"),
}
"""The steps to a state. Closed cases come from those where money is due."""
PERFORMED = ("settled",) * 14 + ("awarded",) * 3 + ("enforcement",) * 2 + ("judged",)
CLOSING = {
    "closing": ("request_closing",),
    "closed": ("request_closing", "approve_closing"),
    "archived": ("request_closing", "approve_closing", "archive"),
}
AGES = {
    "draft": (1, 20), "review": (2, 8), "accepted": (8, 18), "assigned": (12, 40), "mediation": (15, 45),
    "settled": (50, 160), "arbitration": (50, 110), "awarded": (95, 150), "litigation": (120, 330),
    "enforcement": (120, 360), "closing": (120, 240), "closed": (130, 0), "archived": (150, 0), "declined": (10, 0),
    "withdrawn": (20, 0), "terminated": (40, 0), "transferred": (12, 0),
}  # fmt: skip
"""So many days ago at least, and at most (0: no bound), a case in this state was opened."""
LAGS = {
    "submit": (0, 2), "accept": (1, 6), "decline": (2, 6), "assign": (1, 5), "start_mediation": (1, 6),
    "settle": (6, 24), "fail_mediation": (8, 25), "file_arbitration": (2, 15), "award": (30, 58), "file_suit": (3, 13),
    "judge": (50, 120), "enforce": (12, 30), "request_closing": (3, 20), "approve_closing": (1, 6), "archive": (3, 28),
    "withdraw": (3, 10), "terminate": (5, 20), "transfer": (1, 6),
}  # fmt: skip
"""Days between a step and the one before."""

YOUNG_DECK = (
    "closing enforcement litigation awarded arbitration settled mediation assigned accepted review draft "
    "archived mediation settled mediation closed draft settled mediation archived arbitration assigned withdrawn review "
    "mediation settled declined arbitration mediation archived assigned accepted draft settled closed mediation "
    "litigation arbitration awarded archived closing mediation settled accepted review archived declined withdrawn"
).split()
OLD_DECK = (
    "archived declined withdrawn terminated transferred closed archived archived archived closed archived archived "
    "withdrawn archived archived declined archived archived archived closed archived archived archived archived "
    "declined archived archived withdrawn archived archived archived archived archived archived archived archived"
).split()
"""States of cases below and beyond `YOUNG`, dealt in turn, so that each comes in its share also among few."""
STILL_OPEN = ("arbitration", "litigation", "litigation", "enforcement", "enforcement", "settled", "awarded")

CAUSES = ("205.5",) * 12 + ("205.1",) * 3 + ("205.6",) * 3 + ("206.2", "205.4", "205.2", "214.2")
WORKER_TYPES = (
    ("courier",) * 6 + ("food_delivery",) * 5 + ("construction",) * 4 + ("manufacturing",) * 4
    + ("truck_driver", "domestic", "cleaner", "security", "dispatched", "other")
)  # fmt: skip
CHANNELS = ("window",) * 7 + ("hotline_12351", "online", "outreach")
JOBS = "快递员 送餐员 操作工 瓦工 木工 驾驶员 保洁员 保安 服务员 仓库管理员 文员 焊工".split()
FIRST_CLAIM = ("wages",) * 11 + (
    "double_wage",
    "severance",
    "severance",
    "overtime",
    "damages",
    "work_injury",
)
FURTHER_CLAIM = ("overtime", "severance", "annual_leave", "heat_allowance", "double_wage", "notice_pay")
FACTS = (
    "于{day}入职，从事{job}工作，月工资约{wage}元。自{day2}起未足额支付工资，多次催讨未果。"
    "入职后未签订书面劳动合同，工资通过微信或银行转账发放，有考勤记录、聊天记录为证。现请求支付拖欠的工资及相关费用。"
)
QUESTIONS = (
    "公司拖欠工资三个月，如何讨要？",
    "没有签劳动合同，能不能要双倍工资？",
    "被口头辞退，有没有补偿？",
    "送货途中受伤，公司不认工伤怎么办？",
    "离职后押金不退，怎么办？",
)
ANSWERS = (
    "告知可先与用人单位协商，协商不成可申请调解或仲裁，并说明所需证据。",
    "已说明仲裁时效为一年，建议保存工资记录、考勤记录。",
    "已登记，转有关部门。",
)
NOTES = (
    "电话联系用人单位，约定周三上午到窗口核对工资表。",
    "当事人补交银行流水。",
    "对方负责人表示月底前支付一半。",
    "已通知承办律师查收材料。",
)
BODIES = ("劳动人事争议仲裁委员会", "人民法院")
ELSEWHERE = "其他地区总工会"
FILE = "made-up.pdf"
CONTENT = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # fmt: skip
SHA256 = hashlib.sha256(CONTENT).hexdigest()
COMES_BACK, SHARED_EMPLOYERS, GROUP = 0.01, 0.55, 0.03


class Roads:
    """Tells cases one after the other and writes them when told to."""

    def __init__(self, parties: Parties, cast: Cast, reason: str) -> None:
        self.parties, self.cast = parties, cast
        self.sheets = {model: Sheet(model, reason) for model in MODELS}
        self.workers = Worker.objects.aggregate(last=Max("pk"))["last"] or 0
        self.employers = Employer.objects.aggregate(last=Max("pk"))["last"] or 0
        self.today = clock.today()
        self.numbers = _last_numbers(CaseNumberCounter)
        self.paper_numbers = _last_numbers(PaperNumberCounter)
        self.young, self.old = cycle(YOUNG_DECK), cycle(OLD_DECK)
        self.files = {folder: _stored(folder) for folder in ("papers", "attachments")}
        self.due = lru_cache(50_000)(_due_by(current.calendar()))

    def tell(self, number: int, share: float) -> None:
        """The case of that number, opened when that share of the cases was there, and whoever came without a case."""
        _Road(self, number, self._opened(share)).tell()

    def _opened(self, share: float) -> dt.date:
        span = (self.today - FIRST_DAY).days - 1
        return FIRST_DAY + dt.timedelta(int(span * share**GROWTH))

    def number(self, counters: dict[tuple[Any, ...], int], *key: Any) -> int:
        """The next number of a series without gaps."""
        counters[key] = counters.get(key, 0) + 1
        return counters[key]

    def write(self) -> int:
        """Put all that was told into the database; how many rows that were."""
        written = sum(sheet.write() for sheet in self.sheets.values())
        _keep_numbers(CaseNumberCounter, self.numbers)
        _keep_numbers(PaperNumberCounter, self.paper_numbers)
        go_on_counting(self.sheets.values())
        return written


class _Road:
    """One case. `moment` is that of the act that is being told; acts follow each other, none is later than yesterday."""

    def __init__(self, roads: Roads, number: int, opened: dt.date) -> None:
        self.roads, self.parties = roads, roads.parties
        self.draw = draw = random.Random((roads.parties.seed * 16 + 9) << 40 | number)
        self.number = number
        self.state = self._state(opened)
        self.opened = self._of_its_age(opened)
        self.window: Window = draw.choices(roads.cast.windows, roads.cast.weights)[0]
        self.clerk = draw.choice(self.window.clerks)
        self.moment = _at(self.opened, draw)
        self.deadlines: dict[str, Row] = {}
        self.claims: list[Row] = []
        self.sums: dict[int, list[int]] = {}
        """Claim → fen claimed, agreed, received, verified."""
        self.schedule: dict[dt.date, dict[int, int]] = {}
        """Day → claimant → fen due."""
        self.offer: Row | None = None

    # --- when ---

    def _state(self, opened: dt.date) -> str:
        age = (self.roads.today - opened).days
        if age < YOUNG:
            return next(self.roads.young)
        if self.draw.random() < OPEN_AFTER:
            return self.draw.choice(STILL_OPEN)
        return next(self.roads.old)

    def _of_its_age(self, opened: dt.date) -> dt.date:
        least, most = AGES[self.state]
        age = (self.roads.today - opened).days
        if age < least or (most and age > most and age < YOUNG):
            age = self.draw.randint(least, most or least + 60)
        return self.roads.today - dt.timedelta(age)

    def _later(self, least: int, most: int) -> None:
        """Another act, so many days later."""
        day = self.moment.date() + dt.timedelta(self.draw.randint(least, most))
        self._on(min(day, self.roads.today - dt.timedelta(1)))

    def _on(self, day: dt.date) -> None:
        following = self.moment + dt.timedelta(minutes=1)
        self.moment = max(following, _at(day, self.draw)) if day > self.moment.date() else following

    @property
    def day(self) -> dt.date:
        return self.moment.date()

    # --- writing ---

    def add(self, model: type[models.Model], by: int | None = None, **values: Any) -> Row:
        return self.roads.sheets[model].add(self.moment, by or self.clerk, **values)

    def change(self, model: type[models.Model], row: Row, by: int | None = None, **values: Any) -> None:
        self.roads.sheets[model].change(row, self.moment, by or self.clerk, **values)

    # --- parties ---

    def _worker(self) -> int:
        """Somebody new; the id."""
        number = self.roads.workers
        self.roads.workers += 1
        person, draw = self.parties.person(number), self.draw
        keys = _keys_of_person(person.name)
        row = self.add(
            Worker,
            name=person.name,
            pinyin=next(key for kind, key in keys if kind == "sound"),
            id_kind="resident" if person.id_number else "",
            id_number=person.id_number,
            id_hash=person.hashed,
            birth_date=person.born if person.id_number else None,
            sex="male" if person.is_man else "female",
            phone=person.phone,
            worker_type=draw.choice(WORKER_TYPES),
            relation_type="employment",
            is_migrant=draw.random() < 0.7,
            is_union_member=draw.random() < 0.4,
            bank_name="中国农业银行" if draw.random() < 0.5 else "",
            bank_account=f"6228{number:015d}" if draw.random() < 0.5 else "",
            created_at=self.moment,
        )
        for kind, key in keys:
            self.add(NameKey, worker_id=row["id"], kind=kind, key=key)
        return int(row["id"])

    def _employer(self) -> int:
        """One that was there before, the earlier the likelier, or a new one; the number."""
        there = self.roads.employers
        if there and self.draw.random() < SHARED_EMPLOYERS:
            return int(there * self.draw.random() ** 2.5)
        self.roads.employers += 1
        company = self.parties.employer(there)
        row = self.add(
            Employer,
            name=company.name,
            pinyin=pinyin_key(company.name),
            known_by="boss" if company.is_known_by_boss else "",
            credit_code=company.code,
            type=company.kind,
            legal_representative=company.boss,
            phone=company.phone,
            created_at=self.moment,
        )
        for kind, key in sorted(keys_of_employer(company.name, company.boss)):
            self.add(NameKey, employer_id=row["id"], kind=kind, key=key)
        if company.parent is not None and self.draw.random() < 0.5:
            self.add(EmployerLink, employer_id=row["id"], related_id=company.parent + 1, kind="parent")
        return there

    def _visit(self, employer: int | None, workers: list[int], outcome: str, channel: str) -> Row:
        visit = self.add(
            Visit,
            office_id=self.window.pk,
            channel=channel,
            visited_on=self.day,
            head_count=len(workers) + (self.draw.random() < 0.2),
            employer_id=None if employer is None else employer + 1,
            received_by_id=self.clerk,
        )
        for worker in workers[:5]:
            self.add(VisitWorker, visit_id=visit["id"], worker_id=worker)
        for _ in range(2 if self.draw.random() < 0.15 else 1):
            self.add(
                VisitQuestion,
                visit_id=visit["id"],
                kind="mediation" if outcome == "case" else "advice",
                question=self.draw.choice(QUESTIONS),
                answer=self.draw.choice(ANSWERS),
                outcome=outcome,
            )
        return visit

    # --- the road ---

    def tell(self) -> None:
        draw = self.draw
        if draw.random() < 0.42:
            employer = self._employer() if draw.random() < 0.6 else None
            self._visit(
                employer,
                [self._worker()],
                draw.choice(("answered", "answered", "referred", "follow_up")),
                "window",
            )
        if self.state in PATHS:
            path = PATHS[self.state]
        else:
            path = (*PATHS[draw.choice(PERFORMED)], *CLOSING[self.state])
        self._intake()
        for name in path:
            self._later(*LAGS[name])
            getattr(self, f"step_{name}")(name)
        self._keep_ahead()
        if draw.random() < 0.5:
            self._log_access()

    def _step(self, name: str, by: int | None = None, **values: Any) -> None:
        """What the workflow says of the step: its state, the limits it ends and those it starts."""
        state = self.case["state"]
        meta = _meta(name, state)
        target = values.pop("state", None) or meta.target
        starts = values.pop("starts", {})
        self.change(Case, self.case, by, state=str(target), **values)
        self._settle(meta.custom["settles"], _label(name))
        for kind in meta.custom["opens"]:
            self._open(kind, starts.get(kind, self.day))

    def _open(self, kind: str, starts_on: dt.date | None) -> None:
        if starts_on is None:
            return
        period = self.roads.due(kind, starts_on)
        values = {"starts_on": starts_on, "due_on": period.last_day, "provisional": period.provisional}
        if kind in self.deadlines:
            self.change(Deadline, self.deadlines[kind], **values)
        else:
            self.deadlines[kind] = self.add(
                Deadline, case_id=self.case["id"], kind=kind, critical=LIMITS[kind].critical, **values
            )

    def _settle(self, kinds: Iterable[str], note: str) -> None:
        every = "*" in kinds
        for kind in [kind for kind in self.deadlines if every or kind in kinds]:
            state = "waived" if every or kind in LAPSING else "met"
            self.change(Deadline, self.deadlines.pop(kind), state=state, settled_on=self.day, note=note)

    def _intake(self) -> None:
        draw = self.draw
        self.employer = self._employer()
        self.company = self.parties.employer(self.employer)
        size = 5 + int(56 * draw.random() ** 2) if draw.random() < GROUP else 1
        people: list[int] = []
        for _ in range(size):
            known = self.roads.workers > 100 and draw.random() < COMES_BACK
            worker = draw.randrange(self.roads.workers) + 1 if known else self._worker()
            people += [] if worker in people else [worker]
        channel = draw.choice(CHANNELS)
        visit = self._visit(self.employer, people, "case", channel) if draw.random() < 0.7 else None
        hired = self.opened - dt.timedelta(draw.randint(120, 3000))
        left = self.opened - dt.timedelta(draw.randint(5, 200)) if draw.random() < 0.7 else None
        left = max(left, hired) if left else None
        wage = draw.randint(30, 160) * 100
        job = draw.choice(JOBS)
        facts = FACTS.format(
            day=hired, job=job, wage=wage, day2=self.opened - dt.timedelta(draw.randint(30, 300))
        )
        self.case = self.add(
            Case,
            office_id=self.window.pk,
            state="draft",
            opened_on=self.opened,
            visit_id=visit["id"] if visit else None,
            employer_id=self.employer + 1,
            channel=channel,
            cause=draw.choice(CAUSES),
            means_ground=draw.choice(("migrant_wages", "union_policy", "declaration")),
            facts=facts,
            handler_id=self.clerk,
        )
        self.respondents = [self.employer]
        if draw.random() < 0.04:
            other = self._employer()
            if other != self.employer:
                self.respondents.append(other)
                self.add(CoRespondent, case_id=self.case["id"], employer_id=other + 1, capacity="用工单位")
        self.people = people
        self.claimants = []
        for place, worker in enumerate(people):
            claimant = self.add(
                Claimant,
                case_id=self.case["id"],
                worker_id=worker,
                is_representative=len(people) > 1 and place == 0,
                job=job,
                employed_from=hired,
                employed_to=left,
                monthly_wage=Decimal(wage),
                consent_on=None if self.state == "draft" and draw.random() < 0.5 else self.opened,
            )
            self.claimants.append(claimant)
            self._claim(claimant, draw.choice(FIRST_CLAIM), hired, left)
            if draw.random() < (0.45 if size == 1 else 0.1):
                self._claim(claimant, draw.choice(FURTHER_CLAIM), hired, left)
        self._check_conflicts(())
        self._open("aid_decision", self.opened)
        if draw.random() < 0.4:
            self._note()

    def _claim(self, claimant: Row, kind: str, hired: dt.date, left: dt.date | None) -> None:
        fen = int(200_000 * 45 ** self.draw.random())
        claim = self.add(
            Claim,
            case_id=self.case["id"],
            claimant_id=claimant["id"],
            kind=kind,
            period_from=hired,
            period_to=left,
            claimed=_yuan(fen),
            created_at=self.moment,
        )
        self.claims.append(claim)
        self.sums[claim["id"]] = [fen, 0, 0, 0]

    def _note(self) -> None:
        self.add(
            Note,
            case_id=self.case["id"],
            author_id=self.clerk,
            written_at=self.moment,
            text=self.draw.choice(NOTES),
        )

    def _log_access(self) -> None:
        kind = self.draw.choice(("unmask", "unmask", "download"))
        what = "身份证号" if kind == "unmask" else "材料"
        self.roads.sheets[AccessLog].add(
            self.moment,
            None,
            actor_id=self.clerk,
            at=self.moment,
            kind=kind,
            subject=what,
            model="cases.case",
            object_id=self.case["id"],
            case_id=self.case["id"],
            reason="核对身份" if kind == "unmask" else "",
        )

    def _check_conflicts(self, firms: Iterable[int]) -> None:
        persons = [(pk, self.parties.person(pk - 1)) for pk in self.people]
        companies = [(number + 1, self.parties.employer(number)) for number in self.respondents]
        key = fingerprint(
            workers=[(pk, one.hashed or "", one.name, one.phone, "") for pk, one in persons],
            employers=[(pk, one.code or "", one.name, one.boss, one.phone) for pk, one in companies],
            firms=firms,
            handler=self.clerk,
        )
        self.add(ConflictCheck, case_id=self.case["id"], ran_at=self.moment, parties_key=key, hits=[])

    # --- steps: each by the name it has in the workflow ---

    def step_submit(self, name: str) -> None:
        self._step(name, submitted_on=self.day, starts={"aid_decision": self.opened})

    def step_accept(self, name: str) -> None:
        place = self.roads.number(self.roads.numbers, self.window.pk, self.day.year)
        number = format_case_number(self.window.prefix, self.day.year, self.window.code, place)
        self._step(name, self.window.reviewer, accepted_on=self.day, number=number)
        self._paper("acceptance_notice", "函")

    def step_decline(self, name: str) -> None:
        ground = self.draw.choice(("out_of_scope", "venue", "no_facts", "incomplete"))
        self._step(name, self.window.reviewer, ended_on=self.day, end_ground=ground)

    def step_assign(self, name: str) -> None:
        """A firm is asked that does not act for the employer; one in ten declines first."""
        free = [firm for firm in self.window.firms if self.employer not in self.roads.cast.clients[firm]]
        first, second = self.draw.sample(free, 2)
        if self.draw.random() < 0.1:
            offer = self._offer(second)
            self._later(0, 1)
            code = self.draw.choice(("workload", "workload", "scope", "distance"))
            self.change(Assignment, offer, state="declined", decline_code=code, answered_at=self.moment)
        offer = self._offer(first)
        lawyer, user = self.draw.choice(self.roads.cast.lawyers[first])
        self._later(0, 1)
        self.change(Assignment, offer, user, conflict_declared_at=self.moment, conflict_declared_by_id=user)
        self._on(self.day)
        self.change(
            Assignment, offer, user, state="accepted", lawyer_id=lawyer, answered_at=self.moment, is_lead=True
        )
        self.offer, self.lawyer = offer, user
        self._check_conflicts([first])
        self._step(name, user)

    def _offer(self, firm: int) -> Row:
        return self.add(
            Assignment,
            case_id=self.case["id"],
            firm_id=firm,
            offered_by_id=self.clerk,
            offered_at=self.moment,
            expires_at=self.moment + dt.timedelta(3),
        )

    def step_start_mediation(self, name: str) -> None:
        self._step(name, mediation_started_on=self.day)
        self.rounds = 0
        if self.state == "mediation":
            if self.draw.random() < 0.5:
                self._round("adjourned")
            self._round("")

    def _round(self, outcome: str) -> None:
        """One sitting; without an outcome it is still to come."""
        self.rounds += 1
        day = self.day if outcome else self.roads.today + dt.timedelta(self.draw.randint(1, 10))
        asked = sum(sums[0] for sums in self.sums.values())
        row = self.add(
            MediationRound,
            case_id=self.case["id"],
            number=self.rounds,
            scheduled_at=_at(day, self.draw),
            place="窗口调解室",
            mediator_id=self.clerk,
        )
        if outcome:
            self._later(0, 2)
            self.change(
                MediationRound,
                row,
                state="held",
                outcome=outcome,
                attendees="双方当事人、承办律师",
                minutes="双方就金额和支付时间交换了意见。",
                worker_offer=_yuan(asked),
                employer_offer=_yuan(asked * self.draw.randint(30, 90) // 100),
            )

    def step_fail_mediation(self, name: str) -> None:
        self._round("failed")
        self._step(name)

    def _settle_sums(self, outcome: str, least: int) -> None:
        """What is agreed or awarded, and with it how it ended for everybody."""
        share = self.draw.randint(least, 100)
        for claim in self.claims:
            sums = self.sums[claim["id"]]
            sums[1] = sums[0] * share // 100
            self.change(Claim, claim, agreed=_yuan(sums[1]))
        for claimant in self.claimants:
            self.change(Claimant, claimant, outcome=outcome)

    def step_settle(self, name: str) -> None:
        for _ in range(self.draw.choice((0, 0, 1))):
            self._round("adjourned")
        self._round("agreed")
        self._settle_sums("settled", 50)
        case = self.case["id"]
        agreement = self.add(
            Agreement,
            case_id=case,
            signed_on=self.day,
            facts="双方确认拖欠的事实和金额。",
            breach_clause="逾期支付的，可申请强制执行。",
        )
        totals: dict[int, Decimal] = {}
        for claim in self.claims:
            agreed = _yuan(self.sums[claim["id"]][1])
            self.add(
                AgreementTerm, case_id=case, agreement_id=agreement["id"], claim_id=claim["id"], amount=agreed
            )
            owner = claim["claimant_id"]
            totals[owner] = totals.get(owner, Decimal(0)) + agreed
        first = self.day + dt.timedelta(self.draw.randint(3, 20))
        instalments = plan(totals, first, self.draw.choice((1, 1, 1, 2, 3)))
        for claimant, on, amount in instalments:
            self.add(
                Instalment,
                case_id=case,
                agreement_id=agreement["id"],
                claimant_id=claimant,
                due_on=on,
                amount=amount,
            )
            self.schedule.setdefault(on, {})[claimant] = int(amount * 100)
        self._paper("mediation_agreement", "", signed_on=self.day)
        last = max(self.schedule)
        self._step(
            name,
            resolved_on=self.day,
            starts={"judicial_confirmation": self.day, "arbitration_review": self.day, "enforcement": last},
        )

    def _file(self, name: str, kind: str, body: str) -> None:
        self.proceeding = self.add(
            Proceeding,
            case_id=self.case["id"],
            kind=kind,
            body=body,
            docket=f"（{self.day.year}）{self.window.code}字第{self.number}号",
            filed_on=self.day,
        )
        self._step(name, self.lawyer, starts={"arbitration_acceptance": self.day})

    def step_file_arbitration(self, name: str) -> None:
        self._file(name, "arbitration", BODIES[0])

    def step_file_suit(self, name: str) -> None:
        self._file(name, "first_instance", BODIES[1])

    def step_enforce(self, name: str) -> None:
        self._file(name, "enforcement", BODIES[1])

    def _decide(self, name: str) -> None:
        self.change(
            Proceeding,
            self.proceeding,
            decided_on=self.day,
            served_on=self.day,
            result="支持大部分请求。",
        )
        self._settle_sums("awarded", 40)
        totals: dict[int, int] = {}
        for claim in self.claims:
            owner = claim["claimant_id"]
            totals[owner] = totals.get(owner, 0) + self.sums[claim["id"]][1]
        self.schedule = {self.day + dt.timedelta(15): totals}
        self._step(name, self.lawyer, resolved_on=self.day, starts={"set_aside": None})

    def step_award(self, name: str) -> None:
        self._decide(name)

    def step_judge(self, name: str) -> None:
        self._decide(name)

    def step_request_closing(self, name: str) -> None:
        self._pay(paid=self.draw.choices((1.0, 0.5, 0.0), (92, 5, 3))[0], by=None)
        critical = [kind for kind, row in self.deadlines.items() if row["critical"]]
        self._settle(critical, "结案前核对，不再适用。")
        method = {"settled": "mediated", "enforcement": "enforced"}.get(self.case["state"], "award")
        self.change(
            Case,
            self.case,
            closing_method=method,
            closing_summary="案件已办结，双方无其他争议。",
            hours_spent=Decimal(self.draw.randint(4, 60)),
        )
        self._step(name, closing_from=self.case["state"], closing_requested_by_id=self.clerk)

    def step_approve_closing(self, name: str) -> None:
        self._step(name, self.window.supervisor, ended_on=self.day)
        self._release()
        self._paper("closing_report", "")

    def step_archive(self, name: str) -> None:
        self._step(name, archived_on=self.day)

    def _end(self, name: str, ground: str, by: int, **values: Any) -> None:
        self._step(name, by, ended_on=self.day, end_ground=ground, **values)
        self._release()

    def step_withdraw(self, name: str) -> None:
        self._end(name, "own_request", self.clerk)

    def step_terminate(self, name: str) -> None:
        self._end(name, self.draw.choice(("own_lawyer", "case_ended", "means_changed")), self.window.reviewer)

    def step_transfer(self, name: str) -> None:
        self._end(name, "other", self.window.reviewer, transferred_to=ELSEWHERE)

    def _release(self) -> None:
        if self.offer:
            self.change(Assignment, self.offer, state="completed", ended_at=self.moment)

    def _keep_ahead(self) -> None:
        """What came in by today; and few limits of what is under way are late."""
        if self.state in ("settled", "awarded", "enforcement"):
            self._pay(paid=1.0, by=self.roads.today - dt.timedelta(1))
        for kind, row in list(self.deadlines.items()):
            if dt.date.fromisoformat(str(row["due_on"])) >= self.roads.today:
                continue
            if kind in LAPSING:
                self._settle([kind], "")
            elif self.draw.random() < 0.85:
                moved = self.roads.today + dt.timedelta(self.draw.randint(1, 60))
                self.change(Deadline, row, due_on=moved, note="双方同意延期")

    # --- money ---

    def _pay(self, *, paid: float, by: dt.date | None) -> None:
        """What is due comes in, or the first part of it: all of it, or as much as was due by a day."""
        for place, (due_on, parts) in enumerate(sorted(self.schedule.items())):
            if place >= len(self.schedule) * paid or (by and due_on > by):
                break
            self._on(min(due_on + dt.timedelta(self.draw.randint(-2, 6)), self.roads.today - dt.timedelta(1)))
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
            self._settle((*CONFIRMING, "enforcement"), "已全部支付")

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
            file=self.roads.files["attachments"],
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
            self._later(0, 2)
            by = self.window.supervisor
            self.change(Receipt, receipt, by, state=state, verified_by_id=by, verified_at=self.moment)
            self._carry(lines, **({"verified": 1} if state == "verified" else {"received": -1}), by=by)
        return receipt

    def _ledger(self, lines: dict[int, int], sign: int, *, by: int | None = None, **values: Any) -> Row:
        case, amount = self.case["id"], _yuan(sign * sum(lines.values()))
        receipt = self.add(Receipt, by, case_id=case, amount=amount, recorded_at=self.moment, **values)
        for claim, fen in lines.items():
            self.add(
                ReceiptLine,
                by,
                case_id=case,
                receipt_id=receipt["id"],
                claim_id=claim,
                amount=_yuan(sign * fen),
            )
        return receipt

    def _reverse(self, receipt: Row, lines: dict[int, int]) -> None:
        by = self.window.supervisor
        self._later(1, 3)
        self.change(Receipt, receipt, by, state="reversed")
        self._ledger(
            lines,
            -1,
            by=by,
            state="verified",
            received_on=self.day,
            payer=self.company.name,
            method=receipt["method"],
            proof_id=receipt["proof_id"],
            recorded_by_id=by,
            verified_by_id=by,
            verified_at=self.moment,
            reverses_id=receipt["id"],
        )
        self._carry(lines, received=-1, verified=-1, by=by)

    def _carry(
        self, lines: dict[int, int], *, received: int = 0, verified: int = 0, by: int | None = None
    ) -> None:
        for claim in self.claims:
            if fen := lines.get(claim["id"]):
                sums = self.sums[claim["id"]]
                sums[2] += received * fen
                sums[3] += verified * fen
                self.change(Claim, claim, by, received=_yuan(sums[2]), verified=_yuan(sums[3]))

    # --- papers ---

    def _paper(self, kind: str, series: str, *, signed_on: dt.date | None = None) -> None:
        year, number = self.day.year, ""
        if series:
            place = self.roads.number(self.roads.paper_numbers, self.window.pk, year, series)
            number = format_case_number(
                f"{self.window.prefix}{series}", year, self.window.code, place, width=1
            )
        paper = self.add(
            Paper,
            state="issued",
            kind=kind,
            case_id=self.case["id"],
            subject=f"case {self.case['id']}",
            edition=1,
            number=number,
            data={
                "case_number": self.case["number"],
                "employer": {"name": self.company.name},
                "date": self.day.isoformat(),
            },
            template_version="made-up",
            file=self.roads.files["papers"],
            sha256=SHA256,
            size=len(CONTENT),
            issued_by_id=self.clerk,
            issued_at=self.moment,
        )
        if signed_on:
            self.change(Paper, paper, state="signed", signed_on=signed_on)


@lru_cache
def _meta(name: str, state: str) -> Any:
    return transitions_of(Case)[name].get_transition(state)


@lru_cache
def _label(name: str) -> str:
    transitions = transitions_of(Case)[name].transitions.values()
    return automatic(next(iter(transitions)).custom["label"])


@lru_cache(200_000)
def _keys_of_person(name: str) -> list[tuple[str, str]]:
    return sorted(keys_of_person(name))


@lru_cache(100_000)
def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def _at(day: dt.date, draw: random.Random) -> dt.datetime:
    """Some minute between nine and four in Shanghai."""
    return dt.datetime(day.year, day.month, day.day, draw.randint(1, 7), draw.randrange(60), tzinfo=dt.UTC)


def _due_by(calendar: Calendar) -> Any:
    return lambda kind, starts_on: due(kind, starts_on, calendar)


def _stored(folder: str) -> str:
    """The one file that all papers, or all files handed in, share."""
    name = f"{folder}/{FILE}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(CONTENT))


def _last_numbers(model: Any) -> dict[tuple[Any, ...], int]:
    names = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "last")]
    return {tuple(row[:-1]): row[-1] for row in model.objects.values_list(*names, "last")}


def _keep_numbers(model: Any, counters: dict[tuple[Any, ...], int]) -> None:
    names = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "last")]
    rows = [model(**dict(zip(names, key, strict=True)), last=last) for key, last in counters.items()]
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[name.removesuffix("_id") for name in names],
        update_fields=["last"],
    )
