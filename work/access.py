"""Who may open the home page, and have a day read. How to read and write a row: `core/access.py`."""

from core.access import SIGNED_IN, Page

PAGES = {"work:home": Page(get=SIGNED_IN), "work:read_day": Page(get=SIGNED_IN)}
