"""What the employer is to do under an agreement or an award beside paying, what is owed for delay, and the ways to make
it perform."""

from performance.models.interest import INTEREST_COUNTS_AS_RECOVERED, InterestOnDelay
from performance.models.remedies import Remedy, RemedyKind, RemedyOutcome
from performance.models.undertakings import Undertaking, UndertakingKind

__all__ = [
    "INTEREST_COUNTS_AS_RECOVERED",
    "InterestOnDelay",
    "Remedy",
    "RemedyKind",
    "RemedyOutcome",
    "Undertaking",
    "UndertakingKind",
]
