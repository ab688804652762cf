"""/visits/"""

from django.urls import path

from cases.views import visits

app_name = "visits"
urlpatterns = [
    path("", visits.visit_list, name="list"),
    path("export/<slug:fmt>/", visits.visit_export, name="export"),
    path("new/", visits.new, name="new"),
    path("<int:pk>/", visits.detail, name="detail"),
    path("<int:pk>/edit/", visits.edit, name="edit"),
    path("<int:pk>/open-case/", visits.open_case, name="open_case"),
]
