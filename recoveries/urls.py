"""/money/"""

from django.urls import path

from recoveries.views import receipts

app_name = "recoveries"
urlpatterns = [
    path("", receipts.queue, name="queue"),
    path("cases/<int:case_pk>/record/", receipts.record, name="record"),
    path("<int:pk>/", receipts.detail, name="detail"),
    path("<int:pk>/<slug:step>/", receipts.ReceiptStepView.as_view(), name="step"),
]
