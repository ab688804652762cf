"""Who may open which page of the record. How to read and write a row: `core/access.py`."""

from core.access import AUDITOR, Page, Reach

# Seals are of the whole house.
PAGES = {
    "seals:record": Page(section=AUDITOR, get=AUDITOR),
    "seals:roots": Page(section=AUDITOR, get=AUDITOR),
    "seals:note": Page(
        of="seal", section=AUDITOR, get=AUDITOR, foreign=Reach(get=AUDITOR), texts={"number": "1"}
    ),
}
