"""What happened to a visit since it was written down."""

from django.db.models import Q

from cases.models import Visit, VisitQuestion, VisitWorker
from core.timeline import Entry, Source, read


def timeline_of_visit(visit: Visit) -> list[Entry]:
    """The record of a visit, newest first: how it was written down, and each correction."""
    sources = [
        Source(Visit, Q(id=visit.pk)),
        Source(VisitWorker, Q(visit=visit.pk)),
        Source(VisitQuestion, Q(visit=visit.pk)),
    ]
    return read(sources, visit)
