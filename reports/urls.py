"""/reports/"""

from django.urls import path

from reports.views import dashboard, period, shapes

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
    path("shapes/", shapes.shapes, name="shapes"),
    path("shapes/new/", shapes.new, name="new_shape"),
    path("shapes/<int:pk>/", shapes.change, name="shape"),
]
