"""The access log; firms, their lawyers and clients; holidays. Cases are written on their own pages.

Firms and holidays are registered here and not in their own apps, because a change of them is one for the cases under way.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import ngettext

from accounts.admin import HouseAdmin
from accounts.models import Membership
from accounts.permissions import office_ids
from cases.actions.conflicts import recheck_cases_of
from cases.actions.deadlines import recount_deadlines
from cases.models import Case
from core.admin import AuditedAdmin, KeptAdmin
from core.models import AccessLog
from law_tables import current
from law_tables.admin import HolidayYearAdmin
from law_tables.models import HolidayYearRow
from lawyers.admin import FirmAdmin, LawyerAdmin
from lawyers.models import Firm, FirmClient, Lawyer


@admin.register(AccessLog)
class AccessLogAdmin(KeptAdmin):
    """Who read, downloaded or exported what.

    Auditors read what concerns the cases of their offices. What concerns no single case (exports) they and
    administrators read where somebody of their offices, or a lawyer who serves them, did it.
    """

    list_display = ("at", "actor", "kind", "subject", "reason", "address")
    list_filter = ("kind",)
    search_fields = ("subject", "reason", "actor__name", "actor__username")
    list_select_related = ("actor",)
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        offices = office_ids(request.user, ("auditor", "administrator"))
        people = Q(actor__in=Membership.objects.filter(office__in=offices).values("user"))
        lawyers = Q(actor__lawyer__firm__in=Firm.objects.serving(offices))
        audited = Case.objects.filter(office__in=office_ids(request.user, ("auditor",))).values("pk")
        shown = Q(case_id__in=audited) | (Q(case_id__isnull=True) & (people | lawyers))
        return super().get_queryset(request).filter(shown)


class RecheckingAdmin(AuditedAdmin):
    """After a change the cases the firm is asked for or acts in are checked for conflicts again."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for firm in Firm.objects.filter(pk__in=self.firms_of(obj, form)):
            recheck_cases_of(actor=request.user, firm=firm, reason=form.cleaned_data["reason"])

    def firms_of(self, obj: Any, form: Any) -> set[int]:
        """Ids of the firm the row belongs to, and of the one it belonged to."""
        return {obj.firm_id, form.initial.get("firm", obj.firm_id)}


@admin.register(Firm)
class RecheckingFirmAdmin(RecheckingAdmin, FirmAdmin):
    def firms_of(self, obj: Any, form: Any) -> set[int]:
        return {obj.pk}


@admin.register(Lawyer)
class RecheckingLawyerAdmin(RecheckingAdmin, LawyerAdmin):
    pass


@admin.register(HolidayYearRow)
class RecountingHolidayYearAdmin(HolidayYearAdmin):
    """After a change the limits that run are counted anew."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        former = current.calendar()
        super().save_model(request, obj, form, change)
        moved = recount_deadlines(actor=request.user, reason=form.cleaned_data["reason"], former=former)
        words = ngettext("%(n)d deadline was counted anew.", "%(n)d deadlines were counted anew.", moved)
        self.message_user(request, words % {"n": moved})


@admin.register(FirmClient)
class FirmClientAdmin(RecheckingAdmin, HouseAdmin):
    """Whom a firm acts for."""

    list_display = ("firm", "employer_name", "credit_code", "since", "until")
    search_fields = ("employer_name", "credit_code", "firm__name")
    list_select_related = ("firm",)
