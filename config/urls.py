"""Every section of the house, on one screen."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("work.urls")),
    path("", include("front_desk.urls")),
    path("", include("mediation.urls")),
    path("", include("performance.urls")),
    path("", include("workings.urls")),
    path("", include("assignments.urls")),
    path("cases/", include("cases.urls")),
    path("calculators/", include("calculators.urls")),
    path("papers/", include("documents.urls")),
    path("money/", include("recoveries.urls")),
    path("reports/", include("reports.urls")),
    path("record/", include("seals.urls")),
    path("tables/", include("law_tables.urls")),
    path("people/", include("accounts.urls")),
    path("account/", include("accounts.urls_sign_in")),
    path("admin/", admin.site.urls),
]

handler400 = "core.views.bad_request"
handler403 = "config.refusals.forbidden"
handler404 = "config.refusals.not_found"
handler429 = "core.views.too_many"  # allauth asks for it
handler500 = "core.views.server_error"
