"""Finding a person or an employer."""

import re
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.permissions import has_role_anywhere, office_ids
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet
from core.crypto import keyed_hash


class WorkerQuerySet(AuditedQuerySet):
    def visible_to(self, user: Any) -> QuerySet:
        """Workers seen at a visit to, or in a case of, what the user sees."""
        claimants = apps.get_model("cases", "Claimant").objects.filter(case_scope(user, "case__"))
        seen = Q(pk__in=claimants.values("worker"))
        if offices := office_ids(user):
            attendances = apps.get_model("cases", "VisitWorker").objects.filter(visit__office__in=offices)
            seen |= Q(pk__in=attendances.values("worker"))
        return self.filter(seen)

    def with_id_number(self, number: str) -> QuerySet:
        """The person with this ID number, wherever registered: whoever holds the card may be found by it."""
        return self.filter(id_hash=keyed_hash(number))

    def matching(self, text: str) -> QuerySet:
        """By the beginning of the name or of its pinyin, or by phone number. Uses indexes only."""
        text = text.strip()
        if re.fullmatch(r"[\d\- ]{5,}", text):
            digits = re.sub(r"\D", "", text)
            return self.filter(Q(phone__startswith=digits) | Q(phone2__startswith=digits))
        if text.isascii():
            return self.filter(pinyin__startswith=text.lower().replace(" ", ""))
        return self.filter(name__startswith=text)


class EmployerQuerySet(AuditedQuerySet):
    def visible_to(self, user: Any) -> QuerySet:
        """Employers are public bodies: staff who take cases see all; a lawyer sees those of the own cases."""
        if has_role_anywhere(user, ("clerk", "reviewer", "supervisor", "auditor")):
            return self
        cases = apps.get_model("cases", "Case").objects.filter(case_scope(user))
        return self.filter(pk__in=cases.values("employer"))

    def matching(self, text: str) -> QuerySet:
        """By credit code, or by the beginning of the name or of its pinyin."""
        text = text.strip()
        if text.isascii():
            key = text.lower().replace(" ", "")
            return self.filter(Q(credit_code__startswith=text.upper()) | Q(pinyin__startswith=key))
        return self.filter(name__startswith=text)
