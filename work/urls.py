"""The home page, the filters users keep of lists, and the reading of days for the fields of all pages."""

from django.urls import path

from core import saved_filter_views
from core.views import read_day
from work import views

app_name = "work"
urlpatterns = [
    path("", views.home, name="home"),
    path("verified-this-year/", views.verified, name="verified_this_year"),
    path("together/<slug:step>/", views.together, name="together"),
    path("filters/<str:of>/save/", saved_filter_views.save, name="save_filter"),
    path("filters/<int:pk>/", saved_filter_views.change, name="change_filter"),
    path("day/", read_day, name="read_day"),
    path("favicon.ico", views.favicon, name="favicon"),
]
