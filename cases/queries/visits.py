"""Visits a user may see, how lists find them, and how they are counted."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce

from accounts.models import Office, User
from accounts.permissions import office_ids
from cases.queries.by_name import objects_of
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet


@dataclass(frozen=True)
class VisitCounts:
    """件, 人次 and 人: questions, heads of all visits, and different persons named. Never added up."""

    questions: int
    heads: int
    persons: int


class VisitQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Staff see the visits to their offices; a lawyer sees the visit a case of theirs came from."""
        if offices := office_ids(user):
            return self.filter(office__in=offices)
        return self.filter(pk__in=self._cases(user).values("visit"))

    def _cases(self, user: User) -> QuerySet:
        case = self.model._meta.get_field("cases").related_model
        return case.objects.filter(case_scope(user), Q(visit__isnull=False))

    def for_list(self) -> QuerySet:
        """With what one line of a list shows."""
        return self.select_related("office", "received_by", "employer").prefetch_related(
            "questions", "cases", Prefetch("attendances", objects_of("VisitWorker").select_related("worker"))
        )

    def with_kind(self, kind: str) -> QuerySet:
        """Visits with a valid question of that kind."""
        return self.filter(
            Exists(objects_of("VisitQuestion").filter(_valid, visit=OuterRef("pk"), kind=kind))
        )

    def matching(self, text: str) -> QuerySet:
        """Visits of a worker or about an employer, as `matching` finds them."""
        workers = objects_of("Worker").matching(text)
        attended = objects_of("VisitWorker").filter(
            _valid, visit=OuterRef("pk"), worker__in=workers.values("pk")
        )
        employers = objects_of("Employer").matching(text).values("pk")
        return self.filter(Exists(attended) | Q(employer__in=employers))

    def counts(self, kind: str = "") -> VisitCounts:
        """件, 人次 and 人 of these visits; 件 of one kind only where a kind is given."""
        visits = self.order_by().values("pk")
        questions = objects_of("VisitQuestion").filter(_valid, visit__in=visits)
        persons = objects_of("VisitWorker").filter(_valid, visit__in=visits)
        return VisitCounts(
            questions=(questions.filter(kind=kind) if kind else questions).count(),
            heads=self.order_by().aggregate(total=Sum("head_count"))["total"] or 0,
            persons=persons.aggregate(total=Count(_person, distinct=True))["total"],
        )


_valid = Q(is_active=True)
_person = Coalesce("worker__id_hash", Cast("worker", CharField()))
"""Two offices may each keep a record of one person: the ID number tells."""


def windows_of(user: User) -> QuerySet[Office]:
    """The aid windows where the user registers visits and opens cases."""
    return Office.objects.filter(pk__in=office_ids(user, ("clerk",)), is_window=True)
