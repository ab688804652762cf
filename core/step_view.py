"""One view and one form map for every step of every workflow."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from core.errors import Problem
from core.fsm import find_step, may_take, transitions_of
from core.resume import form_data


class StepForm(forms.Form):
    """What every step asks: a reason, demanded where the step is a way out.

    Forms for particular steps add fields named like the parameters of the action, and may read `self.obj`
    and `self.user`.
    """

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason_required = False

    def __init__(self, *args: Any, obj: models.Model, user: Any, tone: str = "", **kwargs: Any) -> None:
        self.obj = obj
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = obj.version  # type: ignore[attr-defined]
        self.fields["reason"].required = self.reason_required or tone == "danger"
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def data_for_step(self) -> dict[str, Any]:
        """The keyword arguments for the action."""
        return self.cleaned_data


class StepView(View):
    """GET shows what a step needs, POST takes it.

    `take(obj, name, *, actor, reason, seen_version, **data)` is the workflow's action; `step_forms` maps the name
    of a step to its form where a reason alone is not enough; `done_url(obj)` is where the user goes on.
    """

    model: type[models.Model]
    take: Callable[..., Any]
    step_forms: Mapping[str, type[StepForm]] = {}
    done_url: Callable[[Any], str]
    template_name = "components/step_page.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        self.name = kwargs["step"].replace("-", "_")
        if self.name not in transitions_of(self.model):
            raise Http404
        self.obj = get_object_or_404(self.model.objects.visible_to(request.user), pk=kwargs["pk"])  # type: ignore[attr-defined]
        step = find_step(self.obj, self.name)
        if step is None:
            messages.error(request, _("This step is no longer open: somebody may have been faster."))
            return redirect(type(self).done_url(self.obj))
        if not may_take(self.obj, self.name, request.user):
            raise PermissionDenied
        self.step = step
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None, files: Any = None) -> StepForm:
        form_class = self.step_forms.get(self.name, StepForm)
        return form_class(data, files, obj=self.obj, user=self.request.user, tone=self.step.tone)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.form(form_data(request)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            type(self).take(self.obj, self.name, actor=request.user, **form.data_for_step())
        except Problem as problem:
            form.add_error(None, problem)
            return self.page(form, status=422)
        messages.success(request, _("Done: %(step)s") % {"step": self.step.label})
        return redirect(type(self).done_url(self.obj))

    def page(self, form: StepForm, status: int = 200) -> HttpResponse:
        context = {
            "obj": self.obj,
            "step": self.step,
            "form": form,
            "back_url": type(self).done_url(self.obj),
        }
        return render(self.request, self.template_name, context, status=status)
