"""The access log, read in the admin site. Cases have no master data; they are written on their own pages."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import Membership
from accounts.permissions import office_ids
from cases.models import Case
from core.admin import KeptAdmin
from core.models import AccessLog
from lawyers.models import Firm


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
