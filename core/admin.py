"""The admin's way of writing: with an actor and a reason, like everywhere else. Nothing is deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.audit import record
from core.once import once
from core.timeline import Source, acts, read


class ReasonedForm(forms.ModelForm):
    """A change form that asks why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Kept on record."))


class KeptAdmin(admin.ModelAdmin):
    """Nothing is deleted, nothing is done in bulk; who gets into the admin site may look."""

    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Null characters, which PostgreSQL does not take, and years without a calendar are no filter."""
        if any("\x00" in text for _name, values in request.GET.lists() for text in values):
            raise BadRequest
        try:
            return super().changelist_view(request, extra_context)
        except ValueError as error:
            raise BadRequest from error

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What is on record of this object and its rows, whoever wrote it and wherever."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not hasattr(obj, "history"):
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        sources = [Source(type(obj), Q(id=obj.pk))]
        for inline in self.inlines:
            link = _get_foreign_key(type(obj), inline.model)  # type: ignore[attr-defined]
            sources.append(Source(inline.model, Q(**{link.name: obj.pk})))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record"),
            "opts": self.opts,
            "object": obj,
            "acts": acts(read(sources, obj)),
        }
        return render(request, "admin/record.html", context)


class AuditedAdmin(KeptAdmin):
    """Master data written through `core.audit.record`. `may_write` says by whom; others do not see it here."""

    form = ReasonedForm

    def may_write(self, user: Any) -> bool:
        """May this user see and change these rows here?"""
        return user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request.user)

    has_change_permission = has_view_permission

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The reason comes last."""
        fields = [name for name in super().get_fields(request, obj) if name != "reason"]
        return [*fields, "reason"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        record(obj, actor=request.user, reason=form.cleaned_data["reason"])

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What is sent again writes nothing."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with once(request, reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")) as sent:
            response = super().changeform_view(request, *args, **kwargs)
            if (getattr(response, "context_data", None) or {}).get("errors"):
                sent.give_back()
        return response

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            record(row, actor=request.user, reason=form.cleaned_data["reason"])


class RowsInline(admin.TabularInline):
    """Rows of the object on its page; they end by a date and are never removed."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
