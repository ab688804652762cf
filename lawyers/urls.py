from django.urls import path

from lawyers import views

app_name = "lawyers"
urlpatterns = [
    path("", views.firms, name="list"),
    path("<int:pk>/", views.firm, name="firm"),
]
