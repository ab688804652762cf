"""The field in which people write a day as they are used to, with a calendar beside it."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A line of text for a day. What was typed or pasted is read by the server (`core.views.read_day`) and shown back.

    The calendar is the browser's; `min` and `max` are its first and last day.
    """

    template_name = "components/day_input.html"
    picker = "date"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = "%Y-%m-%d") -> None:
        super().__init__({"autocomplete": "off", "inputmode": "text", **(attrs or {})}, format=format)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        written = context["widget"]["attrs"]
        context["widget"]["first"] = written.pop("min", "")
        context["widget"]["last"] = written.pop("max", "")
        context["widget"]["picker"] = self.picker
        return context


class MomentInput(DayInput):
    """The same for a day with its time."""

    picker = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d %H:%M")
