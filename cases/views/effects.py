"""What follows from a step of the case, told before it is taken."""

from django.utils.translation import gettext as _

from cases.choices import deadline_kinds, length_of
from cases.models import Case
from cases.workflow import ENDED
from core.fsm import Step


def effects_of(case: Case, step: Step) -> list[str]:
    """In sentences: the number given, the limits ended and opened, the lawyers released."""
    found = []
    if step.name in ("accept", "accept_urgently") and not case.number:
        found.append(_("The case gets its number."))
    kinds = dict(deadline_kinds())
    for deadline in case.deadlines.all():
        if deadline.is_running and ({"*", deadline.kind} & set(step.settles)):
            found.append(_("This limit ends: %(limit)s") % {"limit": kinds[deadline.kind]})
    for kind in step.opens:
        found.append(
            _("This limit starts: %(limit)s, %(length)s") % {"limit": kinds[kind], "length": length_of(kind)}
        )
    if step.target in ENDED and any(a.is_live for a in case.assignments.all()):
        found.append(_("Open offers are withdrawn and the lawyers are released."))
    return found
