"""Keep the rates an office looked up."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Office, User
from calculators.kept import worth_keeping
from calculators.models import KeptRate
from core.audit import record
from labour_law.rates import Rate


@transaction.atomic
def keep_rates(office: Office, frozen: Mapping[str, Any], *, actor: User, reason: str = "") -> list[KeptRate]:
    """Keep for the office what was entered with its source in a frozen working, each once. The new ones."""
    rates = worth_keeping(_rate(rate) for rate in frozen["rates"])
    if not rates:
        return []
    Office.objects.select_for_update().get(pk=office.pk)  # two at once would keep the same twice
    found = {row.rate for row in KeptRate.objects.filter(office=office)}
    return [
        record(_kept(office, rate), actor=actor, reason=reason)
        for rate in dict.fromkeys(rates)
        if rate not in found
    ]


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
