"""The admin's way of writing: with an actor and a reason, like everywhere else. Nothing is deleted."""

from typing import TYPE_CHECKING, Any

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
from core.fields import ask_to_choose
from core.once import once
from core.timeline import Source, acts, read

if TYPE_CHECKING:
    from accounts.models import User


class ReasonedForm(forms.ModelForm):
    """A change form that asks why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Kept on record."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_to_choose(self)


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

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        self.seen_or_404(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        self.seen_or_404(request, object_id)
        return super().delete_view(request, object_id, extra_context)

    def seen_or_404(self, request: HttpRequest, object_id: str) -> Any:
        """The object. What one does not see is 404 here as everywhere, before anything else is asked."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        return obj

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What is on record of this object and its rows, whoever wrote it and wherever."""
        obj = self.seen_or_404(request, object_id)
        if not hasattr(obj, "history"):
            raise Http404
        sources = [Source(type(obj), Q(id=obj.pk))]
        for inline in self.inlines:
            link = _get_foreign_key(type(obj), inline.model)  # type: ignore[attr-defined]
            sources.append(Source(inline.model, Q(**{link.name: obj.pk})))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "opts": self.opts,
            "object": obj,
            "acts": acts(read(sources, obj)),
        }
        return render(request, "admin/record.html", context)


class AuditedAdmin(KeptAdmin):
    """Master data written through `core.audit.record`. `may_write` says by whom; others do not see it here."""

    form = ReasonedForm

    def may_write(self, user: "User") -> bool:
        """May this user see and change these rows here?"""
        return user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request.user)

    has_change_permission = has_view_permission

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The reason comes last; who only looks is asked for none."""
        fields = [name for name in super().get_fields(request, obj) if name != "reason"]
        writes = obj is None or self.has_change_permission(request, obj)
        return [*fields, "reason"] if writes else fields

    def write(self, row: Any, *, actor: "User", reason: str) -> Any:
        """Write one row; an admin whose rows have an action of their own names it here."""
        return record(row, actor=actor, reason=reason)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.write(obj, actor=request.user, reason=form.cleaned_data["reason"])

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """What is sent again writes nothing. Who may not write is told so before the page is asked for its token."""
        if request.method != "POST" or not self._may_send(request, object_id):
            return super().changeform_view(request, object_id, *args, **kwargs)
        with once(request, reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")) as sent:
            response = super().changeform_view(request, object_id, *args, **kwargs)
            if (getattr(response, "context_data", None) or {}).get("errors"):
                sent.give_back()
        return response

    def _may_send(self, request: HttpRequest, object_id: str | None) -> bool:
        if object_id is None:
            return self.has_add_permission(request)
        obj = self.get_object(request, unquote(object_id))
        return obj is not None and self.has_change_permission(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            self.write(row, actor=request.user, reason=form.cleaned_data["reason"])


class RowsInline(admin.StackedInline):
    """Rows of the object on its page; they end by a date and are never removed."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
