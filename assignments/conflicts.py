"""What speaks against a firm: whom it acts for, whom it acted for, and who its lawyers are."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, Q

from assignments.models import Assignment
from assignments.states import DeclineCode
from cases.conflicts import (
    Hit,
    Parties,
    employer_side_elsewhere,
    further_rule,
    is_party,
    make_hit,
    once,
    parties_of,
    with_parties,
)
from cases.likeness import (
    GRADES,
    HIT,
    MAYBE,
    Likeness,
    company,
    compared_keys,
    employer_as,
    leader_of,
    names_borne,
    person,
    phones_of,
    same_company,
    same_person,
    weaker,
    worker_as,
)
from cases.models import Case, Claimant, ConflictRule, Evidence
from core import clock
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
    yield from _employers(parties, firms)
    yield from _lawyers(parties, firms)
    yield from _declined(parties, firms)
    yield from _other_side(parties, firms, opposite)


def _clients(parties: Parties, firms: list[Firm]) -> Iterator[Hit]:
    """Clients like one of the employers; one linked to the employer, or one left within a year, is a maybe.

    A client who is a person may be a claimant or lead an employer: by the name alone, so this is a maybe too.
    """
    today = clock.today()
    clients = FirmClient.objects.filter(Q(until__isnull=True) | Q(until__gte=today - FORMER), firm__in=firms)
    direct = {employer.pk for employer in parties.employers}
    ours = [(employer, employer_as(employer)) for employer in parties.employer_side]
    for client in clients.select_related("firm"):
        theirs = company(client.employer_name, client.credit_code)
        alike = [(e, found) for e, known in ours if (found := same_company(known, theirs))]
        if not alike:
            who = f"{client.employer_name} / {client.firm}"
            yield from is_party(parties, ConflictRule.CLIENT_IS_PARTY, person(client.employer_name), who)
            continue
        employer, likeness = min(
            alike, key=lambda pair: (GRADES.index(pair[1].grade), pair[0].pk not in direct)
        )
        former = client.until is not None and client.until < today
        rule = ConflictRule.FORMER_CLIENT if former else ConflictRule.FIRM_CLIENT
        distant = former or employer.pk not in direct
        yield make_hit(rule, employer, client.firm, weaker(likeness, MAYBE) if distant else likeness)


def _employers(parties: Parties, firms: list[Firm]) -> Iterator[Hit]:
    """A firm that is itself the employer, as where its own staff are not paid."""
    borne = names_borne(firms)
    for firm in firms:
        known = company(firm.name, former=frozenset(borne[firm.pk]))
        for employer in parties.employers:
            likeness = same_company(employer_as(employer), known)
            if likeness and likeness.grade != MAYBE:
                yield make_hit(ConflictRule.FIRM_IS_PARTY, employer, firm, likeness)


def _lawyers(parties: Parties, firms: list[Firm]) -> Iterator[Hit]:
    """A lawyer of these firms who is a party or leads one, by a present or former name."""
    sounds = {sound for _, who in (*parties.people, *parties.leaders) for sound in who.sounds}
    lawyers = list(Lawyer.objects.filter(firm__in=firms).select_related("firm"))
    borne = names_borne(lawyers)
    for lawyer in lawyers:
        who = person(lawyer.name, phones_of(lawyer), borne[lawyer.pk])
        if who.sounds & sounds:
            told_as = f"{lawyer} / {lawyer.firm}"
            yield from is_party(parties, ConflictRule.LAWYER_IS_PARTY, who, told_as)


def _declined(parties: Parties, firms: list[Firm]) -> Iterator[Hit]:
    """A firm that once declined a case against the same employer because of a conflict."""
    direct = {employer.pk: employer for employer in parties.employers}
    declined = Assignment.objects.filter(
        firm__in=firms, decline_code=DeclineCode.CONFLICT, case__employer__in=list(direct)
    )
    for assignment in declined.select_related("firm", "case"):
        employer = direct[assignment.case.employer_id]
        same = Likeness(MAYBE, (Evidence.RECORD,))
        yield make_hit(ConflictRule.FIRM_DECLINED, employer, assignment.firm, same, assignment.case)


def _other_side(parties: Parties, firms: list[Firm], opposite: set[int]) -> Iterator[Hit]:
    """A firm that acted against one of our claimants, or for the person who now leads the employer."""
    leaders = [(employer, leader_of(employer)) for employer in parties.employers]
    phones = {phone for _, leader in leaders for phone in leader.phones}
    led = [
        Claimant.objects.filter(**{f"worker__{field}__in": phones}).values_list("case", flat=True)
        for field in ("phone", "phone2")
    ]
    cases = opposite | set(led[0].order_by().union(led[1].order_by()))
    acted = (
        Assignment.objects.acted()
        .filter(case__in=cases, firm__in=firms)
        .exclude(case=parties.case)
        .select_related("firm", "case")
        .prefetch_related(
            "case__claimants__worker", Prefetch("case__claimants__worker__keys", compared_keys())
        )
    )
    rule = ConflictRule.FIRM_OTHER_SIDE
    for assignment in acted:
        if assignment.case_id in opposite:
            against = Likeness(HIT, (Evidence.RECORD,))
            ours = parties.case.claimant_names
            yield make_hit(rule, ours, assignment.firm, against, assignment.case)
        for claimant in assignment.case.claimants.all():
            for employer, leader in leaders:
                likeness = same_person(worker_as(claimant.worker), leader)
                if likeness and Evidence.PHONE in likeness.evidence:
                    yield make_hit(rule, employer, assignment.firm, likeness, assignment.case)
