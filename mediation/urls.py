"""Mediation rounds and agreements."""

from django.urls import path

from mediation import views

app_name = "mediation"
urlpatterns = [
    path("cases/<int:pk>/rounds/new/", views.schedule, name="schedule_round"),
    path("cases/<int:pk>/rounds/held/", views.record_held, name="record_held"),
    path("cases/rounds/<int:pk>/correct/", views.correct, name="correct_round"),
    path("cases/rounds/<int:pk>/<slug:step>/", views.RoundStepView.as_view(), name="round_step"),
    path("cases/<int:pk>/agreement/", views.agreement, name="agreement"),
    path("cases/agreements/<int:pk>/sign/", views.sign, name="sign_agreement"),
]
