"""/money/"""

from django.urls import path

from recoveries.views import extras, in_kind, ledger, receipts, statements

app_name = "recoveries"
urlpatterns = [
    path("", receipts.queue, name="queue"),
    path("cases/<int:case_pk>/record/", receipts.record, name="record"),
    path("ledger/", ledger.choose, name="ledger"),
    path("ledger/<slug:fmt>/", ledger.export, name="export_ledger"),
    path("statements/", statements.listing, name="statements"),
    path("statements/new/", statements.add, name="add_statement"),
    path("statements/<int:pk>/", statements.detail, name="statement"),
    path("statements/rows/<int:pk>/", statements.line, name="statement_line"),
    path("statements/rows/<int:pk>/skip/", statements.skip, name="skip_line"),
    path("statements/rows/<int:pk>/reopen/", statements.reopen, name="reopen_line"),
    path("cases/<int:case_pk>/in-kind/", in_kind.add, name="add_in_kind"),
    path("in-kind/<int:pk>/strike/", in_kind.strike, name="strike_in_kind"),
    path("<int:pk>/", receipts.detail, name="detail"),
    path("<int:pk>/overpaid/", extras.settle, name="settle"),
    path("<int:pk>/<slug:step>/", receipts.ReceiptStepView.as_view(), name="step"),
]
