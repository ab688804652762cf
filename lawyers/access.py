"""Who may open which page of alliances and of lawyers' accounts; firms and lawyers: `assignments/access.py`. How to read and write a row: `core/access.py`."""

from core.access import (
    ADMINISTRATOR,
    ADMINISTRATORS,
    AUDITOR,
    ENTERS_ADMIN,
    SUPERUSER,
    Page,
    Reach,
    admin_pages,
)

PAGES = {
    **admin_pages(
        "lawyers",
        "alliance",
        of="alliance",
        own=Reach(get=ADMINISTRATORS, post=ADMINISTRATORS),
        foreign=Reach(get=SUPERUSER, post=SUPERUSER),
    ),
    "admin:lawyers_lawyer_account": Page(
        of="lawyer",
        section=ENTERS_ADMIN,
        sees=AUDITOR,
        get=ADMINISTRATORS,
        post=ADMINISTRATORS,
        foreign=Reach(sees=ADMINISTRATOR, get=SUPERUSER, post=SUPERUSER),
        texts={"name": "close"},
    ),
}
