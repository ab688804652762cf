"""/calculators/"""

from django.urls import path

from calculators.views import free, kept

app_name = "calculators"
urlpatterns = [
    path("", free.index, name="index"),
    path("what-may-i-claim/", free.entitlements, name="entitlements"),
    path("kept/", kept.kept, name="kept"),
    path("kept/<int:pk>/strike/", kept.strike, name="kept_strike"),
    path("kept/<int:pk>/replace/", kept.replace, name="kept_replace"),
    path("<slug:code>/", free.page, name="page"),
]
