"""Master data of people and offices. People are invited on the people pages; here they are looked up."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.forms import OfficeForm
from accounts.models import Duty, Membership, Office, User
from accounts.permissions import is_administrator
from core.admin import AuditedAdmin, KeptAdmin


class HouseAdmin(AuditedAdmin):
    """Written by administrators."""

    def may_write(self, user: User) -> bool:
        return is_administrator(user)


class LookupAdmin(KeptAdmin):
    """Looked up by administrators; written elsewhere."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)


@admin.register(Office)
class OfficeAdmin(HouseAdmin):
    """The tree as an indented list; an office is moved on its own page, with a reason."""

    form = OfficeForm
    list_display = ("indented", "kind", "is_window", "code", "number_prefix", "phone")
    list_filter = ("kind", "is_window")
    search_fields = ("name", "code")
    ordering = ("path",)

    @admin.display(description=_("Office"))
    def indented(self, obj: Office) -> str:
        return "　" * (obj.depth - 1) + obj.name

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Office.objects.visible_to(request.user, ("administrator",))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Office, form: Any, change: bool) -> None:
        data = form.cleaned_data
        actions.place_office(obj, parent=data["parent"], actor=request.user, reason=data["reason"])


@admin.register(User)
class UserAdmin(LookupAdmin):
    list_display = ("username", "name", "phone", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name", "phone", "email")
    fields = ("username", "name", "email", "phone", "language", "is_active", "date_joined", "last_login")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return User.objects.visible_to(request.user)


@admin.register(Membership)
class MembershipAdmin(LookupAdmin):
    list_display = ("user", "role", "office", "valid_from", "valid_to")
    list_filter = ("role",)
    search_fields = ("user__name", "user__username", "office__name")
    list_select_related = ("user", "office")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Membership.objects.visible_to(request.user)


@admin.register(Duty)
class DutyAdmin(LookupAdmin):
    list_display = ("on", "office", "kind", "user")
    list_filter = ("kind", "office")
    list_select_related = ("office", "user")
    date_hierarchy = "on"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Duty.objects.visible_to(request.user)
