"""A case as it comes to be: visit, parties, claims, the steps of the workflow, money, papers, each with its history.

Every step takes state, limits opened and limits settled from the workflow itself. A case is a function of the seed, of
its number and of how many people and employers were there before it.
"""

import datetime as dt
import random
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import cycle
from typing import Any

from assignments.models import Assignment
from calculators.catalogue import CALCULATORS
from calculators.working import work_out
from cases.models import (
    Case,
    Claim,
    Claimant,
    ConflictCheck,
    CoRespondent,
    Deadline,
    LimitationEvent,
    Note,
    Proceeding,
)
from cases.models.case import fingerprint
from core.models import AccessLog
from labour_law.identifiers import format_case_number
from labour_law.periods import LAPSING
from law_tables import current
from mediation.instalments import plan
from mediation.models import Agreement, AgreementTerm, AwardSchedule, Instalment, MediationRound
from work.fill.book import Book
from work.fill.cards import (
    AGES,
    BODIES,
    CAUSES,
    CHANNELS,
    CLOSING,
    COMES_BACK,
    ELSEWHERE,
    FACTS,
    FIRST_CLAIM,
    FIRST_DAY,
    FURTHER_CLAIM,
    GROUP,
    GROWTH,
    JOBS,
    KNOWN_ELSEWHERE,
    LAGS,
    NOTES,
    OLD_DECK,
    OPEN_AFTER,
    PATHS,
    PERFORMED,
    STILL_OPEN,
    WORKED_OUT,
    WRITTEN_TWICE,
    YOUNG,
    YOUNG_DECK,
)
from work.fill.cast import Cast
from work.fill.money import Money, yuan
from work.fill.parties import Parties
from work.fill.sheets import Row
from work.fill.telling import at
from work.fill.twice import Twice
from workings.models import Working


@cache
def frozen_example() -> dict[str, Any]:
    """One working, which all claims that were worked out share."""
    calculator = CALCULATORS[WORKED_OUT[0]]
    frozen = work_out(calculator, calculator.form(WORKED_OUT[1]), current.tables()).frozen
    assert frozen
    return frozen


class Roads:
    """Tells cases one after the other into a book."""

    def __init__(self, parties: Parties, cast: Cast, reason: str) -> None:
        self.book = Book(parties, cast, reason)
        self.young, self.old = cycle(YOUNG_DECK), cycle(OLD_DECK)

    def tell(self, number: int, share: float) -> None:
        """The case of that number, opened when that share of the cases was there, and whoever came without a case."""
        span = (self.book.today - FIRST_DAY).days - 1
        draw = random.Random((self.book.parties.seed * 16 + 9) << 40 | number)
        opened = FIRST_DAY + dt.timedelta(int(span * share**GROWTH))
        age = (self.book.today - opened).days
        state = self._state(draw, age)
        least, most = AGES[state]
        if age < least or (most and most < age < YOUNG):
            age = draw.randint(least, most or least + 60)
        _Road(self.book, draw, number, state, self.book.today - dt.timedelta(age)).tell()

    def _state(self, draw: random.Random, age: int) -> str:
        if age < YOUNG:
            return next(self.young)
        if draw.random() < OPEN_AFTER:
            return draw.choice(STILL_OPEN)
        return next(self.old)


class _Road(Money, Twice):
    """One case, from the visit to its state."""

    def __init__(self, book: Book, draw: random.Random, number: int, state: str, opened: dt.date) -> None:
        super().__init__(book, draw, opened)
        self.number, self.state, self.opened = number, state, opened
        self.claims, self.sums, self.schedule = [], {}, {}
        self.offer: Row | None = None
        self.award: Row | None = None

    def tell(self) -> None:
        draw = self.draw
        if draw.random() < 0.42:
            employer = self.an_employer() if draw.random() < 0.6 else None
            self.visit(
                employer,
                [self.worker()],
                draw.choice(("answered", "answered", "referred", "follow_up")),
                "window",
            )
        if self.state in PATHS:
            path = PATHS[self.state]
        else:
            path = (*PATHS[draw.choice(PERFORMED)], *CLOSING[self.state])
        self._intake()
        for name in path:
            self.later(*LAGS[name])
            getattr(self, f"step_{name}")(name)
        self._keep_ahead()
        if draw.random() < 0.5:
            self._log_access()
        self._stands_twice()

    def _stands_twice(self) -> None:
        """Few of those who came for the first time."""
        person, chance = self.people[0], self.draw.random()
        if person <= self.knew or not self.parties.person(person - 1).hashed:
            return
        if chance < KNOWN_ELSEWHERE:
            self.known_elsewhere(person)
        elif chance < KNOWN_ELSEWHERE + WRITTEN_TWICE:
            self.written_twice(person)

    def _intake(self) -> None:
        draw = self.draw
        self.knew = self.book.workers
        self.employer = self.an_employer()
        self.company = self.parties.employer(self.employer)
        size = 5 + int(56 * draw.random() ** 2) if draw.random() < GROUP else 1
        people: list[int] = []
        for _ in range(size):
            known = self.book.workers > 100 and draw.random() < COMES_BACK
            worker = self.somebody() if known else self.worker()
            people += [] if worker in people else [worker]
        channel = draw.choice(CHANNELS)
        visit = self.visit(self.employer, people, "case", channel) if draw.random() < 0.7 else None
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
            other = self.an_employer()
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
        if draw.random() < 0.1:
            on = self.opened - dt.timedelta(draw.randint(1, 90))
            self.add(LimitationEvent, case_id=self.case["id"], kind="claim", on=on, proof="微信催讨记录")
        self._check_conflicts(())
        self.open("aid_decision", self.opened)
        if draw.random() < 0.4:
            self._note()

    def _claim(self, claimant: Row, kind: str, hired: dt.date, left: dt.date | None) -> None:
        is_worked_out = kind == "wages" and self.draw.random() < 0.2
        fen = (
            int(Decimal(frozen_example()["total"]) * 100)
            if is_worked_out
            else int(200_000 * 45 ** self.draw.random())
        )
        claim = self.add(
            Claim,
            case_id=self.case["id"],
            claimant_id=claimant["id"],
            kind=kind,
            period_from=hired,
            period_to=left,
            claimed=yuan(fen),
            created_at=self.moment,
        )
        if is_worked_out:
            self._working(claim)
        self.claims.append(claim)
        self.sums[claim["id"]] = [fen, 0, 0, 0]

    def _working(self, claim: Row) -> None:
        working = self.add(
            Working,
            case_id=self.case["id"],
            claim_id=claim["id"],
            calculator=WORKED_OUT[0],
            frozen=frozen_example(),
            total=Decimal(frozen_example()["total"]),
            worked_out_by_id=self.clerk,
            worked_out_at=self.moment,
        )
        self.change(Claim, claim, working_id=working["id"])

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
        self.book.sheets[AccessLog].add(
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
        self.step(name, submitted_on=self.day, starts={"aid_decision": self.opened})

    def step_accept(self, name: str) -> None:
        place = self.book.number(self.book.numbers, self.window.pk, self.day.year)
        number = format_case_number(self.window.prefix, self.day.year, self.window.code, place)
        self.step(name, self.window.reviewer, accepted_on=self.day, number=number)
        self.paper("acceptance_notice", series="函", claimant=self.claimants[0])

    def step_decline(self, name: str) -> None:
        ground = self.draw.choice(("out_of_scope", "venue", "no_facts", "incomplete"))
        self.step(name, self.window.reviewer, ended_on=self.day, end_ground=ground)

    def step_assign(self, name: str) -> None:
        """A firm is asked that does not act for the employer; one in ten declines first."""
        free = [firm for firm in self.window.firms if self.employer not in self.book.cast.clients[firm]]
        first, second = self.draw.sample(free, 2)
        if self.draw.random() < 0.1:
            offer = self._offer(second)
            self.later(0, 1)
            code = self.draw.choice(("workload", "workload", "scope", "distance"))
            self.change(Assignment, offer, state="declined", decline_code=code, answered_at=self.moment)
        offer = self._offer(first)
        lawyer, user = self.draw.choice(self.book.cast.lawyers[first])
        self.later(0, 1)
        self.change(Assignment, offer, user, conflict_declared_at=self.moment, conflict_declared_by_id=user)
        self.on(self.day)
        self.change(
            Assignment, offer, user, state="accepted", lawyer_id=lawyer, answered_at=self.moment, is_lead=True
        )
        self.offer, self.lawyer = offer, user
        self._check_conflicts([first])
        self.step(name, user)

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
        self.step(name, mediation_started_on=self.day)
        self.rounds = 0
        if self.state == "mediation":
            if self.draw.random() < 0.5:
                self._round("adjourned")
            self._round("")

    def _round(self, outcome: str) -> None:
        """One sitting; without an outcome it is still to come."""
        self.rounds += 1
        day = self.day if outcome else self.book.today + dt.timedelta(self.draw.randint(1, 10))
        asked = sum(sums[0] for sums in self.sums.values())
        row = self.add(
            MediationRound,
            case_id=self.case["id"],
            number=self.rounds,
            scheduled_at=at(day, self.draw),
            place="窗口调解室",
            mediator_id=self.clerk,
        )
        if outcome:
            self.later(0, 2)
            self.change(
                MediationRound,
                row,
                state="held",
                outcome=outcome,
                attendees="双方当事人、承办律师",
                minutes="双方就金额和支付时间交换了意见。",
                worker_offer=yuan(asked),
                employer_offer=yuan(asked * self.draw.randint(30, 90) // 100),
            )

    def step_fail_mediation(self, name: str) -> None:
        self._round("failed")
        self.step(name)

    def _settle_sums(self, outcome: str, least: int) -> None:
        """What is agreed or awarded, and with it how it ended for everybody."""
        share = self.draw.randint(least, 100)
        for claim in self.claims:
            sums = self.sums[claim["id"]]
            sums[1] = sums[0] * share // 100
            self.change(Claim, claim, agreed=yuan(sums[1]))
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
            agreed = yuan(self.sums[claim["id"]][1])
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
        self.paper("mediation_agreement", signed_on=self.day)
        last = max(self.schedule)
        self.step(
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
        self.step(name, self.lawyer, starts={"arbitration_acceptance": self.day})

    def step_file_arbitration(self, name: str) -> None:
        self._file(name, "arbitration", BODIES[0])

    def step_file_suit(self, name: str) -> None:
        self._file(name, "first_instance", BODIES[1])

    def step_enforce(self, name: str) -> None:
        self._file(name, "enforcement", BODIES[1])

    def _decide(self, name: str) -> None:
        perform_by = self.day + dt.timedelta(15)
        self.change(
            Proceeding,
            self.proceeding,
            decided_on=self.day,
            served_on=self.day,
            perform_by=perform_by,
            result="支持大部分请求。",
        )
        self._settle_sums("awarded", 40)
        self._schedule(perform_by)
        totals: dict[int, int] = {}
        for claim in self.claims:
            owner = claim["claimant_id"]
            totals[owner] = totals.get(owner, 0) + self.sums[claim["id"]][1]
        self.schedule = {perform_by: totals}
        starts = {"set_aside": None, "enforcement": perform_by}
        self.step(name, self.lawyer, resolved_on=self.day, starts=starts)

    def _schedule(self, due_on: dt.date) -> None:
        """All that was awarded falls due on one day; that of the decision before holds no more."""
        if self.award:
            self.change(AwardSchedule, self.award, in_force=False)
        case = self.case["id"]
        self.award = self.add(AwardSchedule, case_id=case, proceeding_id=self.proceeding["id"])
        for claim in self.claims:
            if amount := self.sums[claim["id"]][1]:
                self.add(
                    Instalment,
                    case_id=case,
                    award_id=self.award["id"],
                    claimant_id=claim["claimant_id"],
                    claim_id=claim["id"],
                    due_on=due_on,
                    amount=yuan(amount),
                )

    def step_award(self, name: str) -> None:
        self._decide(name)

    def step_judge(self, name: str) -> None:
        self._decide(name)

    def step_request_closing(self, name: str) -> None:
        self.pay(paid=self.draw.choices((1.0, 0.5, 0.0), (92, 5, 3))[0], by=None)
        critical = [kind for kind, row in self.deadlines.items() if row["critical"]]
        self.settle(critical, "结案前核对，不再适用。")
        method = {"settled": "mediated", "enforcement": "enforced"}.get(self.case["state"], "award")
        self.change(
            Case,
            self.case,
            closing_method=method,
            closing_summary="案件已办结，双方无其他争议。",
            hours_spent=Decimal(self.draw.randint(4, 60)),
        )
        self.step(name, closing_from=self.case["state"], closing_requested_by_id=self.clerk)

    def step_approve_closing(self, name: str) -> None:
        self.step(name, self.window.supervisor, ended_on=self.day)
        self._release()
        self.paper("closing_report")

    def step_archive(self, name: str) -> None:
        self.step(name, archived_on=self.day)

    def _end(self, name: str, ground: str, by: int, **values: Any) -> None:
        self.step(name, by, ended_on=self.day, end_ground=ground, **values)
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
            self.pay(paid=1.0, by=self.book.today - dt.timedelta(1))
        for kind, row in list(self.deadlines.items()):
            if dt.date.fromisoformat(str(row["due_on"])) >= self.book.today:
                continue
            if kind in LAPSING:
                self.settle([kind], "")
            elif self.draw.random() < 0.85:
                moved = self.book.today + dt.timedelta(self.draw.randint(1, 60))
                self.change(Deadline, row, due_on=moved, note="双方同意延期")
