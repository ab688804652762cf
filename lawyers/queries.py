"""Which firms and lawyers a user may see."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex

from accounts.models import User
from accounts.permissions import is_administrator, office_ids
from accounts.queries import ALL_ROLES
from core.audit import AuditedQuerySet
from lawyers.permissions import lawyer_of


class ServingQuerySet(AuditedQuerySet):
    """Rows with an `office` that is served, and with it those below."""

    def covering(self, ids: list[int]) -> QuerySet:
        """Those whose office is one of these, or stands above one."""
        office = self.model._meta.get_field("office").related_model
        at = StrIndex("path", OuterRef("office__path"))
        return self.filter(Exists(office.objects.filter(pk__in=ids).annotate(at=at).filter(at=1)))


class FirmQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Staff see the firms that serve an office of theirs (or one above it); a lawyer sees the own firm.

        Administrators look at all of them; which they write, `managed_by` says.
        """
        if lawyer := lawyer_of(user):
            return self.filter(pk=lawyer.firm_id)
        if is_administrator(user):
            return self
        return self.serving(office_ids(user))

    def managed_by(self, user: User) -> QuerySet:
        """The firms that serve only offices the user administers, at least one."""
        if user.is_superuser:
            return self
        served = self.model._meta.get_field("service").related_model.objects.filter(firm=OuterRef("pk"))
        elsewhere = served.exclude(office__in=office_ids(user, ["administrator"]))
        return self.filter(Exists(served), ~Exists(elsewhere))

    def serving(self, ids: list[int]) -> QuerySet:
        """The firms that serve one of these offices, directly or through an office above it."""
        service = self.model._meta.get_field("service").related_model
        return self.filter(Exists(service.objects.covering(ids).filter(firm=OuterRef("pk"))))

    def matching(self, text: str) -> QuerySet:
        """By a part of the name, or by the beginning of its pinyin."""
        text = text.strip()
        if text.isascii():
            text = text.lower().replace(" ", "")
            return self.filter(Q(pinyin__startswith=text) | Q(name__icontains=text))
        return self.filter(name__contains=text)


class LawyerQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """The lawyers of the firms the user sees."""
        firm = self.model._meta.get_field("firm").related_model
        return self.filter(firm__in=firm.objects.visible_to(user))


class AllianceQuerySet(ServingQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """The alliances that serve an office of the user's (or one above it); of a lawyer, those of the own firm."""
        if user.is_superuser:
            return self
        if lawyer := lawyer_of(user):
            return self.filter(members__firm=lawyer.firm_id).distinct()
        return self.covering(office_ids(user, ALL_ROLES))


class FirmClientQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Whom the firms act for that serve an office of the user's (or one above it)."""
        if user.is_superuser:
            return self
        firm = self.model._meta.get_field("firm").related_model
        if lawyer := lawyer_of(user):
            return self.filter(firm=lawyer.firm_id)
        return self.filter(firm__in=firm.objects.serving(office_ids(user, ALL_ROLES)))
