"""Master data of firms, their lawyers and alliances.

Firms and lawyers are registered in `assignments.admin`, with the clients: a change of them is one for the cases.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.admin import HouseAdmin
from accounts.forms import ReasonForm
from accounts.views.people import pass_on_link, run_step
from core.admin import RowsInline
from core.names import pinyin_key
from core.resume import form_data
from lawyers import actions
from lawyers.forms import InviteLawyerForm
from lawyers.models import Alliance, AllianceMember, FirmOffice, Lawyer
from lawyers.permissions import can_manage_lawyer

STEPS: dict[str, dict[str, Any]] = {
    "invite": {
        "action": actions.invite_lawyer,
        "form": InviteLawyerForm,
        "title": _("Invite to sign in"),
    },
    "reinvite": {
        "action": actions.reinvite_lawyer,
        "form": ReasonForm,
        "title": _("New invitation"),
        "note": _("The present password and older links stop working at once."),
    },
    "close": {
        "action": actions.close_lawyer_account,
        "form": ReasonForm,
        "title": _("Close account"),
        "note": _("No sign-in from now on. What this person did stays on record."),
        "done": _("The account is closed."),
        "danger": True,
    },
}


class VisibleAdmin(HouseAdmin):
    """Only what the administrator sees elsewhere too."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]


class NamedAdmin(VisibleAdmin):
    """Sorted and found by the letters of the name."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pinyin = pinyin_key(obj.name)
        super().save_model(request, obj, form, change)


class FirmOfficeInline(RowsInline):
    model = FirmOffice


class FirmAdmin(NamedAdmin):
    list_display = ("name", "licence", "phone", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "pinyin", "licence")
    inlines = (FirmOfficeInline,)


class LawyerAdmin(NamedAdmin):
    list_display = ("name", "firm", "phone", "is_coordinator", "is_active", "user")
    list_filter = ("is_active", "is_coordinator")
    search_fields = ("name", "pinyin", "licence", "firm__name")
    list_select_related = ("firm", "user")
    readonly_fields = ("user", "account")

    @admin.display(description=_("Account"))
    def account(self, obj: Lawyer) -> str:
        """What may be done about the lawyer's sign-in, as links."""
        if obj.pk is None:
            return "–"
        names = ("reinvite", "close") if obj.user_id else ("invite",)
        links = (
            (reverse("admin:lawyers_lawyer_account", args=[obj.pk, n]), STEPS[n]["title"]) for n in names
        )
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.account_step)
        own = path("<int:pk>/account/<slug:name>/", view, name="lawyers_lawyer_account")
        return [own, *super().get_urls()]

    def account_step(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Invite a lawyer, invite again, or close the account."""
        lawyer = get_object_or_404(Lawyer.objects.visible_to(request.user), pk=pk)
        if not can_manage_lawyer(request.user, lawyer):
            raise PermissionDenied
        if name not in STEPS:
            raise Http404
        step = STEPS[name]
        back = reverse("admin:lawyers_lawyer_change", args=[pk])

        def run(**data: Any) -> Callable[[], HttpResponse] | None:
            user = step["action"](lawyer=lawyer, **data)
            return None if name == "close" else partial(pass_on_link, request, user, back=back)

        form = step["form"](form_data(request))
        words = {key: value for key, value in step.items() if key not in ("action", "form")}
        return run_step(request, form, run, person=lawyer, back=back, **words)


class AllianceMemberInline(RowsInline):
    model = AllianceMember


@admin.register(Alliance)
class AllianceAdmin(HouseAdmin):
    list_display = ("name", "office", "lead", "founded_on")
    search_fields = ("name",)
    list_select_related = ("office", "lead")
    inlines = (AllianceMemberInline,)
