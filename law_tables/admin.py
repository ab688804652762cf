"""The tables in the admin site: administrators look them up. Who administers all offices that a row holds for, from the
top of the tree, keeps them: a rate those of its region, holidays and code lists those of the whole country."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin import AuditedAdmin
from law_tables.actions import keeps_rates_of, write_holidays, write_row
from law_tables.choices import all_regions, name_of
from law_tables.forms import RateForm
from law_tables.models import CodeRow, HolidayYearRow, RateRow
from law_tables.permissions import can_keep_rates, can_keep_tables, can_look_up
from law_tables.wording import recounted

if TYPE_CHECKING:
    from accounts.models import User


class TableAdmin(AuditedAdmin):
    """Rows are struck out and never removed."""

    def may_write(self, user: "User") -> bool:
        return can_keep_tables(user)

    def write(self, row: Any, *, actor: "User", reason: str) -> Any:
        return write_row(row, actor=actor, reason=reason)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_look_up(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request.user)


class RegionFilter(admin.SimpleListFilter):
    title = _("Region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, object]]:
        return all_regions()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(region=self.value()) if self.value() else queryset


@admin.register(RateRow)
class RateAdmin(TableAdmin):
    """A rate is written by who keeps the tables of its region, of the former one too where it changes."""

    form = RateForm
    list_display = (
        "series", "region_name", "grade", "place", "valid_from", "valid_to", "value", "unit", "confidence", "is_active",
    )  # fmt: skip
    list_filter = ("series", RegionFilter, "confidence", "is_active")
    search_fields = ("source", "note")
    date_hierarchy = "valid_from"
    fields = (
        "series", "region", "grade", "valid_from", "valid_to", "value", "value_to", "unit", "place", "from_degrees",
        "first_month", "last_month", "excludes_insurance", "source", "confidence", "note", "is_active", "reason",
    )  # fmt: skip

    def may_write(self, user: "User") -> bool:
        return can_keep_rates(user)

    def has_change_permission(self, request: HttpRequest, obj: RateRow | None = None) -> bool:
        return self.may_write(request.user) and (obj is None or keeps_rates_of(request.user, obj.region))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.keeps = staticmethod(lambda region: keeps_rates_of(request.user, region))
        return form

    @admin.display(description=_("Region"), ordering="region")
    def region_name(self, obj: RateRow) -> str:
        return name_of("region", obj.region)


@admin.register(HolidayYearRow)
class HolidayYearAdmin(TableAdmin):
    """After a change the limits that run are counted anew."""

    list_display = ("year", "announced", "source", "confidence", "is_active")
    list_filter = ("announced", "confidence", "is_active")
    search_fields = ("year", "source")
    fields = ("year", "announced", "off", "working", "triple", "source", "confidence", "is_active", "reason")

    def get_readonly_fields(self, request: HttpRequest, obj: HolidayYearRow | None = None) -> tuple[str, ...]:
        """A row stays that of its year."""
        return ("year",) if obj else ()

    def save_model(self, request: HttpRequest, obj: HolidayYearRow, form: Any, change: bool) -> None:
        moved = write_holidays(obj, actor=request.user, reason=form.cleaned_data["reason"])
        self.message_user(request, recounted(moved))


@admin.register(CodeRow)
class CodeAdmin(TableAdmin):
    list_display = ("table", "code", "zh", "en", "parent", "valid_from", "valid_to", "position", "is_active")
    list_display_links = ("code",)
    list_filter = ("table", "confidence", "is_active")
    search_fields = ("code", "zh", "en")
    fields = (
        "table", "code", "zh", "en", "parent", "position", "valid_from", "valid_to", "source", "confidence",
        "is_active", "reason",
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: CodeRow | None = None) -> tuple[str, ...]:
        """A code is stored with cases and never changed."""
        return ("table", "code") if obj else ()
