from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from cases.choices import BY_FACTS, length_of
from cases.models import Case
from cases.workflow import CaseState
from core.fsm import transitions_of
from labour_law.periods import EVENTS, LIMITS, Limit

HEAD = """# Statutory limits

What starts each limit in a case, and what ends it. Written by `manage.py limits_table`; `tests/cases/test_limits.py`
holds it against the program. A limit that a step or a fact starts can be entered by hand too (“Enter a deadline” on the
page of a case), with the day it starts from, where that is known from, and who watches it. Any limit ends when somebody
settles it with a reason, and with the case. “!” marks a limit whose end costs the worker a right, “M” one that is from
memory of the article.

| limit | length | basis | started by | ended by |
|---|---|---|---|---|
"""

FACTS = {
    "aid_decision": "the case is opened (“Application received on”)",
    "aid_appointment": "no lawyer is left, or mediation failed without one",
    "limitation": "“Infringement known since”, the last day of work, interruptions and pauses",
    "injury_report_worker": "“Injured on” in the working of an injury claim",
    "labour_inspection": "the last day wages are claimed for, else “Employed until”",
    "hearing_postponement": "“Hearing” of an arbitration",
    "arbitration_award": "“Taken up on” of an arbitration",
    "trial_ordinary": "“Taken up on” and “Procedure” of a first instance",
    "trial_summary": "“Taken up on” and “Procedure” of a first instance",
    "trial_small": "“Taken up on” and “Procedure” of a first instance",
    "second_instance": "“Taken up on” of a second instance",
    "judicial_confirmation_decision": "“Taken up on” of a confirmation that was applied for",
    "arbitration_review_acceptance": "a review is applied for",
    "arbitration_review_decision": "“Taken up on” of a review",
    "payment_order_acceptance": "a payment order is applied for",
    "payment_order_issue": "“Taken up on” of a payment order",
    "payment_order_objection": "“Served on the debtor” of a payment order",
}
"""Limits that a fact on record starts, without a step."""

ENDS = {
    "aid_appointment": "a lawyer accepts",
    "judicial_confirmation": "it is applied for; paid in full",
    "arbitration_review": "it is applied for; paid in full",
    "judicial_confirmation_decision": "the outcome; paid in full",
    "arbitration_review_acceptance": "“Taken up on”; the outcome; paid in full",
    "arbitration_review_decision": "the outcome; paid in full",
    "payment_order_acceptance": "“Taken up on”; the outcome; paid in full",
    "payment_order_issue": "“Served on the debtor”; the outcome; paid in full",
    "payment_order_objection": "the outcome; paid in full",
    "enforcement": "paid in full",
    "arbitration_acceptance": "“Taken up on”",
    "limitation": "the facts change",
    "injury_report_worker": "the facts change",
    "labour_inspection": "the facts change",
}
"""Limits that a fact ends, without a step."""


class Command(BaseCommand):
    help = "Write the table of statutory limits as it stands in docs/limits.md."

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            rows = [_row(limit) for limit in LIMITS.values()]
        self.stdout.write(HEAD + "\n".join(rows))


def _row(limit: Limit) -> str:
    marks = ("!" if limit.critical else "") + ("M" if limit.confidence == "memory" else "")
    name = f"{limit.name_zh} · {limit.name_en} (`{limit.code}`)" + (f" **{marks}**" if marks else "")
    return f"| {name} | {length_of(limit.code)} | {limit.article} | {'; '.join(_starts(limit))} | {'; '.join(_ends(limit))} |"


def _starts(limit: Limit) -> Iterator[str]:
    if limit.extends:
        yield f"“Extend the limit”, in place of `{limit.extends}`"
        return
    steps = list(_steps("opens", limit.code))
    if steps:
        yield "step " + ", ".join(steps)
    if limit.code in FACTS:
        yield FACTS[limit.code]
    if limit.code not in BY_FACTS:
        yield "by hand"


def _ends(limit: Limit) -> Iterator[str]:
    steps = list(_steps("settles", limit.extends or limit.code))
    if steps:
        yield "step " + ", ".join(steps)
    if limit.code in ENDS:
        yield ENDS[limit.code]
    if events := [event.en for event in EVENTS.values() if limit.code in event.ends]:
        yield "entered: " + ", ".join(events)
    if limit.lapses:
        yield "its last day"
    elif not steps:
        yield "by hand"


def _steps(what: str, code: str) -> Iterator[str]:
    """The labels of the steps that open or settle it, and from which state where it is not from all."""
    for meta in transitions_of(Case).values():
        sources = [state for state, transition in meta.transitions.items() if code in transition.custom[what]]
        if sources:
            label = next(iter(meta.transitions.values())).custom["label"]
            states = ", ".join(str(CaseState(str(state)).label) for state in sources)
            yield f"“{label}”" + (f" (from: {states})" if len(sources) < len(meta.transitions) else "")
