"""What is said of lawyers and of offers to them."""

from django import template
from django.utils.translation import gettext as _

from assignments.models import Assignment
from cases.models import Case
from cases.workflow import IN_HAND
from core.templatetags.gongyuan import moment

register = template.Library()


@register.filter
def takes_lawyers(case: Case) -> bool:
    """Is it at a stage where lawyers are asked?"""
    return case.state in IN_HAND


@register.filter
def answer_by(offer: Assignment) -> str:
    """Whose time to answer it is, and when that ends."""
    return _("%(whom)s is to answer by %(time)s") % {
        "whom": offer.lawyer or offer.firm,
        "time": moment(offer.expires_at),
    }
