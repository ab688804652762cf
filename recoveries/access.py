"""Who may open which page of the ledger. How to read and write a row: `core/access.py`."""

from cases.access import SEES_CASE, WORKS_ON_CASE, form
from core.access import AUDITOR, SUPERVISOR, Page

PAGES = {
    "recoveries:queue": Page(section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR),
    "recoveries:record": form(WORKS_ON_CASE),
    "recoveries:detail": Page(of="receipt", get=SEES_CASE, post=WORKS_ON_CASE),
    "recoveries:settle": form(WORKS_ON_CASE, of="receipt"),
    "recoveries:step": form(SUPERVISOR, of="receipt", step="verify"),
}
