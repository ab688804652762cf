"""Every step of the case workflow."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.steps import take_step
from cases.choices import deadline_kinds, length_of
from cases.forms.steps import STEP_FORMS
from cases.models import Case
from cases.workflow import ENDED
from core.step_view import StepView


class CaseStepView(StepView):
    model = Case
    take = staticmethod(take_step)
    step_forms = STEP_FORMS
    headline = "cases/_headline.html"

    @staticmethod
    def done_url(case: Case) -> str:
        return reverse("cases:detail", args=[case.pk])

    def visible(self) -> Any:
        return super().visible().for_page()

    def effects(self) -> list[str]:
        """The number given, the limits ended and opened, the lawyers released."""
        found = []
        if self.name in ("accept", "accept_urgently") and not self.obj.number:
            found.append(_("The case gets its number."))
        kinds = dict(deadline_kinds())
        for deadline in self.obj.deadlines.all():
            if deadline.state == "open" and ({"*", deadline.kind} & set(self.step.settles)):
                found.append(_("This limit ends: %(limit)s") % {"limit": kinds[deadline.kind]})
        for kind in self.step.opens:
            found.append(
                _("This limit starts: %(limit)s, %(length)s")
                % {"limit": kinds[kind], "length": length_of(kind)}
            )
        if self.step.target in ENDED and any(a.is_live for a in self.obj.assignments.all()):
            found.append(_("Open offers are withdrawn and the lawyers are released."))
        return found
