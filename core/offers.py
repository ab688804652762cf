"""A reading that is not certain: offered at the field with a button that takes it, never taken by itself."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


class Offer(ValidationError):
    """A value was not taken, since it may mean one of `readings`: texts as the field takes them, the likeliest first."""

    def __init__(
        self, readings: Iterable[str], message: str = "", *, code: str = "offered", params: Any = None
    ) -> None:
        self.readings = tuple(readings)
        meant = pgettext("list of choices", " or ").join(self.readings)
        asked = _("Is %(readings)s meant? Take it, or write it anew.") % {"readings": meant}
        told = message % params if params else message
        super().__init__(f"{told} {asked}" if told else asked, code=code)


def readings_of(errors: Iterable[ValidationError]) -> list[str]:
    """What the errors of a field offer to take instead."""
    return [reading for error in errors if isinstance(error, Offer) for reading in error.readings]
