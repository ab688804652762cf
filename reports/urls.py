"""/reports/"""

from django.urls import path

from reports.views import dashboard, period, projects, shapes

app_name = "reports"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("behind/<slug:measure>/", dashboard.rows_behind, name="behind"),
    path("definitions/", dashboard.definitions, name="definitions"),
    path("period/", period.period, name="period"),
    path("period/sign/", period.sign, name="sign"),
    path("period/file/<slug:fmt>/", period.period_file, name="period_file"),
    path("signed/", period.signed_list, name="signed_list"),
    path("signed/<int:pk>/", period.signed, name="signed"),
    path("signed/<int:pk>/<slug:fmt>/", period.signed_file, name="signed_file"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.new_project, name="new_project"),
    path("projects/file/<slug:fmt>/", projects.projects_file, name="projects_file"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/change/", projects.change_project, name="change_project"),
    path("projects/<int:pk>/hand-down/", projects.hand_down_project, name="hand_down_project"),
    path("projects/<int:pk>/enter/", projects.enter_project, name="enter_project"),
    path("projects/entries/<int:pk>/correct/", projects.correct_entry, name="correct_entry"),
    path("projects/entries/<int:pk>/proof/", projects.entry_proof, name="entry_proof"),
    path("shapes/", shapes.shapes, name="shapes"),
    path("shapes/new/", shapes.new, name="new_shape"),
    path("shapes/<int:pk>/", shapes.change, name="shape"),
]
