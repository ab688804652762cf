"""Where the rows of the tables are shown."""

from django.urls import reverse

from law_tables.models import Row


def url_of(row: Row) -> str:
    """The page of a row."""
    names = {"raterow": "rate", "holidayyearrow": "holiday_year", "coderow": "code"}
    return reverse(f"law_tables:{names[str(row._meta.model_name)]}", args=[row.pk])
