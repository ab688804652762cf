"""One view and one form map for every step of every workflow."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from core.audit import one_act
from core.errors import Changed, Problem, show_problem
from core.fsm import Step, find_step, label_of, may_take, state_field, transitions_of
from core.once import remember
from core.resume import form_data

if TYPE_CHECKING:
    from accounts.models import User


class StepForm(forms.Form):
    """What every step asks: a reason, demanded where the step is a way out.

    Forms for particular steps add fields named like the parameters of the action, and may read `self.obj`
    and `self.user`. A form that is more than a column of fields names its own `fields_template`.
    """

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason_required = False
    fields_template = "components/step_fields.html"

    def __init__(self, *args: Any, obj: models.Model, user: "User", tone: str = "", **kwargs: Any) -> None:
        self.obj = obj
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = obj.version  # type: ignore[attr-defined]
        self.fields["reason"].required = self.reason_required or tone == "danger"
        if not self.fields["reason"].required:
            self.fields["reason"].label = _("Remark (optional)")
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def data_for_step(self) -> dict[str, Any]:
        """The keyword arguments for the action."""
        return self.cleaned_data

    def see_again(self) -> None:
        """Keep what was typed, but as answer to the object as it stands now."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen_version"] = str(self.obj.version)  # type: ignore[attr-defined,index]


class StepView(View):
    """GET shows what a step needs and what follows from it, POST takes it.

    `take(obj, name, *, actor, reason, seen_version, **data)` is the workflow's action; `step_forms` maps the name
    of a step to its form where a reason alone is not enough; `done_url(obj)` is where the user goes on. `effects`
    may say what else follows, and `visible` fetch more than the bare row.
    """

    model: type[models.Model]
    take: Callable[..., Any]
    step_forms: Mapping[str, type[StepForm]] = {}
    done_url: Callable[[Any], str]
    template_name = "components/step_page.html"
    done_words: Mapping[str, Any] = {}
    """What is said once a step is taken, where "Done" and its label are not enough, by its name."""
    headline = ""
    """A template that says in a line which object this is."""

    @property
    def user(self) -> "User":
        """Who is signed in; pages of steps are never public."""
        return self.request.user  # type: ignore[return-value]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        self.name = kwargs["step"].replace("-", "_")
        if self.name not in transitions_of(self.model):
            raise Http404
        self.obj = get_object_or_404(self.visible(), pk=kwargs["pk"])
        self.step = self.find()
        if self.step.target and not may_take(self.obj, self.name, self.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def visible(self) -> Any:
        return self.model.objects.visible_to(self.request.user)  # type: ignore[attr-defined]

    def find(self) -> Step:
        """The step from where the object stands; one without a target where it does not lead on from there."""
        return find_step(self.obj, self.name) or Step(self.name, label_of(self.model, self.name), "", 0)

    def form(self, data: Any = None, files: Any = None) -> StepForm:
        form_class = self.step_forms.get(self.name, StepForm)
        return form_class(data, files, obj=self.obj, user=self.user, tone=self.step.tone)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.step.target:
            messages.error(request, _("This step is no longer open: somebody may have been faster."))
            return redirect(type(self).done_url(self.obj))
        return self.page(self.form(form_data(request)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        valid = form.is_valid()
        if not self.step.target:
            form.add_error(None, Changed())
        elif valid:
            try:
                with one_act():
                    type(self).take(self.obj, self.name, actor=request.user, **form.data_for_step())
            except Changed as changed:
                self.look_again(form)
                show_problem(form, changed)
            except Problem as problem:
                show_problem(form, problem)
            else:
                done_url = type(self).done_url(self.obj)
                remember(request, done_url)
                done = self.done_words.get(self.name) or _("Done: %(step)s") % {"step": self.step.label}
                messages.success(request, done)
                return redirect(done_url)
        return self.page(form, status=422)

    def look_again(self, form: StepForm) -> None:
        """Show the object as it stands now, with what was typed kept."""
        self.obj = form.obj = get_object_or_404(self.visible(), pk=self.obj.pk)
        self.step = self.find()
        form.see_again()

    def effects(self) -> list[str]:
        """What follows from the step, in sentences."""
        return []

    def back_url(self) -> str:
        """Where the user goes who leaves without taking it."""
        return type(self).done_url(self.obj)

    def crumbs(self) -> list[tuple[str, object]]:
        """The pages above this one, the topmost first: address and label."""
        return [(type(self).done_url(self.obj), self.obj)]

    def page(self, form: StepForm, status: int = 200) -> HttpResponse:
        field = state_field(self.model)
        states = dict(field.flatchoices)
        state = field.get_state(self.obj)
        tones = self.model.STATE_TONES  # type: ignore[attr-defined]
        context = {
            "obj": self.obj,
            "step": self.step,
            "form": form,
            "from_state": states[state],
            "from_tone": tones.get(state, ""),
            "to_state": states.get(self.step.target, ""),
            "to_tone": tones.get(self.step.target, ""),
            "effects": self.effects(),
            "headline": self.headline,
            "crumbs": self.crumbs(),
            "back_url": self.back_url(),
        }
        return render(self.request, self.template_name, context, status=status)
