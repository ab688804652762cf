"""The home page: what waits for the one who signed in."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import has_role_anywhere
from cases.models import Case
from cases.permissions import can_open
from core.errors import require
from core.fsm import label_of, may_take, transitions_of
from core.once import remember
from core.replica import reads_replica
from core.resume import form_data, has_kept
from core.templatetags.gongyuan import money
from core.views import get_or_post
from front_desk.permissions import ANSWERING
from lawyers.permissions import lawyer_of
from work.actions import take_together
from work.forms import TogetherForm
from work.items import Part, address_of, goes_together, grouped
from work.queries.clerk import own_work
from work.queries.lawyer import lawyer_work
from work.queries.master_data import master_data
from work.queries.money import sent_back
from work.queries.oversight import administration, record_requests, reviews, supervision
from work.queries.records import latest_access, latest_changes, record_findings
from work.queries.tiles import tiles_for, verified_this_year


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The sign of the house, for browsers that ask for it by its old name (on pages of the admin site, on a PDF)."""
    return redirect(static("img/mark.svg"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """ "My work": all that waits for the user in all roles, by the days left."""
    return _my_work(request, _kept(request))


@reads_replica
@require_safe
def verified(request: HttpRequest) -> HttpResponse:
    """The figure of the tile that takes longer than the page."""
    require(has_role_anywhere(request.user, ("supervisor", "auditor")))
    return HttpResponse(money(verified_this_year(request.user)), content_type="text/plain; charset=utf-8")


def _kept(request: HttpRequest) -> TogetherForm:
    """What was ticked when the session ended."""
    for step in filter(goes_together, transitions_of(Case)) if has_kept(request) else ():
        if data := form_data(request, address_of(step)):
            return TogetherForm(data, step=step)
    return TogetherForm()


@get_or_post
def together(request: HttpRequest, step: str) -> HttpResponse:
    """Take one step on each of the cases that were ticked; what was refused is said with its reason."""
    name = step.replace("-", "_")
    if not goes_together(name):
        raise Http404
    if request.method != "POST":
        return redirect("work:home")
    form = TogetherForm(form_data(request), step=name)
    if not form.is_valid():
        return _my_work(request, form, problems=[str(e) for errors in form.errors.values() for e in errors])
    request.ticked = list(form.seen_versions)  # type: ignore[attr-defined]
    cases = _ticked(form, name, request.user)
    outcome = take_together(
        cases, name, actor=request.user, reason=form.cleaned_data["reason"], seen_versions=form.seen_versions
    )
    if outcome.done:
        remember(request, reverse("work:home"))
        count = len(outcome.done)
        said = ngettext("%(step)s: done for %(n)d case.", "%(step)s: done for %(n)d cases.", count)
        messages.success(request, said % {"step": label_of(Case, name), "n": count})
    if not outcome.refused:
        return redirect("work:home")
    request.form_token_is_spent = bool(outcome.done)  # type: ignore[attr-defined]
    return _my_work(request, form, refused=outcome.refused)


def _ticked(form: TogetherForm, name: str, user: User) -> list[Case]:
    """The cases the user sees, and may take the step with where they still stand before it."""
    seen = Case.objects.visible_to(user).filter(pk__in=form.seen_versions)
    cases = list(seen.select_related("office").prefetch_related("assignments").order_by("pk"))
    if len(cases) < len(form.seen_versions):
        raise Http404
    leads_on = transitions_of(Case)[name].has_transition
    require(all(may_take(case, name, user) for case in cases if leads_on(case.state)))
    return cases


@reads_replica
def _my_work(
    request: HttpRequest,
    form: TogetherForm,
    *,
    problems: Sequence[str] = (),
    refused: Sequence[tuple[Case, str]] = (),
) -> HttpResponse:
    user = request.user
    roles = user.roles
    parts: list[Part] = []
    if lawyer := lawyer_of(user):
        parts += lawyer_work(user, lawyer)
    if "clerk" in roles:
        parts += own_work(user)
    if "reviewer" in roles:
        parts += reviews(user)
    if roles & set(ANSWERING):
        parts += record_requests(user)
    if "supervisor" in roles:
        parts += supervision(user)
        if "clerk" not in roles:
            parts.append(sent_back(user))
    if "administrator" in roles or user.is_superuser:
        parts += administration(user) + master_data(user)
    audits = "auditor" in roles
    context = {
        "tiles": tiles_for(user),
        "groups": grouped(parts),
        "has_work": bool(parts),
        "audits": audits,
        "record_findings": record_findings(user) if audits else 0,
        "changes": latest_changes(user) if audits else [],
        "accesses": latest_access(user) if audits else [],
        "can_open": can_open(user),
        "form": form,
        "problems": problems,
        "refused": refused,
    }
    status = 422 if problems or refused else 200
    return render(request, "work/home.html", context, status=status)
