"""The days by which an award or a judgment is to be paid, entered by hand."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.addresses import case_url
from cases.models import Case
from cases.permissions import clerk_or_lawyer
from cases.views.refusal import refuse
from cases.workflow import PERFORMANCE
from core.errors import Problem
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from mediation.actions.awards import decision_of, due_by, set_award_days
from mediation.instalments import Part
from mediation.models import AwardSchedule
from mediation.payments import source_of
from performance.addresses import SECTION
from performance.forms.award_days import AwardDayFormSet, AwardDaysForm

PREFIX = "pay"


@get_or_post
def award_days(request: HttpRequest, pk: int) -> HttpResponse:
    """Each payment with its claim, day and sum; filled in with those in force, else with all at once."""
    try:
        case = Case.objects.visible_to(request.user).whole(pk=pk)
    except Case.DoesNotExist:
        raise Http404 from None
    if not clerk_or_lawyer(case, request.user):
        raise PermissionDenied
    decided = decision_of(case)
    if case.state not in PERFORMANCE or decided is None:
        messages.error(request, _("There is no award or judgment to be performed."))
        return redirect(case_url(case.pk, "proceedings"))
    claims = [c for c in case.claims.all() if c.is_active and c.claimant.is_active and c.agreed]
    data = form_data(request)
    form = AwardDaysForm(data, initial={"seen_version": case.version})
    current = source_of(case)
    said = current.instalments.all() if isinstance(current, AwardSchedule) else ()
    initial = [{"claim": i.claim_id, "due_on": i.due_on, "amount": i.amount} for i in said] or [
        {"claim": claim.pk, "due_on": due_by(decided), "amount": claim.agreed} for claim in claims
    ]
    of: dict[str, Any] = {"prefix": PREFIX, "form_kwargs": {"claims": claims}}
    sent = data is not None and f"{PREFIX}-TOTAL_FORMS" in data
    rows = AwardDayFormSet(data, **of) if sent else AwardDayFormSet(initial=initial, **of)
    if (
        request.method == "POST"
        and all([form.is_valid(), rows.is_valid()])
        and _save(request, case, form, rows)
    ):
        messages.success(request, _("The days of payment are on record."))
        return redirect(case_url(case.pk, SECTION))
    context = {"case": case, "form": form, "rows": rows, "decided": decided}
    status = 422 if request.method == "POST" else 200
    return render(request, "performance/award_days.html", context, status=status)


def _save(request: HttpRequest, case: Case, form: AwardDaysForm, rows: Any) -> bool:
    claimant_of = {claim.pk: claim.claimant_id for claim in case.claims.all()}
    kept = [row.cleaned_data for row in rows if row.cleaned_data and not row.cleaned_data["DELETE"]]
    parts = [Part(claimant_of[row["claim"]], row["due_on"], row["amount"], row["claim"]) for row in kept]
    try:
        with once(request, case_url(case.pk, SECTION)):
            set_award_days(case, parts=parts, actor=request.user, **form.cleaned_data)
    except Problem as problem:
        refuse(form, problem, case)
        return False
    return True
