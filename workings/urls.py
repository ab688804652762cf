"""The sums of claims worked out: one claim, a new one, a whole group, and what is on record of it."""

from django.urls import path

from workings import views

app_name = "workings"
urlpatterns = [
    path("cases/<int:pk>/claims/<int:claim_pk>/work-out/<slug:code>/", views.work_out, name="work_out"),
    path("cases/<int:pk>/claims/<int:claim_pk>/override/", views.override, name="override"),
    path(
        "cases/<int:pk>/claimants/<int:claimant_pk>/work-out/<slug:code>/",
        views.work_out_new,
        name="work_out_new",
    ),
    path("cases/<int:pk>/work-out/<slug:code>/", views.work_out_all, name="work_out_group"),
    path("cases/<int:pk>/workings/<int:working_pk>/", views.working, name="working"),
    path("cases/<int:pk>/final-award/", views.final_award, name="final_award"),
]
