"""Work past the age of retirement under a written agreement: which of what an employment gives it gives too."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from labour_law.entitlements.employment import Employment
from labour_law.entitlements.minimum_wage import OVER_AGE
from labour_law.entitlements.of_employment.entitled import Entitled
from labour_law.entitlements.result import Text
from labour_law.errors import gettext_noop

RULES = "超龄劳动者基本权益保障暂行规定"
"""In force from `OVER_AGE`; its articles are not cited, since what it says is from one secondary source."""

_PAY = gettext_noop(
    "Past the age of retirement pay is owed as agreed in writing, and is sought as wages are: arbitration is open since "
    "1 Jul 2026 (one secondary source, check)."
)
_MINIMUM = gettext_noop(
    "The minimum wage is owed to workers past retirement age too, since 1 Jul 2026 (one secondary source, check)."
)
_INJURY = gettext_noop(
    "The employer has to insure workers past retirement age against work injuries, since 1 Jul 2026 (one secondary "
    "source, check)."
)
_INJURED_BEFORE = gettext_noop(
    "Injured before 1 Jul 2026, when the rules on workers past retirement age came into force: ask what held until then."
)
_REST = gettext_noop(
    "The rules on workers past retirement age, in force since 1 Jul 2026, speak of hours and rest (one secondary source): "
    "ask whether overtime is paid as in an employment."
)
_EMPLOYMENT = gettext_noop(
    "Only if an employment is shown: for work past retirement age under a written agreement the rules do not grant it."
)
_STAYS = {
    "unpaid_wages": _PAY,
    "minimum_wage": _MINIMUM,
    "work_injury": _INJURY,
    "injury_recognition": _INJURY,
}
"""What the rules grant, with what is said of it."""


def past_retirement(facts: Employment, found: Iterable[Entitled]) -> Iterator[Entitled]:
    """The same for work past the age of retirement: what the rules grant stands, all else needs an employment to be shown
    first. Social insurance is not owed but for injuries. Raises nothing.

    >>> facts = Employment(region="shanghai", hired=date(2026, 7, 1), monthly_wage=Decimal(6500), as_of=date(2026, 8, 3))
    >>> list(past_retirement(facts, []))
    []
    """
    for one in found:
        if one.code != "insurance_arrears":
            yield _past_retirement(facts, one)


def _past_retirement(facts: Employment, one: Entitled) -> Entitled:
    if one.code not in _STAYS:
        why = _REST if one.code == "overtime" else _EMPLOYMENT
        return replace(one, standing="possible", why=Text(why), article=RULES)
    if one.code == "work_injury" and facts.injured_on and facts.injured_on < OVER_AGE:
        return replace(one, standing="possible", why=Text(_INJURED_BEFORE), article=RULES)
    if one.why is not None:
        return one
    return replace(one, why=Text(_STAYS[one.code]), article=RULES)
