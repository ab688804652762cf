"""The conflict check: everybody in a case, in every role, held against everybody elsewhere.

Reads only, in a number of queries that does not grow with the parties. A person on the employer's side and a
lawyer have no ID number on record: there the name is compared, and the telephone number makes a "maybe" a "hit".
Within the case the name alone is worth a look; elsewhere name and telephone must both be the same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import Q

from cases.models import Case, Claimant, ConflictRule, Employer, EmployerLink, Worker
from cases.workflow import ENDED
from core.names import plain_name

HIT, MAYBE = "hit", "maybe"
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
        .prefetch_related("claimants__worker", "co_respondents__employer", "assignments__firm")
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
        *_handler(parties),
        *(hit for rule in FURTHER_RULES for hit in rule(parties, opposite_ids)),
    ]
    return once(found)


def once(hits: Iterable[Hit]) -> list[Hit]:
    """Each hit once, the certain ones first."""
    unique = {tuple(hit.values()): hit for hit in hits}
    return [unique[key] for key in sorted(unique, key=lambda key: (key[-1], key))]


def parties_of(case: Case) -> Parties:
    """Who stands in a case read by `with_parties`."""
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


def make_hit(
    rule: ConflictRule, party: object, other: object, severity: str, case: Case | None = None
) -> Hit:
    """A hit as it is kept with the check."""
    number = "" if case is None else case.number or str(case.pk)
    return {
        "rule": rule.value,
        "party": str(party),
        "other": str(other),
        "case": number,
        "severity": severity,
    }


def phones_of(person: object) -> set[str]:
    """The telephone numbers of a person, without blanks."""
    return {getattr(person, name, "") for name in ("phone", "phone2")} - {""}


def _same_person(worker: Worker, name: str, phones: set[str]) -> str:
    """HIT for the same name and telephone, MAYBE for the same name, else empty."""
    if not name or plain_name(worker.name) != plain_name(name):
        return ""
    return HIT if phones_of(worker) & phones else MAYBE


def _duplicates(parties: Parties) -> Iterator[Hit]:
    """The same worker (or one of that name and telephone) against the same employer in a case not ended.

    Whoever is found elsewhere is told by the name this case has, not by theirs.
    """
    phones = {phone for worker in parties.workers for phone in phones_of(worker)}
    numbers = {worker.id_hash for worker in parties.workers if worker.id_hash}
    alike = Worker.objects.filter(
        Q(phone__in=phones) | Q(phone2__in=phones) | Q(id_hash__in=numbers)
    ).exclude(pk__in=[worker.pk for worker in parties.workers])
    known = {worker.pk: (worker, HIT) for worker in parties.workers}
    for other in alike:
        for worker in parties.workers:
            if worker.id_hash and worker.id_hash == other.id_hash:
                known[other.pk] = (worker, HIT)
                break
            elif worker.pinyin == other.pinyin and phones_of(worker) & phones_of(other):
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
            other_party = f"{worker} / {employer}"
            yield make_hit(ConflictRule.DUPLICATE, worker, other_party, certain, claimant.case)


def _employer_side_here(parties: Parties) -> Iterator[Hit]:
    """A claimant who is the legal representative (or the owner by name) of an employer of this case."""
    for employer in parties.employer_side:
        for worker in parties.workers:
            found = _same_person(worker, employer.legal_representative, phones_of(employer))
            found = found or _same_person(worker, employer.name, phones_of(employer))
            if found:
                yield make_hit(ConflictRule.EMPLOYER_SIDE, worker, employer, found)


def employer_side_elsewhere(parties: Parties) -> list[tuple[int, Hit]]:
    """The same in another case, name and telephone alike: the id of that case, and the hit."""
    names = {worker.name for worker in parties.workers}
    phones = {phone for worker in parties.workers for phone in phones_of(worker)}
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
                    _same_person(worker, employer.legal_representative, phones_of(employer)),
                    _same_person(worker, employer.name, phones_of(employer)),
                ):
                    found.append(
                        (case.pk, make_hit(ConflictRule.EMPLOYER_SIDE, worker, employer, MAYBE, case))
                    )
    return found


def is_party(parties: Parties, rule: ConflictRule, name: str, phones: set[str], who: object) -> Iterator[Hit]:
    """Hits where somebody of this name and these telephones is a party to the case."""
    for worker in parties.workers:
        if found := _same_person(worker, name, phones):
            yield make_hit(rule, worker, who, found)
    for employer in parties.employer_side:
        if plain_name(name) and plain_name(name) == plain_name(employer.legal_representative):
            yield make_hit(rule, employer, who, HIT if phones & phones_of(employer) else MAYBE)


def _handler(parties: Parties) -> Iterator[Hit]:
    handler = parties.case.handler
    yield from is_party(parties, ConflictRule.HANDLER_IS_PARTY, handler.name, phones_of(handler), handler)
