"""The conflict check: everybody in a case, in every role, held against everybody elsewhere.

Reads only, in a number of queries that does not grow with the parties. A person on the employer's side and a
lawyer have no ID number on record: there the name is compared, and the telephone number makes a "maybe" a "hit".
Within the case the name alone is worth a look; elsewhere name and telephone must both be the same.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import Q

from cases.models import Assignment, Case, Claimant, ConflictRule, Employer, EmployerLink, Worker
from cases.workflow import ENDED
from cases.workflow_assignment import DeclineCode
from core import clock
from lawyers.models import Firm, FirmClient, Lawyer

HIT, MAYBE = "hit", "maybe"
FORMER = dt.timedelta(days=365)
LIVE_ASSIGNMENT = ("offered", "accepted")
ACTED = ("accepted", "completed", "replaced")
LEFT = ("withdrawn", "split")


class Hit(TypedDict):
    """`party` of this case against `other`; `case` is the number (or id) of the other case, or empty."""

    rule: str
    party: str
    other: str
    case: str
    severity: str


@dataclass(frozen=True)
class Parties:
    """Who stands in a case; `linked` are the platforms, agencies, partners and parents of its employers."""

    case: Case
    workers: list[Worker]
    employers: list[Employer]
    linked: list[Employer]

    @property
    def employer_side(self) -> list[Employer]:
        return [*self.employers, *self.linked]


def plain_name(name: str) -> str:
    """A name to compare by: without width, spaces, brackets and case. 上海(某某)公司 → 上海某某公司."""
    text = unicodedata.normalize("NFKC", name).lower()
    return "".join(char for char in text if char.isalnum())


def with_parties(case: Case) -> Case:
    """The case read anew with all its parties, as `Case.parties_key` and the rules need them."""
    return (
        Case.objects.select_related("employer", "handler")
        .prefetch_related("claimants__worker", "co_respondents__employer", "assignments__firm")
        .get(pk=case.pk)
    )


def find_conflicts(case: Case) -> list[Hit]:
    """Every hit of every rule for a case read by `with_parties`, each once, the certain ones first."""
    parties = _parties(case)
    firms = {a.firm_id: a.firm for a in case.assignments.all() if a.state in LIVE_ASSIGNMENT}
    opposite = _employer_side_elsewhere(parties)
    found = [
        *_duplicates(parties),
        *_employer_side_here(parties),
        *(hit for _, hit in opposite),
        *_handler(parties),
        *_firms(parties, list(firms.values()), {pk for pk, _ in opposite}),
    ]
    return _once(found)


def firm_conflicts(case: Case, firm: Firm) -> list[Hit]:
    """What speaks against offering the case to the firm; to be shown before the offer is made."""
    return conflicts_by_firm(case, [firm])[firm.pk]


def conflicts_by_firm(case: Case, firms: list[Firm]) -> dict[int, list[Hit]]:
    """Firm id → what speaks against it, for many firms in the same number of queries as for one."""
    parties = _parties(with_parties(case))
    opposite = {pk for pk, _ in _employer_side_elsewhere(parties)}
    hits = _once(_firms(parties, firms, opposite))
    return {firm.pk: [hit for hit in hits if hit["other"].split(" / ")[-1] == firm.name] for firm in firms}


def _once(hits: Iterable[Hit]) -> list[Hit]:
    unique = {tuple(hit.values()): hit for hit in hits}
    return [unique[key] for key in sorted(unique, key=lambda key: (key[-1], key))]


def _parties(case: Case) -> Parties:
    employers = [case.employer] if case.employer else []
    employers += [r.employer for r in case.co_respondents.all() if r.is_active]
    ids = {employer.pk for employer in employers}
    linked = {
        end.pk: end
        for link in EmployerLink.objects.of(ids)
        for end in (link.employer, link.related)
        if end.pk not in ids
    }
    return Parties(case, [c.worker for c in case.active_claimants], employers, list(linked.values()))


def _hit(rule: ConflictRule, party: object, other: object, severity: str, case: Case | None = None) -> Hit:
    number = "" if case is None else case.number or str(case.pk)
    return {
        "rule": rule.value,
        "party": str(party),
        "other": str(other),
        "case": number,
        "severity": severity,
    }


def _phones(person: object) -> set[str]:
    return {getattr(person, name, "") for name in ("phone", "phone2")} - {""}


def _same_person(worker: Worker, name: str, phones: set[str]) -> str:
    """HIT for the same name and telephone, MAYBE for the same name, else empty."""
    if not name or plain_name(worker.name) != plain_name(name):
        return ""
    return HIT if _phones(worker) & phones else MAYBE


def _duplicates(parties: Parties) -> Iterator[Hit]:
    """The same worker (or one of that name and telephone) against the same employer in a case not ended."""
    phones = {phone for worker in parties.workers for phone in _phones(worker)}
    namesakes = Worker.objects.filter(Q(phone__in=phones) | Q(phone2__in=phones)).exclude(
        pk__in=[worker.pk for worker in parties.workers]
    )
    known = {worker.pk: (worker, HIT) for worker in parties.workers}
    for other in namesakes:
        for worker in parties.workers:
            if worker.pinyin == other.pinyin and _phones(worker) & _phones(other):
                known[other.pk] = (worker, MAYBE)
    ids = {employer.pk for employer in parties.employers}
    names = {plain_name(employer.name) for employer in parties.employers}
    linked = {employer.pk for employer in parties.linked}
    elsewhere = (
        Claimant.objects.filter(worker__in=list(known))
        .exclude(case=parties.case)
        .exclude(case__state__in=ENDED)
        .exclude(outcome__in=LEFT)
        .select_related("worker", "case__employer")
        .prefetch_related("case__co_respondents__employer")
    )
    for claimant in elsewhere:
        worker, severity = known[claimant.worker_id]
        against = [claimant.case.employer] if claimant.case.employer else []
        against += [r.employer for r in claimant.case.co_respondents.all() if r.is_active]
        for employer in against:
            if employer.pk in ids:
                certain = severity
            elif employer.pk in linked or plain_name(employer.name) in names:
                certain = MAYBE
            else:
                continue
            other_party = f"{claimant.worker} / {employer}"
            yield _hit(ConflictRule.DUPLICATE, worker, other_party, certain, claimant.case)


def _employer_side_here(parties: Parties) -> Iterator[Hit]:
    """A claimant who is the legal representative (or the owner by name) of an employer of this case."""
    for employer in parties.employer_side:
        for worker in parties.workers:
            found = _same_person(worker, employer.legal_representative, _phones(employer))
            found = found or _same_person(worker, employer.name, _phones(employer))
            if found:
                yield _hit(ConflictRule.EMPLOYER_SIDE, worker, employer, found)


def _employer_side_elsewhere(parties: Parties) -> list[tuple[int, Hit]]:
    """The same in another case, name and telephone alike: the id of that case, and the hit."""
    names = {worker.name for worker in parties.workers}
    phones = {phone for worker in parties.workers for phone in _phones(worker)}
    own = {employer.pk for employer in parties.employer_side}
    suspects = Employer.objects.filter(
        Q(legal_representative__in=names) | Q(name__in=names), phone__in=phones
    ).exclude(pk__in=own)
    by_id = {employer.pk: employer for employer in suspects}
    cases = (
        Case.objects.filter(Q(employer__in=list(by_id)) | Q(co_respondents__employer__in=list(by_id)))
        .exclude(pk=parties.case.pk)
        .prefetch_related("co_respondents")
        .distinct()
    )
    found = []
    for case in cases:
        in_case = {case.employer_id, *(r.employer_id for r in case.co_respondents.all())}
        for employer in (by_id[pk] for pk in in_case & set(by_id)):
            for worker in parties.workers:
                if HIT in (
                    _same_person(worker, employer.legal_representative, _phones(employer)),
                    _same_person(worker, employer.name, _phones(employer)),
                ):
                    found.append((case.pk, _hit(ConflictRule.EMPLOYER_SIDE, worker, employer, MAYBE, case)))
    return found


def _is_party(
    parties: Parties, rule: ConflictRule, name: str, phones: set[str], who: object
) -> Iterator[Hit]:
    for worker in parties.workers:
        if found := _same_person(worker, name, phones):
            yield _hit(rule, worker, who, found)
    for employer in parties.employer_side:
        if plain_name(name) and plain_name(name) == plain_name(employer.legal_representative):
            yield _hit(rule, employer, who, HIT if phones & _phones(employer) else MAYBE)


def _handler(parties: Parties) -> Iterator[Hit]:
    handler = parties.case.handler
    yield from _is_party(parties, ConflictRule.HANDLER_IS_PARTY, handler.name, _phones(handler), handler)


def _firms(parties: Parties, firms: list[Firm], opposite: set[int]) -> Iterator[Hit]:
    """Everything that speaks against these firms; `opposite` are cases with a claimant on the employer's side."""
    yield from _clients(parties, firms)
    for lawyer in Lawyer.objects.filter(firm__in=firms).select_related("firm"):
        who = f"{lawyer} / {lawyer.firm}"
        yield from _is_party(parties, ConflictRule.LAWYER_IS_PARTY, lawyer.name, _phones(lawyer), who)
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
        yield _hit(rule, employer, client.firm, severity)


def _declined(parties: Parties, firms: list[Firm]) -> Iterator[Hit]:
    """A firm that once declined a case against the same employer because of a conflict."""
    direct = {employer.pk: employer for employer in parties.employers}
    declined = Assignment.objects.filter(
        firm__in=firms, decline_code=DeclineCode.CONFLICT, case__employer__in=list(direct)
    )
    for assignment in declined.select_related("firm", "case"):
        employer = direct[assignment.case.employer_id]
        yield _hit(ConflictRule.FIRM_DECLINED, employer, assignment.firm, MAYBE, assignment.case)


def _other_side(parties: Parties, firms: list[Firm], opposite: set[int]) -> Iterator[Hit]:
    """A firm that acted against one of our claimants, or for the person who now leads the employer."""
    leaders = {e.legal_representative: e for e in parties.employers if e.legal_representative}
    acted = (
        Assignment.objects.filter(
            Q(case__in=opposite) | Q(case__claimants__worker__name__in=list(leaders)),
            firm__in=firms,
            state__in=ACTED,
        )
        .exclude(case=parties.case)
        .select_related("firm", "case")
        .prefetch_related("case__claimants__worker")
        .distinct()
    )
    for assignment in acted:
        if assignment.case_id in opposite:
            yield _hit(
                ConflictRule.FIRM_OTHER_SIDE,
                parties.case.claimant_names,
                assignment.firm,
                HIT,
                assignment.case,
            )
        for claimant in assignment.case.claimants.all():
            if employer := leaders.get(claimant.worker.name):
                severity = HIT if _phones(claimant.worker) & _phones(employer) else MAYBE
                yield _hit(ConflictRule.FIRM_OTHER_SIDE, employer, assignment.firm, severity, assignment.case)
