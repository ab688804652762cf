"""The access log. Cases are written on their own pages."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Office
from accounts.permissions import office_ids
from cases.models import Case
from core.admin import KeptAdmin
from core.models import AccessLog
from lawyers.models import Firm


@admin.register(AccessLog)
class AccessLogAdmin(KeptAdmin):
    """Who read, downloaded or exported what.

    Auditors read what concerns the cases of their offices. What concerns no single case (exports, refused attempts) they
    and administrators read where somebody of their offices, a lawyer who serves them, or a superuser did it; those of a
    top office also what was run on the server. Superusers read all of it.
    """

    list_display = ("at", "actor", "kind", "subject", "reason_read", "address")
    list_filter = ("kind",)
    search_fields = ("subject", "reason", "actor__name", "actor__username")
    list_select_related = ("actor",)
    date_hierarchy = "at"

    @admin.display(description=_("Reason"), ordering="reason")
    def reason_read(self, row: AccessLog) -> str:
        return row.reason_read

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        offices = office_ids(request.user, ("auditor", "administrator"))
        people = Q(actor__in=Membership.objects.filter(office__in=offices).values("user"))
        lawyers = Q(actor__lawyer__firm__in=Firm.objects.serving(offices))
        own = office_ids(request.user, ("auditor",))
        audited = Case.objects.filter(office__in=own).values("pk")
        if Office.objects.filter(pk__in=offices, depth=1).exists():
            people |= Q(actor__isnull=True)
        everybody = Q() if request.user.is_superuser else people | lawyers | Q(actor__is_superuser=True)
        shown = Q(case_id__in=audited) | Q(office_id__in=own)
        shown |= Q(case_id__isnull=True, office_id__isnull=True) & everybody
        return super().get_queryset(request).filter(shown)
