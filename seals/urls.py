"""/record/"""

from django.urls import path

from seals import views

app_name = "seals"
urlpatterns = [
    path("", views.record, name="record"),
    path("roots/", views.roots, name="roots"),
    path("<int:number>/", views.note, name="note"),
]
