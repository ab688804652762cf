"""The fields for a rate that no table has: its value, in what it is counted, where it stands, or what is offered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculators.fields import CodedField
from calculators.words import ask_label_lazy, offer_text
from core.fields import MoneyFormField
from labour_law.codes import Code
from labour_law.entitlements.result import Ask
from labour_law.rates import HEAT, Offer, Rate, Series
from law_tables.series import UNITS, Unit

OFFER, UNIT, SOURCE = "_offer", "_unit", "_source"
PARTS = ("", OFFER, UNIT, SOURCE)
"""What is added to the name of a rate for each of its fields."""

MAX_SOURCE = 200
_KEPT = "kept"

HEAT_BY_UNIT: dict[str, Series] = {
    Unit.YUAN_MONTH: "heat_month",
    Unit.YUAN_DAY: "heat_day",
    Unit.PERCENT_DAY: "heat_day",
    Unit.YUAN_HOUR: "heat_hour",
}
"""A rule for work in the heat may be counted in any of these."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be confirmed: of the tables, and what the office looked up before. ``likely``: the row that says which class
    of minimum wages the place likely has, where nothing surer does."""

    of_tables: Sequence[Offer] = ()
    kept: Sequence[Rate] = ()
    likely: Code | None = None


def no_offers(ask: Ask) -> Offers:
    """Nothing to confirm."""
    return Offers()


def rate_name(ask: Ask) -> str:
    """The name of the field for a rate that is asked for: rate_average_wage_elsewhere_0_2025-01-01."""
    return f"rate_{ask.series}_{ask.region}_{ask.grade}_{ask.start.isoformat()}"


def names_of(name: str) -> tuple[str, ...]:
    """The names of all fields of a rate that is asked for."""
    return tuple(name + part for part in PARTS)


def units_of(ask: Ask) -> tuple[str, ...]:
    """In what a rate that is asked for may be counted."""
    return tuple(HEAT_BY_UNIT) if ask.series in HEAT else UNITS[ask.series]


def unit_of(ask: Ask) -> Unit:
    """In what a rate that is asked for is counted unless another is chosen."""
    return Unit(Unit.YUAN_MONTH if ask.series in HEAT else units_of(ask)[-1])


def entered(ask: Ask, value: Decimal, unit: Unit, source: str) -> Rate:
    """A rate that somebody entered for what was asked, for those days."""
    return Rate(
        series=HEAT_BY_UNIT[unit] if ask.series in HEAT else ask.series,
        region=ask.region,
        valid_from=ask.start,
        valid_to=ask.end,
        value=value,
        unit=unit.value,
        source=source,
        confidence="entered",
        grade=ask.grade,
    )


def ask_fields(ask: Ask, offers: Offers, *, chosen: bool) -> Iterator[tuple[str, forms.Field]]:
    """The fields of one rate, by what is added to its name. `chosen`: one was confirmed, if not here and now."""
    label = ask_label_lazy(ask)
    if chosen or offers.of_tables or offers.kept:
        yield OFFER, OfferField(ask, offers, label=label)
    value = MoneyFormField(label=label, required=False, positive=True)
    value.suffix = unit_of(ask).label  # type: ignore[attr-defined]
    if offers.of_tables or offers.kept:
        value.label = _("Or another rate")
        value.help_text = _("If none of those is right: enter what was in force.")
    if len(units_of(ask)) > 1:
        value.suffix, value.decimal_places = "", None  # type: ignore[attr-defined]  # the unit has a field of its own
    yield "", value
    if len(units_of(ask)) > 1:
        usual = unit_of(ask).value
        units = sorted(units_of(ask), key=lambda unit: unit != usual)
        choices = [(unit, Unit(unit).label) for unit in units]
        yield UNIT, forms.ChoiceField(label=_("Counted in"), choices=choices, required=False)
    yield (
        SOURCE,
        forms.CharField(
            label=_("Source"),
            max_length=MAX_SOURCE,
            required=False,
            help_text=_("The notice and its number, or where you looked it up."),
        ),
    )


class OfferField(CodedField):
    """What the tables or the office have, unconfirmed, to be confirmed by choosing it: the rates chosen.

    A rate the office kept is sent as what it says, so that a sum can be worked out again wherever it is shown.
    """

    def __init__(self, ask: Ask, offers: Offers, **kwargs: Any) -> None:
        self.ask = ask
        self._rates: dict[str, Offer] = {}
        choices: list[tuple[str, str]] = [("", gettext("Not confirmed"))]
        for rate in offers.kept:
            code = "|".join((_KEPT, str(rate.value), rate.unit, rate.source))
            choices.append((code, offer_text((rate,), ask, kept=True)))
        for offer in offers.of_tables:
            code = "|".join((offer[0].region, offer[0].valid_from.isoformat(), str(offer[0].value)))
            self._rates[code] = tuple(
                replace(
                    row,
                    region=ask.region,
                    valid_from=ask.start,
                    valid_to=ask.end,
                    confidence="entered",
                    note="",
                )
                for row in offer
            )
            likely = offers.likely if offers.likely and offers.likely.parent == offer[0].region else None
            choices.append((code, offer_text(offer, ask, likely=likely)))
        help_text = _("Unconfirmed: look it up before you confirm it.")
        super().__init__(choices=dict(choices).items(), required=False, help_text=help_text, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or self._kept(str(value)) is not None

    def clean(self, value: Any) -> Offer:
        code = super().clean(value)
        return self._rates.get(code) or self._kept(code) or ()

    def _kept(self, code: str) -> Offer | None:
        kind, _sep, said = code.partition("|")
        amount, _sep, said = said.partition("|")
        unit, _sep, source = said.partition("|")
        if kind != _KEPT or unit not in units_of(self.ask) or not 0 < len(source) <= MAX_SOURCE:
            return None
        try:
            value = MoneyFormField(positive=True).clean(amount)
        except (forms.ValidationError, InvalidOperation):
            return None
        return (entered(self.ask, value, Unit(unit), source),)

    def code_of(self, offer: Offer) -> str:
        """What to send to choose the same again."""
        found = next((code for code, rates in self._rates.items() if rates == offer), "")
        (first, *_rest) = offer
        return found or "|".join((_KEPT, str(first.value), first.unit, first.source))
