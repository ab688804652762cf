"""Master data of people and offices. People are invited on the people pages; here they are looked up."""

from copy import copy
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.forms import TreeChoiceField
from accounts.models import Duty, Membership, Office, User
from accounts.permissions import can_administer, is_administrator
from core.admin import AuditedAdmin, KeptAdmin, ReasonedForm
from law_tables.choices import regions


class HouseAdmin(AuditedAdmin):
    """Written by administrators."""

    def may_write(self, user: User) -> bool:
        return is_administrator(user)


class LookupAdmin(KeptAdmin):
    """Looked up by administrators; written elsewhere."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)


class OfficeForm(ReasonedForm):
    """An office and where it stands in the tree."""

    parent = TreeChoiceField(
        label=_("Below"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("At the top"),
        help_text=_("Moving an office moves all below it, and with it what people there may see."),
    )

    class Meta:
        model = Office
        fields = ["name", "kind", "is_window", "code", "number_prefix", "address", "phone", "region"]

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The parent is one of the offices the user administers; who does not administer it cannot move away. The
        region is one within that of the office above.
        """
        super().__init__(*args, **kwargs)
        region: Any = self.fields["region"]
        offered = regions(self.instance.region)
        field: Any = self.fields["parent"]
        offices = Office.objects.visible_to(self.user, ("administrator",))
        field.required = not self.user.is_superuser
        if self.instance.pk:
            parent = Office.objects.get_parent(self.instance)
            self.initial["parent"] = parent
            if not self.user.is_superuser:
                codes = [code for code, _name in offered]
                open_ones = Office.objects.regions_open(codes, below=parent, office=self.instance)
                offered = [row for row in offered if row[0] in {*open_ones, self.instance.region}]
            field.disabled = not self.user.is_superuser and not (parent and can_administer(self.user, parent))
            if field.disabled:
                field.required, offices = False, Office.objects.all()
            offices = offices.exclude(path__startswith=self.instance.path)
        field.queryset = offices
        region.choices = [("", _("That of the office above")), *offered]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        office = copy(self.instance)
        office.region = data.get("region", "")
        if "parent" in data and not actions.may_lie_there(office, data["parent"], self.user):
            self.add_error(
                "region", _("Another union lies there. Choose a region within that of the office above.")
            )
        return data


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
