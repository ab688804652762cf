"""How values look on every page. Loaded as built-ins: no template needs `load`."""

import datetime as dt
import math
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core import clock
from core.addresses import address
from core.audit import as_read
from core.days import written_day, written_moment
from core.errors import to_correct
from core.fsm import Step, steps_for
from core.offers import readings_of
from core.once import FIELD, token_for
from labour_law.identifiers import mask_id
from labour_law.phones import mask_phone

register = template.Library()
register.filter(to_correct)
register.filter(as_read)


class _UrlNode(URLNode):
    """`{% url %}`, at once where it only takes keys: pages hold hundreds."""

    def render(self, context: Any) -> str:
        args = [one.resolve(context) for one in self.args]
        if self.kwargs or self.asvar or not all(type(one) is int for one in args):
            return super().render(context)
        return address(self.view_name.resolve(context), *args)


@register.tag
def url(parser: Any, token: Any) -> URLNode:
    """As Django's own."""
    node = django_url(parser, token)
    return _UrlNode(node.view_name, node.args, node.kwargs, node.asvar)


class _PerLanguageNode(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str, str] = {}

    def render(self, context: Any) -> str:
        language = get_language() or ""
        if language not in self.kept:
            alone = template.Context()
            with alone.bind_template(context.template), alone.render_context.push_state(context.template):
                self.kept[language] = self.nodelist.render(alone)
        return self.kept[language]


@register.tag
def per_language(parser: Any, token: Any) -> template.Node:
    """What a page says the same to everybody, put together once for each language; it knows no variables."""
    nodelist = parser.parse(["endper_language"])
    parser.delete_first_token()
    return _PerLanguageNode(nodelist)


DASH = "–"
DAY_AND_NIGHT = 24
"""Hours."""


@register.filter
def money(value: Decimal | None) -> str:
    """1234567.5 → 1,234,567.50; a dash where there is no sum yet."""
    return DASH if value is None else f"{value:,.2f}"


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """2026年1月5日, or 5 Jan 2026."""
    if not value:
        return DASH
    return written_day(value)


@register.filter
def short_day(value: dt.date | dt.datetime | None) -> str:
    """1月5日 in the current year, the whole date in any other."""
    if not value:
        return DASH
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return formats.date_format(
        value, "MONTH_DAY_FORMAT" if value.year == clock.today().year else "DATE_FORMAT"
    )


@register.filter
def moment(value: dt.datetime | None) -> str:
    """1月5日 14:00 in the current year, with the year in any other."""
    if not value:
        return DASH
    value = timezone.localtime(value)
    same_year = value.year == clock.today().year
    return formats.date_format(value, "SHORT_DATETIME_FORMAT" if same_year else "DATETIME_FORMAT")


@register.filter
def full_moment(value: dt.datetime) -> str:
    """2026年1月5日 14:00, with the year in every year: for what is kept."""
    return written_moment(value)


@register.simple_tag
def colon() -> str:
    """Between a label and what it says: full width in Chinese."""
    return _(": ")


@register.simple_tag
def comma() -> str:
    """Between the parts of one statement; what is listed is joined in another way."""
    return pgettext("within a sentence", ", ")


@register.filter
def or_dash(value: Any) -> Any:
    """The value, or a dash where there is none."""
    return DASH if value is None or value == "" else value


@register.filter
def masked_id(value: str) -> str:
    """310116********1234."""
    return mask_id(value) if value else DASH


@register.filter
def masked_phone(value: str) -> str:
    """138****1234."""
    return mask_phone(value) if value else DASH


@register.simple_tag
def days_pill(due_on: dt.date) -> str:
    """A pill that says how many days are left, or by how many it is late; never by colour alone."""
    days = (due_on - clock.today()).days
    tone = "late" if days <= 0 else "warn" if days <= 3 else "ok"
    return format_html('<span class="pill {}">{}</span>', tone, days_left(due_on))


@register.simple_tag
def days_left(due_on: dt.date) -> str:
    """How many days are left to the last day, or by how many it has passed."""
    days = (due_on - clock.today()).days
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.simple_tag
def time_pill(until: dt.datetime) -> str:
    """`days_pill` for a limit that ends at a moment."""
    hours = _hours_left(until)
    tone = "late" if hours <= 4 else "warn" if hours < DAY_AND_NIGHT * 2 else "ok"
    return format_html('<span class="pill {}">{}</span>', tone, time_left(until))


def time_left(until: dt.datetime) -> str:
    """How many hours are left to a moment; days from two days on."""
    hours = _hours_left(until)
    if hours <= 0:
        return _("time has run out")
    if hours < DAY_AND_NIGHT * 2:
        return ngettext("%(hours)d hour left", "%(hours)d hours left", hours) % {"hours": hours}
    days = hours // DAY_AND_NIGHT
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _hours_left(until: dt.datetime) -> int:
    return math.ceil((until - clock.now()).total_seconds() / 3600)


@register.simple_tag
def state_pill(obj: Any) -> str:
    """The state of anything that has one, as a pill in the tone its model says (`STATE_TONES`)."""
    tone = type(obj).STATE_TONES.get(obj.state, "")
    return format_html('<span class="pill {}">{}</span>', tone, obj.get_state_display())


@register.simple_tag(takes_context=True)
def form_token(context: Any, action: str = "") -> str:
    """What makes a form be acted on once; `action` is the address it is sent to, where that is another than the page's."""
    request = context["request"]
    token = token_for(request, action or request.path)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, token)


@register.simple_tag(takes_context=True)
def steps_of(context: Any, obj: Any) -> list[Step]:
    """The steps the user of the page may take with this object from where it stands."""
    return steps_for(obj, context["request"].user)


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The page's query string with some parameters changed; None takes one away."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            params.pop(name, None)
        else:
            params[name] = value
    return "?" + params.urlencode() if params else "?"


@register.filter
def offered(field: Any) -> list[str]:
    """What may be meant by what stands in a bound field and was not taken, as the field takes it."""
    errors = field.form.errors.as_data() if field.errors else {}
    return readings_of(errors.get(field.name, []))


@register.filter
def label_in(column: Any, choices: list[tuple[str, str]]) -> str:
    """What a column of a table is, as its choices say it."""
    return dict(choices).get(column.key, "")


@register.filter
def first_cell(column: Any, sheet: Any) -> str:
    """The first thing that stands in a column of a table."""
    cells = (cells[column.at] for _number, cells in sheet.body if column.at < len(cells))
    return next((cell for cell in cells if cell), "")[:30]
