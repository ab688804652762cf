"""Who may open which page of a sum worked out. How to read and write a row: `core/access.py`."""

from cases.access import SEES_CASE, WORKS_ON_CASE, form
from core.access import Page

PAGES = {
    "workings:work_out": form(WORKS_ON_CASE, code="severance"),
    "workings:override": form(WORKS_ON_CASE),
    "workings:work_out_new": form(WORKS_ON_CASE, code="severance"),
    "workings:entitlements": form(WORKS_ON_CASE),
    "workings:work_out_group": form(WORKS_ON_CASE, code="severance"),
    "workings:working": Page(of="case", get=SEES_CASE),
    "workings:final_award": Page(of="case", get=SEES_CASE),
}
