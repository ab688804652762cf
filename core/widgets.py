"""Fields in which people write as they are used to: a day, with a calendar beside it; a text, with known ones suggested."""

from collections.abc import Sequence
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


class SuggestingInput(forms.TextInput):
    """A line of text with known ones suggested."""

    template_name = "components/suggesting_input.html"
    texts: Sequence[str] = ()

    def suggested(self) -> Sequence[str]:
        """What is suggested; any other text may be written too."""
        return self.texts

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {"autocomplete": "off", **(attrs or {})})
        list_id = f"{context['widget']['attrs'].get('id', name)}-known"
        context["widget"]["attrs"]["list"] = list_id
        return {**context, "list_id": list_id, "suggested": self.suggested()}
