"""The home page, and the reading of days for the fields of all pages."""

from django.urls import path

from core.views import read_day
from work import views

app_name = "work"
urlpatterns = [
    path("", views.home, name="home"),
    path("together/<slug:step>/", views.together, name="together"),
    path("day/", read_day, name="read_day"),
    path("favicon.ico", views.favicon, name="favicon"),
]
