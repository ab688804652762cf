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


IN_FEN = "SUM(CAST(ROUND(%(expressions)s * 100) AS INTEGER))"
"""On SQLite, which keeps decimals as floats."""


class ExactSum(models.Sum):
    """SUM to the fen on every database: SQLite keeps decimals as floats, so there it adds up whole fen."""

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        in_fen = self.copy()
        in_fen.template = IN_FEN
        sql, params = in_fen.as_sql(compiler, connection, **extra)
        return f"({sql} / 100.0)", params


class FenSum(models.Sum):
    """SUM of a money field in whole fen, exact on every database and cheaper to read by the thousand than decimals.

    None where there is no row; `in_yuan` makes a sum of it.
    """

    def __init__(self, field: str, **kwargs: Any) -> None:
        super().__init__(field, output_field=models.BigIntegerField(), **kwargs)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        in_fen = self.copy()
        in_fen.template = IN_FEN
        return in_fen.as_sql(compiler, connection, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        sql, params = self.as_sql(compiler, connection, **extra)
        return f"({sql} * 100)::bigint", params


def in_yuan(fen: int | None) -> Decimal:
    """Whole fen as yuan: 12345 → 123.45, None → 0.00."""
    return Decimal(fen).scaleb(-2) if fen else ZERO


def total(field: str, **kwargs: Any) -> Coalesce:
    """The sum of a money field in an aggregate, exact to the fen, 0.00 where there is no row."""
    return Coalesce(ExactSum(field, output_field=MoneyField(), **kwargs), ZERO, output_field=MoneyField())
