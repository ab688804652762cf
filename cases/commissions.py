"""Before which arbitration commission a case goes."""

from django.db.models import Count, Max

from accounts.models import Office
from cases.models import Case, Proceeding, ProceedingKind
from labour_law.places import authorities_of

OFFERED = 12
"""So many names are offered."""


def commission_of(case: Case) -> str:
    """The commission the case was filed with last, else the one entered, else that of the district or county the office
    lies in (劳动争议调解仲裁法 21); "" where none is known.
    """
    filed = [p.body for p in case.proceedings.all() if p.kind == ProceedingKind.ARBITRATION]
    return filed[-1] if filed else case.commission or _of_the_place(case.office)


def known_commissions(office: Office) -> list[str]:
    """Those the cases of the office went to, the most used first, and that of its place."""
    used = (
        Proceeding.objects.filter(case__office=office, kind=ProceedingKind.ARBITRATION)
        .order_by()
        .values("body")
        .annotate(times=Count("pk"), last=Max("pk"))
        .order_by("-times", "-last")
    )
    names = [*used.values_list("body", flat=True)[:OFFERED], _of_the_place(office)]
    return list(dict.fromkeys(filter(None, names)))


def _of_the_place(office: Office) -> str:
    place = authorities_of(Office.objects.region_of(office))
    return f"{place}劳动人事争议仲裁委员会" if place else ""
