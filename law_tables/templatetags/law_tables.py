"""How rates and days of the tables are shown: `{% load law_tables %}`."""

from django import template
from django.utils.html import format_html

from law_tables import rate_words
from law_tables.addresses import url_of
from law_tables.choices import name_of
from law_tables.models import Confidence, Row
from law_tables.wording import citation

register = template.Library()

register.filter("figure", rate_words.figure_of)
register.filter("number", rate_words.number)
register.filter("title_of", rate_words.title_of)
register.filter("terms", rate_words.terms_of)
register.filter("row_url", url_of)
register.filter("cite", citation)

TONES: dict[str, str] = {
    Confidence.VERIFIED: "ok",
    Confidence.TWO_SOURCES: "",
    Confidence.MEMORY: "warn",
    Confidence.UNCONFIRMED: "warn",
}


@register.filter
def region(code: str) -> str:
    """A region or a place by name."""
    return name_of("region", code)


@register.simple_tag
def confidence_pill(row: Row) -> str:
    """How sure a row is, as a pill."""
    tone = TONES.get(row.confidence, "warn")
    return format_html('<span class="pill {}">{}</span>', tone, row.get_confidence_display())  # type: ignore[attr-defined]
