"""Where the page of a case stands."""

from core.addresses import address

WHOLE = "whole"
"""In the address of the case page: with every section in its place, as for paper or without a script."""


def case_url(case_id: int, section: str = "", *, whole: bool = False) -> str:
    """The case page, at one of its sections."""
    query = f"?{WHOLE}" if whole else ""
    return address("cases:detail", case_id) + query + (f"#{section}" if section else "")
