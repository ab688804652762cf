"""Every step of the case workflow."""

from django.urls import reverse

from cases.actions.steps import take_step
from cases.models import Case
from core.step_view import StepView


class CaseStepView(StepView):
    model = Case
    take = staticmethod(take_step)

    @staticmethod
    def done_url(case: Case) -> str:
        return reverse("cases:detail", args=[case.pk])
