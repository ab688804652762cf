"""The conflict check: everybody in a case, in every role, held against everybody elsewhere.

Reads only, in a number of queries that does not grow with the parties. Every rule holds both ways round, so the other
case finds the same. Present and former names count. A person on the employer's side and a lawyer have no ID number on
record: there the name is compared, and the telephone number makes it certain. Within the case the name alone is worth a
look; elsewhere the telephone must be the same too, since namesakes are many.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from django.db.models import Prefetch, Q

from cases.likeness import (
    GRADES,
    HIT,
    LIKELY,
    MAYBE,
    Likeness,
    Person,
    compared_keys,
    employer_as,
    have_two_documents,
    leader_of,
    may_be_one_passport,
    perhaps_hashes,
    phones_of,
    same_company,
    same_person,
    user_as,
    weaker,
    worker_as,
)
from cases.models import Case, Claimant, ConflictRule, Employer, EmployerLink, Evidence, NameKeyKind, Worker
from cases.workflow import ENDED

K = NameKeyKind


class Hit(TypedDict):
    """`party` of this case against `other`; `case` is the number (or id) of the other case, or empty.

    `evidence` names what says so, parted by commas.
    """

    rule: str
    party: str
    other: str
    case: str
    severity: str
    evidence: str


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

    @cached_property
    def people(self) -> list[tuple[Worker, Person]]:
        """The workers, as they are compared."""
        return [(worker, worker_as(worker)) for worker in self.workers]

    @cached_property
    def leaders(self) -> list[tuple[Employer, Person]]:
        """Who leads each of the employers' side, as they are compared."""
        return [(employer, leader_of(employer)) for employer in self.employer_side]


Rule = Callable[[Parties, set[int]], Iterable[Hit]]
"""A rule of an app above: the parties, and the ids of cases with one of our claimants on the employer's side."""

FURTHER_RULES: list[Rule] = []


def further_rule(rule: Rule) -> Rule:
    """Make a function of an app above one of the rules every check runs."""
    FURTHER_RULES.append(rule)
    return rule


def with_parties(case: Case) -> Case:
    """The case read anew with all its parties, as `Case.parties_key` and the rules need them."""
    return (
        Case.objects.select_related("employer", "handler")
        .prefetch_related(
            "claimants__worker",
            "co_respondents__employer",
            "assignments__firm",
            Prefetch("claimants__worker__keys", compared_keys()),
            Prefetch("employer__keys", compared_keys()),
            Prefetch("co_respondents__employer__keys", compared_keys()),
        )
        .get(pk=case.pk)
    )


def find_conflicts(case: Case) -> list[Hit]:
    """Every hit of every rule for a case read by `with_parties`, each once, the certain ones first."""
    parties = parties_of(case)
    opposite = employer_side_elsewhere(parties)
    opposite_ids = {pk for pk, _ in opposite}
    found = [
        *_duplicates(parties),
        *_employer_side_here(parties),
        *(hit for _, hit in opposite),
        *_leaders_elsewhere(parties),
        *_handler(parties),
        *(hit for rule in FURTHER_RULES for hit in rule(parties, opposite_ids)),
    ]
    return once(found)


def once(hits: Iterable[Hit]) -> list[Hit]:
    """Each hit once, the certain ones first."""
    unique = {tuple(hit.values()): hit for hit in hits}
    return [
        unique[key] for key in sorted(unique, key=lambda key: (GRADES.index(unique[key]["severity"]), key))
    ]


def parties_of(case: Case) -> Parties:
    """Who stands in a case read by `with_parties`."""
    employers = against(case)
    ids = {employer.pk for employer in employers}
    links = EmployerLink.objects.of(ids).prefetch_related(
        Prefetch("employer__keys", compared_keys()), Prefetch("related__keys", compared_keys())
    )
    linked = {end.pk: end for link in links for end in (link.employer, link.related) if end.pk not in ids}
    return Parties(case, [c.worker for c in case.active_claimants], employers, list(linked.values()))


def make_hit(
    rule: ConflictRule, party: object, other: object, likeness: Likeness, case: Case | None = None
) -> Hit:
    """A hit as it is kept with the check."""
    number = "" if case is None else case.number or str(case.pk)
    return {
        "rule": rule.value,
        "party": str(party),
        "other": str(other),
        "case": number,
        "severity": likeness.grade,
        "evidence": ",".join(likeness.evidence),
    }


def _duplicates(parties: Parties) -> Iterator[Hit]:
    """The same worker (or one like him) against the same employer (or one like it) in a case not ended.

    Whoever is found elsewhere is told by the name this case has, not by theirs.
    """
    known = _known_elsewhere(parties)
    elsewhere = (
        Claimant.objects.filter(worker__in=list(known))
        .exclude(case=parties.case)
        .exclude(case__state__in=ENDED)
        .exclude(outcome__in=Claimant.LEFT)
        .select_related("worker", "case__employer")
        .prefetch_related(
            "case__co_respondents__employer",
            Prefetch("case__employer__keys", compared_keys()),
            Prefetch("case__co_respondents__employer__keys", compared_keys()),
        )
    )
    linked = {employer.pk for employer in parties.linked}
    for claimant in elsewhere:
        worker, likeness = known[claimant.worker_id]
        for employer in against(claimant.case):
            alike = _alike(parties, employer, linked)
            if alike:
                evidence = tuple(dict.fromkeys((*likeness.evidence, *alike.evidence)))
                both = weaker(Likeness(likeness.grade, evidence), alike.grade)
                yield make_hit(ConflictRule.DUPLICATE, worker, f"{worker} / {employer}", both, claimant.case)


def _known_elsewhere(parties: Parties) -> dict[int, tuple[Worker, Likeness]]:
    """Worker id → our worker whom that record may mean, and why: one record, one document, name and telephone."""
    phones = {phone for worker in parties.workers for phone in phones_of(worker)}
    numbers = {worker.id_hash for worker in parties.workers if worker.id_hash}
    numbers = numbers.union(*map(perhaps_hashes, parties.workers))
    others = (
        Worker.objects.filter(Q(phone__in=phones) | Q(phone2__in=phones) | Q(id_hash__in=numbers))
        .exclude(pk__in=[worker.pk for worker in parties.workers])
        .prefetch_related(Prefetch("keys", compared_keys()))
    )
    known = {worker.pk: (worker, Likeness(HIT, (Evidence.RECORD,))) for worker in parties.workers}
    for other in others:
        there = worker_as(other)
        for worker, who in parties.people:
            if worker.id_hash and worker.id_hash == other.id_hash:
                known[other.pk] = (worker, Likeness(HIT, (Evidence.DOCUMENT,)))
                break
            likeness = same_person(who, there)
            if likeness and Evidence.PHONE in likeness.evidence:
                differ = have_two_documents(worker, other)
                sure = weaker(likeness, MAYBE if differ or likeness.grade != HIT else LIKELY)
                known.setdefault(other.pk, (worker, sure))
            elif may_be_one_passport(worker, other):
                known.setdefault(other.pk, (worker, Likeness(MAYBE, (Evidence.DOCUMENT,))))
    return known


def against(case: Case) -> list[Employer]:
    """The employers of a case read with its co-respondents."""
    first = [case.employer] if case.employer else []
    return [*first, *(r.employer for r in case.co_respondents.all() if r.is_active)]


def _alike(parties: Parties, employer: Employer, linked: set[int]) -> Likeness | None:
    """How like one of ours an employer of another case is."""
    if employer.pk in {own.pk for own in parties.employers}:
        return Likeness(HIT, (Evidence.RECORD,))
    found = [same_company(employer_as(own), employer_as(employer)) for own in parties.employers]
    alike = [weaker(likeness, LIKELY) for likeness in found if likeness]
    if employer.pk in linked:
        alike.append(Likeness(MAYBE, (Evidence.LINKED,)))
    return min(alike, key=lambda likeness: GRADES.index(likeness.grade), default=None)


def _employer_side_here(parties: Parties) -> Iterator[Hit]:
    """A claimant who is the legal representative (or the owner by name) of an employer of this case."""
    for employer, leader in parties.leaders:
        for worker, who in parties.people:
            if likeness := same_person(who, leader):
                yield make_hit(ConflictRule.EMPLOYER_SIDE, worker, employer, likeness)


def employer_side_elsewhere(parties: Parties) -> list[tuple[int, Hit]]:
    """A claimant of ours who leads an employer of another case: the id of that case, and the hit."""
    names, sounds, phones = _together(who for _, who in parties.people)
    suspects = (
        Employer.objects.filter(
            Q(keys__kind__in=(K.LEADER, K.WHOLE), keys__key__in=names)
            | Q(keys__kind__in=(K.LED_BY, K.SOUND), keys__key__in=sounds),
            keys__employer__isnull=False,
            phone__in=phones,
        )
        .exclude(pk__in=[employer.pk for employer in parties.employer_side])
        .prefetch_related(Prefetch("keys", compared_keys()))
        .distinct()
    )
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
            leader = leader_of(employer)
            for worker, who in parties.people:
                if likeness := _elsewhere(same_person(who, leader)):
                    hit = make_hit(ConflictRule.EMPLOYER_SIDE, worker, employer, likeness, case)
                    found.append((case.pk, hit))
    return found


def _leaders_elsewhere(parties: Parties) -> Iterator[Hit]:
    """The other way round: whoever leads an employer of ours is a claimant in another case."""
    names, sounds, phones = _together(leader for _, leader in parties.leaders)
    suspects = (
        Worker.objects.filter(
            Q(phone__in=phones) | Q(phone2__in=phones),
            Q(keys__kind=K.WHOLE, keys__key__in=names) | Q(keys__kind=K.SOUND, keys__key__in=sounds),
            keys__worker__isnull=False,
        )
        .exclude(pk__in=[worker.pk for worker in parties.workers])
        .distinct()
    )
    claimants = (
        Claimant.objects.filter(worker__in=suspects)
        .exclude(case=parties.case)
        .exclude(outcome__in=Claimant.LEFT)
        .select_related("case", "worker")
        .prefetch_related(Prefetch("worker__keys", compared_keys()))
    )
    for claimant in claimants:
        who = worker_as(claimant.worker)
        for employer, leader in parties.leaders:
            if likeness := _elsewhere(same_person(who, leader)):
                yield make_hit(
                    ConflictRule.EMPLOYER_SIDE, employer, employer.legal_representative or employer,
                    likeness, claimant.case,
                )  # fmt: skip


def _together(people: Iterable[Person]) -> tuple[set[str], set[str], set[str]]:
    people = list(people)
    return (
        {name for one in people for name in one.names},
        {sound for one in people for sound in one.sounds},
        {phone for one in people for phone in one.phones},
    )


def _elsewhere(likeness: Likeness | None) -> Likeness | None:
    """Nobody in another case is certain without a document, and nobody counts without the telephone."""
    if likeness is None or Evidence.PHONE not in likeness.evidence:
        return None
    return weaker(likeness, LIKELY if likeness.grade == HIT else MAYBE)


def is_party(parties: Parties, rule: ConflictRule, who: Person, told_as: object) -> Iterator[Hit]:
    """Hits where this person is a party to the case, or leads one."""
    for party, person_there in (*parties.people, *parties.leaders):
        if likeness := same_person(person_there, who):
            yield make_hit(rule, party, told_as, likeness)


def _handler(parties: Parties) -> Iterator[Hit]:
    handler = parties.case.handler
    yield from is_party(parties, ConflictRule.HANDLER_IS_PARTY, user_as(handler), handler)
