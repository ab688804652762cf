"""/money/"""

from django.urls import path

from recoveries.views import mending, receipts, review

app_name = "recoveries"
urlpatterns = [
    path("", review.queue, name="queue"),
    path("cases/<int:case_pk>/record/", receipts.record, name="record"),
    path("<int:pk>/", review.detail, name="detail"),
    path("<int:pk>/mend/", mending.mend, name="mend"),
    path("<int:pk>/<slug:step>/", review.ReceiptStepView.as_view(), name="step"),
]
