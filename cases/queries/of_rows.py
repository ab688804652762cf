"""To which case a row of record belongs, told by its table and key."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

from django.apps import apps
from django.db import models

from accounts.models import User
from cases.queries.by_name import objects_of

Row: TypeAlias = tuple[str, str]
"""A table and the key of a row in it, as a finding names them."""


def cases_of_rows(rows: Iterable[Row], user: User) -> dict[Row, Any]:
    """The cases the rows belong to, of those the user may see.

    Rows that are gone, of no case or of no table are left out. One query for each table, and one for all cases.
    """
    by_table: dict[str, dict[int, Row]] = defaultdict(dict)
    for table, pk in rows:
        if pk.isdecimal():
            by_table[table][int(pk)] = table, pk
    wanted = {
        named[key]: case_id for table, named in by_table.items() for key, case_id in _case_ids(table, named)
    }
    if not wanted:
        return {}
    cases = objects_of("Case").visible_to(user).in_bulk(set(wanted.values()))
    return {row: cases[case_id] for row, case_id in wanted.items() if case_id in cases}


def _case_ids(table: str, keys: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Key and id of the case, for each row of the table that has one."""
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    if model is None:
        return ()
    column = "id" if getattr(model, "instance_type", model)._meta.label == "cases.Case" else "case_id"
    if column not in {field.attname for field in model._meta.concrete_fields}:
        return ()
    rows: models.QuerySet = model._base_manager.filter(pk__in=keys).exclude(**{column: None})
    return rows.order_by().values_list("pk", column)
