"""Every step of the case workflow."""

from typing import Any

from cases.actions.steps import take_step
from cases.addresses import case_url
from cases.forms.steps import STEP_FORMS
from cases.models import Case
from cases.views.effects import effects_of
from core.step_view import StepView


class CaseStepView(StepView):
    model = Case
    take = staticmethod(take_step)
    step_forms = STEP_FORMS
    headline = "cases/_headline.html"

    @staticmethod
    def done_url(case: Case) -> str:
        return case_url(case.pk)

    def visible(self) -> Any:
        return super().visible().for_page()

    def effects(self) -> list[str]:
        return effects_of(self.obj, self.step)
