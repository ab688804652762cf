"""Which cases a user may see: the one place that says so. What belongs to a case asks here."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import User
from accounts.permissions import office_ids
from cases.queries.by_name import objects_of
from core.crypto import keyed_hash
from core.lookups import among
from core.prepared import Prepared
from lawyers.permissions import lawyer_of


def case_scope(user: User, prefix: str = "", *, by_row: bool = False) -> Q:
    """A condition for cases (or, with `prefix`, for rows that lead to a case).

    Staff see the cases of their own office and of those below; a lawyer sees cases he or she accepted, a firm
    coordinator those of the firm. Anybody else sees none.

    With `by_row` the condition is put so that the database tests it row by row: for rows found by their keys,
    and for a list read along the index of its order until the page is full, however many the user may see.
    """
    if lawyer := lawyer_of(user):
        assignments = lawyer._meta.get_field("assignments").related_model.objects.acting()
        if lawyer.is_coordinator:
            assignments = assignments.filter(firm_id=lawyer.firm_id)
        else:
            assignments = assignments.filter(lawyer=lawyer)
        if by_row:
            return Q(Exists(assignments.filter(case=OuterRef(f"{prefix}pk"))))
        return Q(**{f"{prefix}pk__in": assignments.values("case")})
    offices = office_ids(user)
    if len(offices) > 1 and sees_every_office(user):
        return Q()
    if by_row and offices:
        return among(f"{prefix}office_id", offices)
    return Q(**{f"{prefix}office__in": offices})


def office_of_case() -> Subquery:
    """The office of the case that a row names by `case_id` without a relation, looked up for the row at hand: an EXISTS
    PostgreSQL may answer by reading all cases first."""
    return Subquery(objects_of("Case").filter(pk=OuterRef("case_id")).values("office"))


ELSEWHERE = Prepared(
    lambda offices: (
        apps.get_model("accounts", "Office")
        .objects.order_by()
        .exclude(pk__in=offices)
        .values_list("pk", flat=True)[:1]
    )
)


def sees_every_office(user: User) -> bool:
    """Is there no office but those the user sees? Asked once per request."""
    kept = user.__dict__
    if "_sees_every_office" not in kept:
        offices = office_ids(user)
        kept["_sees_every_office"] = bool(offices) and not ELSEWHERE(offices=offices)
    return kept["_sees_every_office"]


def scope_key(user: User) -> str:
    """Stands for what the user sees: another one, where that is more or less than before."""
    seen: list[int] = sorted(office_ids(user))
    if lawyer := lawyer_of(user):
        seen = list(
            apps.get_model("cases", "Case")
            .objects.filter(case_scope(user))
            .order_by("pk")
            .values_list("pk", flat=True)
        )
    return keyed_hash(f"{lawyer and lawyer.pk} {seen}")
