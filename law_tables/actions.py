"""The only writers of rates, holidays and code lists."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import lock, record
from core.errors import Problem, require
from core.fields import law_error
from labour_law.calendar import Calendar
from labour_law.errors import InvalidTable
from labour_law.rates import WHOLE_COUNTRY, Rates
from law_tables import current
from law_tables.choices import name_of
from law_tables.models import CodeList, CodeRow, HolidayYearRow, RateRow, Row
from law_tables.permissions import can_keep_tables

if TYPE_CHECKING:
    from accounts.models import User

R = TypeVar("R", bound=Row)
Follows = Callable[..., int]
_on_new_holidays: list[Follows] = []


def when_holidays_change(follows: Follows) -> Follows:
    """Register what follows from a change of the holidays: called with `actor`, `reason` and the `former` calendar, it
    says how many deadlines it moved."""
    _on_new_holidays.append(follows)
    return follows


def keeps_rates_of(user: "User", region: str) -> bool:
    """May the user write rates of this region? Whoever administers every office they may hold for."""
    return bool(user.keeps_tables if region == WHOLE_COUNTRY else user.keeps_tables_of(region))


def may_write(user: "User", row: Row) -> bool:
    """May the user write this row, as it stands?"""
    return keeps_rates_of(user, row.region) if isinstance(row, RateRow) else can_keep_tables(user)


@transaction.atomic
def write_row(row: R, *, actor: "User", reason: str, version: int | None = None) -> R:
    """Put a row on record, new or changed; `version` is the one the page showed.

    Raises `PermissionDenied` where the actor may not write it, as it was or as it is to be; `Problem` without a reason,
    or where a rate would hold beside another; `Changed` where somebody else was faster.
    """
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    if row.pk:
        require(may_write(actor, lock(row, version=version)))
    require(may_write(actor, row))
    if isinstance(row, RateRow) and row.is_active:
        _rates_in_turn()
        _refuse_neighbours(row)
    return record(row, actor=actor, reason=reason)


@transaction.atomic
def write_holidays(row: HolidayYearRow, *, actor: "User", reason: str, version: int | None = None) -> int:
    """Put the holidays of a year on record, and count anew what runs; how many deadlines moved."""
    former: Calendar = current.calendar()
    write_row(row, actor=actor, reason=reason, version=version)
    return sum(follows(actor=actor, reason=reason, former=former) for follows in _on_new_holidays)


@transaction.atomic
def add_rates(rows: Sequence[RateRow], *, actor: "User", reason: str) -> list[RateRow]:
    """Put new rates on record, all or none. Raises `PermissionDenied` where the actor may not write one of them,
    `Problem` without a reason, or where one would hold beside another."""
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    if not all(keeps_rates_of(actor, region) for region in {row.region for row in rows}):
        raise PermissionDenied
    _rates_in_turn()
    for row in rows:
        _refuse_neighbours(row)
        record(row, actor=actor, reason=reason)
    return list(rows)


@transaction.atomic
def end_row(
    row: RateRow | CodeRow, *, last_day: date, actor: "User", reason: str, version: int | None = None
) -> Row:
    """Say until when a rate or a code holds."""
    fresh = lock(row)
    if last_day < fresh.valid_from:
        raise Problem({"last_day": _("The row ends before it begins.")})
    fresh.valid_to = last_day
    _refuse_what_does_not_fit(fresh)
    return write_row(fresh, actor=actor, reason=reason, version=version)


@transaction.atomic
def strike_row(row: R, *, actor: "User", reason: str, version: int | None = None) -> R | int:
    """Let a row entered by mistake count no longer; one struck out counts again. Raises `Problem` where others need it,
    or where another row has taken its place meanwhile."""
    fresh = lock(row)
    fresh.is_active = not fresh.is_active
    _refuse_what_does_not_fit(fresh)
    if isinstance(fresh, HolidayYearRow):
        return write_holidays(fresh, actor=actor, reason=reason, version=version)
    return write_row(fresh, actor=actor, reason=reason, version=version)


def check_neighbours(rate: RateRow) -> None:
    """Raise `ValidationError`, at its field, where a rate would hold on the same day as another one that counts."""
    others = RateRow.objects.in_force().exclude(pk=rate.pk)
    others = others.filter(series=rate.series, region=rate.region, grade=rate.grade)
    try:
        Rates([*(other.rate for other in others), rate.rate], ())
    except InvalidTable as error:
        error.params |= {"series": rate.get_series_display(), "region": name_of("region", rate.region)}
        field = "valid_to" if error.code == "table_order" else "valid_from"
        raise ValidationError({field: law_error(error)}) from error


def _rates_in_turn() -> None:
    """Two people who write rates at once wait for each other at the list of regions."""
    list(CodeRow.objects.select_for_update().filter(table=CodeList.REGION).values_list("pk"))


def _refuse_neighbours(rate: RateRow) -> None:
    try:
        check_neighbours(rate)
    except ValidationError as error:
        raise Problem(error) from error


def _refuse_what_does_not_fit(row: Row) -> None:
    try:
        row.clean()
    except ValidationError as error:
        raise Problem(error.messages) from error
