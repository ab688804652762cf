"""Who may open which table of the law. How to read and write a row: `core/access.py`."""

from core.access import ADMINISTRATORS, SUPERUSER, Page, Reach, admin_pages

# Rows belong to no office. An administrator at the top of the tree writes as the superuser does.
KEPT_ABOVE = Reach(get=ADMINISTRATORS, post=SUPERUSER)

LOOKED_UP = Page(section=ADMINISTRATORS, get=ADMINISTRATORS)
KEPT = Page(section=ADMINISTRATORS, get=SUPERUSER, post=SUPERUSER)


def of_row(of: str) -> Page:
    """The page of a row, which every administrator looks up."""
    return Page(of=of, section=ADMINISTRATORS, get=ADMINISTRATORS, foreign=Reach(get=ADMINISTRATORS))


def written(of: str) -> Page:
    """A form about a row, for who keeps it."""
    own = Reach(get=SUPERUSER, post=SUPERUSER, sees=ADMINISTRATORS)
    return Page(of=of, section=ADMINISTRATORS, get=own.get, post=own.post, sees=own.sees, foreign=own)


def in_list(get: frozenset[str], post: frozenset[str] | None = None) -> Page:
    """A page of a code list."""
    return Page(section=ADMINISTRATORS, get=get, post=post, texts={"table": "channel"})


PAGES = {
    "law_tables:rates": LOOKED_UP,
    "law_tables:rate": of_row("rate"),
    "law_tables:rate_add": KEPT,
    "law_tables:rates_import": KEPT,
    "law_tables:rates_form": Page(section=ADMINISTRATORS, get=SUPERUSER),
    "law_tables:rate_correct": written("rate"),
    "law_tables:rate_end": written("rate"),
    "law_tables:rate_strike": written("rate"),
    "law_tables:holidays": LOOKED_UP,
    "law_tables:holiday_year": of_row("holidays"),
    "law_tables:holidays_add": KEPT,
    "law_tables:holidays_correct": written("holidays"),
    "law_tables:holidays_strike": written("holidays"),
    "law_tables:codes": LOOKED_UP,
    "law_tables:code_list": in_list(ADMINISTRATORS),
    "law_tables:code_add": in_list(SUPERUSER, SUPERUSER),
    "law_tables:code": of_row("code"),
    "law_tables:code_correct": written("code"),
    "law_tables:code_end": written("code"),
    "law_tables:code_strike": written("code"),
    **admin_pages("law_tables", "raterow", of="rate", own=KEPT_ABOVE, foreign=KEPT_ABOVE),
    **admin_pages("law_tables", "coderow", of="code", own=KEPT_ABOVE, foreign=KEPT_ABOVE),
    **admin_pages("law_tables", "holidayyearrow", of="holidays", own=KEPT_ABOVE, foreign=KEPT_ABOVE),
}
