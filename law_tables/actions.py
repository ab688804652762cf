"""Who writes a rate; rates written many at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.errors import Problem
from law_tables.choices import all_regions, regions_within
from law_tables.models import RateRow

if TYPE_CHECKING:
    from accounts.models import User


def keeps_rates_of(user: "User", region: str) -> bool:
    """May the user write rates of this region? Whoever administers every office they may hold for."""
    within = regions_within(region)
    everywhere = within.issuperset(code for code, _name in all_regions())
    return bool(user.keeps_tables if everywhere else user.keeps_tables_of(within))


@transaction.atomic
def add_rates(rows: Sequence[RateRow], *, actor: "User", reason: str) -> list[RateRow]:
    """Put new rates on record, all or none. Raises `PermissionDenied` where the actor may not write one of them,
    `Problem` without a reason."""
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    if not all(keeps_rates_of(actor, region) for region in {row.region for row in rows}):
        raise PermissionDenied
    return [record(row, actor=actor, reason=reason) for row in rows]
