"""Who may open which calculator, and the rates offices kept. How to read and write a row: `core/access.py`."""

from core.access import ADMINISTRATORS, CLERK, REVIEWER, SIGNED_IN, STAFF, SUPERUSER, SUPERVISOR, Page, Reach

AT_AN_OFFICE = STAFF | ADMINISTRATORS
KEEPERS = CLERK | REVIEWER | SUPERVISOR | SUPERUSER
CORRECTED = Page(
    of="kept",
    section=AT_AN_OFFICE,
    sees=AT_AN_OFFICE,
    get=KEEPERS,
    post=KEEPERS,
    foreign=Reach(get=SUPERUSER, post=SUPERUSER),
)

PAGES = {
    "calculators:index": Page(get=SIGNED_IN),
    "calculators:entitlements": Page(get=SIGNED_IN, post=SIGNED_IN),
    "calculators:page": Page(get=SIGNED_IN, post=SIGNED_IN, texts={"code": "severance"}),
    "calculators:kept": Page(section=AT_AN_OFFICE, get=AT_AN_OFFICE),
    "calculators:kept_strike": CORRECTED,
    "calculators:kept_replace": CORRECTED,
}
