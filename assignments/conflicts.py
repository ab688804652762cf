"""What speaks against a firm: whom it acts for, whom it acted for, and who its lawyers are."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q

from assignments.models import Assignment
from assignments.states import DeclineCode
from cases.conflicts import (
    HIT,
    MAYBE,
    Hit,
    Parties,
    employer_side_elsewhere,
    further_rule,
    is_party,
    make_hit,
    once,
    parties_of,
    phones_of,
    with_parties,
)
from cases.models import Case, ConflictRule
from core import clock
from core.names import plain_name
from lawyers.models import Firm, FirmClient, Lawyer

FORMER = dt.timedelta(days=365)


@further_rule
def against_firms_asked(parties: Parties, opposite: set[int]) -> Iterable[Hit]:
    """What speaks against the firms that are asked for the case or act in it."""
    firms = {a.firm_id: a.firm for a in parties.case.assignments.all() if a.is_live}
    return _firms(parties, list(firms.values()), opposite)


def firm_conflicts(case: Case, firm: Firm) -> list[Hit]:
    """What speaks against offering the case to the firm; to be shown before the offer is made."""
    return conflicts_by_firm(case, [firm])[firm.pk]


def conflicts_by_firm(case: Case, firms: list[Firm]) -> dict[int, list[Hit]]:
    """Firm id → what speaks against it, for many firms in the same number of queries as for one."""
    parties = parties_of(with_parties(case))
    opposite = {pk for pk, _ in employer_side_elsewhere(parties)}
    hits = once(_firms(parties, firms, opposite))
    return {firm.pk: [hit for hit in hits if hit["other"].split(" / ")[-1] == firm.name] for firm in firms}


def _firms(parties: Parties, firms: list[Firm], opposite: set[int]) -> Iterator[Hit]:
    """Everything that speaks against these firms; `opposite` are cases with a claimant on the employer's side."""
    yield from _clients(parties, firms)
    for lawyer in Lawyer.objects.filter(firm__in=firms).select_related("firm"):
        who = f"{lawyer} / {lawyer.firm}"
        yield from is_party(parties, ConflictRule.LAWYER_IS_PARTY, lawyer.name, phones_of(lawyer), who)
    yield from _declined(parties, firms)
    yield from _other_side(parties, firms, opposite)


def _clients(parties: Parties, firms: list[Firm]) -> Iterator[Hit]:
    """Clients by credit code or by name; a client linked to the employer, or one left within a year, is a maybe."""
    today = clock.today()
    clients = FirmClient.objects.filter(Q(until__isnull=True) | Q(until__gte=today - FORMER), firm__in=firms)
    by_name = {plain_name(employer.name): employer for employer in reversed(parties.employer_side)}
    by_code = {e.credit_code: e for e in reversed(parties.employer_side) if e.credit_code}
    direct = {employer.pk for employer in parties.employers}
    for client in clients.select_related("firm"):
        employer = by_code.get(client.credit_code) or by_name.get(plain_name(client.employer_name))
        if employer is None:
            continue
        former = client.until is not None and client.until < today
        rule = ConflictRule.FORMER_CLIENT if former else ConflictRule.FIRM_CLIENT
        severity = HIT if employer.pk in direct and not former else MAYBE
        yield make_hit(rule, employer, client.firm, severity)


def _declined(parties: Parties, firms: list[Firm]) -> Iterator[Hit]:
    """A firm that once declined a case against the same employer because of a conflict."""
    direct = {employer.pk: employer for employer in parties.employers}
    declined = Assignment.objects.filter(
        firm__in=firms, decline_code=DeclineCode.CONFLICT, case__employer__in=list(direct)
    )
    for assignment in declined.select_related("firm", "case"):
        employer = direct[assignment.case.employer_id]
        yield make_hit(ConflictRule.FIRM_DECLINED, employer, assignment.firm, MAYBE, assignment.case)


def _other_side(parties: Parties, firms: list[Firm], opposite: set[int]) -> Iterator[Hit]:
    """A firm that acted against one of our claimants, or for the person who now leads the employer."""
    leaders = {e.legal_representative: e for e in parties.employers if e.legal_representative}
    acted = (
        Assignment.objects.acted()
        .filter(
            Q(case__in=opposite) | Q(case__claimants__worker__name__in=list(leaders)),
            firm__in=firms,
        )
        .exclude(case=parties.case)
        .select_related("firm", "case")
        .prefetch_related("case__claimants__worker")
        .distinct()
    )
    for assignment in acted:
        if assignment.case_id in opposite:
            yield make_hit(
                ConflictRule.FIRM_OTHER_SIDE,
                parties.case.claimant_names,
                assignment.firm,
                HIT,
                assignment.case,
            )
        for claimant in assignment.case.claimants.all():
            if employer := leaders.get(claimant.worker.name):
                severity = HIT if phones_of(claimant.worker) & phones_of(employer) else MAYBE
                yield make_hit(
                    ConflictRule.FIRM_OTHER_SIDE, employer, assignment.firm, severity, assignment.case
                )
