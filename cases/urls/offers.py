"""Offers to lawyers. A step is the last route."""

from django.urls import path

from cases.views import offers
from cases.views.assignments import AssignmentStepView

app_name = "offers"
urlpatterns = [
    path("", offers.offers, name="list"),
    path("<int:pk>/", offers.detail, name="detail"),
    path("<int:pk>/<slug:step>/", AssignmentStepView.as_view(), name="step"),
]
