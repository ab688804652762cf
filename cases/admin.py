"""The access log. Cases are written on their own pages."""

import datetime as dt
from contextlib import suppress
from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.lookups import In
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Office
from accounts.permissions import office_ids
from cases.queries.scope import office_of_case
from core import clock
from core.admin import KeptAdmin
from core.lookups import among
from core.models import AccessLog
from lawyers.models import Firm, Lawyer

LATEST = 2_000
"""So many entries are counted and paged through; former ones are found by their days."""


YEAR, MONTH, DAY = map(len, ("2026", "2026-11", "2026-11-05"))


class When(admin.SimpleListFilter):
    """A year, then one of its months, then one of its days: told by the calendar, without looking at the entries."""

    title = _("When")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        oldest = AccessLog.objects.order_by("at").values_list("at", flat=True).first()
        if oldest is None:
            return []
        today = clock.today()
        offered = {str(year) for year in range(timezone.localtime(oldest).year, today.year + 1)}
        if chosen := _span(value := self.value()):
            first, beyond = chosen
            inside = (first + dt.timedelta(n) for n in range((beyond - first).days))
            length = MONTH if len(value) == YEAR else DAY
            offered |= {
                value[:YEAR],
                value[:MONTH],
                *(day.isoformat()[:length] for day in inside if day <= today),
            }
        return [(span, span) for span in sorted(offered)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not (chosen := _span(self.value())):
            return queryset
        first, beyond = map(clock.start_of, chosen)
        return queryset.filter(at__gte=first, at__lt=beyond)


def _span(text: str | None) -> tuple[dt.date, dt.date] | None:
    """The first day of "2026", "2026-11" or "2026-11-05", and the first one after it; None where it is none of them."""
    with suppress(ValueError, OverflowError):
        first = dt.date.fromisoformat(f"{text}-01-01"[:DAY])
        if text and len(text) in (YEAR, MONTH):
            return first, (first + dt.timedelta(366 if len(text) == YEAR else 31)).replace(day=1)
        return first, first + dt.timedelta(1)
    return None


class LatestPaginator(Paginator):
    """Pages of the first `LATEST` rows."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list.values_list("pk", flat=True)[:LATEST])


@admin.register(AccessLog)
class AccessLogAdmin(KeptAdmin):
    """Who read, downloaded or exported what.

    Auditors read what concerns the cases of their offices. What concerns no single case (exports, refused attempts) they
    and administrators read where somebody of their offices, a lawyer who serves them, or a superuser did it; those of a
    top office also what was run on the server. Superusers read all of it.
    """

    list_display = ("at", "actor", "kind", "subject", "reason_read", "address")
    list_filter = ("kind", When)
    search_fields = ("subject", "reason", "actor__name", "actor__username")
    list_select_related = ("actor",)
    paginator = LatestPaginator
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Says where there may be more than it lists."""
        response = super().changelist_view(request, extra_context)
        shown = (getattr(response, "context_data", None) or {}).get("cl")
        if shown and shown.result_count == LATEST:
            said = _("Only the latest %(count)d entries are listed; choose days for former ones.")
            messages.info(request, str(said % {"count": LATEST}))
        return response

    @admin.display(description=_("Reason"), ordering="reason")
    def reason_read(self, row: AccessLog) -> str:
        return row.reason_read

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Told of each entry at hand, so that they are read in their order until the page is full."""
        offices = office_ids(request.user, ("auditor", "administrator"))
        people = Q(actor__in=Membership.objects.filter(office__in=offices).values("user"))
        lawyers = Q(actor__in=Lawyer.objects.filter(firm__in=Firm.objects.serving(offices)).values("user"))
        own = office_ids(request.user, ("auditor",))
        if Office.objects.filter(pk__in=offices, depth=1).exists():
            people |= Q(actor__isnull=True)
        everybody = Q() if request.user.is_superuser else people | lawyers | Q(actor__is_superuser=True)
        shown = Q(case_id__isnull=True, office_id__isnull=True) & everybody
        if own:
            shown |= Q(In(office_of_case(), own)) | among("office_id", own)
        return super().get_queryset(request).filter(shown)
