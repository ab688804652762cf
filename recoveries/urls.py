"""/money/"""

from django.urls import path

from recoveries import views

app_name = "recoveries"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("cases/<int:case_pk>/record/", views.record, name="record"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/<slug:step>/", views.ReceiptStepView.as_view(), name="step"),
]
