"""/money/"""

from django.urls import path

from recoveries.views import (
    as_of,
    extras,
    in_kind,
    ledger,
    mending,
    old_ledgers,
    receipts,
    review,
    second_looks,
    statements,
)

app_name = "recoveries"
urlpatterns = [
    path("", review.queue, name="queue"),
    path("cases/<int:case_pk>/record/", receipts.record, name="record"),
    path("cases/<int:case_pk>/as-of/", as_of.case, name="case_as_of"),
    path("cases/<int:case_pk>/in-kind/", in_kind.add, name="add_in_kind"),
    path("in-kind/<int:pk>/strike/", in_kind.strike, name="strike_in_kind"),
    path("as-of/", as_of.office, name="as_of"),
    path("ledger/", ledger.choose, name="ledger"),
    path("ledger/<slug:fmt>/", ledger.export, name="export_ledger"),
    path("statements/", statements.listing, name="statements"),
    path("statements/new/", statements.add, name="add_statement"),
    path("statements/<int:pk>/", statements.detail, name="statement"),
    path("statements/rows/<int:pk>/", statements.line, name="statement_line"),
    path("statements/rows/<int:pk>/skip/", statements.skip, name="skip_line"),
    path("statements/rows/<int:pk>/reopen/", statements.reopen, name="reopen_line"),
    path("old-ledgers/", old_ledgers.listing, name="old_ledgers"),
    path("old-ledgers/new/", old_ledgers.add, name="add_old_ledger"),
    path("old-ledgers/<int:pk>/", old_ledgers.detail, name="old_ledger"),
    path("old-ledgers/<int:pk>/go-on/", old_ledgers.go_on, name="go_on_old_ledger"),
    path(
        "old-ledgers/<int:pk>/<slug:step>/",
        old_ledgers.OldLedgerStepView.as_view(),
        name="old_ledger_step",
    ),
    path("verify/", review.together, name="together"),
    path("second-looks/", second_looks.looks, name="second_looks"),
    path("second-looks/<int:pk>/", second_looks.look, name="second_look"),
    path("second-looks/share/<int:office_pk>/", second_looks.share, name="second_look_share"),
    path("<int:pk>/", review.detail, name="detail"),
    path("<int:pk>/mend/", mending.mend, name="mend"),
    path("<int:pk>/overpaid/", extras.settle, name="settle"),
    path("<int:pk>/<slug:step>/", review.ReceiptStepView.as_view(), name="step"),
]
