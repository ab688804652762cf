"""The pages on which an undertaking that keeps a case from closing is met."""

from django.utils.translation import gettext as _

from cases.models import Case
from cases.views.guard_links import Link, link_to, meets
from cases.workflow import has_no_open_undertaking


@meets(has_no_open_undertaking)
def towards_performance(case: Case) -> list[Link]:
    """Each that is still to be done, to be ticked off."""
    people = {claimant.pk: claimant for claimant in case.claimants.all()}
    return [
        link_to(
            _("Tick off: %(what)s") % {"what": f"{people[undertaking.claimant_id]} · {undertaking.what}"},
            "performance:tick_off",
            undertaking.pk,
        )
        for undertaking in case.undertakings.all()
        if undertaking.is_open
    ]
