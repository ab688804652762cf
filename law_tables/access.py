"""Who may open which table of the law. How to read and write a row: `core/access.py`."""

from core.access import ADMINISTRATORS, SUPERUSER, Reach, admin_pages

# Rows belong to no office. An administrator at the top of the tree writes as the superuser does.
KEPT_ABOVE = Reach(get=ADMINISTRATORS, post=SUPERUSER)

PAGES = {
    **admin_pages("law_tables", "raterow", of="rate", own=KEPT_ABOVE, foreign=KEPT_ABOVE),
    **admin_pages("law_tables", "coderow", of="code", own=KEPT_ABOVE, foreign=KEPT_ABOVE),
    **admin_pages("law_tables", "holidayyearrow", of="holidays", own=KEPT_ABOVE, foreign=KEPT_ABOVE),
}
