"""Firms, their lawyers and clients.

They are registered here and not in their own app, because a change of them is one for the cases under way.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from assignments.actions import recheck_cases_of_firm
from core.admin import AuditedAdmin, ReasonedForm
from core.fields import CreditCodeField, NameField
from lawyers.admin import FirmAdmin, LawyerAdmin, OwnAdmin
from lawyers.models import Firm, FirmClient, Lawyer


class RecheckingAdmin(AuditedAdmin):
    """After a change the cases the firm is asked for or acts in are checked for conflicts again."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for firm in Firm.objects.filter(pk__in=self.firms_of(obj, form)):
            recheck_cases_of_firm(firm, actor=request.user, reason=form.cleaned_data["reason"])

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


class FirmClientForm(ReasonedForm):
    employer_name = NameField(label=gettext_lazy("Employer"), max_length=120)
    credit_code = CreditCodeField(label=gettext_lazy("Unified credit code"), required=False)


@admin.register(FirmClient)
class FirmClientAdmin(RecheckingAdmin, OwnAdmin):
    """Whom a firm acts for."""

    form = FirmClientForm

    list_display = ("firm", "employer_name", "credit_code", "since", "until")
    search_fields = ("employer_name", "credit_code", "firm__name")
    list_select_related = ("firm",)
