"""Before which arbitration commission a case goes."""

from collections import Counter

from accounts.models import Office
from cases.models import Case, Proceeding, ProceedingKind
from labour_law.places import authorities_of

OFFERED = 12
"""So many names are offered."""
LOOKED_AT = 500
"""So many cases of the office tell them."""


def commission_of(case: Case) -> str:
    """The commission the case was filed with last, else the one entered, else that of the district or county the office
    lies in (劳动争议调解仲裁法 21); "" where none is known.
    """
    filed = [p.body for p in case.proceedings.all() if p.kind == ProceedingKind.ARBITRATION]
    return filed[-1] if filed else case.commission or _of_the_place(case.office)


def known_commissions(office: Office) -> list[str]:
    """Those the newest cases of the office went to, the most used first, and that of its place."""
    newest = Case.objects.filter(office=office).order_by("-opened_on", "-pk")
    filed = Proceeding.objects.filter(
        case__in=newest.values("pk")[:LOOKED_AT], kind=ProceedingKind.ARBITRATION
    )
    used = Counter(body for _pk, body in sorted(filed.order_by().values_list("pk", "body"), reverse=True))
    names = [*(name for name, _times in used.most_common(OFFERED)), _of_the_place(office)]
    return list(dict.fromkeys(filter(None, names)))


def _of_the_place(office: Office) -> str:
    place = authorities_of(Office.objects.region_of(office))
    return f"{place}劳动人事争议仲裁委员会" if place else ""
