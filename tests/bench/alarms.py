"""How often the checks for conflicts and duplicates name strangers: `script/bench --alarms`.

A hit is true only where both sides are one record (or one credit code); what else is found are strangers alike in name
or telephone. The few who stand on record twice are left out. A case is looked at as on the day a firm was asked: with
everybody in it, and the firm that acted.
"""

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from accounts.models import User
from assignments.conflicts import firm_conflicts
from cases.conflicts import Hit, find_conflicts, with_parties
from cases.likeness import GRADES
from cases.models import Case, Employer, Worker
from front_desk.queries import likely_duplicates, look_alikes
from work.fill.parties import Parties

SAMPLE = 2_000


def conflict_alarms(sample: int = SAMPLE) -> list[str]:
    """Cases with a hit, by its surest grade, and hits by rule, grade and evidence."""
    every = max(1, Case.objects.count() // sample)
    known = Case.objects.exclude(claimants__worker__in=_twice())
    cases = [with_parties(case) for case in known.order_by("pk")[::every]]
    worst: Counter[str] = Counter()
    kinds: Counter[tuple[str, str, str]] = Counter()
    true = 0
    for case in cases:
        hits = {tuple(hit.values()): hit for hit in _hits(case)}.values()
        false = [hit for hit in hits if not _is_true(hit)]
        true += len(false) < len(hits)
        kinds.update((hit["rule"], hit["severity"], hit["evidence"]) for hit in false)
        if false:
            worst[min((hit["severity"] for hit in false), key=GRADES.index)] += 1
    said = [f"{len(cases):,} cases: {true} with a true hit; with a false one at the surest:"]
    said += [f"  {grade:<8}{worst[grade]:6}  {worst[grade] / len(cases):6.2%}" for grade in GRADES]
    return [*said, "false hits by rule, grade and evidence:", *_counted(kinds)]


def duplicate_alarms(user: User, *, seed: int = 1, sample: int = SAMPLE) -> list[str]:
    """People who come for the first time: how many are taken for somebody on record, or their case for one."""
    parties, first = Parties(seed), Worker.objects.count()
    employers = list(Employer.objects.order_by("pk")[:sample])
    taken = cases = 0
    for place in range(sample):
        person, employer = parties.person(first + place), employers[place % len(employers)]
        found = Worker.objects.on_record(
            user, office=None, id_number=person.id_number, name=person.name, phone=person.phone
        )
        taken += found is not None
        cases += bool(likely_duplicates([found] if found else [], employer))
    alike: Counter[tuple[str, str, str]] = Counter()
    shown = 0
    every = max(1, first // sample)
    second = set(_twice().values_list("pk", flat=True))
    people = [worker for worker in Worker.objects.order_by("pk")[::every] if worker.pk not in second]
    for worker in people:
        if found_alike := look_alikes(worker, user):
            shown += 1
            alike.update(("", one.grade, ",".join(one.evidence)) for _other, one in found_alike[:1])
    return [
        f"{sample:,} people new at the window: {taken} taken for somebody on record, {cases} with a likely duplicate",
        f"{len(people):,} people on record: {shown} are shown somebody else who may be the same:",
        *_counted(alike),
    ]


def _twice() -> QuerySet[Worker]:
    """Whoever stands on record twice, by either record."""
    names = ("requests", "requests_made", "joins", "joined_to")
    ways = (Q(**{f"{name}__isnull": False}) for name in names)
    return Worker.objects.filter(reduce(or_, ways)).order_by()


def _hits(case: Case) -> Iterable[Hit]:
    yield from find_conflicts(case)
    for assignment in case.assignments.all():
        if assignment.is_acting:
            yield from firm_conflicts(case, assignment.firm)


def _is_true(hit: Hit) -> bool:
    return hit["evidence"] in ("record", "code")


def _counted(kinds: Counter[tuple[str, str, str]]) -> list[str]:
    return [f"  {count:6}  {' '.join(filter(None, kind))}" for kind, count in kinds.most_common()]
