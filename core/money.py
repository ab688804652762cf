"""Sums of money: yuan as Decimal with two places, everywhere the same."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce

from labour_law.money import FEN as FEN

ZERO = Decimal("0.00")


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


class ExactSum(models.Sum):
    """SUM to the fen on every database: SQLite keeps decimals as floats, so there it adds up whole fen."""

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        in_fen = self.copy()
        in_fen.template = "SUM(CAST(ROUND(%(expressions)s * 100) AS INTEGER))"
        sql, params = in_fen.as_sql(compiler, connection, **extra)
        return f"({sql} / 100.0)", params


def total(field: str, **kwargs: Any) -> Coalesce:
    """The sum of a money field in an aggregate, exact to the fen, 0.00 where there is no row."""
    return Coalesce(ExactSum(field, output_field=MoneyField(), **kwargs), ZERO, output_field=MoneyField())
