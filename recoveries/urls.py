"""/money/"""

from django.urls import path

from recoveries.views import as_of, mending, receipts, review, second_looks

app_name = "recoveries"
urlpatterns = [
    path("", review.queue, name="queue"),
    path("cases/<int:case_pk>/record/", receipts.record, name="record"),
    path("cases/<int:case_pk>/as-of/", as_of.case, name="case_as_of"),
    path("as-of/", as_of.office, name="as_of"),
    path("verify/", review.together, name="together"),
    path("second-looks/", second_looks.looks, name="second_looks"),
    path("second-looks/<int:pk>/", second_looks.look, name="second_look"),
    path("second-looks/share/<int:office_pk>/", second_looks.share, name="second_look_share"),
    path("<int:pk>/", review.detail, name="detail"),
    path("<int:pk>/mend/", mending.mend, name="mend"),
    path("<int:pk>/<slug:step>/", review.ReceiptStepView.as_view(), name="step"),
]
