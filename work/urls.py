"""/"""

from django.urls import path

from work import views

app_name = "work"
urlpatterns = [path("", views.home, name="home"), path("favicon.ico", views.favicon, name="favicon")]
