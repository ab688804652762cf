"""The tables that come with the program, put into the database after every migration."""

import logging
from collections.abc import Iterable
from typing import Any, get_args

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.translation import gettext_lazy as _

from core.audit import Reason, record_new
from labour_law.calendar import packaged_years
from labour_law.codes import CodeTable, codes
from labour_law.errors import InvalidTable
from labour_law.rates import Rate, Rates, packaged_rates
from law_tables import current
from law_tables.models import CodeRow, HolidayYearRow, RateRow, Row

log = logging.getLogger(__name__)

SHIPPED = Reason(_("Shipped with the program"))

KEYS: dict[type[Row], tuple[str, ...]] = {
    RateRow: ("series", "region", "grade", "place", "from_degrees", "valid_from"),
    HolidayYearRow: ("year",),
    CodeRow: ("table", "code", "valid_from"),
}
"""By what a row is known again."""


def add_missing_rows(using: str = "default", **kwargs: Any) -> None:
    """Add the rows that were never in the database, with history.

    What was there once is left alone, whatever an administrator made of it since: the history tells. A rate that
    contradicts one entered here is left out, and the log says so.
    """
    existing = set(connections[using].introspection.table_names())
    if not {model._meta.db_table for model in KEYS} <= existing:
        return
    with transaction.atomic(using):
        added = [
            record_new(rows, actor=None, reason=SHIPPED())
            for rows in (_fitting(_new(_rates())), _new(_years()), _new(_codes()))
        ]
    if any(added) and using == DEFAULT_DB_ALIAS:
        current.changed()


def _rates() -> list[Row]:
    return [RateRow.of(rate) for rate in packaged_rates()]


def _years() -> list[Row]:
    return [HolidayYearRow.of(year) for year in packaged_years()]


def _codes() -> list[Row]:
    return [
        CodeRow.of(table, entry, position)
        for table in get_args(CodeTable)
        for position, entry in enumerate(codes(table), start=1)
    ]


def _new(rows: Iterable[Row]) -> list[Any]:
    """Those whose key no row has or ever had."""
    rows = list(rows)
    key = KEYS[type(rows[0])]
    history = type(rows[0]).history.model.objects  # type: ignore[attr-defined]
    known = set(history.order_by().values_list(*key).distinct())
    return [row for row in rows if tuple(getattr(row, name) for name in key) not in known]


def _fitting(rows: list[RateRow]) -> list[RateRow]:
    """Those that hold on no day on which a row of the database does."""
    if not rows:
        return rows
    kept: dict[Any, list[Rate]] = {}
    for known in RateRow.objects.in_force():
        kept.setdefault(known.rate.key, []).append(known.rate)
    fitting = []
    for row in rows:
        near = kept.setdefault(row.rate.key, [])
        try:
            Rates([*near, row.rate], ())
        except InvalidTable as error:
            log.warning("Left out a rate that contradicts one in the database: %s", error)
        else:
            near.append(row.rate)
            fitting.append(row)
    return fitting
