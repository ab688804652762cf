"""Rows with a name and the letters they are sorted by."""

from typing import Any

from django.db import models

from core.names import pinyin_key, tidy_name


class SortedByName(models.Model):
    """Keeps `name` in its one spelling and `pinyin` with it; `is_person` says how the name is read."""

    is_person = True
    name: Any
    pinyin: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tidy_name(self.name)
        self.pinyin = pinyin_key(self.name, person=self.is_person)
        super().save(*args, **kwargs)
