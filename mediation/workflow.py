"""READ FIRST. The life of a mediation round: scheduled, held with an outcome, or called off."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField

from core.fsm import step
from mediation.permissions import can_conduct


class RoundState(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    HELD = "held", pgettext_lazy("round", "Held")
    CANCELLED = "cancelled", _("Called off")


class RoundOutcome(models.TextChoices):
    AGREED = "agreed", _("Agreement reached")
    ADJOURNED = "adjourned", _("Adjourned")
    REFUSED = "refused", _("Employer refuses to pay")
    ABSENT = "absent", _("A party did not come")
    FAILED = "failed", _("No agreement")


R = RoundState


class RoundWorkflow(ConcurrentTransitionMixin, models.Model):
    state = FSMField(
        _("State"), max_length=16, choices=R.choices, default=R.SCHEDULED, protected=True, db_index=False
    )

    STATE_TONES = {R.HELD: "off", R.CANCELLED: "off"}
    """How the pill of a state looks; in the plain tone where it is not named."""

    class Meta:
        abstract = True

    @step(
        "state",
        R.SCHEDULED,
        R.HELD,
        label=_("Record the round"),
        told=_("%(who)s held round %(number)s of mediation: %(outcome)s"),
        permission=can_conduct,
        tone="primary",
        rank=10,
    )
    def hold(
        self,
        outcome: str,
        attendees: str,
        minutes: str,
        worker_offer: Decimal | None = None,
        employer_offer: Decimal | None = None,
        law_unclear: bool = False,
    ) -> None:
        """Both offers are in yuan, for all claimants together; None where a side made none."""
        self.outcome = outcome
        self.attendees = attendees
        self.minutes = minutes
        self.worker_offer = worker_offer
        self.employer_offer = employer_offer
        self.law_unclear = law_unclear

    @step(
        "state",
        R.SCHEDULED,
        R.CANCELLED,
        label=_("Call off the round"),
        told=_("%(who)s called off round %(number)s of mediation"),
        permission=can_conduct,
        tone="danger",
        rank=60,
    )
    def cancel(self) -> None:
        pass
