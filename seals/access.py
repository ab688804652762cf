"""Who may open which page of how the record stands. How to read and write a row: `core/access.py`."""

from core.access import AUDITOR, Page

PAGES = {
    "seals:record": Page(section=AUDITOR, get=AUDITOR),
    "seals:roots": Page(section=AUDITOR, get=AUDITOR),
    "seals:note": Page(section=AUDITOR, get=AUDITOR, texts={"number": "1"}),
}
