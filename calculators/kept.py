"""What an office looked up before, offered where a rate is asked for again."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from calculators.models import KeptRate
from labour_law.entitlements.result import Ask
from labour_law.rates import HEAT, Rate
from law_tables.current import tables

Kept = Callable[[Ask], list[Rate]]


def nothing_kept(ask: Ask) -> list[Rate]:
    """Where there is no office."""
    return []


def kept_at(office: Any) -> Kept:
    """What an office and those above it have kept for what is asked: of the region or those around it, in the years
    asked about, the newest first. One query, made when something is first asked for."""

    @cache
    def rows() -> list[Rate]:
        return [row.rate for row in KeptRate.objects.of_office(office).in_force()]

    def kept(ask: Ask) -> list[Rate]:
        around = set(tables().rates.lineage(ask.region, ask.start))
        return [rate for rate in rows() if rate.region in around and _answers(rate, ask)]

    return kept if office is not None else nothing_kept


def _answers(rate: Rate, ask: Ask) -> bool:
    same = (rate.series in HEAT and ask.series in HEAT) or rate.series == ask.series
    assert rate.valid_to is not None
    years = rate.valid_from.year <= ask.end.year and ask.start.year <= rate.valid_to.year
    return same and rate.grade == ask.grade and years


def worth_keeping(rates: Iterable[Rate]) -> list[Rate]:
    """Of rates that were entered, those with a source that the tables do not offer anyway."""
    found = []
    for rate in rates:
        offers = tables().rates.offers(rate.series, rate.region, rate.valid_from, rate.grade)
        known = {(row.value, row.source) for offer in offers for row in offer}
        if rate.confidence == "entered" and rate.source and (rate.value, rate.source) not in known:
            found.append(rate)
    return found
