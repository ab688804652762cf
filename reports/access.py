"""Who may open which page of the reports. How to read and write a row: `core/access.py`."""

from core.access import ADMINISTRATORS, AUDITOR, SUPERUSER, SUPERVISOR, Page, Reach

READERS = SUPERVISOR | AUDITOR

PAGES = {
    "reports:dashboard": Page(section=READERS, get=READERS),
    "reports:behind": Page(section=READERS, get=READERS, texts={"measure": "recovered"}),
    "reports:definitions": Page(section=READERS, get=READERS),
    "reports:period": Page(section=READERS, get=READERS),
    "reports:sign": Page(section=SUPERVISOR, get=SUPERVISOR, post=SUPERVISOR),
    "reports:period_file": Page(section=READERS, get=READERS, texts={"fmt": "xlsx"}),
    "reports:signed_list": Page(section=READERS, get=READERS),
    "reports:signed": Page(of="report", section=READERS, get=READERS),
    "reports:signed_file": Page(of="report", section=READERS, get=READERS, texts={"fmt": "xlsx"}),
    "reports:shapes": Page(section=ADMINISTRATORS, get=ADMINISTRATORS),
    "reports:new_shape": Page(section=ADMINISTRATORS, get=ADMINISTRATORS, post=ADMINISTRATORS),
    "reports:shape": Page(
        of="shape",
        section=ADMINISTRATORS,
        get=ADMINISTRATORS,
        post=ADMINISTRATORS,
        foreign=Reach(get=SUPERUSER, post=SUPERUSER),
    ),
}
