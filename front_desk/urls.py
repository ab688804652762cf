"""The window: visits, intake, the look-ups their pages make while one types, and requests for records."""

from django.urls import path

from front_desk.views import intake, lookups, people, record_requests, visits

app_name = "front_desk"
urlpatterns = [
    path("visits/", visits.visit_list, name="visits"),
    path("visits/export/<slug:fmt>/", visits.visit_export, name="export_visits"),
    path("visits/new/", visits.new, name="new_visit"),
    path("visits/<int:pk>/", visits.detail, name="visit"),
    path("visits/<int:pk>/edit/", visits.edit, name="edit_visit"),
    path("visits/<int:pk>/open-case/", visits.open_case, name="open_case"),
    path("workers/<int:pk>/", people.person, name="person"),
    path("workers/<int:pk>/join/<int:twin_pk>/", people.join, name="join_workers"),
    path("workers/joins/<int:pk>/undo/", people.part, name="undo_join"),
    path("cases/new/", intake.intake, name="intake"),
    path("cases/drafts/", intake.autosave, name="intake_autosave"),
    path("cases/drafts/<int:pk>/", intake.draft, name="intake_draft"),
    path("cases/find-worker/", lookups.find_worker, name="find_worker"),
    path("visits/records/", record_requests.request_list, name="record_requests"),
    path("visits/records/ask/<int:pk>/", record_requests.ask, name="ask_for_record"),
    path("visits/records/<int:pk>/", record_requests.detail, name="record_request"),
    path(
        "visits/records/<int:pk>/<slug:step>/",
        record_requests.RequestStepView.as_view(),
        name="record_request_step",
    ),
    path("cases/find-employer/", lookups.find_employer, name="find_employer"),
]
