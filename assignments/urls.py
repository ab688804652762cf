"""Offers as the office makes them and as lawyers answer them; the firms. A step is the last route."""

from django.urls import path

from assignments.views import firms, offering, offers

app_name = "assignments"
urlpatterns = [
    path("cases/<int:pk>/offer/", offering.offer, name="offer_case"),
    path(
        "cases/assignments/<int:pk>/<slug:step>/",
        offering.CaseAssignmentStepView.as_view(),
        name="case_step",
    ),
    path("offers/", offers.offers, name="offers"),
    path("offers/<int:pk>/", offers.detail, name="offer"),
    path("offers/<int:pk>/<slug:step>/", offering.AssignmentStepView.as_view(), name="step"),
    path("lawyers/", firms.firms, name="firms"),
    path("lawyers/<int:pk>/", firms.firm, name="firm"),
]
