"""Who may open which paper and which file. How to read and write a row: `core/access.py`."""

from cases.access import SEES_CASE, WORKS_ON_CASE, form
from core.access import CLERK, REVIEWER, STAFF, Page

PAGES = {
    "documents:upload": form(WORKS_ON_CASE),
    "documents:issue": Page(
        of="case", sees=SEES_CASE, post=WORKS_ON_CASE | REVIEWER, texts={"kind": "closing_report"}
    ),
    "documents:check": Page(
        of="case", sees=SEES_CASE, get=WORKS_ON_CASE | REVIEWER, texts={"kind": "closing_report"}
    ),
    "documents:check_visit": Page(of="visit", sees=STAFF, get=CLERK),
    "documents:issue_visit": Page(of="visit", sees=STAFF, post=CLERK),
    "documents:attachment": Page(of="file", get=SEES_CASE),
    "documents:shown": Page(of="file", get=SEES_CASE),
    "documents:void_attachment": form(WORKS_ON_CASE, of="file"),
    "documents:paper": Page(of="paper", get=SEES_CASE),
    "documents:paper_detail": Page(of="paper", get=SEES_CASE),
    "documents:paper_step": form(WORKS_ON_CASE | REVIEWER, of="paper", step="void"),
}
