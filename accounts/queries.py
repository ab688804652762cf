"""Who holds which role where."""

import datetime as dt

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db.models import Q

from core.audit import AuditedQuerySet


class UserManager(DjangoUserManager):
    """Users by name."""

    def system(self):
        """The user behind what commands do by themselves (expiry of offers, deadlines)."""
        user, _ = self.get_or_create(
            username="system", defaults={"name": "系统", "email": "", "is_active": False, "password": "!"}
        )
        return user


class MembershipQuerySet(AuditedQuerySet):
    def in_force(self, on: dt.date):
        """The memberships that hold on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
