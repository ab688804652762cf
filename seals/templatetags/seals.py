"""Tables of record in the words of the pages."""

from django import template
from django.apps import apps
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def table_name(table: str) -> str:
    """What a row of the table is called: "Claim", "Claim (history)"; nothing for what is no table of the program."""
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    if model is None:
        return ""
    thing = getattr(model, "instance_type", model)._meta.verbose_name
    return _("%(thing)s (history)") % {"thing": thing} if hasattr(model, "instance_type") else str(thing)


@register.filter
def counted(value: int) -> str:
    """1234567 → 1,234,567."""
    return f"{value:,}"
