"""The states of an assignment, and the sets of them that mean something. Nobody else names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AssignmentState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
    DECLINED = "declined", pgettext_lazy("offer", "Declined")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")
    COMPLETED = "completed", _("Completed")
    REPLACED = "replaced", _("Replaced")


LIVE = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)
"""The lawyer is asked, or took the case and acts in it."""

ACTING = (AssignmentState.ACCEPTED, AssignmentState.COMPLETED)
"""The lawyer took the case and was not replaced: sees it, also once it has ended."""

ACTED = (*ACTING, AssignmentState.REPLACED)
"""The lawyer took the case at some time."""


class DeclineCode(models.TextChoices):
    CONFLICT = "conflict", _("Conflict of interest")
    WORKLOAD = "workload", _("No capacity at present")
    SCOPE = "scope", _("Outside the field of practice")
    DISTANCE = "distance", _("Too far away")
    OTHER = "other", pgettext_lazy("ground", "Other")
