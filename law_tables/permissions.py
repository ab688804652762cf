"""Who writes a rate: whoever administers every office it may hold for."""

from typing import TYPE_CHECKING

from law_tables.choices import all_regions, regions_within

if TYPE_CHECKING:
    from accounts.models import User


def keeps_rates_of(user: "User", region: str) -> bool:
    """May the user write rates of this region?"""
    within = regions_within(region)
    everywhere = within.issuperset(code for code, _name in all_regions())
    return bool(user.keeps_tables if everywhere else user.keeps_tables_of(within))
