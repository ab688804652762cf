"""What the card of the people of a case needs beside the case itself."""

from django import template

from cases.models import Case
from cases.workflow import IN_HAND

register = template.Library()


@register.filter
def takes_lawyers(case: Case) -> bool:
    """Is it at a stage where lawyers are asked?"""
    return case.state in IN_HAND
