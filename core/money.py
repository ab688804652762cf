"""Sums of money: yuan as Decimal with two places, everywhere the same."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce

ZERO = Decimal("0.00")
FEN = Decimal("0.01")


class MoneyField(models.DecimalField):
    """Yuan, exact to the fen, up to 999,999,999,999.99."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = 14
        kwargs["decimal_places"] = 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


not_negative = MinValueValidator(ZERO)
positive = MinValueValidator(FEN)


def total(field: str, **kwargs: Any) -> Coalesce:
    """The sum of a money field in an aggregate, 0.00 where there is no row."""
    return Coalesce(models.Sum(field, **kwargs), ZERO, output_field=MoneyField())
