"""Every figure there is: what it is called, how it is counted in words, and from which rows.

A figure is counted by `reports.figures` and by nobody else, and the rows behind it are those of its source that meet its
condition. Where a figure is to come from sums that are kept, its source alone changes.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Proceeding, ProceedingKind
from cases.workflow import CaseState
from core.lookups import among
from core.money import ZERO
from mediation.models import Agreement, MediationRound
from reports.scope import at_least
from reports.sources import (
    ACCEPTED,
    AIDED,
    AT_COMMISSION,
    CARRIED,
    CLAIMS,
    COURTS,
    DECIDED,
    ENDED,
    HELD,
    JUDGED,
    LATE,
    MEDIATED,
    NAMED,
    OLD_ACCEPTED,
    OLD_CLOSED,
    OLD_RECEIVED,
    PENDING,
    QUESTIONS,
    RESOLVED,
    UNPAID,
    VERIFIED,
    VISITS,
    Source,
)

Raw = Any
"""What is counted of some offices before it is a figure: a number, a set of people, days one by one. It adds up."""


class Unit(Enum):
    MATTERS = "matters"
    HEADS = "heads"
    PERSONS = "persons"
    YUAN = "yuan"
    DAYS = "days"
    HOURS = "hours"
    PERCENT = "percent"


UNITS = {
    Unit.MATTERS: pgettext_lazy("unit", "matters"),
    Unit.HEADS: pgettext_lazy("unit", "heads"),
    Unit.PERSONS: pgettext_lazy("unit", "persons"),
    Unit.YUAN: _("yuan"),
    Unit.DAYS: pgettext_lazy("unit", "days"),
    Unit.HOURS: pgettext_lazy("unit", "hours"),
    Unit.PERCENT: "%",
}


@dataclass(frozen=True)
class Measure:
    """`told` says in words what is counted, by which day, in which states."""

    key: str
    name: Any
    unit: Unit
    told: Any

    @property
    def parts(self) -> tuple["Counted", ...]:
        """What has to be counted for it."""
        raise NotImplementedError

    def value(self, raws: Mapping[str, Raw]) -> Any:
        """The figure, by what was counted of its parts; None where there is none."""
        raise NotImplementedError

    @property
    def adds_up(self) -> bool:
        """Are the figures of offices side by side that of all of them?"""
        return False


@dataclass(frozen=True)
class Counted(Measure):
    """Rows of a source that meet `where`; or, with `sum_of`, a column of them added up."""

    source: Source
    where: Callable[[], Q] = Q
    sum_of: str = ""

    zero: Raw = field(default=0, init=False)

    @property
    def parts(self) -> tuple["Counted", ...]:
        return (self,)

    @property
    def adds_up(self) -> bool:
        return True

    def add(self, one: Raw, other: Raw) -> Raw:
        """What was counted of some offices, and of others."""
        return one + other

    def value(self, raws: Mapping[str, Raw]) -> Any:
        raw = raws.get(self.key, self.zero)
        return ZERO + raw if self.unit is Unit.YUAN else raw


@dataclass(frozen=True)
class Persons(Counted):
    """Different people, each once however many rows name them: told apart by the document, else by the record."""

    person: str = "worker"

    zero: Raw = field(default=frozenset(), init=False)

    @property
    def adds_up(self) -> bool:
        return False

    @property
    def key_of_person(self) -> Coalesce:
        """Two offices may each keep a record of one person."""
        return Coalesce(f"{self.person}__id_hash", Cast(self.person, CharField()))

    def add(self, one: Raw, other: Raw) -> Raw:
        return one | other

    def value(self, raws: Mapping[str, Raw]) -> int:
        return len(raws.get(self.key, ()))


@dataclass(frozen=True)
class Taken(Counted):
    """The days from acceptance to resolution: that below which a share of the cases lies (nearest rank)."""

    share: float = 0.5

    zero: Raw = field(default=(), init=False)

    @property
    def adds_up(self) -> bool:
        return False

    def value(self, raws: Mapping[str, Raw]) -> int | None:
        days = sorted(raws.get(self.key, ()))
        return days[math.ceil(self.share * len(days)) - 1] if days else None


@dataclass(frozen=True)
class Sum(Measure):
    """Several figures in one."""

    of: tuple[Counted, ...]

    @property
    def parts(self) -> tuple[Counted, ...]:
        return self.of

    @property
    def adds_up(self) -> bool:
        return True

    def value(self, raws: Mapping[str, Raw]) -> Any:
        return sum(part.value(raws) for part in self.of)


@dataclass(frozen=True)
class Rate(Measure):
    """How much of a whole a part is, in per cent to one place; what is still open (`less`) is no part of the whole."""

    part: Counted
    whole: Counted
    less: Counted | None = None

    @property
    def parts(self) -> tuple[Counted, ...]:
        return tuple(one for one in (self.part, self.whole, self.less) if one)

    def value(self, raws: Mapping[str, Raw]) -> Decimal | None:
        whole = self.whole.value(raws) - (self.less.value(raws) if self.less else 0)
        if not whole:
            return None
        return (Decimal(self.part.value(raws)) * 100 / whole).quantize(Decimal("0.1"))


# --- conditions ---


def _form(form: str) -> Callable[[], Q]:
    return lambda: Q(aid_form=form)


def _agreements() -> Any:
    return Agreement.objects.filter(case=OuterRef("pk"), in_force=True, signed_on__isnull=False)


def _filed() -> Any:
    return Proceeding.objects.filter(kind=ProceedingKind.ARBITRATION)


def _before_filing() -> Q:
    """Mediation began before anything was filed with the commission."""
    earlier = _filed().filter(case=OuterRef("pk"), filed_on__lte=OuterRef("mediation_started_on"))
    return ~Q(Exists(earlier))


def _settled_before() -> Q:
    earlier = _filed().filter(case=OuterRef("case"), filed_on__lte=OuterRef("signed_on"))
    return _before_filing() & Q(Exists(_agreements().filter(~Exists(earlier))))


def _running_before() -> Q:
    return _before_filing() & Q(state=CaseState.MEDIATION) & ~Q(Exists(_agreements()))


def _settled_there() -> Q:
    after = _filed().filter(case=OuterRef("case"), filed_on__lte=OuterRef("signed_on"))
    return Q(Exists(_agreements().filter(Exists(after))))


def _mediated_there() -> Q:
    """Mediated after filing: a round held on or after that day, or an agreement signed then."""
    after = _filed().filter(case=OuterRef("case"), filed_on__lte=OuterRef("scheduled_at__date"))
    rounds = MediationRound.objects.filter(Exists(after), case=OuterRef("pk"), state="held")
    return Q(Exists(rounds)) | _settled_there()


def _running_there() -> Q:
    states = (CaseState.ARBITRATION, CaseState.MEDIATION)
    return _mediated_there() & ~_settled_there() & Q(state__in=states)


# --- figures ---

ALL_QUESTIONS = Counted(
    "questions", _("Matters raised"), Unit.MATTERS,
    _("Questions of the visits in the period, by the day of the visit; each question is one, whatever came of it. Struck out ones do not count."),
    QUESTIONS,
)  # fmt: skip
HEADS = Counted(
    "heads", _("Visitors (heads)"), Unit.HEADS,
    _("Everybody who came, named or not, at every visit in the period, by the day of the visit."),
    VISITS, sum_of="head_count",
)  # fmt: skip
VISITORS = Persons(
    "visitors", _("Visitors (persons)"), Unit.PERSONS,
    _("Different people named at visits in the period, each once however often they came; told apart by the document, else by the record. Not added up over offices: who came to two counts once for both together."),
    NAMED,
)  # fmt: skip
ADVICE = Counted(
    "advice", _("Advice"), Unit.MATTERS,
    _("Questions of the visits in the period other than for papers to be drafted, by the day of the visit."),
    QUESTIONS, lambda: ~Q(kind="drafting"),
)  # fmt: skip
DRAFTING_ASKED = Counted(
    "drafting_asked", _("Papers drafted at the window"), Unit.MATTERS,
    _("Questions of the visits in the period for papers to be drafted, by the day of the visit."),
    QUESTIONS, lambda: among("kind", ["drafting"]),
)  # fmt: skip
DRAFTING_CASES = Counted(
    "drafting_cases", _("Cases of drafting"), Unit.MATTERS,
    _("Cases accepted in the period whose form of aid is the drafting of papers."),
    ACCEPTED, _form("drafting"),
)  # fmt: skip
DRAFTING = Sum(
    "drafting", _("Drafting"), Unit.MATTERS,
    _("Papers drafted at the window, and cases accepted in the period whose form of aid is drafting."),
    (DRAFTING_ASKED, DRAFTING_CASES),
)  # fmt: skip
MEDIATION = Counted(
    "mediation", _("Negotiation and mediation"), Unit.MATTERS,
    _("Cases accepted in the period whose form of aid is negotiation and mediation."),
    ACCEPTED, _form("mediation"),
)  # fmt: skip
ARBITRATION = Counted(
    "arbitration", _("Representation in arbitration"), Unit.MATTERS,
    _("Cases accepted in the period whose form of aid is representation in arbitration."),
    ACCEPTED, _form("arbitration"),
)  # fmt: skip
LITIGATION = Counted(
    "litigation", _("Representation in court"), Unit.MATTERS,
    _("Cases accepted in the period whose form of aid is representation in court."),
    ACCEPTED, _form("litigation"),
)  # fmt: skip
CARRIED_OVER = Counted(
    "carried_over", _("Carried over"), Unit.MATTERS,
    _("Cases accepted before the period that had not ended when it began."),
    CARRIED,
)  # fmt: skip
TAKEN = Counted(
    "accepted", pgettext_lazy("figure", "Accepted"), Unit.MATTERS,
    _("Cases whose acceptance falls in the period, whatever became of them."),
    ACCEPTED,
)  # fmt: skip
CONCLUDED = Counted(
    "concluded", _("Concluded"), Unit.MATTERS,
    _("Accepted cases that ended in the period: closed, withdrawn, terminated or transferred. Carried over and accepted, less concluded, are pending."),
    ENDED,
)  # fmt: skip
LEFT_OPEN = Counted(
    "pending", pgettext_lazy("figure", "Pending"), Unit.MATTERS,
    _("Accepted cases that had not ended when the period did; of a period that is not over, today."),
    PENDING,
)  # fmt: skip
IN_HAND = Counted(
    "in_hand", _("In hand today"), Unit.MATTERS,
    _("Cases that are accepted and have not ended, as they stand today whatever the period."),
    HELD,
)  # fmt: skip
OVERDUE = Counted(
    "overdue", _("Cases overdue"), Unit.MATTERS,
    _("Cases in hand in which a deadline has passed unmet, as they stand today whatever the period."),
    LATE,
)  # fmt: skip
PAYMENT_LATE = Counted(
    "payment_late", _("Payments overdue"), Unit.MATTERS,
    _("Cases in which an instalment has not come in by its day, as they stand today whatever the period."),
    UNPAID,
)  # fmt: skip
GROUPS_5 = Counted(
    "groups_5", _("Groups of 5 and more"), Unit.MATTERS,
    _("Cases accepted in the period with at least five claimants who take part."),
    ACCEPTED, lambda: at_least("", 5),
)  # fmt: skip
GROUPS_10 = Counted(
    "groups_10", _("Groups of 10 and more"), Unit.MATTERS,
    _("Cases accepted in the period with at least ten claimants who take part; they are among those of five and more."),
    ACCEPTED, lambda: at_least("", 10),
)  # fmt: skip
AIDED_PERSONS = Persons(
    "persons", _("Persons aided"), Unit.PERSONS,
    _("Different claimants of the cases accepted in the period, each once; told apart by the document, else by the record. Not added up over offices."),
    AIDED,
)  # fmt: skip
AIDED_HEADS = Counted(
    "claimants", _("Claimants"), Unit.HEADS,
    _("Claimants of the cases accepted in the period: who has two cases counts twice; who was split off counts in the linked case."),
    AIDED,
)  # fmt: skip
BEFORE = Counted(
    "before_mediated", _("Mediated before arbitration"), Unit.MATTERS,
    _("Accepted cases whose mediation began in the period with nothing filed with the commission by then."),
    MEDIATED, lambda: Q(accepted_on__isnull=False) & _before_filing(),
)  # fmt: skip
BEFORE_SETTLED = Counted(
    "before_settled", _("Settled before arbitration"), Unit.MATTERS,
    _("Of the cases mediated before arbitration, those with a signed agreement in force and nothing filed by the day of signing."),
    MEDIATED, _settled_before,
)  # fmt: skip
BEFORE_RUNNING = Counted(
    "before_running", _("Mediation still running"), Unit.MATTERS,
    _("Of the cases mediated before arbitration, those still in mediation today without a signed agreement."),
    MEDIATED, _running_before,
)  # fmt: skip
BEFORE_RATE = Rate(
    "before_rate", _("Mediation success"), Unit.PERCENT,
    _("Settled before arbitration as a share of those mediated before arbitration that are not running any more."),
    BEFORE_SETTLED, BEFORE, BEFORE_RUNNING,
)  # fmt: skip
THERE = Counted(
    "there_mediated", _("Mediated at the commission"), Unit.MATTERS,
    _("Accepted cases filed with the commission in the period and mediated after that: a round held or an agreement signed on or after the day of filing."),
    AT_COMMISSION, _mediated_there,
)  # fmt: skip
THERE_SETTLED = Counted(
    "there_settled", _("Settled at the commission"), Unit.MATTERS,
    _("Of the cases filed with the commission in the period, those with an agreement in force signed on or after the day of filing."),
    AT_COMMISSION, _settled_there,
)  # fmt: skip
THERE_RUNNING = Counted(
    "there_running", _("Still running at the commission"), Unit.MATTERS,
    _("Of the cases mediated at the commission, those still in arbitration or mediation today without such an agreement."),
    AT_COMMISSION, _running_there,
)  # fmt: skip
THERE_RATE = Rate(
    "there_rate", _("Success at the commission"), Unit.PERCENT,
    _("Settled at the commission as a share of those mediated there that are not running any more."),
    THERE_SETTLED, THERE, THERE_RUNNING,
)  # fmt: skip
AWARDS = Counted(
    "awards", _("Arbitration decided"), Unit.MATTERS,
    _("Proceedings before the commission decided in the period, by the day of the decision."),
    DECIDED, lambda: Q(kind=ProceedingKind.ARBITRATION),
)  # fmt: skip
JUDGMENTS = Counted(
    "judgments", _("Court decided"), Unit.MATTERS,
    _("Proceedings of first and second instance decided in the period, by the day of the decision."),
    DECIDED, lambda: Q(kind__in=COURTS),
)  # fmt: skip
JUDGED_CLAIMANTS = Counted(
    "judged", _("Claimants with a decision"), Unit.HEADS,
    _("Claimants awarded something or dismissed, of cases in which arbitration or a court decided in the period."),
    JUDGED,
)  # fmt: skip
WON = Counted(
    "won", _("Claimants awarded"), Unit.HEADS,
    _("Of the claimants with a decision, those who were awarded something."),
    JUDGED, lambda: Q(outcome="awarded"),
)  # fmt: skip
WON_RATE = Rate(
    "won_rate", _("Awarded of decided"), Unit.PERCENT,
    _("Claimants awarded something as a share of those with a decision of arbitration or a court in the period."),
    WON, JUDGED_CLAIMANTS,
)  # fmt: skip
CLAIMED = Counted(
    "claimed", pgettext_lazy("sum", "Claimed"), Unit.YUAN,
    _("Upheld claims of the cases accepted in the period, as they stand today."),
    CLAIMS, lambda: Q(is_active=True), "claimed",
)  # fmt: skip
AGREED = Counted(
    "agreed", _("Agreed or awarded"), Unit.YUAN,
    _("What was agreed or awarded on upheld claims of the cases accepted in the period, as it stands today."),
    CLAIMS, lambda: Q(is_active=True, agreed__isnull=False), "agreed",
)  # fmt: skip
RECEIVED = Counted(
    "received", pgettext_lazy("sum", "Received"), Unit.YUAN,
    _("Money received on the claims of the cases accepted in the period, verified or not, as it stands today."),
    CLAIMS, lambda: ~Q(received=0), "received",
)  # fmt: skip
VERIFIED_OF_THEM = Counted(
    "verified", pgettext_lazy("sum", "Verified"), Unit.YUAN,
    _("Money verified on the claims of the cases accepted in the period, as it stands today."),
    CLAIMS, lambda: ~Q(verified=0), "verified",
)  # fmt: skip
RECOVERED = Counted(
    "recovered", pgettext_lazy("figure", "Money recovered"), Unit.YUAN,
    _("Ledger lines verified in the period, by the day of verification and whenever the case was accepted. A reversal counts against the period in which it is verified; what waits or was rejected does not count."),
    VERIFIED, sum_of="amount",
)  # fmt: skip
OLD_TAKEN = Counted(
    "old_accepted", _("Accepted, of old ledgers"), Unit.MATTERS,
    _("Cases of old ledgers that were taken over and confirmed, by the day of acceptance; they stand beside the cases of the program and not among them."),
    OLD_ACCEPTED,
)  # fmt: skip
OLD_CONCLUDED = Counted(
    "old_concluded", _("Concluded, of old ledgers"), Unit.MATTERS,
    _("Cases of old ledgers that were taken over and confirmed, by the day they were closed."),
    OLD_CLOSED,
)  # fmt: skip
OLD_RECOVERED = Counted(
    "old_recovered", _("Money recovered, of old ledgers"), Unit.YUAN,
    _("Sums received by old ledgers that were taken over and confirmed, by the day they came in as the ledger has it; once two people have reversed the ledger they count no more."),
    OLD_RECEIVED, sum_of="received",
)  # fmt: skip
RECOVERED_IN_ALL = Sum(
    "recovered_in_all", _("Money recovered, with old ledgers"), Unit.YUAN,
    _("Money recovered by the ledger of the program, and by old ledgers beside it."),
    (RECOVERED, OLD_RECOVERED),
)  # fmt: skip
MEDIAN = Taken(
    "median_days", _("Days to resolve, median"), Unit.DAYS,
    _("Cases resolved (settled, awarded or judged) in the period: half of them took at most so many days from acceptance."),
    RESOLVED,
)  # fmt: skip
NINETIETH = Taken(
    "p90_days", _("Days to resolve, 9 of 10"), Unit.DAYS,
    _("Cases resolved (settled, awarded or judged) in the period: nine of ten took at most so many days from acceptance."),
    RESOLVED, share=0.9,
)  # fmt: skip
SUBSIDY = Counted(
    "subsidy", _("Subsidies"), Unit.YUAN,
    _("Subsidies in the closing reports of the accepted cases that ended in the period."),
    ENDED, lambda: Q(subsidy__isnull=False), "subsidy",
)  # fmt: skip
HOURS = Counted(
    "hours", _("Hours spent"), Unit.HOURS,
    _("Hours in the closing reports of the accepted cases that ended in the period."),
    ENDED, lambda: Q(hours_spent__isnull=False), "hours_spent",
)  # fmt: skip

MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        ALL_QUESTIONS, HEADS, VISITORS, ADVICE, DRAFTING, DRAFTING_ASKED, DRAFTING_CASES, MEDIATION, ARBITRATION,
        LITIGATION, CARRIED_OVER, TAKEN, CONCLUDED, LEFT_OPEN, IN_HAND, OVERDUE, PAYMENT_LATE, GROUPS_5, GROUPS_10,
        AIDED_PERSONS, AIDED_HEADS, BEFORE, BEFORE_SETTLED, BEFORE_RUNNING, BEFORE_RATE, THERE, THERE_SETTLED,
        THERE_RUNNING, THERE_RATE, AWARDS, JUDGMENTS, JUDGED_CLAIMANTS, WON, WON_RATE, CLAIMED, AGREED, RECEIVED,
        VERIFIED_OF_THEM, RECOVERED, MEDIAN, NINETIETH, SUBSIDY, HOURS, OLD_TAKEN, OLD_CONCLUDED, OLD_RECOVERED,
        RECOVERED_IN_ALL,
    )
}  # fmt: skip
"""By key, in the order in which they are offered. A key is kept with signed reports and is never used for something else."""

NOT_OF_PERIODS = ("in_hand", "overdue", "payment_late")
"""As they stand today: no column of a report over a span of days."""


def named(keys: Sequence[str]) -> list[Measure]:
    """The figures with these keys."""
    return [MEASURES[key] for key in keys]
