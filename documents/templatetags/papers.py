"""The sections of papers and files on the page of a case or a visit."""

from typing import Any

from django import template

from accounts.models import User
from cases.models import Case, Visit
from documents.catalogue import CATALOGUE
from documents.forms import UploadForm
from documents.models import PaperKind
from documents.overview import files_of_case, papers_of_case, papers_of_visit
from documents.permissions import can_keep_files

register = template.Library()


@register.inclusion_tag("documents/_paper_list.html", takes_context=True)
def papers_of(context: template.Context, case: Case, user: User) -> dict[str, Any]:
    """The section #papers of a case from `Case.objects.for_page()`."""
    return {"lines": papers_of_case(case, user), "request": context["request"]}


@register.inclusion_tag("documents/_paper_list.html", name="papers_of_visit", takes_context=True)
def papers_of_visit_tag(context: template.Context, visit: Visit, user: User) -> dict[str, Any]:
    """The section #papers of a visit."""
    return {"lines": papers_of_visit(visit, user), "request": context["request"]}


@register.inclusion_tag("documents/_power_of_attorney.html")
def power_of_attorney_of(case: Case) -> dict[str, Any]:
    """Where to print what the claimants of a case sign, or that it comes once a lawyer has accepted."""
    return {
        "case": case,
        "kind": PaperKind.POWER_OF_ATTORNEY.value,
        "is_offered": CATALOGUE[PaperKind.POWER_OF_ATTORNEY].offered(case),
    }


@register.inclusion_tag("documents/_file_list.html", takes_context=True)
def files_of(context: template.Context, case: Case, user: User) -> dict[str, Any]:
    """The section #files of a case."""
    return {
        "case": case,
        "files": files_of_case(case),
        "can_add": can_keep_files(case, user),
        "form": UploadForm(auto_id="file_%s"),
        "request": context["request"],
    }
