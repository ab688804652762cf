"""What the text in the search box means, by its shape, and where an index finds it.

A text that is no number is looked for at the beginning of names, of their parts and of their pinyin; of an employer,
also two characters and more of the name: 制冷 finds 上海金山制冷设备有限公司.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from cases.queries.by_name import objects_of
from cases.queries.parties import SHORTEST_PHONE, has_document, has_phone, kinds_searched
from cases.queries.scope import sees_every_office
from core.names import plain_name
from labour_law.identifiers import format_case_number
from labour_law.phones import phone_beginning
from labour_law.readings import visible

ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
CREDIT_CODE = re.compile(r"(?=.*[0-9])[0-9A-Z]{8,18}")
PHONE_LENGTH = 7
"""So many figures are no case number."""
CASE_NUMBER = re.compile(r"(?:[^\W\d_]*[〔(\[【][0-9]{4}[〕)\]】])?([^\W\d_]*)([0-9]{1,6})号?")
WHOLE_NUMBER = re.compile(r"([^\W\d_]+)[〔(\[【]([0-9]{4})[〕)\]】]([^\W\d_]+)([0-9]+)号?")
MAX_LENGTH = 100


@dataclass(frozen=True)
class Search:
    """What to look for. Each of `sources` gives ids of matching cases from an index; `matches` tests one case.

    A case matches when one of the sources names it; `matches` says the same of a row at hand.
    """

    sources: list[QuerySet] = field(default_factory=list)
    matches: Q = field(default_factory=lambda: Q(pk__in=[]))

    def __or__(self, other: "Search") -> "Search":
        return Search([*self.sources, *other.sources], self.matches | other.matches)


@dataclass(frozen=True)
class Rows:
    """What is searched: a model with an `employer`, and where the people and further employers of a row stand."""

    model: str
    people: str
    key: str
    """Of the people, and of the further employers, to the row."""
    others: str = ""

    @property
    def objects(self) -> Any:
        return objects_of(self.model)

    def of_people(self) -> QuerySet:
        """Everybody of all rows, without the names a correction struck out."""
        people = objects_of(self.people)
        return people.filter(is_active=True) if self is VISITS else people.all()

    def of_others(self) -> QuerySet | None:
        return objects_of(self.others).filter(is_active=True) if self.others else None


CASES = Rows("Case", "Claimant", "case", "CoRespondent")
VISITS = Rows("Visit", "VisitWorker", "visit")


def search_for(text: str, user: User, rows: Rows = CASES) -> Search:
    """Recognise the text: number of a case or a paper, ID number, credit code, phone number, else the beginning of a name."""
    text = visible(unicodedata.normalize("NFKC", text)).strip()[:MAX_LENGTH].replace("\x00", "")
    if not text:
        return Search()
    compact = re.sub(r"\s", "", text).upper()
    phone = phone_beginning(text)
    if ID_NUMBER.fullmatch(compact):
        return _parties(rows, worker=has_document(compact), employer=Q(credit_code=compact))
    document = _parties(rows, worker=has_document(compact)) if re.search("[0-9]", compact) else Search()
    if len(re.sub(r"\D", "", phone)) >= PHONE_LENGTH:
        return document | _of_phone(rows, phone)
    if (
        rows is CASES
        and (found := CASE_NUMBER.fullmatch(compact))
        and (numbers := _numbers(compact, found, user))
    ):
        cases = objects_of("Case").filter(number__in=numbers)
        by_number = Search([cases.values_list("pk", flat=True)], Q(number__in=numbers))
        whole = WHOLE_NUMBER.fullmatch(compact)
        return by_number | _with_paper(whole, user) if whole else by_number
    if len(phone) >= SHORTEST_PHONE:
        return _of_phone(rows, phone)
    if CREDIT_CODE.fullmatch(compact):
        return document | _parties(rows, employer=Q(credit_code__begins=compact))
    by_name = _named(rows, plain_name(text))
    return document | by_name if text.isascii() else by_name


def is_whole_number(text: str) -> bool:
    """Is this the number of a case or of a paper in full, so that it means one case?"""
    return WHOLE_NUMBER.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text))) is not None


def _numbers(text: str, found: re.Match, user: User) -> list[str]:
    """The case numbers that were given and end like this, in the offices the user sees.

    朱泾0012 or 0012 → that number of every year; a whole number → itself.
    """
    if whole := WHOLE_NUMBER.fullmatch(text):
        prefix, year, unit, seq = whole.groups()
        return [format_case_number(prefix, int(year), unit, int(seq))] if int(seq) and int(year) > 999 else []
    code, seq = found[1], int(found[2])
    counters = objects_of("CaseNumberCounter").filter(last__gte=max(seq, 1))
    if code:
        counters = counters.filter(office__code__iexact=code)
    elif not sees_every_office(user) and (offices := office_ids(user)):
        counters = counters.filter(office__in=offices)
    rows = counters.values_list("office__number_prefix", "year", "office__code")
    return [format_case_number(prefix, year, unit, seq) for prefix, year, unit in rows] if seq else []


def _with_paper(whole: re.Match, user: User) -> Search:
    """The case of the paper that has this very number, if the user sees the paper."""
    prefix, year, unit, seq = whole.groups()
    number = format_case_number(prefix, int(year), unit, int(seq), width=1)
    papers = objects_of("Case").model._meta.get_field("papers").related_model.objects
    numbered = papers.visible_to(user).filter(number=number, case__isnull=False)
    return Search([numbered.values_list("case", flat=True)], Q(Exists(numbered.filter(case=OuterRef("pk")))))


def _of_phone(rows: Rows, beginning: str) -> Search:
    return _parties(rows, worker=has_phone("worker", beginning), employer=has_phone("employer", beginning))


def _parties(rows: Rows, *, worker: Q | None = None, employer: Q | None = None) -> Search:
    """Rows with a worker, an employer or a further party of the employer's side like that."""
    sources: list[QuerySet] = []
    matches = Q()
    here = {rows.key: OuterRef("pk")}
    if worker is not None:
        people = rows.of_people().filter(_through(worker, "worker__"))
        sources.append(people.values_list(rows.key, flat=True))
        matches |= Q(Exists(people.filter(**here)))
    if employer is not None:
        of_employer = _through(employer, "employer__")
        sources.append(rows.objects.filter(of_employer).values_list("pk", flat=True))
        matches |= of_employer
        if (others := rows.of_others()) is not None:
            others = others.filter(of_employer)
            sources.append(others.values_list(rows.key, flat=True))
            matches |= Q(Exists(others.filter(**here)))
    return Search(sources, matches)


def _named(rows: Rows, key: str) -> Search:
    """Rows with a party that has a spelling or reading of the name that begins like this.

    A source joins from the keys and stops when it has enough; the test of one row asks for the keys of its parties.
    Further employers are few, so their source comes last and begins with all the keys: there are not many, where the
    sources before had not enough.
    """
    if not key:
        return Search()
    kinds = kinds_searched(key)
    keys = objects_of("NameKey").filter(kind__in=kinds, key__begins=key)
    of_worker = Exists(keys.filter(worker=OuterRef("worker")))
    of_employer = Exists(keys.filter(employer=OuterRef("employer")))
    here = {rows.key: OuterRef("pk")}

    def joined(found: QuerySet, party: str) -> QuerySet:
        of_party = {f"{party}__isnull": False, "kind__in": kinds, "key__begins": key}
        return found.filter(**{f"{party}__keys__{lookup}": value for lookup, value in of_party.items()})

    people, others = rows.of_people(), rows.of_others()
    sources = [
        joined(people, "worker").values_list(rows.key, flat=True),
        joined(rows.objects.all(), "employer").values_list("pk", flat=True),
    ]
    matches = Q(Exists(people.filter(of_worker, **here))) | Q(of_employer)
    if others is not None:
        named = keys.filter(employer__isnull=False).values("employer")
        sources.append(others.filter(employer__in=named).values_list(rows.key, flat=True))
        matches |= Q(Exists(others.filter(of_employer, **here)))
    return Search(sources, matches)


def _through(condition: Q, prefix: str) -> Q:
    """The condition, reached through a relation."""
    moved = Q(_connector=condition.connector)
    for lookup, value in condition.children:  # type: ignore[misc]
        moved.children.append((prefix + lookup, value))  # type: ignore[arg-type]
    return moved
