"""The home page, the filters users keep of lists, lists as files, and the reading of days for the fields of all pages."""

from django.urls import path

from core import export_views, saved_filter_views
from core.views import read_day
from work.views import closing_reports, home

app_name = "work"
urlpatterns = [
    path("", home.home, name="home"),
    path("verified-this-year/", home.verified, name="verified_this_year"),
    path("closing-reports/", closing_reports.closing_reports, name="closing_reports"),
    path("closing-reports/today/", closing_reports.issued_today, name="reports_of_today"),
    path("together/<slug:step>/", home.together, name="together"),
    path("filters/<str:of>/save/", saved_filter_views.save, name="save_filter"),
    path("filters/<int:pk>/", saved_filter_views.change, name="change_filter"),
    path("exports/new/<str:of>/", export_views.ask, name="ask_export"),
    path("exports/<int:pk>/", export_views.detail, name="export"),
    path("exports/<int:pk>/stop/", export_views.stop, name="stop_export"),
    path("exports/<int:pk>/file/", export_views.fetch, name="export_file"),
    path("day/", read_day, name="read_day"),
    path("favicon.ico", home.favicon, name="favicon"),
]
