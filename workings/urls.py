"""The sums of claims worked out: one claim, a new one, a whole group, and what is on record of it."""

from django.urls import path

from workings.views import claims, entitlements

app_name = "workings"
urlpatterns = [
    path("cases/<int:pk>/claims/<int:claim_pk>/work-out/<slug:code>/", claims.work_out, name="work_out"),
    path("cases/<int:pk>/claims/<int:claim_pk>/override/", claims.override, name="override"),
    path(
        "cases/<int:pk>/claimants/<int:claimant_pk>/work-out/<slug:code>/",
        claims.work_out_new,
        name="work_out_new",
    ),
    path(
        "cases/<int:pk>/claimants/<int:claimant_pk>/what-may-i-claim/",
        entitlements.entitlements,
        name="entitlements",
    ),
    path("cases/<int:pk>/work-out/<slug:code>/", claims.work_out_all, name="work_out_group"),
    path("cases/<int:pk>/workings/<int:working_pk>/", claims.working, name="working"),
    path("cases/<int:pk>/final-award/", claims.final_award, name="final_award"),
]
