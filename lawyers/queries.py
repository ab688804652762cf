"""Which firms and lawyers a user may see."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex

from accounts.permissions import has_role_anywhere, office_ids
from core.audit import AuditedQuerySet
from lawyers.permissions import lawyer_of


class FirmQuerySet(AuditedQuerySet):
    def visible_to(self, user: Any) -> QuerySet:
        """Staff see the firms that serve an office of theirs (or one above it); a lawyer sees the own firm."""
        if lawyer := lawyer_of(user):
            return self.filter(pk=lawyer.firm_id)
        if has_role_anywhere(user, "administrator"):
            return self
        return self.serving(office_ids(user))

    def serving(self, ids: list[int]) -> QuerySet:
        """The firms that serve one of these offices, directly or through an office above it."""
        service = self.model._meta.get_field("service").related_model
        office = service._meta.get_field("office").related_model
        covered = (
            office.objects.filter(pk__in=ids)
            .annotate(at=StrIndex("path", OuterRef("office__path")))
            .filter(at=1)
        )
        return self.filter(Exists(service.objects.filter(Exists(covered), firm=OuterRef("pk"))))

    def matching(self, text: str) -> QuerySet:
        """By a part of the name, or by the beginning of its pinyin."""
        text = text.strip()
        if text.isascii():
            text = text.lower().replace(" ", "")
            return self.filter(Q(pinyin__startswith=text) | Q(name__icontains=text))
        return self.filter(name__contains=text)


class LawyerQuerySet(AuditedQuerySet):
    def visible_to(self, user: Any) -> QuerySet:
        """The lawyers of the firms the user sees."""
        firm = self.model._meta.get_field("firm").related_model
        return self.filter(firm__in=firm.objects.visible_to(user))
