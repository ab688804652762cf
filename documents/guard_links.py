"""The page on which a paper meets an open guard of the case."""

from django.utils.translation import gettext as _

from cases.models import Case
from cases.views.guard_links import Link, link_to, meets
from cases.workflow import has_closing_paper
from documents.models import PaperKind


@meets(has_closing_paper)
def towards_the_closing_paper(case: Case) -> list[Link]:
    """Issuing the closing report; what it leaves blank is shown before."""
    link = link_to(_("Issue the closing report"), "documents:issue", case.pk, PaperKind.CLOSING_REPORT.value)
    return [{**link, "post": True}]
