"""The papers the program makes: what each is about, when it is offered, and what it still lacks.

A new paper is a template, a builder in `data/`, a kind in `models.py` and its row here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from cases.choices import SUPPLEMENT
from documents.data import intake, outcome
from documents.data.common import agreement_of
from documents.models import PaperKind


def _nothing(subject: Any) -> list:
    return []


@dataclass(frozen=True)
class Entry:
    """One paper. `offered` says whether it fits where its subject stands; `missing` lists what it still lacks."""

    kind: PaperKind
    per: Literal["visit", "case", "claimant"]
    data: Callable[[Any, Any, Any], Mapping[str, Any]]
    offered: Callable[[Any], bool]
    missing: Callable[[Any], list] = _nothing


def _is_accepted(case: Any) -> bool:
    return case.accepted_on is not None


def _waits_for_papers(case: Any) -> bool:
    return case.state == "draft" and any(
        d.kind == SUPPLEMENT and d.state == "open" for d in case.deadlines.all()
    )


def _has_lawyer(case: Any) -> bool:
    return bool(intake.acting_lawyers(case))


def _agreement_lacks(case: Any) -> list:
    agreement = agreement_of(case)
    if agreement is None:
        return [_("No agreement is on record.")]
    return [] if agreement.schedule_adds_up() else [_("The payment schedule does not add up.")]


def _closing_lacks(case: Any) -> list:
    return (
        []
        if case.closing_method and case.closing_summary.strip()
        else [_("The closing report is not written.")]
    )


def _application_lacks(case: Any) -> list:
    return [] if case.active_claimants else [_("No claimant is named.")]


CATALOGUE: dict[str, Entry] = {
    entry.kind: entry
    for entry in (
        Entry(PaperKind.VISIT_RECORD, "visit", intake.visit_record, lambda visit: True),
        Entry(
            PaperKind.AID_APPLICATION,
            "claimant",
            intake.aid_application,
            lambda case: case.state not in ("declined", "withdrawn"),
            _application_lacks,
        ),
        Entry(PaperKind.ACCEPTANCE_NOTICE, "claimant", intake.acceptance_notice, _is_accepted),
        Entry(PaperKind.SUPPLEMENT_NOTICE, "case", intake.supplement_notice, _waits_for_papers),
        Entry(
            PaperKind.REFUSAL_NOTICE,
            "case",
            intake.refusal_notice,
            lambda case: case.state == "declined",
        ),
        Entry(PaperKind.APPOINTMENT_NOTICE, "case", intake.appointment_notice, _has_lawyer),
        Entry(
            PaperKind.MEDIATION_AGREEMENT,
            "case",
            outcome.mediation_agreement,
            lambda case: agreement_of(case) is not None,
            _agreement_lacks,
        ),
        Entry(
            PaperKind.TERMINATION_NOTICE,
            "case",
            outcome.termination_notice,
            lambda case: case.state == "terminated",
        ),
        Entry(
            PaperKind.CLOSING_REPORT,
            "case",
            outcome.closing_report,
            lambda case: bool(case.closing_method),
            _closing_lacks,
        ),
        Entry(PaperKind.AUDIT_RECORD, "case", outcome.audit_record, lambda case: True),
    )
}
