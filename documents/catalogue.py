"""The papers the program makes: what each is about, when it is offered, and what it still lacks.

A new paper is a template, a builder in `data/`, a kind in `models.py` and its row here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.choices import SUPPLEMENT
from cases.models import DeadlineState
from cases.workflow import IN_HAND, PERFORMANCE, CaseState, has_claims, has_employer
from documents.data import arbitration, default, intake, outcome
from documents.data.common import agreement_of, upheld
from documents.data.workings import from_memory
from documents.models import PaperKind
from mediation import default_path

LETTER = "函"
MOST_AGENTS = 2


def _nothing(subject: Any) -> list:
    return []


@dataclass(frozen=True)
class Entry:
    """One paper. `offered` says whether it fits where its subject stands; `missing` lists what it still lacks.

    `heed` lists what the office is to look at before the paper goes out; it keeps nothing from being issued.
    """

    kind: PaperKind
    per: Literal["visit", "case", "claimant"]
    data: Callable[[Any, Any, Any], Mapping[str, Any]]
    offered: Callable[[Any], bool]
    missing: Callable[[Any], list] = _nothing
    heed: Callable[[Any], list] = _nothing
    series: str = ""
    """The word in its number, where it is numbered by itself: 函 for letters. Others go by the number of the case."""
    goes_on: frozenset[str] = frozenset()
    """Fields that grow while the case goes on, which does not make the paper outdated."""


def _is_accepted(case: Any) -> bool:
    return case.accepted_on is not None


def _waits_for_papers(case: Any) -> bool:
    return case.state == CaseState.DRAFT and any(
        d.kind == SUPPLEMENT and d.state == DeadlineState.OPEN for d in case.deadlines.all()
    )


def _has_lawyer(case: Any) -> bool:
    return bool(intake.acting_lawyers(case))


def _has_accepted_lawyer(case: Any) -> bool:
    return bool(intake.accepted_lawyers(case))


def _too_many_agents(case: Any) -> list:
    """A court takes one or two agents of a party (民事诉讼法 61)."""
    if len(intake.accepted_lawyers(case)) <= MOST_AGENTS:
        return []
    return [_("Before a court a party has two agents at most: strike out who does not act there.")]


def _agreement_lacks(case: Any) -> list:
    agreement = agreement_of(case)
    if agreement is None:
        return [_("No agreement is on record.")]
    return [] if agreement.schedule_adds_up() else [_("The payment schedule does not add up.")]


def _is_to_be_performed_as_agreed(case: Any) -> bool:
    agreement = agreement_of(case)
    return (
        case.state in PERFORMANCE
        and agreement is not None
        and agreement.in_force
        and bool(agreement.signed_on)
    )


def _closed_way(code: str) -> Callable[[Any], list]:
    """Why the law does not open this way as the case stands, where it does not."""

    def lacks(case: Any) -> list:
        why_not = default_path.way_of(case, code).why_not
        return [why_not] if why_not else []

    return lacks


def _closing_lacks(case: Any) -> list:
    return (
        []
        if case.closing_method and case.closing_summary.strip()
        else [_("The closing report is not written.")]
    )


def _application_lacks(case: Any) -> list:
    return [] if case.active_claimants else [_("No claimant is named.")]


def _arbitration_lacks(case: Any) -> list:
    wanted = (has_employer, has_claims)
    lacks = [guard.reason for guard in wanted if not guard(case)]
    if case.employer and case.employer.known_by:
        lacks.append(_("The name of the employer is not known yet."))
    return lacks if case.facts.strip() else [*lacks, _("The facts and reasons are not written.")]


def _unchecked_figures(case: Any) -> list:
    """The annex goes out without the mark that a rate is from memory, so the office is told before."""
    count = from_memory(upheld(case, case.active_claimants))
    text = ngettext(
        "%(count)d figure of the calculations is from memory. Check it: the paper prints it without a mark.",
        "%(count)d figures of the calculations are from memory. Check them: the paper prints them without a mark.",
        count,
    )
    return [text % {"count": count}] if count else []


CATALOGUE: dict[str, Entry] = {
    entry.kind: entry
    for entry in (
        Entry(
            PaperKind.VISIT_RECORD,
            "visit",
            intake.visit_record,
            lambda visit: True,
            series="访",
            goes_on=frozenset({"case_number"}),
        ),
        Entry(
            PaperKind.AID_APPLICATION,
            "claimant",
            intake.aid_application,
            lambda case: case.state not in (CaseState.DECLINED, CaseState.WITHDRAWN),
            _application_lacks,
            series="申",
            goes_on=frozenset({"case_number", "materials", "review", "approval"}),
        ),
        Entry(
            PaperKind.ACCEPTANCE_NOTICE,
            "claimant",
            intake.acceptance_notice,
            _is_accepted,
            series=LETTER,
        ),
        Entry(
            PaperKind.SUPPLEMENT_NOTICE,
            "case",
            intake.supplement_notice,
            _waits_for_papers,
            series=LETTER,
        ),
        Entry(
            PaperKind.REFUSAL_NOTICE,
            "case",
            intake.refusal_notice,
            lambda case: case.state == CaseState.DECLINED,
            series=LETTER,
        ),
        Entry(
            PaperKind.APPOINTMENT_NOTICE,
            "case",
            intake.appointment_notice,
            _has_lawyer,
            series=LETTER,
            goes_on=frozenset({"attachments"}),
        ),
        Entry(
            PaperKind.POWER_OF_ATTORNEY,
            "claimant",
            intake.power_of_attorney,
            _has_accepted_lawyer,
            heed=_too_many_agents,
        ),
        Entry(
            PaperKind.MEDIATION_AGREEMENT,
            "case",
            outcome.mediation_agreement,
            lambda case: agreement_of(case) is not None,
            _agreement_lacks,
            _unchecked_figures,
        ),
        Entry(
            PaperKind.ARBITRATION_APPLICATION,
            "case",
            arbitration.arbitration_application,
            lambda case: case.state in IN_HAND,
            _arbitration_lacks,
            _unchecked_figures,
        ),
        Entry(
            PaperKind.PAYMENT_ORDER_APPLICATION,
            "case",
            default.payment_order_application,
            _is_to_be_performed_as_agreed,
            _closed_way(default_path.PAYMENT_ORDER),
        ),
        Entry(
            PaperKind.CONFIRMATION_APPLICATION,
            "case",
            default.confirmation_application,
            _is_to_be_performed_as_agreed,
            _closed_way(default_path.CONFIRMATION),
        ),
        Entry(
            PaperKind.REVIEW_APPLICATION,
            "case",
            default.review_application,
            _is_to_be_performed_as_agreed,
            _closed_way(default_path.REVIEW),
        ),
        Entry(
            PaperKind.ENFORCEMENT_APPLICATION,
            "case",
            default.enforcement_application,
            lambda case: case.state in PERFORMANCE and default_path.title_of(case) is not None,
            _closed_way(default_path.ENFORCEMENT),
        ),
        Entry(
            PaperKind.TERMINATION_NOTICE,
            "case",
            outcome.termination_notice,
            lambda case: case.state == CaseState.TERMINATED,
            series=LETTER,
        ),
        Entry(
            PaperKind.CLOSING_REPORT,
            "case",
            outcome.closing_report,
            lambda case: bool(case.closing_method),
            _closing_lacks,
            goes_on=frozenset({"report", "approval", "closed_on"}),
        ),
        Entry(PaperKind.AUDIT_RECORD, "case", outcome.audit_record, lambda case: True),
    )
}
