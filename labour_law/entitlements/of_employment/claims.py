"""All that a worker may claim from the facts of one employment, what is owed first."""

from collections.abc import Iterable
from typing import get_args

from labour_law.entitlements.employment import Employment
from labour_law.entitlements.of_employment import conditions, contract, end, over_age, pay
from labour_law.entitlements.of_employment.entitled import Entitled, Rule, Standing
from labour_law.rates import Tables


def entitled(facts: Employment, tables: Tables) -> list[Entitled]:
    """All that follows from the facts, what is owed first.

    Which calculations apply, with their facts; the sums are for `labour_law.entitlements`. A shortfall to the minimum
    wage is looked for where the wage is below one that is known, or none is. Raises UnknownRegion.

    >>> facts = Employment(region="shanghai", hired=date(2024, 3, 1), left=date(2026, 6, 30), ended="expiry",
    ...                    monthly_wage=Decimal(6500), as_of=date(2026, 8, 3))
    >>> [(found.code, found.limit.last_day.isoformat()) for found in entitled(facts, TABLES)]
    [('severance', '2027-06-30')]
    """
    raised = facts if pay.is_before_rules(facts) else pay.at_least_minimum(facts, tables)
    found = _by(pay.RULES, facts, tables)
    if not facts.part_time:
        of_full_time = (*pay.WITHOUT_WORK, *contract.RULES, *end.RULES, *conditions.LEAVE)
        found += _by(of_full_time, raised, tables)
        found = [*found, *end.over_fault(raised, found, tables)]
    found += _by(conditions.RULES, raised, tables)
    if facts.over_age:
        found = list(over_age.past_retirement(facts, found))
    order = get_args(Standing)
    return sorted(found, key=lambda one: order.index(one.standing))


def _by(rules: Iterable[Rule], facts: Employment, tables: Tables) -> list[Entitled]:
    return [one for rule in rules for one in rule(facts, tables)]
