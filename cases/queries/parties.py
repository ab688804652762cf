"""Finding a person or an employer."""

import re
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import has_role_anywhere, office_ids
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet
from core.crypto import keyed_hash
from core.names import tidy_name


class WorkerQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
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

    def on_record(
        self, user: User, *, known: int | None = None, id_number: str = "", name: str = "", phone: str = ""
    ) -> Any:
        """The one worker these data mean, or None: by ID number, then by who the page showed (`known`, if the
        user may see that worker), then by the same name and phone. An ID number never means a worker on record
        with another one.
        """
        if id_number and (found := self.with_id_number(id_number).first()):
            return found
        rest = self.filter(id_hash=None) if id_number else self
        if known and (found := rest.visible_to(user).filter(pk=known).first()):
            return found
        same = (Q(phone=phone) | Q(phone2=phone)) & Q(name=tidy_name(name))
        return rest.filter(same).order_by("pk").first() if name and phone else None

    def matching(self, text: str) -> QuerySet:
        """By the beginning of the name or of its pinyin, or by phone number. Uses indexes only."""
        text = text.strip()
        if re.fullmatch(r"[\d\- ]{5,}", text):
            number = text.replace(" ", "")
            return self.filter(Q(phone__begins=number) | Q(phone2__begins=number))
        if text.isascii():
            return self.filter(pinyin__begins=text.lower().replace(" ", ""))
        return self.filter(name__begins=tidy_name(text))


class EmployerQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Employers are public bodies: staff who take cases see all; a lawyer sees those who answer in the own cases."""
        if has_role_anywhere(user, ("clerk", "reviewer", "supervisor", "auditor")):
            return self
        cases = apps.get_model("cases", "Case").objects.filter(case_scope(user))
        respondents = apps.get_model("cases", "CoRespondent").objects.filter(
            case_scope(user, "case__"), is_active=True
        )
        return self.filter(Q(pk__in=cases.values("employer")) | Q(pk__in=respondents.values("employer")))

    def on_record(self, *, known: int | None = None, credit_code: str = "", name: str = "") -> list:
        """The employers these data may mean: by credit code, else by the whole name (`known` is the one of that
        name the page showed). A credit code never means an employer on record with another one.
        """
        if credit_code and (found := list(self.filter(credit_code=credit_code))):
            return found
        named: list[Any] = list(self.filter(name=tidy_name(name)).order_by("pk")) if name else []
        if credit_code:
            named = [employer for employer in named if not employer.credit_code]
        return [employer for employer in named if employer.pk == known] or named

    def matching(self, text: str) -> QuerySet:
        """By credit code, the beginning of the name or of its pinyin, or two characters and more of the name."""
        text = text.strip()
        if text.isascii():
            key = text.lower().replace(" ", "")
            return self.filter(Q(credit_code__begins=text.upper()) | Q(pinyin__begins=key))
        name = tidy_name(text)
        return self.filter(name__contains=name) if len(name) > 1 else self.filter(name__begins=name)


class EmployerLinkQuerySet(AuditedQuerySet):
    def of(self, employers: Iterable[int]) -> QuerySet:
        """The links that hold, from and to the employers with these ids, both ends read along."""
        ids = list(employers)
        ends = Q(employer__in=ids) | Q(related__in=ids)
        return self.filter(ends, is_active=True).select_related("employer", "related").order_by("pk")
