"""/calculators/"""

from django.urls import path

from calculators import views

app_name = "calculators"
urlpatterns = [
    path("", views.index, name="index"),
    path("what-may-i-claim/", views.entitlements, name="entitlements"),
    path("<slug:code>/", views.page, name="page"),
]
