"""Keep the rates an office looked up, and put them right."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from calculators.kept import worth_keeping
from calculators.models import KeptRate
from calculators.permissions import can_correct_kept
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem, require
from labour_law.rates import Rate


def to_keep(office: Office, workings: Iterable[Mapping[str, Any]]) -> list[Rate]:
    """What was entered with its source in frozen workings and is not kept at the office yet, each once."""
    rates = worth_keeping(_rate(rate) for frozen in workings for rate in frozen["rates"])
    if not rates:
        return []
    found = {row.rate for row in KeptRate.objects.in_force().filter(office=office)}
    return [rate for rate in dict.fromkeys(rates) if rate not in found]


@transaction.atomic
def keep_rates(
    office: Office, workings: Collection[Mapping[str, Any]], *, actor: User, reason: str = ""
) -> list[KeptRate]:
    """Keep for the office what was entered with its source in frozen workings, each once. The new ones."""
    if not to_keep(office, workings):
        return []
    Office.objects.select_for_update().get(pk=office.pk)  # two at once would keep the same twice
    return [record(_kept(office, rate), actor=actor, reason=reason) for rate in to_keep(office, workings)]


@transaction.atomic
def strike_kept(row: KeptRate, *, actor: User, reason: str, version: int | None = None) -> KeptRate:
    """Strike out a rate an office kept: it is offered no more, and what was worked out with it stays as it is."""
    require(can_correct_kept(actor, row))
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    fresh = lock(row, version=version)
    if fresh.struck_out_at:
        raise Changed
    fresh.struck_out_at = clock.now()
    return record(fresh, actor=actor, reason=reason)


@transaction.atomic
def replace_kept(
    row: KeptRate, *, value: Decimal, source: str, actor: User, reason: str, version: int | None = None
) -> KeptRate:
    """Put another value or source in the place of a rate an office kept; the former one is struck out."""
    strike_kept(row, actor=actor, reason=reason, version=version)
    same = KeptRate.objects.in_force().filter(office=row.office)
    following = _kept(row.office, replace(row.rate, value=value, source=source))
    if any(other.rate == following.rate for other in same):
        raise Problem({"value": _("This is kept already.")})
    return record(following, actor=actor, reason=reason)


def _kept(office: Office, rate: Rate) -> KeptRate:
    names = ("series", "region", "grade", "valid_from", "valid_to", "value", "unit", "source")
    return KeptRate(office=office, **{name: getattr(rate, name) for name in names})


def _rate(frozen: Mapping[str, Any]) -> Rate:
    start, end = (
        dt.date.fromisoformat(frozen[name]) if frozen[name] else None for name in ("valid_from", "valid_to")
    )
    assert start is not None
    return Rate(
        series=frozen["series"],
        region=frozen["region"],
        grade=frozen["grade"],
        valid_from=start,
        valid_to=end,
        value=Decimal(frozen["value"]),
        unit=frozen["unit"],
        source=frozen["source"],
        confidence=frozen["confidence"],
    )
