"""Who may open which page of the ledger. How to read and write a row: `core/access.py`."""

from cases.access import SEES_CASE, WORKS_ON_CASE, form
from core.access import ADMINISTRATORS, AUDITOR, SUPERUSER, SUPERVISOR, Page, Reach

SET_EVERYWHERE = Reach(get=SUPERUSER, post=SUPERUSER)
"""Who set up the house reaches every office."""

PAGES = {
    "recoveries:queue": Page(section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR),
    "recoveries:record": form(WORKS_ON_CASE),
    "recoveries:detail": Page(of="receipt", get=SEES_CASE, post=WORKS_ON_CASE),
    "recoveries:mend": Page(of="sent_back", get=WORKS_ON_CASE, post=WORKS_ON_CASE, sees=SEES_CASE),
    "recoveries:together": Page(section=SUPERVISOR, get=SUPERVISOR, post=SUPERVISOR),
    "recoveries:as_of": Page(section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR),
    "recoveries:case_as_of": Page(of="case", get=SEES_CASE),
    "recoveries:second_looks": Page(section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR),
    "recoveries:second_look": Page(
        of="look", section=SUPERVISOR | AUDITOR, get=SUPERVISOR | AUDITOR, post=SUPERVISOR
    ),
    "recoveries:second_look_share": Page(
        of="office", section=ADMINISTRATORS, get=ADMINISTRATORS, post=ADMINISTRATORS, foreign=SET_EVERYWHERE
    ),
    "recoveries:step": form(SUPERVISOR, of="receipt", step="verify"),
}
