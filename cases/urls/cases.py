"""Everything about a case. A step of the workflow is the last route: any other name goes above it."""

from django.urls import path

from cases.views import case, steps

app_name = "cases"
urlpatterns = [
    path("<int:pk>/", case.detail, name="detail"),
    path("<int:pk>/<slug:step>/", steps.CaseStepView.as_view(), name="step"),
]
