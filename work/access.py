"""Who may open the home page and act from it, have lists made as files, have a day read, and have the sign in the tab. How to read a row: `core/access.py`."""

from core.access import AUDITOR, CLERK, EVERYBODY, LAWYERS, SIGNED_IN, STAFF, SUPERVISOR, Page

PAGES = {
    "work:home": Page(get=SIGNED_IN),
    "work:verified_this_year": Page(get=SUPERVISOR | AUDITOR),
    # Who takes which step, and with what one does not see: tests/work/test_together.py.
    "work:together": Page(get=SIGNED_IN, post=SIGNED_IN, texts={"step": "archive"}),
    "work:closing_reports": Page(get=CLERK, post=CLERK),
    "work:reports_of_today": Page(get=CLERK),
    "work:save_filter": Page(get=SIGNED_IN, post=SIGNED_IN, texts={"of": "cases:list"}),
    "work:change_filter": Page(of="filter", get=CLERK, post=CLERK),  # whose it is
    "work:ask_export": Page(
        section=STAFF | LAWYERS, get=STAFF | LAWYERS, post=STAFF | LAWYERS, texts={"of": "cases:export"}
    ),
    "work:export": Page(of="export", get=CLERK),  # whose it is
    "work:stop_export": Page(of="export", post=CLERK),
    "work:export_file": Page(of="export", get=CLERK),
    "work:read_day": Page(get=SIGNED_IN),
    "work:favicon": Page(public=True, get=EVERYBODY),
}
