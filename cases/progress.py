"""Where a case stands on the way it really took: the stages of the stepper, and who must act next."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.workflow import CaseState
from core.templatetags.gongyuan import short_day

S = CaseState


@dataclass(frozen=True)
class Stage:
    """One stage: `state` is "done", "now" or empty for what is still to come."""

    label: str
    note: str = ""
    state: str = ""


WORKING_ON = {
    S.DRAFT: "register",
    S.REVIEW: "accept",
    S.ACCEPTED: "assign",
    S.ASSIGNED: "mediate",
    S.MEDIATION: "mediate",
    S.SETTLED: "perform",
    S.ARBITRATION: "arbitration",
    S.AWARDED: "perform",
    S.LITIGATION: "litigation",
    S.ENFORCEMENT: "enforcement",
    S.CLOSING: "close",
    S.CLOSED: "archive",
}
"""State → the stage that is being worked on."""

BROKEN_OFF = (S.DECLINED, S.WITHDRAWN, S.TERMINATED, S.TRANSFERRED)


def stages(case: Any) -> list[Stage]:
    """The stages of the case in order: those passed with their day, the present one, and those ahead.

    Reads `assignments`, `rounds`, `agreements` and `proceedings`; without queries where they are prefetched.
    """
    way = _way(case)
    notes = _notes(case)
    if case.state in BROKEN_OFF:
        passed = [key for key in way if notes.get(key)]
        return [
            *(Stage(_label(key), notes[key], "done") for key in passed),
            Stage(str(case.get_state_display()), short_day(case.ended_on), "now"),
        ]
    here = WORKING_ON.get(case.state)
    position = way.index(here) if here else len(way)
    return [
        Stage(
            _label(key),
            notes.get(key, "") if index <= position else "",
            "done" if index < position else "now" if index == position else "",
        )
        for index, key in enumerate(way)
    ]


def _way(case: Any) -> list[str]:
    """The keys of the stages, in the order the case goes or went through them."""
    here = WORKING_ON.get(case.state)
    kinds = {proceeding.kind for proceeding in case.proceedings.all()}
    before_law = here in ("register", "accept", "assign", "mediate")
    has_lawyer = any(a.has_acted for a in case.assignments.all())
    way = ["register", "accept"]
    if has_lawyer or here in ("register", "accept", "assign"):
        way.append("assign")
    if case.mediation_started_on or before_law:
        way.append("mediate")
    agreed = _signed_on(case)
    if agreed and kinds - {"enforcement"} and agreed <= _filed_on(case):
        way.append("agree")
    if "arbitration" in kinds or here == "arbitration":
        way.append("arbitration")
    if kinds & {"first_instance", "second_instance"} or here == "litigation":
        way.append("litigation")
    if _is_decided(case) or here in ("arbitration", "litigation"):
        way.append("decide")
    elif "agree" not in way:
        way.append("agree")
    way.append("perform")
    if "enforcement" in kinds or here == "enforcement":
        way.append("enforcement")
    return [*way, "close", "archive"]


def _signed_on(case: Any) -> dt.date | None:
    return next((a.signed_on for a in case.agreements.all() if a.signed_on), None)


def _filed_on(case: Any) -> dt.date:
    return min(p.filed_on for p in case.proceedings.all() if p.kind != "enforcement")


def _is_decided(case: Any) -> bool:
    """Did the last instance end in an award or judgment, and not in an agreement after it was filed?"""
    instances = [p for p in case.proceedings.all() if p.kind != "enforcement"]
    return bool(instances) and instances[-1].decided_on is not None


def _notes(case: Any) -> dict[str, str]:
    """What stands under each stage: mostly its day."""
    appointed = [a.answered_at for a in case.assignments.all() if a.has_acted]
    filed = {p.kind: p.filed_on for p in case.proceedings.all()}
    rounds = [r.number for r in case.rounds.all() if r.state != "cancelled"]
    decided = [p.decided_on for p in case.proceedings.all() if p.decided_on]
    notes = {
        "register": short_day(case.opened_on),
        "accept": _day(case.accepted_on),
        "assign": _day(min(appointed, default=None)),
        "mediate": _day(case.mediation_started_on),
        "agree": _day(_signed_on(case)),
        "arbitration": _day(filed.get("arbitration")),
        "litigation": _day(filed.get("first_instance")),
        "decide": _day(max(decided, default=None)),
        "enforcement": _day(filed.get("enforcement")),
        "close": _day(case.ended_on if case.state in (S.CLOSED, S.ARCHIVED) else None),
        "archive": _day(case.archived_on),
    }
    if case.state == S.REVIEW:
        notes["accept"] = _("under review")
    if case.state == S.ACCEPTED and any(a.is_offered for a in case.assignments.all()):
        notes["assign"] = _("offered")
    if rounds and case.state == S.MEDIATION:
        notes["mediate"] = _("round %(number)d") % {"number": max(rounds)}
    if case.state == S.CLOSING:
        notes["close"] = _("under review")
    return {key: note for key, note in notes.items() if note}


def _day(value: dt.date | dt.datetime | None) -> str:
    return short_day(value) if value else ""


def _label(key: str) -> str:
    return {
        "register": pgettext("stage", "Registered"),
        "accept": pgettext("stage", "Acceptance"),
        "assign": pgettext("stage", "Appointment"),
        "mediate": pgettext("stage", "Mediation"),
        "agree": pgettext("stage", "Agreement"),
        "arbitration": pgettext("stage", "Arbitration"),
        "litigation": pgettext("stage", "Court"),
        "decide": pgettext("stage", "Decision"),
        "perform": pgettext("stage", "Performance"),
        "enforcement": pgettext("stage", "Enforcement"),
        "close": pgettext("stage", "Closing"),
        "archive": pgettext("stage", "Archive"),
    }[key]


def waits_for(case: Any) -> str:
    """Who must act next, for a user who cannot: "Waits for the reviewer's decision."""
    waiting = {
        S.DRAFT: _("Waits for the handler to submit it for review"),
        S.REVIEW: _("Waits for the reviewer's decision"),
        S.ACCEPTED: _("Waits for a lawyer to be appointed"),
        S.ASSIGNED: _("Waits for the handler or the lawyer to start"),
        S.MEDIATION: _("Waits for the mediation to end"),
        S.SETTLED: _("Waits for the money agreed"),
        S.ARBITRATION: _("Waits for the award"),
        S.AWARDED: _("Waits for the money awarded"),
        S.LITIGATION: _("Waits for the judgment"),
        S.ENFORCEMENT: _("Waits for the enforcement"),
        S.CLOSING: _("Waits for the supervisor to approve the closing"),
        S.CLOSED: _("Waits for the handler to archive the file"),
        S.DECLINED: _("Declined; only a reviewer may reconsider"),
    }
    return waiting.get(case.state, "") or _("This case has ended; nothing is left to do")
