"""What each paper is filled from: plain JSON values, kept with the issued paper.

Dates are ``YYYY-MM-DD``, moments ``YYYY-MM-DDTHH:MM[:SS]`` in local time, sums yuan as ``1234.50``.
A value that is not known is ``None`` or ``""`` and prints as a blank to be filled in by hand.
Words (kinds, channels, states) arrive as the Chinese label that is to be printed.
"""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict


class Office(TypedDict):
    name: str
    address: str | None
    phone: str | None


class Worker(TypedDict):
    name: str
    sex: str | None
    birth_date: str | None
    id_kind: NotRequired[str | None]
    id_number: str | None
    phone: str | None
    address: str | None
    household: str | None
    worker_type: str | None
    relation_type: str | None
    is_union_member: bool | None


class Employer(TypedDict):
    name: str
    credit_code: str | None
    address: str | None
    legal_representative: str | None
    legal_representative_title: str | None
    phone: str | None


class PaperData(TypedDict):
    """What every paper carries. ``number`` is the paper's own, ``date`` the day it is issued.

    ``by_hand``: characters that no font of the server had, for which room was left.
    """

    office: Office
    number: str | None
    date: str | None
    case_number: str | None
    by_hand: str
    workers: Sequence[Worker]
    employer: Employer


class Claim(TypedDict):
    kind: str
    period: str | None
    amount: str | None
    basis: str | None


class Agent(TypedDict):
    """Someone who acts for a party: a family member, a lawyer, a manager."""

    name: str
    relation: str | None
    id_number: str | None
    phone: str | None


class Opinion(TypedDict):
    """One signed step of an approval column."""

    text: str | None
    name: str | None
    date: str | None


# --- 来访登记表 ---


class VisitQuestion(TypedDict):
    kind: str
    question: str
    answer: str | None


class VisitRecordData(PaperData):
    """``people_count`` is 人次 (everyone who came), not only the registered ``workers``."""

    visited_at: str | None
    channel: str | None
    people_count: int | None
    questions: list[VisitQuestion]
    outcome: str | None
    received_by: str | None
    duty_post: str | None
    remarks: str | None


# --- 法律援助申请表 ---

Exemption = Literal["no_income", "relief", "migrant_wage", "hardship", "other"]
AidForm = Literal[
    "consultation", "drafting", "mediation", "arbitration", "litigation", "enforcement", "other"
]


class AidApplicationData(PaperData):
    """``workers[0]`` signs; the others are listed. ``exemption`` is None when the means are looked into."""

    applied_on: str | None
    worker_flags: list[str]
    agent: Agent | None
    matter: str | None
    aid_forms: list[AidForm]
    claims: list[Claim]
    amount_total: str | None
    facts: str | None
    exemption: Exemption | None
    exemption_note: str | None
    materials: list[str]
    review: Opinion
    approval: Opinion


# --- 通知书 ---


class AcceptanceNoticeData(PaperData):
    """给予法律援助. ``basis`` names the article the decision rests on."""

    applied_on: str | None
    matter: str | None
    aid_forms: list[AidForm]
    basis: str | None
    handler: str | None
    handler_phone: str | None


class RefusalNoticeData(PaperData):
    """``decision``: ``not_accepted`` 不予受理 or ``refused`` 不予法律援助. ``objection_body`` hears the objection."""

    decision: Literal["not_accepted", "refused"]
    applied_on: str | None
    matter: str | None
    reason: str | None
    basis: str | None
    objection_body: str | None
    other_ways: str | None


class SupplementNoticeData(PaperData):
    applied_on: str | None
    matter: str | None
    missing: list[str]
    due_date: str | None
    handler: str | None
    handler_phone: str | None


class TerminationNoticeData(PaperData):
    accepted_on: str | None
    matter: str | None
    reason: str | None
    basis: str | None
    objection_body: str | None


class Lawyer(TypedDict):
    name: str
    licence_number: str | None
    phone: str | None
    is_lead: bool


class Firm(TypedDict):
    name: str
    address: str | None
    phone: str | None


class AppointmentNoticeData(PaperData):
    accepted_on: str | None
    appointed_on: str | None
    matter: str | None
    stage: str | None
    aid_forms: list[AidForm]
    firm: Firm
    lawyers: list[Lawyer]
    handler: str | None
    handler_phone: str | None
    attachments: list[str]


# --- 授权委托书 ---


class AppointedAgent(TypedDict):
    """A lawyer of the aid as the agent of a worker."""

    name: str
    firm: str
    licence_number: str | None
    phone: str | None


class PowerOfAttorneyData(PaperData):
    """``workers[0]`` gives the power and signs. What it covers is chosen by ticking, when it is signed."""

    matter: str | None
    aid_forms: list[AidForm]
    agents: list[AppointedAgent]


# --- 附件：请求金额计算书 ---


class WorkingInput(TypedDict):
    name: str
    value: str


class WorkingLine(TypedDict):
    """``formula`` (8天 × 6,500.00 ÷ 21.75) gives ``amount``; without one the amount is a plain sum.

    ``confidence`` is a key of `CONFIDENCE`. It stays with the paper for the office and is not printed.
    """

    item: str
    period: str | None
    formula: str | None
    amount: str
    basis: str | None
    confidence: str


class Working(TypedDict):
    """How one claim comes to ``total``. ``claimed`` and ``reason`` only where another sum is claimed than that."""

    worker: str
    kind: str
    inputs: list[WorkingInput]
    lines: list[WorkingLine]
    notes: list[str]
    total: str
    claimed: str | None
    reason: str | None


# --- 调解协议书 ---


class AgreedClaim(TypedDict):
    kind: str
    period: str | None
    amount: str | None


class WorkerTerms(TypedDict):
    """What one claimant gets, or asks for; ``total`` is the sum of ``claims``."""

    worker: str
    claims: list[AgreedClaim]
    total: str


class Instalment(TypedDict):
    """``worker`` None: the sum is for all claimants together, shared out as the terms say."""

    worker: str | None
    due_date: str | None
    amount: str
    method: str | None


class Account(TypedDict):
    worker: str
    account_name: str | None
    bank: str | None
    account_number: str | None


class MediationAgreementData(PaperData):
    """``workers`` are the claimants who settle. ``mediated_on`` are the days of the rounds held; ``effective_on``, the day
    it was signed, starts the 30 and 15 days of the closing hint."""

    mediated_on: list[str]
    place: str | None
    mediators: list[str]
    worker_agent: Agent | None
    employer_agent: Agent | None
    matter: str | None
    facts: str | None
    requests: str | None
    terms: list[WorkerTerms]
    total: str
    payments: list[Instalment]
    accounts: list[Account]
    breach: str | None
    leaving_certificate: str | None
    social_insurance: str | None
    other_terms: list[str]
    scope: str | None
    effective_on: str | None
    copies: int | None
    workings: list[Working]


# --- 劳动仲裁申请书 ---


class Applicant(Worker):
    """``age`` in full years on the day of the paper."""

    age: int | None
    occupation: str | None


class Request(TypedDict):
    """What the commission is asked to order, up to the sum: 支付申请人2026年1月1日至2026年2月28日期间的工资."""

    request: str
    amount: str


class Evidence(TypedDict):
    """``form``: what kind of file it is, where it has no name but that of the file."""

    name: str
    form: NotRequired[str | None]
    source: str | None
    purpose: str | None


class ArbitrationApplicationData(PaperData):
    """``workers`` are each an `Applicant`; ``claims`` are theirs, ``requests`` the same sums as they are asked for.

    ``basis``: the articles the claims rest on. ``copies``: one of the application for each of ``respondents``.
    """

    representatives: list[str]
    agents: list[Agent]
    respondents: list[Employer]
    requests: list[Request]
    claims: list[WorkerTerms]
    total: str
    facts: str | None
    basis: str | None
    evidence: list[Evidence]
    commission: str | None
    copies: int
    workings: list[Working]


# --- 支付令申请书, 司法确认申请书, 仲裁审查申请书, 强制执行申请书 ---


class OverdueItem(TypedDict):
    """What is open of one payment. ``kind`` None: the payment is for no claim in particular."""

    worker: str
    kind: str | None
    due_date: str | None
    amount: str


class PaymentOrderApplicationData(PaperData):
    """``workers`` are the creditors. ``called_in``: later payments are due too, by the clause on default."""

    agents: list[Agent]
    court: str | None
    agreement_on: str | None
    mediators: list[str]
    overdue: list[OverdueItem]
    called_in: bool
    total: str
    evidence: list[str]


class JointApplicationData(PaperData):
    """Both sides apply. ``last_day`` of the days to apply is told to the office and not printed."""

    agents: list[Agent]
    addressed_to: str | None
    agreement_on: str | None
    mediators: list[str]
    last_day: str | None
    terms: list[WorkerTerms]
    total: str


class ConfirmationApplicationData(JointApplicationData):
    """To a court."""


class ReviewApplicationData(JointApplicationData):
    """To an arbitration commission."""


class InterestItem(TypedDict):
    worker: str
    until: str | None
    amount: str


class EnforcementApplicationData(PaperData):
    """``title`` is the paper that is enforced, of ``title_body``; ``interest`` what is on record of it on that day."""

    agents: list[Agent]
    court: str | None
    title: str
    title_body: str | None
    title_number: str | None
    title_on: str | None
    effective_on: str | None
    overdue: list[OverdueItem]
    total: str
    interest: list[InterestItem]
    interest_total: str | None


# --- 结案报告表 ---

ClosingWay = Literal[
    "mediation", "arbitration", "litigation", "negotiation", "enforcement", "termination", "other"
]


class ClosingClaim(TypedDict):
    worker: str | None
    kind: str
    claimed: str | None
    agreed: str | None
    received: str | None
    verified: str | None


class ClosingTotals(TypedDict):
    claimed: str | None
    agreed: str | None
    received: str | None
    verified: str | None


class ClosingReportData(PaperData):
    """``totals["verified"]`` is the 挽回经济损失 that counts. ``hours`` and ``subsidy`` as filed by the handler."""

    matter: str | None
    accepted_on: str | None
    appointed_on: str | None
    closed_on: str | None
    firm: str | None
    lawyers: list[str]
    mediators: list[str]
    people_count: int | None
    ways: list[ClosingWay]
    result: str | None
    process: str | None
    claims: list[ClosingClaim]
    totals: ClosingTotals
    hours: str | None
    subsidy: str | None
    report: Opinion
    approval: Opinion


# --- 案件审计记录 ---


class AuditEntry(TypedDict):
    """One change. ``before`` and ``after`` are None for what has no value, such as a download; ``told`` and
    ``reason`` are those of the act it belongs to."""

    at: str
    told: str
    actor: str | None
    role: str | None
    subject: str
    field: str | None
    before: str | None
    after: str | None
    reason: str | None


class SealLine(TypedDict):
    """How many rows of the case one seal holds, and its root."""

    number: int
    day: str
    rows: int
    root: str


class AuditRecordData(PaperData):
    matter: str | None
    state: str | None
    from_date: str | None
    to_date: str | None
    printed_by: str | None
    printed_at: str | None
    entries: list[AuditEntry]
    seals: list[SealLine]
    unsealed: int
    proof: str
    """What `seals.proof` gives as JSON; goes along as a file in the paper."""


# --- fixed answers, printed as boxes to tick; the kinds of refusal; how sure a figure is ---

ANSWERS = {
    "aid_forms": {
        "consultation": "法律咨询",
        "drafting": "代拟法律文书",
        "mediation": "参与协商、调解",
        "arbitration": "代理劳动仲裁",
        "litigation": "代理诉讼",
        "other": "其他",
    },
    "exemptions": {
        "no_income": "无固定生活来源的未成年人、老年人、残疾人等特定群体",
        "relief": "社会救助、司法救助或者优抚对象",
        "migrant_wage": "申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员",
        "hardship": "工会建档困难职工",
        "other": "其他情形",
    },
    "special_powers": {
        "claims": "代为承认、放弃、变更请求",
        "settlement": "代为进行和解、调解",
        "remedies": "代为提起反诉或者上诉",
        "documents": "代为签收法律文书",
        "money": "代为领取款项",
    },
    "closing_ways": {
        "negotiation": "协商和解",
        "mediation": "调解",
        "arbitration": "仲裁",
        "litigation": "诉讼",
        "enforcement": "执行",
        "termination": "终止援助",
        "other": "其他",
    },
}

AID_FORMS = ANSWERS["aid_forms"] | {"enforcement": "代理申请执行"}
"""What lawyers may be given power for; that it comes to enforcement nobody ticks in the application."""

REFUSALS = {"not_accepted": ("不予受理", "不予受理通知书"), "refused": ("不予法律援助", "不予法律援助决定书")}

CONFIDENCE = {
    "verified": "已核对来源",
    "two_sources": "两处公开来源一致",
    "memory": "未核对原文，须核实",
    "entered": "人工录入",
}
