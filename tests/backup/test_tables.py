"""Values on their way out of a database and back into it."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, models

from core.backup.tables import _plain, _writer
from core.money import MoneyField

MOMENT = dt.datetime(2026, 11, 29, 8, 30, 15, 123456, tzinfo=dt.UTC)


def test_values_are_plain_json():
    values = (None, True, 7, "周建国", Decimal("0.10"), MOMENT, MOMENT.date(), dt.time(9, 5), b"\x00\xff")
    assert [_plain(value) for value in values] == [
        None,
        True,
        7,
        "周建国",
        "0.10",
        "2026-11-29T08:30:15.123456+00:00",
        "2026-11-29",
        "09:05:00",
        "AP8=",
    ]


def test_what_could_not_come_back_is_refused():
    with pytest.raises(TypeError, match="float has no place"):
        _plain(0.1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cast", "field", "value"),
    [
        ("bytea", models.BinaryField(), b"\x00\xff"),
        ("timestamptz", models.DateTimeField(), MOMENT),
        ("uuid", models.UUIDField(), UUID("12345678123456781234567812345678")),
        ("numeric", MoneyField(), Decimal("1234567.89")),
        ("date", models.DateField(), MOMENT.date()),
        ("text", models.TextField(), ""),
        ("bytea", models.BinaryField(), None),
        ("timestamptz", models.DateTimeField(), None),
    ],
)
def test_each_kind_of_value_is_taken_as_django_writes_it(cast, field, value):
    taken = _writer(connection, field)(_plain(value))
    with connection.cursor() as cursor:
        given = field.get_db_prep_value(value, connection)
        cast = cast if connection.vendor == "postgresql" else {"bytea": "blob"}.get(cast, "text")
        cursor.execute(f"SELECT CAST(%s AS {cast}), CAST(%s AS {cast})", [taken, given])
        read, expected = cursor.fetchone()
    assert read == expected
