"""The administrator's people: who works where in which role."""

import datetime as dt
from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import actions, invitations
from accounts.forms import EndForm, GrantForm, InviteForm, PeopleFilter, PersonForm, ReasonForm
from accounts.models import Membership, User
from accounts.permissions import can_administer, can_manage_person, is_administrator
from core import clock
from core.once import once
from core.paging import numbered
from core.pills import panel
from core.resume import form_data
from core.views import get_or_post
from labour_law.phones import phone_beginning

PAGE_SIZE = 50
LINK_KEY = "invitation_link"


def _administrators_only(request: HttpRequest) -> None:
    if not is_administrator(request.user):
        raise PermissionDenied


def _person(request: HttpRequest, pk: int) -> User:
    _administrators_only(request)
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people of the own offices: search by name, user name or phone, filter by role and standing."""
    _administrators_only(request)
    form = PeopleFilter(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    if shown := panel(request, form):
        return shown
    current = Membership.objects.in_force(clock.today()).select_related("office")
    rows = User.objects.visible_to(request.user).prefetch_related(
        Prefetch("memberships", queryset=current, to_attr="roles_now")
    )
    if q := wanted.get("q"):
        phone = phone_beginning(q) or q
        rows = rows.filter(Q(name__icontains=q) | Q(username__icontains=q) | Q(phone__icontains=phone))
    if role := wanted.get("role"):
        rows = rows.filter(Exists(current.filter(user=OuterRef("pk"), role=role)))
    rows = rows.filter(is_active=not wanted["closed"]).annotate(
        has_second_factor=Exists(User.objects.filter(pk=OuterRef("pk"), authenticator__type="totp"))
    )
    page = numbered(rows.order_by("name", "pk"), request, size=PAGE_SIZE)
    context = {"form": form, "pills": form.pills(), "page": page}
    return render(request, "accounts/people.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: data, roles past and present, and what an administrator may do."""
    shown = _person(request, pk)
    memberships = list(shown.memberships.select_related("office").order_by("-valid_from", "-pk"))
    running = set(shown.memberships.not_over(clock.today()).values_list("pk", flat=True))
    for membership in memberships:
        membership.may_end = membership.pk in running and can_administer(request.user, membership.office)  # type: ignore[attr-defined]
    context = {
        "person": shown,
        "memberships": memberships,
        "may_manage": can_manage_person(request.user, shown),
        "has_second_factor": shown.authenticator_set.filter(type="totp").exists(),
    }
    return render(request, "accounts/person.html", context)


def pass_on_link(request: HttpRequest, user: User, *, back: str) -> HttpResponse:
    """Mail the invitation and show it to the administrator, who goes on to `back`."""
    url = request.build_absolute_uri(reverse("accounts:accept", args=[invitations.token_for(user)]))
    mailed = invitations.send(user, url)
    if user.email and not mailed:
        messages.warning(request, _("The mail could not be sent. Pass the link on yourself."))
    request.session[LINK_KEY] = {
        "url": url,
        "name": user.name,
        "mailed": user.email if mailed else "",
        "until": invitations.last_day(clock.today()).isoformat(),
        "back": back,
    }
    return redirect("accounts:link")


@require_safe
def link(request: HttpRequest) -> HttpResponse:
    """The invitation just made, shown once."""
    made = request.session.get(LINK_KEY)
    if made is None:
        return redirect("accounts:people")
    if request.method == "GET":
        del request.session[LINK_KEY]
    until = dt.date.fromisoformat(made["until"])
    return render(request, "accounts/link.html", made | {"until": until})


@get_or_post
def invite(request: HttpRequest) -> HttpResponse:
    """Somebody new is invited, with the first role."""
    _administrators_only(request)
    form = InviteForm(form_data(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, reverse("accounts:link")):
                invited = actions.invite_user(actor=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return pass_on_link(request, invited, back=reverse("accounts:person", args=[invited.pk]))
    return render(request, "accounts/invite.html", {"form": form})


def run_step(
    request: HttpRequest, form: forms.Form, run: Callable[..., Any], *, person: Any, back: str, **context: Any
) -> HttpResponse:
    """Show a form about a person, run the action with what was typed, and go to `back`.

    Where `run` gives a function, that is called afterwards, and its response leads on instead.
    """
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, back):
                answer = run(actor=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            if answer is not None:
                return answer()
            messages.success(request, context["done"])
            return redirect(back)
    context |= {"person": person, "form": form, "back": back}
    return render(request, "accounts/person_step.html", context)


def _step(request: HttpRequest, shown: User, form: forms.Form, run: Any, **context: Any) -> HttpResponse:
    back = reverse("accounts:person", args=[shown.pk])
    return run_step(request, form, run, person=shown, back=back, **context)


@get_or_post
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """A person gets one role more."""
    shown = _person(request, pk)
    form = GrantForm(form_data(request), user=request.user)

    def run(**data: Any) -> None:
        actions.grant_membership(user=shown, **data)

    return _step(request, shown, form, run, title=_("Add a role"), done=_("The role is added."))


@get_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A role of a person ends."""
    _administrators_only(request)
    visible = Membership.objects.visible_to(request.user).select_related("user", "office")
    membership = get_object_or_404(visible, pk=pk)
    form = EndForm(form_data(request))

    def run(**data: Any) -> None:
        actions.end_membership(membership=membership, **data)

    return _step(
        request,
        membership.user,
        form,
        run,
        title=_("End a role"),
        note=f"{membership.get_role_display()} · {membership.office}",
        done=_("The end of the role is recorded."),
        danger=True,
    )


@get_or_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, telephone and mail of a person."""
    shown = _person(request, pk)
    if not can_manage_person(request.user, shown):
        raise PermissionDenied
    form = PersonForm(form_data(request), instance=copy(shown))

    def run(**data: Any) -> None:
        actions.change_person(user=shown, **data)

    return _step(request, shown, form, run, title=_("Correct data"), done=_("Saved."))


STEPS: dict[str, dict[str, Any]] = {
    "close": {
        "action": actions.deactivate_user,
        "title": gettext_lazy("Close account"),
        "note": gettext_lazy("No sign-in from now on; all roles end today. What this person did stays on record."),
        "done": gettext_lazy("The account is closed."),
        "danger": True,
    },
    "reopen": {
        "action": actions.reactivate_user,
        "title": gettext_lazy("Open account again"),
        "note": gettext_lazy("Roles are then added anew."),
        "done": gettext_lazy("The account is open again."),
    },
    "reinvite": {
        "action": actions.reinvite_user,
        "title": gettext_lazy("New invitation"),
        "note": gettext_lazy("The present password and older links stop working at once."),
    },
    "second-factor": {
        "action": actions.reset_second_factor,
        "title": gettext_lazy("Reset two-step sign-in"),
        "note": gettext_lazy("For a lost phone. Make sure by a call or in person that it is really this person who asks."),
        "done": gettext_lazy("Two-step sign-in is reset; it is set up anew at the next sign-in."),
        "danger": True,
    },
}  # fmt: skip


@get_or_post
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The steps that ask for nothing but a reason."""
    shown = _person(request, pk)
    if name not in STEPS:
        raise Http404
    if not can_manage_person(request.user, shown):
        raise PermissionDenied
    context = {key: value for key, value in STEPS[name].items() if key != "action"}

    def run(**data: Any) -> Callable[[], HttpResponse] | None:
        changed = STEPS[name]["action"](user=shown, **data)
        if name == "reinvite":
            return partial(pass_on_link, request, changed, back=reverse("accounts:person", args=[pk]))
        return None

    return _step(request, shown, ReasonForm(form_data(request)), run, **context)
