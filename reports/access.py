"""Who may open which page of the reports. How to read and write a row: `core/access.py`."""

from core.access import ADMINISTRATORS, AUDITOR, SUPERUSER, SUPERVISOR, Page, Reach

READERS = SUPERVISOR | AUDITOR
SEE_PROJECTS = READERS | ADMINISTRATORS
ENTER = SUPERVISOR | ADMINISTRATORS
ALL_READ, ALL_KEPT = Reach(get=SUPERUSER), Reach(get=SUPERUSER, post=SUPERUSER)

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
    "reports:projects": Page(section=SEE_PROJECTS, get=SEE_PROJECTS),
    "reports:projects_file": Page(section=SEE_PROJECTS, get=SEE_PROJECTS, texts={"fmt": "xlsx"}),
    "reports:new_project": Page(section=ADMINISTRATORS, get=ADMINISTRATORS, post=ADMINISTRATORS),
    "reports:project": Page(of="project", section=SEE_PROJECTS, get=SEE_PROJECTS, foreign=ALL_READ),
    "reports:change_project": Page(
        of="project", section=ADMINISTRATORS, get=ADMINISTRATORS, post=ADMINISTRATORS, foreign=ALL_KEPT
    ),
    "reports:hand_down_project": Page(
        of="project", section=ADMINISTRATORS, get=ADMINISTRATORS, post=ADMINISTRATORS, foreign=ALL_KEPT
    ),
    "reports:enter_project": Page(of="project", section=ENTER, get=ENTER, post=ENTER, foreign=ALL_KEPT),
    "reports:correct_entry": Page(of="entry", section=ENTER, get=ENTER, post=ENTER, foreign=ALL_KEPT),
    "reports:entry_proof": Page(of="entry", section=SEE_PROJECTS, get=SEE_PROJECTS, foreign=ALL_READ),
}
