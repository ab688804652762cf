"""Master data of firms, their lawyers and alliances.

Firms and lawyers are registered in `assignments.admin`, with the clients: a change of them is one for the cases.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.admin import HouseAdmin
from accounts.forms import OwnChoiceField, ReasonForm, TreeChoiceField
from accounts.models import Office, User
from accounts.permissions import office_ids
from accounts.queries import ALL_ROLES
from accounts.views.people import pass_on_link, run_step
from core.admin import RowsInline
from core.resume import form_data
from lawyers import actions
from lawyers.forms import InviteLawyerForm, ReachedForm
from lawyers.models import Alliance, AllianceMember, Firm, FirmOffice, Lawyer
from lawyers.permissions import can_manage_lawyer, can_write

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


class OwnChoices(BaseModelAdmin):
    """Forms offer the offices and the firms of the administrator, and no others."""

    def firms(self, user: User) -> QuerySet:
        """The firms a form offers."""
        return Firm.objects.managed_by(user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Office:
            offered = Office.objects.visible_to(request.user, ("administrator",))
            kwargs |= {"queryset": offered, "form_class": TreeChoiceField}
        elif db_field.related_model is Firm:
            kwargs |= {"queryset": self.firms(request.user), "form_class": OwnChoiceField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class OwnAdmin(OwnChoices, HouseAdmin):
    """Shows what the administrator sees elsewhere too; writes what `can_write` allows, the rest is for reading."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request.user) and (obj is None or can_write(request.user, obj))

    def write(self, row: Any, *, actor: User, reason: str) -> Any:
        return actions.write(row, actor=actor, reason=reason)


class FirmOfficeInline(OwnChoices, RowsInline):
    model = FirmOffice
    verbose_name_plural = _("Offices served: one at least. Who administers all of them writes the firm.")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A firm without an office is told so, and not that a field is empty."""
        kwargs["error_messages"] = {"required": _("Name an office that the firm serves.")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A new firm serves an office; only who set up the house may leave it out."""
        if obj is None and not request.user.is_superuser:
            kwargs |= {"min_num": 1, "validate_min": True}
        return super().get_formset(request, obj, **kwargs)


class FirmAdmin(OwnAdmin):
    """A new firm is written together with the offices it serves."""

    form = ReachedForm
    list_display = ("name", "offices_served", "licence", "phone", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "pinyin", "licence")
    inlines = (FirmOfficeInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("offices")

    @admin.display(description=_("Offices served"))
    def offices_served(self, obj: Firm) -> str:
        return pgettext("list", ", ").join(str(office) for office in obj.offices.all())

    def write(self, row: Any, *, actor: User, reason: str) -> Any:
        is_new_firm = isinstance(row, Firm) and row.pk is None
        return row if is_new_firm else super().write(row, actor=actor, reason=reason)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change:
            return super().save_related(request, form, formsets, change)
        offices = [row.office for formset in formsets for row in formset.save(commit=False)]
        reason = form.cleaned_data["reason"]
        actions.found_firm(form.instance, offices=offices, actor=request.user, reason=reason)


class LawyerAdmin(OwnAdmin):
    form = ReachedForm
    list_display = ("name", "firm", "phone", "standing", "user")
    list_filter = ("is_active", "is_coordinator")
    search_fields = ("name", "pinyin", "licence", "firm__name")
    list_select_related = ("firm", "user")

    def get_readonly_fields(self, request: HttpRequest, obj: Lawyer | None = None) -> tuple[str, ...]:
        """The account, with what may be done about it for whom it is his to do."""
        return ("user", "account") if obj and can_manage_lawyer(request.user, obj) else ("user",)

    @admin.display(description=_("State"))
    def standing(self, obj: Lawyer) -> str:
        """What is not so of every lawyer, in words: a list on a phone has no heads."""
        said = [_("Coordinator")] if obj.is_coordinator else []
        return " · ".join(map(str, said if obj.is_active else [*said, _("Takes no cases now")])) or "–"

    @admin.display(description=_("Account"))
    def account(self, obj: Lawyer) -> str:
        """What may be done about the lawyer's sign-in, as links."""
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


class ServingChoices(OwnChoices):
    """An alliance is made of firms that serve an office of the administrator's, others beside it or not."""

    def firms(self, user: User) -> QuerySet:
        return Firm.objects.all() if user.is_superuser else Firm.objects.serving(office_ids(user, ALL_ROLES))


class AllianceMemberInline(ServingChoices, RowsInline):
    model = AllianceMember


@admin.register(Alliance)
class AllianceAdmin(ServingChoices, OwnAdmin):
    list_display = ("name", "office", "lead", "founded_on")
    search_fields = ("name",)
    list_select_related = ("office", "lead")
    inlines = (AllianceMemberInline,)
