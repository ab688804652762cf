"""What each paper needs to be complete, where that is entered, and what it must not go out without.

A paper with blanks may be printed and filled in by hand, except where a blank `forbids` it. Signatures, and what a piece
of evidence proves, are no need.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.addresses import case_url
from cases.models import Case, Claimant, Visit
from documents.data.common import agreement_of, in_order
from documents.field_names import FIELD_NAMES
from documents.models import PaperKind

K = PaperKind
Place = Callable[[Any, Claimant | None], str]
"""Of a case or a visit, and the claimant it is about: the address of the field; empty where an administrator keeps it."""


@dataclass(frozen=True)
class Need:
    """A field of the paper's data; `*` in the path stands for each row of a list.

    One that is `optional` may well stay empty: it is told with the others, and alone keeps nobody waiting. What no data
    fills has a `label`.
    """

    path: str
    at: Place
    forbids: bool = False
    optional: bool = False
    label: Any = ""


@dataclass(frozen=True)
class Blank:
    """A field that would be printed empty."""

    label: str
    url: str
    forbids: bool
    optional: bool
    by_hand: bool


def _field(name: str, field: str) -> Place:
    return lambda case, claimant: reverse(name, args=[case.pk]) + f"#id_{field}"


def _person(field: str) -> Place:
    def at(subject: Any, claimant: Claimant | None) -> str:
        if claimant is None:
            return reverse("front_desk:edit_visit", args=[subject.pk])
        return reverse("cases:edit_person", args=[subject.pk, claimant.pk]) + f"#id_{field}"

    return at


def _job(case: Case, claimant: Claimant | None) -> str:
    return reverse("cases:edit_claimant", args=[case.pk, claimant.pk]) + "#id_job" if claimant else ""


def _employer(field: str) -> Place:
    def at(subject: Any, claimant: Claimant | None) -> str:
        if isinstance(subject, Visit):
            return reverse("front_desk:edit_visit", args=[subject.pk])
        return reverse("cases:edit_employer", args=[subject.pk]) + f"#id_{field}"

    return at


def _claims(case: Case, claimant: Claimant | None) -> str:
    return case_url(case.pk, "claims")


def _deadlines(case: Case, claimant: Claimant | None) -> str:
    return case_url(case.pk, "deadlines")


def _rounds(case: Case, claimant: Claimant | None) -> str:
    return case_url(case.pk, "mediation")


def _proceedings(case: Case, claimant: Claimant | None) -> str:
    return case_url(case.pk, "proceedings")


def _visit(visit: Visit, claimant: Claimant | None) -> str:
    return reverse("front_desk:edit_visit", args=[visit.pk])


def _files(case: Case, claimant: Claimant | None) -> str:
    return reverse("documents:upload", args=[case.pk])


def _by_hand(subject: Any, claimant: Claimant | None) -> str:
    """No page has a field for it."""
    return ""


def _kept_by_administrators(subject: Any, claimant: Claimant | None) -> str:
    return ""


MATTER = Need("matter", _field("cases:edit", "cause"), forbids=True)
FACTS = _field("cases:edit", "facts")
EMPLOYER_NAME = Need("employer.name", _employer("name"), forbids=True)
EMPLOYER_FIELDS = ("credit_code", "address", "phone", "legal_representative", "legal_representative_title")
EMPLOYER = tuple(Need(f"employer.{field}", _employer(field)) for field in EMPLOYER_FIELDS)
WHO = tuple(
    Need(f"workers.*.{field}", _person(field))
    for field in ("id_number", "sex", "birth_date", "phone", "address")
)
WORK = tuple(
    Need(f"workers.*.{field}", _person(field))
    for field in ("worker_type", "relation_type", "is_union_member", "household")
)
OFFICE = tuple(Need(f"office.{field}", _kept_by_administrators) for field in ("address", "phone"))

COURT = Need("court", _by_hand, optional=True)

NEEDS: Mapping[str, tuple[Need, ...]] = {
    K.VISIT_RECORD: (
        *(Need(f"workers.*.{field}", _visit) for field in ("id_number", "phone")),
        Need("employer.name", _visit),
        Need("questions.*.answer", _visit),
    ),
    K.AID_APPLICATION: (
        MATTER,
        *WHO,
        *WORK,
        EMPLOYER_NAME,
        *EMPLOYER,
        Need("facts", FACTS),
        Need("exemption", _field("cases:edit", "means_ground")),
        Need("claims.*.period", _claims),
        Need("materials", _files),
    ),
    K.ACCEPTANCE_NOTICE: (MATTER, EMPLOYER_NAME, *OFFICE),
    K.SUPPLEMENT_NOTICE: (
        MATTER,
        EMPLOYER_NAME,
        Need("missing", _deadlines, forbids=True),
        Need("due_date", _deadlines, forbids=True),
        *OFFICE,
    ),
    K.REFUSAL_NOTICE: (
        MATTER,
        EMPLOYER_NAME,
        Need("reason", _deadlines, forbids=True),
        Need("objection_body", _kept_by_administrators),
    ),
    K.APPOINTMENT_NOTICE: (
        MATTER,
        EMPLOYER_NAME,
        Need("workers.*.phone", _person("phone")),
        Need("lawyers.*.licence_number", _kept_by_administrators),
        Need("lawyers.*.phone", _kept_by_administrators),
        *OFFICE,
    ),
    K.POWER_OF_ATTORNEY: (
        MATTER,
        *WHO,
        EMPLOYER_NAME,
        Need("agents.*.licence_number", _kept_by_administrators),
        Need("agents.*.phone", _kept_by_administrators),
    ),
    K.MEDIATION_AGREEMENT: (
        MATTER,
        *WHO,
        EMPLOYER_NAME,
        *EMPLOYER,
        Need("mediators", _rounds, forbids=True),
        Need("place", _rounds),
        Need("facts", _field("mediation:agreement", "facts")),
        Need("accounts.*.bank", _person("bank_name")),
        Need("accounts.*.account_number", _person("bank_account")),
        Need("breach", _field("mediation:agreement", "breach_clause")),
        Need("leaving_certificate|social_insurance", _field("mediation:agreement", "other_terms")),
    ),
    K.ARBITRATION_APPLICATION: (
        *WHO,
        Need("workers.*.occupation", _job),
        *(Need(f"respondents.*.{field}", _employer(field)) for field in EMPLOYER_FIELDS),
        Need("basis", _claims),
        Need("evidence", _files),
        Need("", _by_hand, optional=True, label=gettext_lazy("Witnesses")),
        Need("commission", _field("cases:edit", "commission"), forbids=True),
        Need("", _by_hand, optional=True, label=gettext_lazy("Copies of the evidence")),
    ),
    K.PAYMENT_ORDER_APPLICATION: (*WHO, EMPLOYER_NAME, *EMPLOYER, COURT, Need("evidence", _files)),
    K.CONFIRMATION_APPLICATION: (
        *WHO,
        EMPLOYER_NAME,
        *EMPLOYER,
        Need("mediators", _rounds),
        Need("addressed_to", _by_hand, optional=True),
    ),
    K.REVIEW_APPLICATION: (
        *WHO,
        EMPLOYER_NAME,
        *EMPLOYER,
        Need("mediators", _rounds),
        Need("addressed_to", _field("cases:edit", "commission")),
    ),
    K.ENFORCEMENT_APPLICATION: (*WHO, EMPLOYER_NAME, *EMPLOYER, COURT, Need("title_number", _proceedings)),
    K.TERMINATION_NOTICE: (
        MATTER,
        EMPLOYER_NAME,
        Need("reason", _deadlines, forbids=True),
        Need("objection_body", _kept_by_administrators),
    ),
    K.CLOSING_REPORT: (
        MATTER,
        EMPLOYER_NAME,
        Need("workers.0.phone", _person("phone")),
        Need("hours", _field("cases:closing_report", "hours")),
        Need("subsidy", _field("cases:closing_report", "subsidy")),
    ),
    K.AUDIT_RECORD: (),
}


def blanks_of(
    kind: str, subject: Case | Visit, claimant: Claimant | None, data: Mapping[str, Any]
) -> list[Blank]:
    """What `data` lacks of what the paper needs, in the order of the paper, each with where it is entered."""
    people = _people(kind, subject, claimant) if isinstance(subject, Case) else []
    found: dict[tuple[str, str], Blank] = {}
    for need in NEEDS[kind]:
        empty = [(str(need.label), None)] if need.label else _empty(need.path, data)
        for label, row in empty:
            of = claimant
            if row is not None and row < len(people) and _is_of_people(need.path):
                of = people[row]
            by_hand = need.at is _by_hand
            blank = Blank(label, need.at(subject, of), need.forbids, need.optional, by_hand)
            found.setdefault((blank.label, blank.url), blank)
    return list(found.values())


def _is_of_people(path: str) -> bool:
    return path.startswith(("workers.", "accounts."))


def _people(kind: str, case: Case, claimant: Claimant | None) -> list[Claimant]:
    """The claimants in the order in which the paper names them."""
    if claimant:
        return [claimant]
    if kind == K.MEDIATION_AGREEMENT and (agreement := agreement_of(case)):
        settling = {term.claim.claimant_id for term in agreement.terms.all()}
        return [c for c in case.claimants.all() if c.pk in settling]
    return in_order(case.active_claimants)


def _empty(path: str, data: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    """The label of each empty value the path leads to, and the row it is in; `a|b` is empty where both are."""
    first, _dot, rest = path.partition(".")
    if not rest:
        names = first.split("|")
        if all(data.get(name) in (None, "", [], ()) for name in names):
            yield _(", ").join(str(FIELD_NAMES[name]) for name in names), None
        return
    star, _dot, field = rest.partition(".")
    if not field:
        for label, _row in _empty(star, data[first]):
            yield f"{FIELD_NAMES[first]} · {label}", None
        return
    rows = data[first] if star == "*" else data[first][: int(star) + 1]
    for number, row in enumerate(rows):
        for label, _row in _empty(field, row):
            yield f"{_name_of(first, number, row)} · {label}", number


def _name_of(part: str, number: int, row: Mapping[str, Any]) -> str:
    name = row.get("name") or row.get("worker") or row.get("question") or row.get("kind")
    return str(name or f"{FIELD_NAMES[part]} {number + 1}")
