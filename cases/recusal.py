"""Recusal: who is a party to a case neither decides nor mediates it, nor verifies or reverses its money.

As 劳动争议调解仲裁法 33 has it for arbitrators. Relatives are not on record; they withdraw by themselves.
"""

from django.utils.translation import gettext as _

from accounts.models import User
from cases.conflicts import parties_of, with_parties
from cases.likeness import GRADES, MAYBE, same_person, user_as
from cases.models import Case
from core.errors import Problem


def refuse_party(case: Case, user: User, *, field: str, reason: str | None = None) -> None:
    """Raise `Problem` at `field` where the user is a party, by a present or former name and telephone.

    Where only the name is the same, the reason of a decision must say that it is somebody else; with None a namesake
    passes.
    """
    parties = parties_of(with_parties(case))
    who = user_as(user)
    others = (*parties.people, *parties.leaders)
    grades = {found.grade for _, other in others if (found := same_person(other, who))}
    if not grades:
        return
    if min(grades, key=GRADES.index) != MAYBE:
        message = _("%(name)s is a party to this case and withdraws from it: let somebody else do this.")
    elif reason is None or reason.strip():
        return
    else:
        message = _(
            "%(name)s bears or bore the name of a party. If this is somebody else, say so as the reason."
        )
    raise Problem({field: message % {"name": user.name}})
