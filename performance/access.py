"""Who may open which page of performance. How to read and write a row: `core/access.py`."""

from cases.access import SEES_CASE, WORKS_ON_CASE, form
from core.access import Page

PAGES = {
    "performance:award_days": form(WORKS_ON_CASE),
    "performance:add_undertaking": form(WORKS_ON_CASE),
    "performance:tick_off": form(WORKS_ON_CASE, of="undertaking"),
    "performance:strike_undertaking": form(WORKS_ON_CASE, of="undertaking"),
    "performance:interest": form(WORKS_ON_CASE),
    "performance:interest_working": Page(of="interest", get=SEES_CASE),
    "performance:strike_interest": form(WORKS_ON_CASE, of="interest"),
    "performance:apply": form(WORKS_ON_CASE, kind="payment_order"),
    "performance:remedy": form(WORKS_ON_CASE, of="remedy"),
}
