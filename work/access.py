"""Who may open the home page, and have the sign in the tab of a browser. How to read and write a row: `core/access.py`."""

from core.access import EVERYBODY, SIGNED_IN, Page

PAGES = {"work:home": Page(get=SIGNED_IN), "work:favicon": Page(public=True, get=EVERYBODY)}
