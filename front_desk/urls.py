"""The window: visits, intake, and the look-ups their pages make while one types."""

from django.urls import path

from front_desk.views import intake, lookups, visits

app_name = "front_desk"
urlpatterns = [
    path("visits/", visits.visit_list, name="visits"),
    path("visits/export/<slug:fmt>/", visits.visit_export, name="export_visits"),
    path("visits/new/", visits.new, name="new_visit"),
    path("visits/<int:pk>/", visits.detail, name="visit"),
    path("visits/<int:pk>/edit/", visits.edit, name="edit_visit"),
    path("visits/<int:pk>/open-case/", visits.open_case, name="open_case"),
    path("cases/new/", intake.intake, name="intake"),
    path("cases/drafts/", intake.autosave, name="intake_autosave"),
    path("cases/drafts/<int:pk>/", intake.draft, name="intake_draft"),
    path("cases/find-worker/", lookups.find_worker, name="find_worker"),
    path("cases/find-employer/", lookups.find_employer, name="find_employer"),
]
