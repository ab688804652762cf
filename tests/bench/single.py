"""What is done one at a time: a step, a paper, a calculation. Prints its figures as lines of JSON.

Run by `script/bench` in the environment of a filled database, into which it writes.
"""

import datetime as dt
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

CALCULATIONS = 100_000

Run = Callable[[], Any]


def main(rounds: int, calculations: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    step(rounds)
    paper(max(3, rounds // 3))
    severance(max(3, rounds // 3), calculations)


def compare(runs: dict[str, tuple[str, Run]], reference: str, rounds: int) -> None:
    """Time the runs in turn and print each beside the reference. The key is the name of the bound, or of the reference."""
    for _bound, (_name, run) in runs.items():
        run()
    taken: dict[str, list[float]] = {bound: [] for bound in runs}
    for _ in range(rounds):
        for bound, (_name, run) in runs.items():
            started = time.process_time()
            run()
            taken[bound].append((time.process_time() - started) * 1000)
    median = {bound: statistics.median(times) for bound, times in taken.items()}
    for bound, (name, _run) in runs.items():
        if bound != reference:
            said = {"name": name, "value": median[bound], "reference": median[reference], "bound": bound}
            print(json.dumps(said), flush=True)


def step(rounds: int) -> None:
    """A step of a case, and the transition alone, by a bare save with history."""
    from django.db import transaction

    from accounts.models import Membership
    from cases.actions.steps import take_step
    from cases.models import Case
    from core.audit import record
    from core.fsm import perform

    waiting = Case.objects.filter(state="assigned").order_by("pk")
    clerks = {
        held.office_id: held.user for held in Membership.objects.filter(role="clerk").select_related("user")
    }
    cases = iter([case for case in waiting if case.office_id in clerks])

    def saved() -> None:
        with transaction.atomic():
            record(case := next(cases), actor=clerks[case.office_id])

    def performed() -> None:
        perform(case := next(cases), "start_mediation", actor=clerks[case.office_id])

    def taken() -> None:
        take_step(case := next(cases), "start_mediation", actor=clerks[case.office_id])

    compare(
        {
            "save": ("a save with history", saved),
            "perform": ("a transition alone", performed),
            "step": ("a step with what follows", taken),
        },
        "save",
        rounds,
    )


def paper(rounds: int) -> None:
    """A mediation agreement of eight workers, from data to PDF/A-3a, by WeasyPrint on its HTML."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from documents.render import html_for, render
    from tests.documents.samples import GROUP_SAMPLES

    sample = GROUP_SAMPLES["mediation_agreement"]
    html, fonts = html_for("mediation_agreement", sample), FontConfiguration()
    compare(
        {
            "bare": (
                "WeasyPrint",
                lambda: HTML(string=html).write_pdf(font_config=fonts, pdf_variant="pdf/a-3a"),
            ),
            "paper": ("a paper of eight workers", lambda: render("mediation_agreement", sample)),
        },
        "bare",
        rounds,
    )


def severance(rounds: int, calculations: int) -> None:
    """As many different calculations of N, for service since 2008, as bare multiplications of a wage by months. Both
    loops keep their sums; lines and notes are not read."""
    from labour_law.entitlements.severance import Severance
    from labour_law.entitlements.severance import severance as of_facts
    from labour_law.rates import packaged_tables

    draw = random.Random(11)
    facts = []
    for _ in range(calculations):
        hired = dt.date(2008, 1, 1) + dt.timedelta(draw.randrange(5500))
        left = min(hired + dt.timedelta(draw.randrange(1, 6000)), dt.date(2026, 10, 31))
        wage = Decimal(draw.randrange(300_000, 2_500_000)) / 100
        facts.append(
            Severance(
                hired=hired, left=left, monthly_wage=wage, region="shanghai", cause="forced_resignation"
            )
        )
    tables = packaged_tables()
    pairs = [(one.monthly_wage, Decimal(draw.randrange(40)) / 2) for one in facts]

    def multiplied() -> list[Decimal]:
        products = []
        for wage, months in pairs:
            products.append(wage * months)
        return products

    def calculated() -> list[Decimal]:
        sums = []
        for one in facts:
            sums.append(of_facts(one, tables).total)
        return sums

    few = facts[: calculations // 100]
    compare(
        {
            "multiplication": ("multiplications", multiplied),
            "severance": (f"{calculations:,} calculations of N", calculated),
        },
        "multiplication",
        rounds,
    )
    compare(
        {
            "sum": ("the sum alone", lambda: [of_facts(one, tables).total for one in few]),
            "": (f"{len(few):,} with lines and notes", lambda: [of_facts(one, tables).lines for one in few]),
        },
        "sum",
        rounds,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
