"""A column that holds a region."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from labour_law.places import is_place


class RegionColumn(models.CharField):
    """The code of a region of the list, or the number of a place; a page of history names it."""

    def said(self, value: str) -> str:
        """The region by name."""
        from law_tables.choices import name_of  # the tables, which have this column, are read by it

        return name_of("region", value)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if value and not is_place(value) and self.said(value) == value:
            raise ValidationError(_("There is no place %(value)s in the tables."), params={"value": value})

    def deconstruct(self) -> Any:
        """To migrations it is text like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
