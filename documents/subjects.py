"""What a paper is about: a case or a visit, with all that its papers print."""

from django.db.models import Prefetch

from cases.models import Case, Claimant, Visit
from documents.models import Paper

FROM_ABOVE = ("undertakings", "interest_on_delay", "remedies")
"""What papers print that stands above this app and hangs on a case, fetched by name."""


def with_all_it_prints(case: Case | None, visit: Visit | None) -> Case | Visit:
    """The case or the visit as it stands now, with what its papers print, in a fixed number of queries."""
    if visit is not None:
        return Visit.objects.select_related("office", "employer", "received_by").get(pk=visit.pk)
    assert case is not None
    papers = Prefetch("papers", Paper.objects.defer("data"))
    return Case.objects.whole("attachments", papers, *FROM_ABOVE, pk=case.pk)


def subject_key(*, case: Case | None, visit: Visit | None, claimant: Claimant | None) -> str:
    """What a paper is about, as the key its editions are counted by."""
    if visit is not None:
        return f"visit {visit.pk}"
    assert case is not None
    return f"case {case.pk} claimant {claimant.pk}" if claimant else f"case {case.pk}"
