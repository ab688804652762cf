"""The limitation as a page shows it: the last day, whose claim it is, and the reasoning in words."""

from typing import Any

from django.utils.translation import gettext

from cases.limitation import CaseLimitation
from core.templatetags.gongyuan import day
from law_tables.wording import citation


def worded(found: CaseLimitation, *, several: bool) -> dict[str, Any]:
    """Context of `cases/_limitation.html`; `several` tells that there is more than one claimant."""
    steps = [
        (
            gettext(step.message)
            % {key: day(value) if hasattr(value, "year") else value for key, value in step.params.items()},
            citation(step.article),
        )
        for step in found.answer.steps
    ]
    return {
        "last_day": found.last_day,
        "claimant": found.claimant,
        "several": several,
        "steps": steps,
    }
