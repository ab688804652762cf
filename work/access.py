"""Who may open the home page, have a day read, and have the sign in the tab. How to read a row: `core/access.py`."""

from core.access import EVERYBODY, SIGNED_IN, Page

PAGES = {
    "work:home": Page(get=SIGNED_IN),
    "work:read_day": Page(get=SIGNED_IN),
    "work:favicon": Page(public=True, get=EVERYBODY),
}
