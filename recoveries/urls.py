"""/money/"""

from django.urls import path

from recoveries.views import extras, receipts

app_name = "recoveries"
urlpatterns = [
    path("", receipts.queue, name="queue"),
    path("cases/<int:case_pk>/record/", receipts.record, name="record"),
    path("<int:pk>/", receipts.detail, name="detail"),
    path("<int:pk>/overpaid/", extras.settle, name="settle"),
    path("<int:pk>/<slug:step>/", receipts.ReceiptStepView.as_view(), name="step"),
]
