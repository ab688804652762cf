"""Master data of firms, their lawyers, alliances and clients."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import HouseAdmin
from core.admin import RowsInline
from core.names import pinyin_key
from lawyers.models import Alliance, AllianceMember, Firm, FirmClient, FirmOffice, Lawyer


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


@admin.register(Firm)
class FirmAdmin(NamedAdmin):
    list_display = ("name", "licence", "phone", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "pinyin", "licence")
    inlines = (FirmOfficeInline,)


@admin.register(Lawyer)
class LawyerAdmin(NamedAdmin):
    list_display = ("name", "firm", "phone", "is_coordinator", "is_active", "user")
    list_filter = ("is_active", "is_coordinator")
    search_fields = ("name", "pinyin", "licence", "firm__name")
    list_select_related = ("firm", "user")
    autocomplete_fields = ("firm",)
    readonly_fields = ("user",)


class AllianceMemberInline(RowsInline):
    model = AllianceMember
    autocomplete_fields = ("firm",)


@admin.register(Alliance)
class AllianceAdmin(HouseAdmin):
    list_display = ("name", "office", "lead", "founded_on")
    search_fields = ("name",)
    list_select_related = ("office", "lead")
    autocomplete_fields = ("lead",)
    inlines = (AllianceMemberInline,)


@admin.register(FirmClient)
class FirmClientAdmin(HouseAdmin):
    list_display = ("firm", "employer_name", "credit_code", "since", "until")
    search_fields = ("employer_name", "credit_code", "firm__name")
    list_select_related = ("firm",)
    autocomplete_fields = ("firm",)
