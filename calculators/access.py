"""Who may open which calculator. How to read and write a row: `core/access.py`."""

from core.access import SIGNED_IN, Page

PAGES = {
    "calculators:index": Page(get=SIGNED_IN),
    "calculators:entitlements": Page(get=SIGNED_IN, post=SIGNED_IN),
    "calculators:page": Page(get=SIGNED_IN, post=SIGNED_IN, texts={"code": "severance"}),
}
