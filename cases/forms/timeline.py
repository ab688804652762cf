"""Looking for something in the record of a case."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import DateField
from core.pills import HasPills
from core.timeline import Entry


class TimelineFilter(HasPills, forms.Form):
    """By person, kind of thing, day and words; the choices are what the record holds."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    thing = forms.ChoiceField(label=_("What"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)
    q = forms.CharField(label=_("Words"), required=False, max_length=100)

    def __init__(self, data: Any, entries: list[Entry]) -> None:
        super().__init__(data)
        self.entries = entries
        people = {str(e.actor.pk): str(e.actor) for e in entries if e.actor}
        things = {e.thing: e.label for e in entries if not e.thing.startswith("core.")}
        self.fields["who"].choices = [("", _("Everybody")), *people.items()]  # type: ignore[attr-defined]
        self.fields["thing"].choices = [  # type: ignore[attr-defined]
            ("", _("Everything")),
            *things.items(),
            ("core.accesslog", _("Read, downloaded, exported")),
        ]

    def matching(self) -> list[Entry]:
        """The entries that fit; a value that makes no sense filters nothing."""
        self.is_valid()
        wanted = self.cleaned_data
        return [entry for entry in self.entries if self._fits(entry, wanted)]

    @staticmethod
    def _fits(entry: Entry, wanted: dict[str, Any]) -> bool:
        day = timezone.localtime(entry.at, timezone.get_default_timezone()).date()
        return (
            (not wanted.get("who") or str(getattr(entry.actor, "pk", "")) == wanted["who"])
            and (not wanted.get("thing") or entry.thing == wanted["thing"])
            and (wanted.get("since") or dt.date.min) <= day <= (wanted.get("until") or dt.date.max)
            and (not wanted.get("q") or _has(entry, wanted["q"].lower()))
        )


def _has(entry: Entry, words: str) -> bool:
    texts: Iterable[str] = (entry.what, entry.reason, *(part for change in entry.changes for part in change))
    return any(words in text.lower() for text in texts)
