"""Accepting an invitation, and the language switch."""

from allauth.account.views import password_change
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.i18n import set_language

from accounts import actions
from accounts.adapter import CHOSEN_LANGUAGE
from accounts.forms import PasswordForm
from accounts.invitations import invited_user
from accounts.sign_in_limits import forget_passwords
from core.views import get_or_post


@login_not_required
@get_or_post
@never_cache
@sensitive_post_parameters()
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person sets the first password, then signs in with it."""
    user = invited_user(token)
    if user is None:
        return render(request, "accounts/accept_failed.html", status=410)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_invitation(token, form.cleaned_data["password1"])
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            forget_passwords(request, user)
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("account_login")
    return render(request, "accounts/accept.html", {"form": form, "person": user})


@login_not_required
@get_or_post
def choose_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of this browser; of a signed-in user for good, and of who signs in here next."""
    chosen = request.POST.get("language", "")
    if request.method == "POST" and chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            actions.choose_language(user=request.user, language=chosen)
        else:
            request.session[CHOSEN_LANGUAGE] = chosen
    return set_language(request)


@get_or_post
def change_password(request: HttpRequest) -> HttpResponse:
    """Another password of one's own; who has none yet sets the first by the link of an invitation."""
    if not request.user.has_usable_password():
        messages.warning(
            request, _("This account has no password. Ask your administrator for a new invitation.")
        )
        return redirect("work:home")
    return password_change(request)
