"""Who may open which page of offers, firms and lawyers. How to read and write a row: `core/access.py`."""

from cases.access import SEES_CASE, form
from core.access import (
    ADMINISTRATORS,
    CLERK,
    LAWYERS,
    SIGNED_IN,
    STAFF,
    SUPERUSER,
    Page,
    Reach,
    admin_pages,
)

# Administrators look at all firms, to have no firm written down twice. They write those of their offices.
LOOKED_AT = Reach(get=ADMINISTRATORS, post=SUPERUSER)
WRITTEN = Reach(get=ADMINISTRATORS, post=ADMINISTRATORS)

PAGES = {
    "assignments:offer_case": form(CLERK),
    "assignments:case_step": form(CLERK, of="offer", step="withdraw"),
    "assignments:offers": Page(get=SIGNED_IN),
    "assignments:offer": Page(of="offer", get=SEES_CASE),
    "assignments:step": form(LAWYERS, of="offer", step="decline"),
    "assignments:firms": Page(get=SIGNED_IN),
    "assignments:firm": Page(
        of="firm", get=STAFF | LAWYERS | ADMINISTRATORS, foreign=Reach(get=ADMINISTRATORS)
    ),
    **admin_pages("lawyers", "firm", of="firm", own=WRITTEN, foreign=LOOKED_AT),
    **admin_pages("lawyers", "lawyer", of="lawyer", own=WRITTEN, foreign=LOOKED_AT),
    **admin_pages(
        "lawyers", "firmclient", of="client", own=WRITTEN, foreign=Reach(get=SUPERUSER, post=SUPERUSER)
    ),
}
