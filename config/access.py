"""Who may open which address of the whole program: the tables of all apps, and the admin site's own pages.

`PAGES[name of the address]` is its row. Measuring every page as everybody, or asking whether a new address has its
row, begins here.
"""

import accounts.access
import assignments.access
import calculators.access
import cases.access
import documents.access
import front_desk.access
import law_tables.access
import lawyers.access
import mediation.access
import performance.access
import recoveries.access
import reports.access
import seals.access
import work.access
import workings.access
from core.access import ENTERS_ADMIN, NOBODY, Page

ADMIN_SITE = {
    "admin:index": Page(section=ENTERS_ADMIN, get=ENTERS_ADMIN, post=ENTERS_ADMIN),
    "admin:login": Page(
        section=ENTERS_ADMIN, get=ENTERS_ADMIN, post=ENTERS_ADMIN
    ),  # there is another sign-in
    "admin:logout": Page(section=ENTERS_ADMIN, post=ENTERS_ADMIN),
    "admin:password_change": Page(section=ENTERS_ADMIN, get=ENTERS_ADMIN, post=ENTERS_ADMIN),
    "admin:password_change_done": Page(section=ENTERS_ADMIN, get=ENTERS_ADMIN),
    "admin:autocomplete": Page(section=ENTERS_ADMIN, get=NOBODY),  # no form asks it
    "admin:jsi18n": Page(section=ENTERS_ADMIN, get=ENTERS_ADMIN),
    "admin:view_on_site": Page(
        of="nothing",
        section=ENTERS_ADMIN,
        get=NOBODY,
        post=NOBODY,
        texts={"content_type_id": "1", "object_id": "1"},
    ),
    "admin:app_list": Page(
        section=ENTERS_ADMIN, get=ENTERS_ADMIN, post=ENTERS_ADMIN, texts={"app_label": "core"}
    ),
    "admin/(?P<url>.*)$": Page(
        of="nothing", section=ENTERS_ADMIN, get=NOBODY, post=NOBODY, texts={"url": "no-such-page/"}
    ),
}

PAGES: dict[str, Page] = {
    **work.access.PAGES,
    **reports.access.PAGES,
    **front_desk.access.PAGES,
    **recoveries.access.PAGES,
    **seals.access.PAGES,
    **documents.access.PAGES,
    **mediation.access.PAGES,
    **performance.access.PAGES,
    **workings.access.PAGES,
    **assignments.access.PAGES,
    **cases.access.PAGES,
    **lawyers.access.PAGES,
    **calculators.access.PAGES,
    **accounts.access.PAGES,
    **law_tables.access.PAGES,
    **ADMIN_SITE,
}
